"""Who answers beside a network that reads series: a linear model of shapes, and the most similar series."""

from typing import Any

from rnnkit.tasks.classify import baselines
from rnnkit.tasks.classify.kinds import Beside
from rnnkit.tasks.classify.series.neighbours import nearest, warped
from rnnkit.tasks.classify.series.ridge import fit_kernels
from rnnkit.tasks.classify.series.rows import SeriesRows


def beside(rows: SeriesRows) -> Beside:
    """The partner fitted, and what it and the baselines say about the test part."""
    labels, C = rows.labels[rows.learned], len(rows.classes)
    learned, asked = rows.raw(rows.learned), rows.raw(rows.parts.test)
    fitted = fit_kernels(learned, labels, C, rows.how)
    answers: dict[str, Any] = {
        "shapes": fitted.partner.log_p(asked),
        "nearest": nearest(learned, labels, asked, rows.how),
        "majority": baselines.majority(labels, C, len(asked)),
    }
    if (found := warped(learned, labels, asked, rows.how)) is not None:
        answers["warped"] = found
    return Beside(fitted.partner, fitted.left_out, answers)

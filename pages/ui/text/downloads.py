"""Everything a person can take home of language models: scores, curves, samples and the trained networks."""

from collections.abc import Sequence

from pages.ui.access.results import Result
from pages.ui.result.downloads import frame_file, offer, scores_file
from rnnkit.words import t


def downloads(results: Sequence[Result]) -> None:
    """Buttons whose files are made when they are clicked."""
    offer(
        results,
        frame_file(t("Samples CSV"), "samples.csv", results, "samples"),
        frame_file(t("Curves CSV"), "curves.csv", results, "curve"),
        scores_file(results),
    )

"""Series with a class as steps of a network: how they are scaled, and how many values make a step."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from rnnkit.data.labelled import Labelled
from rnnkit.errors import DataError
from rnnkit.tasks.classify.rows import Ints, NumberedRows, cut, parted
from rnnkit.tasks.classify.series.kernels import AT_ONCE, PICKS, SUMMARIES
from rnnkit.tasks.classify.series.neighbours import alone_is_better
from rnnkit.tasks.classify.series.ridge import BIASES, DILATIONS
from rnnkit.tasks.classify.series.scaling import MOST_CHANNELS, Scaling, measured
from rnnkit.tasks.classify.series.steps import steps_of
from rnnkit.tasks.classify.settings import ClassifyConfig, Entry
from rnnkit.words import plural, t

LONGEST = 2, 1_000  # steps that are read of a series, as the settings bound them
STEPS = 100  # that a network reads of the longest series, where the settings leave it open
THINNED = 400_000  # values of one channel of all series, from which on the partner reads means of some
SHORTEST = 128  # values of the longest series that the partner reads all the same


@dataclass(frozen=True)
class SeriesRows(NumberedRows):
    """Series as steps of so many values each; `how` says how they are scaled and cut."""

    how: Scaling

    kind: ClassVar = "series"
    often: ClassVar = 8.0

    @property
    def entry(self) -> Entry:
        """A step is so many numbers."""
        return Entry(numbers=self.how.numbers)

    @property
    def counting(self) -> float:
        """Bytes that the partner takes while it is fitted, about: features twice, and its products."""
        P = DILATIONS * len(PICKS) * BIASES + SUMMARIES * self.how.channels + 1
        return 8.0 * (3 * len(self.learned) * P + 3 * min(len(self.learned), P) ** 2) + 80 * AT_ONCE

    @property
    def notes(self) -> list[str]:
        """How series were scaled, and over how many gaps straight lines go."""
        found = [
            t("Each series is scaled by itself, which leaves its shape alone.")
            if self.how.alone
            else t("Series are scaled alike, each channel by what is learned from.")
        ]
        if self.how.segment > 1:
            found.append(t("{number} values in a row are one step of the network.", number=self.how.segment))
        if self.how.thin > 1:
            found.append(
                t("The linear partner reads means of {number} values in a row.", number=self.how.thin)
            )
        if self.gaps:
            found.append(
                plural(
                    "{number} series has gaps; straight lines go over them.",
                    "{number} series have gaps; straight lines go over them.",
                    self.gaps,
                )
            )
        return found

    def decided(self, config: ClassifyConfig) -> dict[str, Any]:
        """How series are scaled and cut, and how many numbers the network makes of a step."""
        return {
            "scaling": "series" if self.how.alone else "channel",
            "segment": self.how.segment,
            "max_vocabulary": config.max_vocabulary or 2,
            "embedding_size": config.embedding_size or 32,
            "word_dropout": 0.05 if config.word_dropout is None else config.word_dropout,
        }

    @property
    def gaps(self) -> int:
        """How many series have gaps, which straight lines go over."""
        return sum(not np.isfinite(one).all() for one in self.data.series)

    def raw(self, rows: Ints) -> list[npt.NDArray[Any]]:
        """The series `(T, F)` of these rows as they came."""
        return [self.data.series[row] for row in rows.tolist()]


def read_series(data: Labelled, config: ClassifyConfig) -> SeriesRows:
    """Split the rows, measure the training part, and cut all series into steps.

    Raises `DataError` with one sentence where there is nothing to tell apart.
    """
    parts = parted(data)
    channels = data.series[0].shape[1]
    if channels > MOST_CHANNELS:
        raise DataError(
            t(
                "A series may have {most:,} channels; these have {found:,}.",
                most=MOST_CHANNELS,
                found=channels,
            )
        )
    train = [data.series[row] for row in parts.train.tolist()]
    values = np.array([len(one) for one in data.series], np.int64)
    mean, spread = measured(train)
    how = Scaling(
        mean=mean,
        spread=spread,
        alone=config.scaling == "series",
        segment=config.segment or max(1, -(-int(values.max()) // STEPS)),
        thin=thinning(values),
    )
    if config.scaling == "auto":
        labels = np.asarray(data.targets, dtype=np.int64)[parts.train]
        how = how.replace(alone=alone_is_better(train, labels, how))
    lengths = -(-values // how.segment)
    longest = config.max_length or int(np.clip(lengths.max(), *LONGEST))
    numbers = tuple(cut(steps_of(one, how), longest) for one in data.series)
    return SeriesRows(data, parts, numbers, lengths, longest, None, how)


def thinning(values: Ints) -> int:
    """How many values the partner averages, so that its work is bounded however much there is."""
    most = max(SHORTEST, THINNED // len(values))
    return max(1, -(-int(values.max()) // most))

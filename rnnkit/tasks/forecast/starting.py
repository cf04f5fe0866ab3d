"""What a forecaster starts from, or has beside it: by how many series there are, and how long they are."""

from dataclasses import dataclass

from rnnkit.config import Shapes
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast, Start

MANY, SHORT = 20, 300  # series, and rows before the test part, from and up to which each has its own start
MOST_NUMBERS = 4_000_000  # of all lines that series have of their own
MOST_WORK, WORK_A_SECOND = 2e10, 1e9  # multiplications in fitting them: at most, and by seconds of a budget
WINDOWS, WINDOWS_A_LAG = 100, 1.5  # that a line of its own is fitted to, at least
TRIED, SOLVED = 25, 20  # what trying strengths costs beside one window, and what their equations do


@dataclass(frozen=True)
class Panel:
    """How many series there are, how long they are (without their test part), and how they are read.

    `stretch` is the median of the longest stretches without a hole.
    """

    series: int
    length: int
    stretch: int
    lookback: int
    horizon: int

    @property
    def short(self) -> bool:
        """Whether there are many series, and few rows in each: too few for a line of its own."""
        return self.series >= MANY and self.length <= SHORT

    def has_lines(self, budget: float | None) -> bool:
        """Whether each of several series may have a line of its own: enough windows, and what they cost."""
        L, K, windows = self.lookback, self.horizon, self.stretch - self.lookback - self.horizon
        work = self.series * L * L * (windows + TRIED * K + SOLVED * L)
        most = MOST_WORK if budget is None else min(MOST_WORK, WORK_A_SECOND * budget)
        enough = windows >= max(WINDOWS, WINDOWS_A_LAG * L)
        return self.series > 1 and enough and work <= most and self.numbers <= MOST_NUMBERS

    @property
    def numbers(self) -> int:
        """Numbers of all their lines."""
        return self.series * (self.lookback + 1) * self.horizon


def start_of(config: ForecastConfig, panel: Panel) -> Start:
    """What the network corrects: of many short series each has a start of its own, of long ones a line."""
    if config.start_with != "auto":
        return config.start_with
    if not config.shortcut or config.past_covariates or config.future_covariates:
        return "linear"
    if panel.short:
        return "per_series"
    return "own_lines" if config.normalization == "last" and panel.has_lines(config.budget) else "linear"


def own_shapes(config: ResolvedForecast, series: int) -> Shapes:
    """The straight lines of so many series and their shares, where they have some of their own."""
    if config.start_with != "own_lines":
        return {}
    return {"own": (series, config.lookback + 1, config.horizon), "own_share": (series,)}

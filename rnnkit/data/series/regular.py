"""Rows to series with an even step: each stage says what it does and can be switched off."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from rnnkit.data.series.clean import Flags, Rows, fill_gaps, merge_duplicates, sort_rows, spread_of, to_grid
from rnnkit.data.series.holes import longest_filled
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.data.times.freq import DAY, Ints, Step, number_step, of_weekday, seasonality_of, step_of
from rnnkit.data.times.infer_step import infer_step
from rnnkit.words import plural, t

SPARSE = 0.5
"""With more than this share of stamps missing, a file has pauses and no gaps."""
PAUSES = 0.1
"""At least this share of stamps is missing where a week has a pattern ..."""
EXPLAINED = 0.8
"""... and this share of them lies where no row ever is."""
FEW = 0.02
"""So few of the steps are interrupted where a file has holes and no pauses."""
MOSTLY_HOLE = 5
"""A file with its holes may be so many times as long as without."""
UNEXPECTED_SIZE = 20
"""New data may not grow by more than this factor when its missing stamps are put in."""
DONE = {"mean": "averaged", "last": "last kept", "first": "first kept", "sum": "added up"}
FILLED = {"linear": "on a straight line", "ffill": "with the last known value", "zero": "with 0"}


@dataclass
class Regular:
    """Rows on their way to an even step, and the decisions taken on it."""

    rows: Rows
    fixed: Overrides
    notes: Notes
    dates: bool
    step: Step | None = None
    counted: bool = False
    moved: bool = False
    grid: bool = False
    added: int = 0
    longest: int | None = None
    apart: str = ""  # the step in words, where pauses make it uneven
    moving: Step | None = None  # the step that dates were moved onto, where pauses make it uneven
    missing: Flags = field(default_factory=lambda: np.zeros((0, 0), dtype=bool))
    imputed: Flags = field(default_factory=lambda: np.zeros((0, 0), dtype=bool))

    @property
    def recipe(self) -> Recipe | None:
        """The recipe that is replayed, if there is one."""
        return self.fixed if isinstance(self.fixed, Recipe) else None


def regularize(
    rows: Rows, fixed: Overrides, notes: Notes, *, dates: bool, timed: bool, held: Flags
) -> Regular:
    """Sort, merge duplicates, put in missing stamps and fill gaps."""
    work = Regular(rows, fixed, notes, dates)
    _sort(work)
    work.step = _step(work, timed)
    if (moving := work.step or _moving(work)) and work.dates:
        _move(work, moving)
    _merge(work)
    if work.step:
        _spread(work, work.step)
    work.missing = np.isnan(work.rows.values)
    _fill(work, held)
    return work


def counted(codes: Ints) -> Ints:
    """0, 1, 2 ... within each series, in the order of the file."""
    return np.asarray(pd.Series(codes).groupby(codes).cumcount(), dtype=np.int64)


def _count(work: Regular) -> None:
    """Number the rows in file order and forget their dates."""
    rows = work.rows
    work.rows = sort_rows(Rows(rows.codes, counted(rows.codes), rows.values, rows.lines))
    work.dates, work.counted = False, True


def _sort(work: Regular) -> None:
    """Sort the rows; with sorting or merging switched off dates cannot order them, so rows are counted."""
    if work.recipe and work.recipe.counted:
        return _count(work)
    rows = work.rows
    grouped = np.argsort(rows.codes, kind="stable")
    together = np.diff(rows.codes[grouped]) == 0
    back = (np.diff(rows.stamps[grouped]) < 0) & together
    if back.any():
        line = int(rows.lines[grouped[int(back.argmax()) + 1]])
        newest = int(back.sum()) > 0.95 * int(together.sum())
        sentence = (
            t("Newest rows came first; sorted by time.")
            if newest
            else t("Rows were not in order of time, first on line {line}; sorted.", line=line)
        )
        if not work.notes.change("sort", sentence, int(back.sum()), warning=not newest):
            return _count(work)
    work.rows = sort_rows(rows)
    repeats = int(work.rows.repeats.sum())
    if repeats and "duplicates" in work.notes.off:
        work.notes.change("duplicates", t("Rows with the same time stamp kept; rows are counted."), repeats)
        work.rows = rows
        return _count(work)
    return None


def _step(work: Regular, timed: bool) -> Step | None:
    """The step that was chosen, or the usual one; `None` where stamps have no even step."""
    if not timed or work.counted:
        return number_step(1)
    if work.dates and work.fixed.freq:
        return _known(work, work.fixed.freq if work.recipe else of_weekday(work.fixed.freq, work.rows.stamps))
    if work.recipe:
        return number_step(work.recipe.size) if work.recipe.size and not work.dates else None
    rows = work.rows
    step = infer_step(rows.stamps, rows.codes, dates=work.dates)
    if step is None and work.dates and len(rows.codes) > 2:
        sentence = t("No even time step; rows are read as steps of one kind.")
        work.notes.change("irregular", sentence, len(rows.codes), warning=True)
    return step


def _known(work: Regular, freq: str) -> Step:
    """The step of this name; of a recipe with the beginning that was found for it."""
    step, recipe = step_of(freq), work.recipe
    return replace(step, nearest=recipe.nearest, phase=recipe.phase) if recipe else step


def _moving(work: Regular) -> Step | None:
    """The step that a recipe moves dates onto though it has none: rows come with pauses."""
    recipe = work.recipe
    return _known(work, recipe.moving) if recipe and recipe.moved and recipe.moving else None


def _move(work: Regular, step: Step) -> None:
    """Move stamps onto the steps where they lie beside them."""
    rows = work.rows
    if not (work.recipe and work.recipe.moved):
        anchors = rows.anchors
        even = np.array_equal(step.stamps(step.ordinals(rows.stamps, anchors), anchors), rows.stamps)
        if even and (work.recipe or step.holds(rows.stamps)):
            return
    stamps = step.snap(rows.stamps)
    count = int((stamps != rows.stamps).sum())
    sentence = plural(
        "{number} date moved onto steps of {step}.",
        "{number} dates moved onto steps of {step}.",
        count,
        step=step.words,
    )
    if work.notes.change("moved_dates", sentence, count):
        work.rows, work.moved = Rows(rows.codes, stamps, rows.values, rows.lines), True
    else:
        work.step = None


def _merge(work: Regular) -> None:
    """One row for each stamp of a series."""
    repeats = work.rows.repeats
    count = int(repeats.sum())
    if not count:
        return
    how = work.fixed.duplicates or "mean"
    sentence = plural(
        "{number} row repeats a time stamp of its series, first on line {line}; {done}.",
        "{number} rows repeat a time stamp of their series, first on line {line}; {done}.",
        count,
        line=int(work.rows.lines[int(repeats.argmax()) + 1]),
        done=t(DONE[how]),
    )
    work.notes.change("duplicates", sentence, count, warning=not work.moved)
    work.rows = merge_duplicates(work.rows, how)


def _spread(work: Regular, step: Step) -> None:
    """Put in missing stamps, unless they are holidays or pauses."""
    spread = spread_of(work.rows, step)
    added = spread.total - len(work.rows.codes)
    if work.recipe:
        work.grid = work.recipe.grid and added <= UNEXPECTED_SIZE * len(work.rows.codes) + 1000
    else:
        work.grid = _wants_grid(work, step, added, spread.total)
    if not work.grid or not added:
        return
    sentence = plural("{number} missing time stamp put in.", "{number} missing time stamps put in.", added)
    if "stamps" in work.notes.off:  # nothing is laid out that may be larger than the memory
        work.grid = work.notes.change("stamps", sentence, added)
        return
    work.rows, work.added = to_grid(work.rows, step, spread), added
    work.notes.change("stamps", sentence, added, _examples(work.rows, work.dates))


def _wants_grid(work: Regular, step: Step, added: int, total: int) -> bool:
    """Whether missing stamps are gaps in the data."""
    if work.fixed.gaps == "leave" or "stamps" in work.notes.off:
        return added > 0 and "stamps" in work.notes.off
    if step.unit == "business" and work.fixed.gaps is None:
        _note_holidays(work, added)
        return False
    pattern = added and work.dates and work.fixed.gaps is None and follows_a_week(work.rows.stamps, step)
    if pattern or (added > SPARSE * total and not _few_holes(work, step, total)):
        work.notes.change("pauses", _pauses(step, bool(pattern)), added)
        work.moving = step if work.moved else None
        work.step, work.apart = None, step.words
        return False
    return True


def _few_holes(work: Regular, step: Step, total: int) -> bool:
    """Whether it is a few long holes that are missing, in a file that is not mostly hole."""
    rows = work.rows
    together = np.diff(rows.codes) == 0
    apart = np.diff(step.ordinals(rows.stamps, rows.anchors))[together] > 1
    return int(apart.sum()) <= max(2, FEW * len(apart)) and total <= MOSTLY_HOLE * len(rows.codes)


def _pauses(step: Step, pattern: bool) -> str:
    """The sentence about stamps that are not there on purpose."""
    if pattern:
        return t(
            "Rows keep the same hours or days every week ({step} apart); the pauses between are no gaps.",
            step=step.words,
        )
    return t(
        "Rows come with long pauses ({step} apart otherwise); rows are counted as steps.", step=step.words
    )


def _note_holidays(work: Regular, added: int) -> None:
    if not added:
        return
    sentence = plural(
        "{number} weekday without a row (holiday): no gap.",
        "{number} weekdays without a row (holidays): no gaps.",
        added,
    )
    work.notes.change("holidays", sentence, added)


def follows_a_week(stamps: Ints, step: Step) -> bool:
    """Whether stamps are missing at the same hours of the day or on the same days of every week.

    Opening hours, trading hours, a museum that is closed on Mondays: at least three days or weeks show it,
    or one weekend without a row among days that have rows.
    """
    if step.unit != "time" or step.size > DAY:
        return False
    moments = np.unique(stamps)
    span, days = int(moments[-1] - moments[0]), np.unique(moments // DAY)
    if len(days) < 3 or span // step.size > 5_000_000 or (step.size == DAY and span < 21 * DAY):
        return False
    grid = np.arange(moments[0], moments[-1] + 1, step.size)
    missing = np.setdiff1d(grid, moments, assume_unique=True)
    never = np.zeros(len(missing), dtype=bool)
    if step.size < DAY:
        never |= ~np.isin(missing % DAY, np.unique(moments % DAY))
        weekends = (days + 3) % 7 >= 5
        never |= ((missing // DAY + 3) % 7 >= 5) & (len(days) >= 4) & (not weekends.any())
    if span >= 21 * DAY:
        never |= ~np.isin(missing % (7 * DAY), np.unique(moments % (7 * DAY)))
    return len(missing) >= PAUSES * len(grid) and float(never.mean()) >= EXPLAINED


def _examples(full: Rows, dates: bool) -> list[str]:
    """The first stamps that were put in."""
    return [_stamp(stamp, dates) for stamp in full.stamps[full.lines == 0][:5]]


def moment(stamp: np.datetime64) -> str:
    """A stamp the way people write it: no fraction where it is a whole second, no time where it is midnight.

    >>> moment(np.datetime64("2023-01-02T00:00:00")), moment(np.datetime64("2023-01-02T05:00:00.250"))
    ('2023-01-02', '2023-01-02 05:00:00.25')
    """
    whole, _, fraction = str(stamp.astype("datetime64[us]")).replace("T", " ").partition(".")
    return f"{whole}.{fraction}".rstrip("0") if fraction.strip("0") else whole.removesuffix(" 00:00:00")


def _fill(work: Regular, held: Flags) -> None:
    """Fill the short gaps between known values; long ones stay holes unless the person fills them."""
    how = work.fixed.gaps or "linear"
    work.longest = _longest(work)
    filled, imputed = fill_gaps(work.rows, how, held, work.longest)
    if work.longest is not None and np.isnan(filled.values).any():
        whole, all_gaps = fill_gaps(work.rows, how, held)
        if not _holes_stay(work, filled, whole):
            work.longest, filled, imputed = None, whole, all_gaps
    count = int(imputed.sum())
    work.imputed = np.zeros(imputed.shape, dtype=bool)
    if not count:
        return
    sentence = plural(
        "{number} missing value filled {how}.",
        "{number} missing values filled {how}.",
        count,
        how=t(FILLED[how]),
    )
    if work.notes.change("gaps", sentence, count):
        work.rows, work.imputed = filled, imputed


def _longest(work: Regular) -> int | None:
    """The longest gap that is filled; `None` fills all, as a person may choose."""
    if work.recipe:
        return work.recipe.longest
    if work.fixed.gaps is not None:
        return None
    season = work.fixed.season or (seasonality_of(work.step) if work.step else None) or 1
    return longest_filled(season, int(work.rows.lengths.max()))


def _holes_stay(work: Regular, filled: Rows, whole: Rows) -> bool:
    """Say which gaps are too long to be filled, if there are any."""
    holes = np.isnan(filled.values) & ~np.isnan(whole.values)
    if not holes.any():
        return True
    count = int(holes.sum())
    first = int(holes.any(axis=1).argmax())
    sentence = plural(
        "{number} value in gaps of more than {longest} rows stays missing, first at {stamp}; "
        "no window across it is learned.",
        "{number} values in gaps of more than {longest} rows stay missing, first at {stamp}; "
        "no window across them is learned.",
        count,
        longest=work.longest,
        stamp=_stamp(work.rows.stamps[first], work.dates),
    )
    return work.notes.change("holes", sentence, count, warning=True)


def _stamp(stamp: np.int64, dates: bool) -> str:
    """A stamp in words, or as the number that it is."""
    return moment(stamp.astype("datetime64[us]")) if dates else str(stamp)

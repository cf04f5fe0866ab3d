"""The difference between two runs, measured in every way they allow, in one sentence each."""

from collections.abc import Callable, Mapping, Sequence

from pages.ui.compare import access
from pages.ui.compare.compared_runs import Record, repeats, scores_by_seed
from pages.ui.frame.words import literal, three
from rnnkit import compare
from rnnkit.compare import Difference, Units
from rnnkit.errors import NotFoundError
from rnnkit.words import plural, t


def differences(
    first: Record, second: Record, everything: Sequence[Record], comparisons: int
) -> list[Difference]:
    """By seeds where both were repeated often enough, and by the units of the test part; the surest first."""
    found = []
    if first.recipe != second.recipe:
        seeds = [scores_by_seed(repeats(record, everything)) for record in (first, second)]
        if compare.enough_seeds(*seeds):
            found.append(compare.over_seeds(seeds[0], seeds[1], comparisons))
    units = [units_of(record) for record in (first, second)]
    if units[0] and units[1] and len(units[0]) == len(units[1]):
        found.append(compare.over_units(units[0], units[1], comparisons))
    return found or [compare.unknown(_value(first) - _value(second))]


def _value(record: Record) -> float:
    return record.score.value if record.score else float("nan")


def units_of(record: Record) -> Units | None:
    """The losses behind the score of a run; `None` where it did not keep them."""
    try:
        return access.units(record.run, record.score) if record.score else None
    except NotFoundError:  # a memory run, or a text run from before the segments were kept
        return None


def difference_words(found: Difference, first: Record, second: Record, comparisons: int) -> str:
    """The plain answer, the interval, and what it rests on."""
    if found.answer == "second":
        return difference_words(found.turned(), second, first, comparisons)
    names = {"first": literal(first.run.label), "second": literal(second.run.label)}
    basis = BASES[found.how](found.number, found.told)
    if not found.told:
        return t("**Cannot tell** {first} from {second}: {basis}.", **names, basis=basis)
    size = f"{three(abs(found.estimate))} {first.score.name if first.score else ''}"
    better = found.answer == "first"
    ends = (-found.high, -found.low) if better else (found.low, found.high)
    interval = t(
        "{level}: {low} to {high}, over {basis}",
        level=_level(comparisons),
        low=three(ends[0]),
        high=three(ends[1]),
        basis=basis,
    )
    if better:
        return t(
            "**{first} is better** than {second} by {size} ({interval}).",
            **names,
            size=size,
            interval=interval,
        )
    return t(
        "**Cannot tell** {first} from {second}: their difference of {size} may be luck ({interval}).",
        **names,
        size=size,
        interval=interval,
    )


def _level(comparisons: int) -> str:
    if comparisons == 1:
        return t("95 % interval")
    return t("95 % interval for {number} pairs at once", number=comparisons)


def _few(one: str, many: str) -> Callable[[int, bool], str]:
    """So many of something, or why so few tell nothing."""

    def words(number: int, told: bool) -> str:
        counted = plural(one, many, number)
        return counted if told else t("{counted} cannot tell luck from skill", counted=counted)

    return words


BASES: Mapping[str, Callable[[int, bool], str]] = {
    "cutoffs": _few("{number} start of the backtest", "{number} starts of the backtest"),
    "series": _few("{number} series", "{number} series"),
    "segments": _few("{number} stretch of the text", "{number} stretches of the text"),
    "texts": _few("{number} text", "{number} texts"),
    "tunes": _few("{number} tune", "{number} tunes"),
    "paired seeds": _few("{number} seed, paired", "{number} seeds, paired"),
    "seeds": _few("{number} seed each", "{number} seeds each"),
    "nothing": lambda *_: t("only their scores were kept"),
}

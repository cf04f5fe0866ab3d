"""The step between two stamps: named the way pandas names it, and used to number, move and continue stamps.

Stamps are handled as whole numbers here: microseconds since 1970 for dates, the numbers themselves
where a file counts its steps. Weekends are no gaps: a week without them is business days.
"""

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from rnnkit.errors import DataError
from rnnkit.words import plural, t

Ints = npt.NDArray[np.int64]
Unit = Literal["time", "month", "half", "business", "number"]

SECOND = 1_000_000
MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
DAY = 24 * HOUR
WEEK = 7 * DAY
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FIXED = (("D", DAY), ("h", HOUR), ("min", MINUTE), ("s", SECOND), ("ms", 1000), ("us", 1))
COUNTED = {
    "Y": ("{number} year", "{number} years"),
    "Q": ("{number} quarter", "{number} quarters"),
    "M": ("{number} month", "{number} months"),
    "W": ("{number} week", "{number} weeks"),
    "D": ("{number} day", "{number} days"),
    "h": ("{number} hour", "{number} hours"),
    "min": ("{number} minute", "{number} minutes"),
    "s": ("{number} second", "{number} seconds"),
    "ms": ("{number} millisecond", "{number} milliseconds"),
    "us": ("{number} microsecond", "{number} microseconds"),
}
"""How steps are said, by what pandas calls their unit."""
FREQ = re.compile(
    r"^(?P<n>\d{0,12})(?P<unit>us|ms|s|min|h|D|W(?:-(?P<weekday>[A-Z]{3}))?|B|SM(?P<half>S|E)(?:-(?P<day>15|16))?"
    r"|(?P<period>[MQY])(?P<side>[SE])(?:-(?P<month>[A-Z]{3}))?)$"
)
FEWEST = 3
LONGEST = 10_000 * 366 * DAY


@dataclass(frozen=True)
class Step:
    """A distance between stamps: so many microseconds, months, business days, or plain numbers."""

    unit: Unit
    size: int
    freq: str | None
    words: str
    end: bool = False  # months, quarters and years may be written by their last day
    weekday: int | None = None
    day: int = 1  # on which the second half of a month begins
    nearest: bool = False  # stamps beside the steps are moved to the nearest one, not to the one before
    phase: int = 0  # where steps of so many microseconds begin, as the rest of the division

    def ordinals(self, stamps: Ints, anchors: Ints) -> Ints:
        """Which step each stamp belongs to, counted from its anchor (the first stamp of its series)."""
        if self.unit == "business":
            days, first = (stamps // DAY).astype("datetime64[D]"), (anchors // DAY).astype("datetime64[D]")
            return np.asarray(np.busday_count(first, days), dtype=np.int64)
        if self.unit == "month":
            return (months_of(stamps) - months_of(anchors)) // self.size
        if self.unit == "half":
            return half_of(stamps, self.day) - half_of(anchors, self.day)
        if self.weekday is not None:
            return -((anchors - stamps) // self.size)
        return (stamps - anchors) // self.size

    def stamps(self, ordinals: Ints, anchors: Ints) -> Ints:
        """The stamps of these steps."""
        if self.unit == "business":
            first = (anchors // DAY).astype("datetime64[D]")
            days = np.busday_offset(first, ordinals, roll="forward")
            return days.astype(np.int64) * DAY + anchors % DAY
        if self.unit == "month":
            return of_months(months_of(anchors) + ordinals * self.size, self.end) + anchors % DAY
        if self.unit == "half":
            return of_halves(half_of(anchors, self.day) + ordinals, self.day, self.end) + anchors % DAY
        return anchors + ordinals * self.size

    def snap(self, stamps: Ints) -> Ints:
        """Move stamps onto the steps: to the start (or end) of their month, day, hour."""
        return snapped(
            stamps, self.unit, self.size, **{name: getattr(self, name) for name in SNAPPING}, lead=self.lead
        )

    def holds(self, stamps: Ints) -> bool:
        """Whether stamps lie on the days that its name tells: Sundays for W-SUN, January and so on for QS."""
        if self.weekday is None and self.unit != "month":
            return True
        return bool((self.snap(stamps) // DAY == stamps // DAY).all())

    @property
    def lead(self) -> int:
        """The month a quarter or a year starts with, as a remainder of its length."""
        month = re.search(r"-([A-Z]{3})$", self.freq or "")
        if not month or self.unit != "month":
            return 0
        return (MONTHS.index(month[1]) + (1 if self.end else 0)) % self.period

    @property
    def period(self) -> int:
        """Months after which a step of months may begin: a year of quarters begins with any third month."""
        name = re.search(r"[MQY]", self.freq or "") if self.unit == "month" else None
        return {"M": 1, "Q": 3, "Y": 12}[name[0]] if name else 1


SNAPPING = ("period", "end", "weekday", "day", "nearest", "phase")


def months_of(stamps: Ints) -> Ints:
    """Months since January 1970."""
    days = (stamps // DAY).astype("datetime64[D]")
    return np.asarray(days.astype("datetime64[M]").astype(np.int64))


def of_months(months: Ints, end: bool) -> Ints:
    """The first (or last) day of months counted from January 1970."""
    shift = 1 if end else 0
    days = (months + shift).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - shift
    return np.asarray(days * DAY, dtype=np.int64)


def half_of(stamps: Ints, day: int) -> Ints:
    """Halves of months since January 1970; the second half begins with that day."""
    months = months_of(stamps)
    within = stamps // DAY - of_months(months, False) // DAY + 1
    return np.asarray(2 * months + (within >= day), dtype=np.int64)


def of_halves(halves: Ints, day: int, end: bool) -> Ints:
    """The stamps of halves: the 1st and the 15th or 16th, or the 14th or 15th and the last day."""
    months, second = halves // 2, halves % 2
    if end:
        return np.asarray(np.where(second, of_months(months, True), of_months(months, False) + 14 * DAY))
    return np.asarray(of_months(months, False) + second * (day - 1) * DAY)


def snapped(
    stamps: Ints,
    unit: str,
    size: int,
    *,
    period: int = 1,
    end: bool = False,
    weekday: int | None = None,
    day: int = 1,
    nearest: bool = False,
    phase: int = 0,
    lead: int = 0,
) -> Ints:
    """Stamps moved onto steps: to the start (or end) of their month, day or hour, or to the nearest step."""
    if unit == "number":
        return stamps
    days = stamps // DAY
    if unit == "business":
        days = np.busday_offset(days.astype("datetime64[D]"), 0, roll="backward").astype(np.int64)
        return np.asarray(days * DAY)
    if unit == "month":
        months = (months_of(stamps) - lead) // period * period + lead
        return of_months(months + (period - 1 if end else 0), end)
    if unit == "half":
        return of_halves(half_of(stamps, day), day, end)
    return _fixed(stamps, size, weekday, nearest, phase)


def _fixed(stamps: Ints, size: int, weekday: int | None, nearest: bool, phase: int) -> Ints:
    """Stamps moved onto steps of fixed length; weeks are called by the weekday they end on."""
    if weekday is not None:
        zero = (weekday - 3) * DAY  # 1970-01-01 was a Thursday
        days = stamps // DAY * DAY
        if nearest:
            return np.asarray((days - zero + size // 2) // size * size + zero)
        return np.asarray(-((zero - days) // size) * size + zero)
    ahead = size // 2 if nearest and size % DAY else 0
    return np.asarray((stamps - phase + ahead) // size * size + phase)


def step_of(freq: str) -> Step:
    """The step that pandas calls `freq`: 30min, h, D, B, W-FRI, MS, QE, YS and the like."""
    match = FREQ.match(freq)
    if not match or (match["n"] and int(match["n"]) == 0):
        raise DataError(
            t("Step {freq!r} is not known; use such as h, 15min, D, B, W, MS, QS or YS.", freq=freq[:20])
        )
    n, unit = int(match["n"] or 1), match["unit"]
    if n * dict(FIXED).get(unit, 366 * DAY) > LONGEST:
        raise DataError(t("Step {freq!r} is longer than the calendar; take a shorter one.", freq=freq[:20]))
    if n > 1 and (unit == "B" or match["half"]):
        one = unit.partition("-")[0]
        raise DataError(
            t(
                "Step {freq!r}: business days and half months come one by one; use {one}.",
                freq=freq[:20],
                one=one,
            )
        )
    if unit == "B":
        return Step("business", 1, "B", t("1 business day"))
    if unit[0] == "W":
        weekday = match["weekday"] or "SUN"
        if weekday not in WEEKDAYS:
            raise DataError(t("Step {freq!r}: weeks are W-MON to W-SUN.", freq=freq[:20]))
        return Step("time", n * WEEK, freq, plural(*COUNTED["W"], n), weekday=WEEKDAYS.index(weekday))
    if match["half"]:
        return _half_month(match, freq)
    if match["period"]:
        return _period(match, n, freq)
    return fixed_step(n * dict(FIXED)[unit])


def of_weekday(freq: str, stamps: Ints) -> str:
    """A step of weeks without a weekday, with that of the stamps where all have one: W on Fridays is W-FRI.

    >>> of_weekday("2W", np.array([0, 14 * DAY])), of_weekday("W", np.array([0, DAY]))
    ('2W-THU', 'W')
    """
    if not freq.endswith("W"):
        return freq
    weekdays = np.unique((stamps // DAY + 3) % 7)
    return f"{freq}-{WEEKDAYS[int(weekdays[0])]}" if len(weekdays) == 1 else freq


def _period(match: re.Match[str], n: int, freq: str) -> Step:
    months = {"M": 1, "Q": 3, "Y": 12}[match["period"]]
    if match["month"] and (match["month"] not in MONTHS or months == 1):
        raise DataError(t("Step {freq!r}: a quarter or year ends with -JAN to -DEC.", freq=freq[:20]))
    return Step("month", n * months, freq, plural(*COUNTED[match["period"]], n), end=match["side"] == "E")


def _half_month(match: re.Match[str], freq: str) -> Step:
    end = match["half"] == "E"
    return Step("half", 1, freq, t("half a month"), end=end, day=16 if end else int(match["day"] or 15))


def fixed_step(size: int) -> Step:
    """A step of so many microseconds."""
    for name, length in FIXED:
        if size % length == 0:
            n = size // length
            return Step("time", size, f"{n if n > 1 else ''}{name}", plural(*COUNTED[name], n))
    raise AssertionError(size)


def number_step(size: int) -> Step:
    """A step between plain numbers."""
    return Step("number", size, None, t("1 row") if size == 1 else t("{size} by count", size=size))


SEASONS = {
    "SMS": 24,
    "SME": 24,
    "MS": 12,
    "ME": 12,
    "QS": 4,
    "QE": 4,
    "YS": 1,
    "YE": 1,
    "B": 5,
    "D": 7,
    "W": 52,
}


def seasonality_of(step: Step) -> int | None:
    """Steps in the cycle people expect: a day of hours, a week of days, a year of months.

    `None` where no date tells it: plain numbers, and steps such as 25 minutes that fill neither a day nor an
    hour.
    """
    if step.unit == "number" or step.freq is None:
        return None
    if step.unit == "time" and step.size < DAY:
        if DAY % step.size == 0 and step.size >= 5 * MINUTE:
            return DAY // step.size
        if step.size < 30 * SECOND:
            return 60
        return HOUR // step.size if HOUR % step.size == 0 else None
    name = re.sub(r"^\d+|-.*$", "", step.freq)
    count = int(re.match(r"^\d*", step.freq)[0] or 1)  # type: ignore[index]
    return max(1, SEASONS.get(name, 1) // count)


def steps_after(last: np.datetime64 | int, freq: str | None, count: int, step: int = 1) -> np.ndarray:
    """The next `count` stamps after `last`: dates where `last` is one, else whole numbers `step` apart.

    Without a `freq`, `step` is the usual distance in microseconds (dates) or in numbers.
    """
    if isinstance(last, np.datetime64):
        moment = np.array([last], dtype="datetime64[us]").astype(np.int64)
        known = step_of(freq) if freq else Step("time", step, None, "")
        following = known.stamps(np.arange(1, count + 1, dtype=np.int64), np.repeat(moment, count))
        return following.astype("datetime64[us]")
    return int(last) + np.arange(1, count + 1, dtype=np.int64) * step

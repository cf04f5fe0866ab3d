"""The step between two stamps: found, named the way pandas names it, and used to number and continue stamps.

Stamps are handled as whole numbers here: microseconds since 1970 for dates, the numbers themselves
where a file counts its steps. Weekends are no gaps: a week without them is business days.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from rnnkit.errors import DataError
from rnnkit.text import t

Ints = npt.NDArray[np.int64]
Unit = Literal["time", "month", "business", "number"]

SECOND = 1_000_000
MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
DAY = 24 * HOUR
WEEK = 7 * DAY
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FIXED = (("D", DAY), ("h", HOUR), ("min", MINUTE), ("s", SECOND), ("ms", 1000), ("us", 1))
UNIT_WORDS = {
    "D": "day",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "ms": "millisecond",
    "us": "microsecond",
}
FREQ = re.compile(
    r"^(?P<n>\d{0,12})(?P<unit>us|ms|s|min|h|D|W(?:-(?P<weekday>[A-Z]{3}))?|B|(?P<period>[MQY])(?P<side>[SE])(?:-(?P<month>[A-Z]{3}))?)$"
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

    def ordinals(self, stamps: Ints, anchors: Ints) -> Ints:
        """Which step each stamp belongs to, counted from its anchor (the first stamp of its series)."""
        if self.unit == "business":
            days, first = (stamps // DAY).astype("datetime64[D]"), (anchors // DAY).astype("datetime64[D]")
            return np.asarray(np.busday_count(first, days), dtype=np.int64)
        if self.unit == "month":
            return (_month(stamps) - _month(anchors)) // self.size
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
            return self._of_months(_month(anchors) + ordinals * self.size, anchors % DAY)
        return anchors + ordinals * self.size

    def _of_months(self, months: Ints, time: Ints) -> Ints:
        shift = 1 if self.end else 0
        days = (months + shift).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - shift
        return np.asarray(days * DAY + time, dtype=np.int64)

    def snap(self, stamps: Ints) -> Ints:
        """Move stamps onto the steps: to the start (or end) of their month, day, hour."""
        if self.unit == "number":
            return stamps
        if self.unit == "business":
            days = (stamps // DAY).astype("datetime64[D]")
            return np.busday_offset(days, 0, roll="backward").astype(np.int64) * DAY
        if self.unit == "month":
            lead = self.lead
            months = (_month(stamps) - lead) // self.size * self.size + lead
            months = months + (self.size - 1 if self.end else 0)
            return self._of_months(months, np.zeros_like(stamps))
        # 1970-01-01 was a Thursday; weeks are called by the weekday they end on.
        if self.weekday is not None:
            zero = (self.weekday - 3) * DAY
            return -((zero - stamps // DAY * DAY) // self.size) * self.size + zero
        return stamps // self.size * self.size

    @property
    def lead(self) -> int:
        """The month a quarter or a year starts with, as a remainder of its length."""
        month = re.search(r"-([A-Z]{3})$", self.freq or "")
        if not month:
            return 0
        return (MONTHS.index(month[1]) + (1 if self.end else 0)) % self.size


def _month(stamps: Ints) -> Ints:
    days = (stamps // DAY).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64)


def step_of(freq: str) -> Step:
    """The step that pandas calls `freq`: 30min, h, D, B, W-FRI, MS, QE, YS and the like."""
    match = FREQ.match(freq)
    if not match or (match["n"] and int(match["n"]) == 0):
        raise DataError(
            t("Step {freq!r} is not known; use such as h, 15min, D, B, W, MS, QS or YS.", freq=freq[:20])
        )
    n, unit = int(match["n"] or 1), match["unit"]
    if n * dict(FIXED).get(unit, 366 * DAY) > LONGEST:
        raise DataError(t("Step {freq!r} is longer than the calendar.", freq=freq[:20]))
    if unit == "B":
        return Step("business", 1, "B", t("1 business day"))
    if unit[0] == "W":
        weekday = match["weekday"] or "SUN"
        if weekday not in WEEKDAYS:
            raise DataError(t("Step {freq!r}: weeks are W-MON to W-SUN.", freq=freq[:20]))
        return Step("time", n * WEEK, freq, _count(n, "week"), weekday=WEEKDAYS.index(weekday))
    if match["period"]:
        return _period(match, n, freq)
    return fixed_step(n * dict(FIXED)[unit])


def _period(match: re.Match[str], n: int, freq: str) -> Step:
    months = {"M": 1, "Q": 3, "Y": 12}[match["period"]]
    word = {"M": "month", "Q": "quarter", "Y": "year"}[match["period"]]
    if match["month"] and (match["month"] not in MONTHS or months == 1):
        raise DataError(t("Step {freq!r}: the month after the dash is not known.", freq=freq[:20]))
    return Step("month", n * months, freq, _count(n, word), end=match["side"] == "E")


def fixed_step(size: int) -> Step:
    """A step of so many microseconds."""
    for name, length in FIXED:
        if size % length == 0:
            n = size // length
            return Step("time", size, f"{n if n > 1 else ''}{name}", _count(n, UNIT_WORDS[name]))
    raise AssertionError(size)


def _count(n: int, word: str) -> str:
    return f"{n:,} {word}" + ("s" if n > 1 else "")


def number_step(size: int) -> Step:
    """A step between plain numbers."""
    return Step("number", size, None, _count(size, "row") if size == 1 else t("{size} by count", size=size))


def infer_step(stamps: Ints, codes: Ints, *, dates: bool) -> Step | None:
    """The usual step between neighbours of the same series; `None` where there is none.

    `stamps` are sorted within each series, whose number is in `codes`.
    """
    gaps = np.diff(stamps)[np.diff(codes) == 0]
    gaps = gaps[gaps > 0]
    if not len(gaps):
        return None
    sizes, counts = np.unique(gaps, return_counts=True)
    usual = int(sizes[counts.argmax()])
    if not dates:
        return number_step(int(np.gcd.reduce(sizes)))
    calendar = _calendar_step(stamps, gaps, usual) if usual % DAY == 0 else None
    return calendar or _even_step(stamps, gaps, usual)


def _even_step(stamps: Ints, gaps: Ints, usual: int) -> Step | None:
    """A step of fixed length that all gaps are multiples of."""
    shortest = int(np.gcd.reduce(gaps))
    if shortest < usual and shortest * 4 >= usual:
        usual = shortest
    if (gaps % usual).any():
        return None
    return _weekly(stamps, usual // WEEK) if usual % WEEK == 0 else fixed_step(usual)


def _weekly(stamps: Ints, n: int) -> Step:
    weekdays = np.unique((stamps // DAY + 3) % 7)
    if len(weekdays) > 1:
        return fixed_step(n * WEEK)
    return step_of(f"{n if n > 1 else ''}W-{WEEKDAYS[int(weekdays[0])]}")


def _weekdays_only(stamps: Ints) -> bool:
    """Whether weekends never occur."""
    return bool(((stamps // DAY + 3) % 7 < 5).all())


PERIODS = ((28, 31, 1, "M"), (89, 92, 3, "Q"), (181, 184, 6, "M"), (365, 366, 12, "Y"))


def _calendar_step(stamps: Ints, gaps: Ints, usual: int) -> Step | None:
    """Business days, months, quarters and years have no fixed length."""
    if usual == DAY and (gaps == 3 * DAY).any() and _weekdays_only(stamps):
        return step_of("B")
    period = next((p for p in PERIODS if p[0] * DAY <= usual <= p[1] * DAY), None)
    if period is None or ((gaps == usual).all() and len(gaps) > FEWEST):
        return None
    shortest, _, months, letter = period
    index = _month(stamps)
    dates = (stamps // DAY).astype("datetime64[D]")
    ends = bool(((dates + 1).astype("datetime64[M]").astype(np.int64) != index).all())
    if np.mean(gaps >= (shortest - 5) * DAY) < 0.95 or len(np.unique(index % months)) > 1:
        return None
    return step_of(_period_name(letter, "E" if ends else "S", months, int(index[0] % 12)))


def _period_name(letter: str, side: str, months: int, month: int) -> str:
    if letter == "M":
        return f"{months if months > 1 else ''}M{side}"
    first = month % months
    if side == "S":
        return f"{letter}S" + (f"-{MONTHS[first]}" if first else "")
    last = 9 + month % 3 if letter == "Q" else month
    return f"{letter}E" + (f"-{MONTHS[last]}" if last != 11 else "")


SEASONS = {"MS": 12, "ME": 12, "QS": 4, "QE": 4, "YS": 1, "YE": 1, "B": 5, "D": 7, "W": 52}


def seasonality_of(step: Step) -> int | None:
    """Steps in the cycle people expect: a day of hours, a week of days, a year of months."""
    if step.unit == "number" or step.freq is None:
        return None
    if step.unit == "time" and step.size < DAY:
        if DAY % step.size == 0 and step.size >= 5 * MINUTE:
            return DAY // step.size
        return max(1, math.gcd(HOUR, step.size) and HOUR // step.size) if step.size >= SECOND * 30 else 60
    name = re.sub(r"^\d+|-.*$", "", step.freq)
    count = int(re.match(r"^\d*", step.freq)[0] or 1)  # type: ignore[index]
    return max(1, SEASONS.get(name, 1) // count)


def dominant_period(series: list[npt.NDArray[np.float64]], most: int = 400) -> int:
    """The cycle that the values show: the first high peak of their autocorrelation; 1 where there is none."""
    votes: dict[int, float] = {}
    for values in series[:20]:
        period, strength = _peak(values, most)
        if period:
            votes[period] = votes.get(period, 0.0) + strength
    if not votes or sum(votes.values()) < 0.3 * min(20, len(series)):
        return 1
    return max(votes, key=lambda period: votes[period])


def _peak(values: npt.NDArray[np.float64], most: int) -> tuple[int, float]:
    values = values[np.isfinite(values)]
    n = len(values)
    if n < 8 or np.ptp(values) == 0:
        return 0, 0.0
    x = np.arange(n)
    rest = values - np.polyval(np.polyfit(x, values, 1), x)
    power = np.abs(np.fft.rfft(rest, 2 * n)) ** 2
    raw = np.fft.irfft(power)[: min(n // 2, most) + 2]
    if raw[0] <= 0:
        return 0, 0.0
    acf = raw / raw[0] * n / (n - np.arange(len(raw)))
    peaks = [lag for lag in range(2, len(acf) - 1) if acf[lag] > acf[lag - 1] and acf[lag] >= acf[lag + 1]]
    if not peaks:
        return 0, 0.0
    highest = max(acf[lag] for lag in peaks)
    if highest < 0.3:
        return 0, 0.0
    first = next(lag for lag in peaks if acf[lag] >= 0.9 * highest)
    return first, float(acf[first])


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

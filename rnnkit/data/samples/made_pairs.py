"""Pairs to translate, made from a seed: dates in many spellings, numbers in words, sums, rows of letters."""

import random
from collections.abc import Callable
from datetime import date, timedelta

DATES, NUMBERS, SUMS, ROWS = 6_000, 5_000, 12_000, 4_000
FIRST, LAST = date(1950, 1, 1), date(2049, 12, 31)
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
SMALL = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
LETTERS = "abcdefghij"
SHORTEST, LONGEST = 3, 10

SPELLINGS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}",
    lambda day: f"{day.day}{ENDINGS.get(day.day, 'th')} of {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}",
    lambda day: f"{day.day:02d}.{day.month:02d}.{day.year}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day.month}/{day.day}/{day.year}",
    lambda day: f"{day.year}/{day.month:02d}/{day.day:02d}",
    lambda day: f"{day.year}, {MONTHS[day.month - 1]} {day.day}",
    lambda day: f"{day.day:02d}-{MONTHS[day.month - 1][:3]}-{day.year}",
)
CASES: tuple[Callable[[str], str], ...] = (str, str, str, str.lower, str.upper)


def dates(seed: int) -> str:
    """Days as people write them, and as the norm ISO 8601 has them: `3rd of May 2001` and `2001-05-03`."""
    luck = random.Random(seed)
    length = (LAST - FIRST).days + 1
    found: dict[str, str] = {}
    while len(found) < DATES:
        day = FIRST + timedelta(luck.randrange(length))
        written = luck.choice(CASES)(luck.choice(SPELLINGS)(day))
        found[written] = day.isoformat()
    return _table(found)


def numbers(seed: int) -> str:
    """Numbers of up to four digits, and how one says them: `317` and `three hundred and seventeen`."""
    luck = random.Random(seed)
    found: dict[str, str] = {}
    while len(found) < NUMBERS:
        number = luck.randrange(10 ** luck.randint(1, 4))
        found[str(number)] = in_words(number)
    return _table(found)


def in_words(number: int) -> str:
    """A number below a million, as the British say it.

    >>> in_words(40_317), in_words(100_005), in_words(0)
    ('forty thousand three hundred and seventeen', 'one hundred thousand and five', 'zero')
    """
    if number < len(SMALL):
        return SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens] + (f"-{SMALL[ones]}" if ones else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    count, rest = divmod(number, size)
    begin = f"{in_words(count)} {name}"
    if not rest:
        return begin
    return f"{begin} and {in_words(rest)}" if rest < 100 else f"{begin} {in_words(rest)}"


def sums(seed: int) -> str:
    """Two numbers of up to three digits, and their sum: `123+45` and `168`."""
    luck = random.Random(seed)
    found: dict[str, str] = {}
    while len(found) < SUMS:
        a, b = (luck.randrange(10 ** luck.choice((1, 2, 3, 3, 3))) for _ in range(2))
        found[f"{a}+{b}"] = str(a + b)
    return _table(found)


def reversing(seed: int) -> str:
    """Up to ten letters, and the same from the last to the first: `cab` and `bac`."""
    luck = random.Random(seed)
    found: dict[str, str] = {}
    while len(found) < ROWS:
        row = "".join(luck.choice(LETTERS) for _ in range(luck.randint(SHORTEST, LONGEST)))
        found[row] = row[::-1]
    return _table(found)


def _table(pairs: dict[str, str]) -> str:
    """A line a pair, under the names of its sides."""
    return "".join(f"{source}\t{target}\n" for source, target in {"source": "target", **pairs}.items())

"""Numbers as people read them, the same on the page and in a terminal."""

import math

from rnnkit.words import t


def three(value: float | None) -> str:
    """A number with three significant digits; a dash for what could not be computed.

    >>> three(0.12345), three(99.999), three(1234.5), three(None)
    ('0.123', '100', '1,234', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    size = int(f"{value:.2e}".partition("e")[2])  # of what is shown: 99.96 reads 100
    if -5 < size < 3:
        return f"{value:,.{2 - size}f}"
    return f"{value:,.0f}" if 3 <= size < 7 else f"{value:.2e}"


def share(fraction: float | None) -> str:
    """A fraction in percent, with three significant digits: `0.5` is `50.0 %`."""
    if fraction is None or not math.isfinite(fraction):
        return "–"
    return f"{three(100 * fraction)} %"


def percent(fraction: float) -> str:
    """A fraction in percent as a sentence says it: whole percents, and never 100 % unless it is all.

    >>> percent(0.123), percent(0.00123), percent(0.9999)
    ('12 %', '0.1 %', '99.9 %')
    """
    value = 100 * fraction
    if 99.5 <= value < 100:
        return t("{percent} %", percent=min(99.9, round(value, 1)))
    return t("{percent:.0f} %", percent=value) if abs(value) >= 1 else t("{percent:.1g} %", percent=value)


def exact_percent(fraction: float) -> str:
    """The same with up to three digits, for what is counted rather than estimated.

    >>> exact_percent(0.12345), exact_percent(0.5), exact_percent(0.9999)
    ('12.3 %', '50 %', '99.9 %')
    """
    value = 100 * fraction
    if 99.95 <= value < 100:
        return t("{percent} %", percent=99.9)
    return t("{percent:.3g} %", percent=value)

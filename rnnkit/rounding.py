"""Numbers as people read them, the same on the page and in a terminal."""

import math


def three(value: float | None) -> str:
    """A number with three significant digits; a dash for what could not be computed."""
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if -5 < size < 3:
        return f"{value:,.{2 - size}f}"
    return f"{value:,.0f}" if 3 <= size < 7 else f"{value:.2e}"


def share(fraction: float | None) -> str:
    """A fraction in percent, with three significant digits: `0.5` is `50.0 %`."""
    if fraction is None or not math.isfinite(fraction):
        return "–"
    return f"{three(100 * fraction)} %"

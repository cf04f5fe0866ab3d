"""Shares in words, where a rounded "100 %" or "0 %" would be untrue."""

from rnnkit.text import t


def percent(share: float) -> str:
    """A share in percent, three digits; never rounded up to all."""
    value = 100 * share
    if 99.95 <= value < 100:
        return t("{percent} %", percent=99.9)
    return t("{percent:.3g} %", percent=value)

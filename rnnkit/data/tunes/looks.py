"""Whether the beginning of a file looks like tunes in ABC notation."""

from rnnkit.data.tunes.read import read_tunes
from rnnkit.errors import DataError

SURE, LIKELY = 0.97, 0.8
"""How sure a file is whose tunes have heads and bars, and one of which much was left out."""


def looks_like_abc(head: bytes, name: str = "") -> float:
    r"""How likely these bytes, the beginning of a file, are tunes (0 to 1).

    >>> looks_like_abc(b"X:1\nT:A Jig\nM:6/8\nK:D\nd2A A2F|d3 d3|\n"), looks_like_abc(b"K: no tune\nat all\n")
    (0.97, 0.0)
    """
    try:
        found = read_tunes(head, name=name)
    except DataError:
        return 0.0
    bars = found.understood["bars"]
    lines = sum(change.rows for change in found.changes if change.key == "outside")
    if not isinstance(bars, int) or bars < 2 * len(found) or lines > 4 * len(found):
        return 0.0
    return SURE if found.understood["dropped"] == 0 or len(found) > len(found.left_out) else LIKELY

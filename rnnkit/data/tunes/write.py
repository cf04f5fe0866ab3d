"""Tokens to the text of a body, and a tune to a whole tune in ABC that other programs read."""

import re
from collections.abc import Iterable, Iterator

from rnnkit.data.tunes.bar_state import BarState
from rnnkit.data.tunes.meters import FREE, beat_length
from rnnkit.data.tunes.tokens import look
from rnnkit.data.tunes.tune import Tune

BARS_A_LINE = 4
UNSAFE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def body_of(tokens: Iterable[str], meter: str = FREE) -> str:
    """The tokens as a body: blanks at beats and bar lines, four bars a line; reads back to the same.

    >>> body_of(["A", "B", "c", "|", '"D"', "d3", "|]"], "3/8")
    'ABc | "D"d3 |]'
    """
    return "\n".join(_lines(tokens, meter))


def _lines(tokens: Iterable[str], meter: str) -> Iterator[str]:
    line, bars, state = "", 0, BarState(meter)
    glued = True  # whether the next token stands without a blank
    for text in tokens:
        token = look(text)
        if token is None:
            continue
        apart = token.kind in ("bar", "ending", "meter", "key")
        on_beat = not state.left and state.filled % beat_length(state.meter) == 0
        blank = apart or (on_beat and not glued and token.kind != "tie")
        line += f" {text}" if blank and line else text
        glued = token.kind in ("symbol", "tuplet")
        bars += token.kind == "bar" and state.filled > 0 and not (state.first and state.room)
        state = state.after(text)
        if token.kind == "bar" and text != "|:" and bars == BARS_A_LINE:
            yield line
            line, bars, glued = "", 0, True
    if line:
        yield line


def write_abc(tune: Tune, number: int = 1) -> str:
    r"""A tune in ABC with its head; its title in one line.

    >>> write_abc(Tune("Two\nbars", "2/4", "1/16", "G", ("G4", "|", "D4", "|]"))).splitlines()
    ['X:1', 'T:Two bars', 'M:2/4', 'L:1/8', 'K:G', 'G4 | D4 |]']
    """
    title = UNSAFE.sub(" ", tune.title).replace("%", r"\%").strip()
    tempo = [f"Q:1/4={tune.tempo:g}"] if tune.tempo else []
    head = [f"X:{number}", f"T:{title}", f"M:{tune.meter}", "L:1/8", *tempo, f"K:{tune.key}"]
    return "\n".join([*head, body_of(tune.tokens, tune.meter)]) + "\n"

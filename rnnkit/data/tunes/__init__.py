"""Tunes in ABC notation: bytes of any form to tunes of tokens, every choice and every tune left out said.

`read` finds the form, `cut` and `tables` tell tunes apart, `head` and `lexer` understand one; `tokens` says
what tunes are made of, `bars` and `bar_state` count, `valid` judges and `write` gives ABC back.
"""

from rnnkit.data.tunes.bar_state import BarState
from rnnkit.data.tunes.bars import Bar, bars_of
from rnnkit.data.tunes.lexer import tokens_of
from rnnkit.data.tunes.looks import looks_like_abc
from rnnkit.data.tunes.read import read_tunes
from rnnkit.data.tunes.tokens import Token, look
from rnnkit.data.tunes.tune import LeftOut, Tune, TuneData, TuneOverrides
from rnnkit.data.tunes.valid import valid
from rnnkit.data.tunes.write import body_of, write_abc

__all__ = [
    "Bar",
    "BarState",
    "LeftOut",
    "Token",
    "Tune",
    "TuneData",
    "TuneOverrides",
    "bars_of",
    "body_of",
    "look",
    "looks_like_abc",
    "read_tunes",
    "tokens_of",
    "valid",
    "write_abc",
]

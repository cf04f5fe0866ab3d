"""Pairs of texts: bytes of any form to sources and targets, every choice and every row left out said.

`read` finds the form, `delimited`, `json_pairs`, `tmx` and `aligned` read one each to `records`, `columns`
says which of their columns are the two sides, and `suspects` what of the pairs looks wrong.
"""

from rnnkit.data.pairs.pairs import LeftOutLine, PairOverrides, Pairs
from rnnkit.data.pairs.read import read_pairs

__all__ = ["LeftOutLine", "PairOverrides", "Pairs", "read_pairs"]

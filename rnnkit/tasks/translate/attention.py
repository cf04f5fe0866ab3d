"""Attention word by word: the shares of the pieces of words put together."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.data.text.prompt import visible
from rnnkit.tasks.translate.translating import Translation

Array = npt.NDArray[np.float64]
START = "⊢"
"""The blank that every text is numbered with before its first symbol, as it is shown."""


def by_symbol(found: Translation) -> tuple[list[str], list[str], Array]:
    """The symbols of both sides as one can see them, and the shares `(T, S)`.

    >>> import numpy as np
    >>> shares = np.full((1, 3), 1 / 3, np.float32)
    >>> found = Translation("a", 0.0, (" ", "b", " "), ("a",), shares, np.ones(1, np.float32))
    >>> by_symbol(found)[0]
    ['⊢', 'b', '␣']
    """
    return _seen(found.read), _seen(found.symbols), _shares(found)


def by_word(found: Translation) -> tuple[list[str], list[str], Array]:
    """Words of both sides: shares are summed over the pieces of a word read, and averaged over those written.

    >>> import numpy as np
    >>> shares = np.array([[0.5, 0.5], [0.2, 0.8]], np.float32)
    >>> found = Translation("ja", 0.0, (" y", "es"), (" j", "a"), shares, np.ones(2, np.float32))
    >>> by_word(found)[2].round(3).tolist()
    [[1.0]]
    """
    shares = _shares(found)
    read, written = _words(found.read), _words(found.symbols)
    whole = np.array(
        [[shares[rows][:, columns].sum(axis=1).mean() for _, columns in read] for _, rows in written]
    )
    return [name for name, _ in read], [name for name, _ in written], whole


def _seen(symbols: Sequence[str]) -> list[str]:
    """Symbols as one can see them; a blank that comes first is none of the text."""
    names = list(map(visible, symbols))
    return [START, *names[1:]] if symbols and symbols[0] == " " else names


def _shares(found: Translation) -> Array:
    """The shares of the symbols that are shown."""
    return found.attention[: len(found.symbols), : len(found.read)].astype(np.float64)


def _words(symbols: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Words with the places of their pieces; a piece with a blank before it, and the end, begin one."""
    words: list[tuple[str, list[int]]] = []
    for place, symbol in enumerate(symbols):
        if words and not symbol[:1].isspace():
            name, places = words[-1]
            words[-1] = (name + symbol, [*places, place])
        else:
            words.append((symbol, [place]))
    return [
        (visible(name.strip(" ")) if name.strip(" ") else visible(name), places) for name, places in words
    ]

"""Keys: every spelling of tonic and mode to one, and which notes they raise or lower."""

import re
from collections.abc import Mapping
from functools import lru_cache

Signature = Mapping[str, int]
"""Half steps by which a key moves a letter: `{"F": 1}`; letters that are not there stay."""

MODES: Mapping[str, int] = {"": 0, "m": -3, "dor": -2, "phr": -4, "lyd": 1, "mix": -1, "loc": -5}
"""Steps on the circle of fifths from the major key of the same tonic."""
MODE_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("", "maj", "ion"), ""),
    **dict.fromkeys(("m", "min", "aeo"), "m"),
    **{mode: mode for mode in MODES if len(mode) == 3},
}
LETTERS: Mapping[str, int] = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
"""The letters of notes, and their half steps above C."""
FIFTHS = "FCGDAEB"
FLATS = FIFTHS[::-1]
PIPES = "HP"
"""The key of the great Highland bagpipe: sharp F and C, whatever stands at the staff."""
MOST_SIGNS = 7
CLEFS = ("clef", "treble", "bass", "alto", "tenor", "perc", "octave", "transpose", "middle", "staff")
"""Words that may stand where a mode does, and say nothing about the key."""
KEY = re.compile(r"([A-G])([#b]?)\s*([A-Za-z]*)")
MOVED = re.compile(r"(\^\^|__|\^|_|=)([A-Ga-g])")
STEPS: Mapping[str, int] = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}


@lru_cache(maxsize=2048)
def read_key(text: str) -> str | None:
    """A key in its one spelling; `None` where it is none. Words about clefs and transposing are passed over.

    Accidentals of its own are taken where some mode of the tonic has just those.

    >>> [read_key(text) for text in ("A dorian", "Dmaj", "Bb minor", "Hp", "D =c", "G clef=bass", "H")]
    ['Ador', 'D', 'Bbm', 'HP', 'Dmix', 'G', None]
    """
    text = text.strip()[:80].replace("♯", "#").replace("♭", "b")
    if text[:2].upper() == PIPES:
        return PIPES
    if text.lower() in ("none", ""):
        return "C"
    found = KEY.match(text)
    if found is None:
        return None
    tonic, words = found[1] + found[2], text[found.end() :].split()
    mode = found[3].lower()
    explicit = mode == "exp"
    if explicit or mode.startswith(CLEFS):
        mode = ""
    spelled = MODE_WORDS.get(mode if mode in ("m", "") else mode[:3])
    if spelled is None or abs(_fifths(tonic, spelled)) > MOST_SIGNS:
        return None
    return _moved(tonic, spelled, " ".join(words), explicit)


def _moved(tonic: str, mode: str, words: str, explicit: bool) -> str | None:
    """The key whose mode has the accidentals that stand behind it; `None` where there is none such."""
    moved = {letter.upper(): STEPS[sign] for sign, letter in MOVED.findall(words)}
    if not moved and not explicit:
        return tonic + mode
    wanted = ({} if explicit else dict(signature(tonic + mode))) | moved
    wanted = {letter: step for letter, step in wanted.items() if step}
    fits = (m for m in MODES if abs(_fifths(tonic, m)) <= MOST_SIGNS and dict(signature(tonic + m)) == wanted)
    found = next(fits, None)
    return None if found is None else tonic + found


@lru_cache(maxsize=256)
def signature(key: str) -> Signature:
    """Which letters a key moves, and by how many half steps.

    >>> signature("Ador"), signature("F")
    ({'F': 1}, {'B': -1})
    """
    if key == PIPES:
        return {"F": 1, "C": 1}
    fifths = _fifths(*split_key(key))
    letters, step = (FIFTHS, 1) if fifths > 0 else (FLATS, -1)
    return dict.fromkeys(letters[: abs(fifths)], step)


def split_key(key: str) -> tuple[str, str]:
    """Tonic and mode of a key in its one spelling.

    >>> split_key("Bbm"), split_key("Gmix")
    (('Bb', 'm'), ('G', 'mix'))
    """
    at = 2 if key[1:2] in ("#", "b") else 1
    return key[:at], key[at:]


def is_key(text: str) -> bool:
    """Whether this is a key in its one spelling."""
    return read_key(text) == text


def _fifths(tonic: str, mode: str) -> int:
    """Sharps of a key, or flats below zero."""
    moved = {"#": 7, "b": -7, "": 0}[tonic[1:]]
    return FIFTHS.index(tonic[0]) - 1 + moved + MODES[mode]

"""Write `rnnkit/data/source/encodings/letters.npz`: how often letters and pairs of letters come, by language.

Run once by hand where the languages change. It needs packages that the app does not:
`pip install lingua-language-detector==1.3.5 langdetect==1.0.9 opencc-python-reimplemented`, then
`python -m scripts.letters`.
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

TARGET = Path(__file__).parents[1] / "rnnkit" / "data" / "source" / "encodings" / "letters.npz"
WEST = ("en", "de", "fr", "es", "pt", "it", "nl", "da", "nb", "sv", "fi", "is", "ca", "eu", "ga", "af", "sq")
EAST = ("et", "pl", "cs", "sk", "hu", "sl", "hr", "ro", "lt", "lv", "tr")
ALPHABETS = (*WEST, *EAST, *("ru", "uk", "be", "bg", "sr", "mk", "el", "he", "ar", "fa", "ur", "th", "vi"))
WITH_MARKS = ("th",)  # signs above and below letters, which lingua leaves out
SIGNS = ("ja", "ko", "zh")  # so many that pairs would be a large table
RAREST_LETTER = 2e-6
RAREST_SIGN = 3e-7
STEPS = 20  # a natural logarithm is kept in twentieths, in one byte
FLOOR = 12.0


def main() -> None:
    """Write the file."""
    arrays: dict[str, Any] = {}
    for language in ALPHABETS:
        singles, pairs = grams(language, "unigrams"), grams(language, "bigrams")
        if language in WITH_MARKS:
            singles, pairs = profile(language)
        letters, costs = alphabet(singles, pairs, language)
        arrays[f"{language}_letters"], arrays[f"{language}_costs"] = np.array(letters), costs
    for language in SIGNS:
        shares = grams(language, "unigrams")
        arrays |= signs(language, shares)
        if language == "zh":
            arrays |= signs("zh_hant", traditional(shares))
    np.savez_compressed(TARGET, **arrays)
    print(TARGET.name, TARGET.stat().st_size, "bytes")


def grams(language: str, kind: str) -> dict[str, float]:
    """Shares of letters, or of what follows a letter, out of the models of lingua."""
    import brotli  # type: ignore[import-not-found]
    import lingua  # type: ignore[import-not-found]

    folder = Path(lingua.__file__).parent / "language-models" / language
    packed = (folder / f"{kind}.json.br").read_bytes()
    shares: dict[str, float] = {}
    same = str.maketrans("șț", "şţ")  # two spellings of the same Romanian letters
    for share, found in json.loads(brotli.decompress(packed))["ngrams"].items():
        for gram in found.split(" "):
            key = gram.translate(same)
            shares[key] = shares.get(key, 0.0) + float(Fraction(share))
    return shares


def profile(language: str) -> tuple[dict[str, float], dict[str, float]]:
    """The same out of the profiles of langdetect."""
    import langdetect  # type: ignore[import-not-found]

    path = Path(langdetect.__file__).parent / "profiles" / language
    counts: dict[str, int] = json.loads(path.read_text("utf-8"))["freq"]
    own = {gram: count for gram, count in counts.items() if not any(char.isascii() for char in gram)}
    singles = {gram: float(count) for gram, count in own.items() if len(gram) == 1}
    pairs = {
        gram: count / singles[gram[0]]
        for gram, count in own.items()
        if len(gram) == 2 and gram[0] in singles and gram[1] in singles
    }
    return singles, pairs


def alphabet(
    singles: dict[str, float], pairs: dict[str, float], language: str
) -> tuple[str, npt.NDArray[np.uint8]]:
    """Its letters, and what each costs after each; row and column 0 stand for the edge of a word."""
    if language == "vi":
        singles, pairs = apart(singles, pairs)
    total = sum(singles.values())
    letters = "".join(sorted(letter for letter, share in singles.items() if share / total > RAREST_LETTER))
    share = np.array([singles[letter] / total for letter in letters])
    follows = np.array([[pairs.get(a + b, 0.0) for b in letters] for a in letters])
    starts = np.clip(share - share @ follows, 1e-3 * share, None)
    ends = np.clip(1 - follows.sum(1), 1e-3, 1)
    likely = np.zeros((len(letters) + 1, len(letters) + 1))
    likely[0, 1:] = 0.97 * starts / starts.sum() + 0.03 * share
    likely[1:, 1:] = 0.97 * follows + 0.03 * share
    likely[1:, 0] = ends
    likely[0, 0] = 1
    return letters, coded(likely)


def apart(singles: dict[str, float], pairs: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Vietnamese as Windows-1258 writes it: a letter, then its tone as a sign of its own."""
    counts: dict[str, float] = {}
    joint: dict[str, float] = {}
    for letter, share in singles.items():
        spelled = toned(letter)
        for sign in spelled:
            counts[sign] = counts.get(sign, 0.0) + share
        if len(spelled) == 2:
            joint[spelled] = joint.get(spelled, 0.0) + share
    for pair, share in pairs.items():
        key = toned(pair[0])[-1] + toned(pair[1])[0]
        joint[key] = joint.get(key, 0.0) + share * singles.get(pair[0], 0.0)
    return counts, {pair: amount / counts[pair[0]] for pair, amount in joint.items() if pair[0] in counts}


def toned(letter: str) -> str:
    """The letter as Windows-1258 writes it: as one sign where there is one, else letter and tone."""
    import unicodedata

    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        whole = unicodedata.normalize("NFD", letter)
        for tone in "\u0300\u0301\u0303\u0309\u0323":
            if tone in whole:
                return unicodedata.normalize("NFC", whole.replace(tone, "")) + tone
    return letter


def signs(language: str, shares: dict[str, float]) -> dict[str, npt.NDArray[Any]]:
    """The signs of a language that has thousands, and what each costs."""
    total = sum(shares.values())
    kept = sorted(sign for sign, share in shares.items() if share / total > RAREST_SIGN and len(sign) == 1)
    costs = coded(np.array([shares[sign] / total for sign in kept]))
    return {f"{language}_letters": np.array("".join(kept)), f"{language}_costs": costs}


def traditional(shares: dict[str, float]) -> dict[str, float]:
    """The same signs as Taiwan and Hong Kong write them."""
    from opencc import OpenCC  # type: ignore[import-not-found]

    convert = OpenCC("s2t").convert
    found: dict[str, float] = {}
    for sign, share in shares.items():
        key = convert(sign)
        if len(key) == 1:
            found[key] = found.get(key, 0.0) + share
    return found


def coded(likely: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """Minus the natural logarithm in twentieths."""
    costs = np.minimum(-np.log(np.maximum(likely, 1e-9)), FLOOR)
    levels: npt.NDArray[np.uint8] = np.rint(costs * STEPS).astype(np.uint8)
    return levels


if __name__ == "__main__":
    main()

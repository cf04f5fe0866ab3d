"""The cost of a file in each encoding of two bytes a character: Chinese, Japanese, Korean."""

import re
from collections import Counter

from rnnkit.data.source.encodings.evidence import Evidence
from rnnkit.data.source.encodings.known_encodings import DOUBLE, OTHER_SCRIPT
from rnnkit.data.source.encodings.letters import ASCII, prices

RUNS = re.compile("[A-Za-z\x80-\U0010ffff]+")
BEYOND_RUNS = re.compile("[\x80-\U0010ffff]+")
HALF_RUNS = re.compile("[\uff61-\uff9f]+")
RUN, LONE = 2.5, 3.0
BROKEN, UNSEEN, OTHER, RARE_HERE = 16.0, 15.5, 12.0, 9.0
HALF, HALF_RUN = 4.2, 3.0
ALONE = dict.fromkeys("℃％㎡①②③④⑤－ー…　№㈱€¥￥°±×", 6.5)
USUAL = {**dict.fromkeys("、。，・「」『』：；！？（）【】～〜", 4.5), **ALONE}


def cost(name: str, evidence: Evidence) -> tuple[float, str]:
    """Minus the logarithm of how likely the file is in that encoding, and its language."""
    text = evidence.sample.decode(name, "replace")
    language = DOUBLE[name].languages[0]
    runs = [run for run in RUNS.findall(text) if not run.isascii()]
    known = prices(language)
    letters = sum(price(char, known) * times for char, times in Counter("".join(runs)).items())
    parts = [part for run in runs for part in BEYOND_RUNS.findall(run)]
    starts = RUN * len(parts) + LONE * sum(len(part) == 1 and part not in ALONE for part in parts)
    halves = HALF_RUN * sum(len(HALF_RUNS.findall(run)) for run in runs)
    script = OTHER_SCRIPT * evidence.plain
    return DOUBLE[name].cost + script + letters + starts + halves, language


def price(char: str, known: dict[str, float]) -> float:
    """What one character costs."""
    if char.isascii():
        return ASCII
    if found := USUAL.get(char) or _price_in_block(char):
        return found
    return known.get(char, UNSEEN if char.isalpha() else OTHER)


def _price_in_block(char: str) -> float | None:
    """Katakana of half and letters of full width; what no text holds."""
    if "\uff61" <= char <= "\uff9f":
        return HALF
    if "\uff01" <= char <= "\uff5e":
        return RARE_HERE
    broken = char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f"
    return BROKEN if broken else None

"""How good translations are: edits, exact matches, BLEU and chrF. The last two are sacrebleu's."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
MOST_LETTERS = 2_000  # of a text that are compared


def edits(written: str, right: str) -> int:
    """Letters to insert, delete or replace to make one text of the other (Levenshtein distance).

    Computed by bits, a column of the table at once (Myers 1999, as in Hyyrö 2001).

    >>> edits("kitten", "sitting")
    3
    """
    written, right = written[:MOST_LETTERS], right[:MOST_LETTERS]
    if not written or not right:
        return len(written) + len(right)
    places: dict[str, int] = {}
    for place, letter in enumerate(right):
        places[letter] = places.get(letter, 0) | 1 << place
    full, last = (1 << len(right)) - 1, 1 << (len(right) - 1)
    up, down, distance = full, 0, len(right)
    for letter in written:
        equal = places.get(letter, 0)
        vertical = equal | down
        horizontal = (((equal & up) + up) ^ up) | equal
        plus, minus = down | ~(horizontal | up) & full, up & horizontal
        distance += bool(plus & last) - bool(minus & last)
        plus, minus = (plus << 1 | 1) & full, minus << 1 & full
        up, down = minus | ~(vertical | plus) & full, plus & vertical
    return distance


def nearest_edits(written: str, references: Sequence[str]) -> tuple[int, int]:
    """The edits to the nearest of several translations, and the letters of that one."""
    return min((edits(written, right), len(right)) for right in references)


def row_scores(written: Sequence[str], references: Sequence[Sequence[str]]) -> pd.DataFrame:
    """One row per source: exact (1 or 0), edits, letters (of the translation it is nearest to)."""
    found = [nearest_edits(text, right) for text, right in zip(written, references, strict=True)]
    exact = [int(text in right) for text, right in zip(written, references, strict=True)]
    frame = pd.DataFrame(found, columns=["edits", "letters"])
    return frame.assign(exact=np.array(exact, np.int64))


def overall(written: Sequence[str], references: Sequence[Sequence[str]]) -> Mapping[str, float]:
    """cer, bleu, chrf (in percent) and exact_match (a share) of all rows together."""
    # Only here: sacrebleu is for workers.
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    rows = row_scores(written, references)
    most = max(map(len, references))
    streams = [[right[k] if k < len(right) else None for right in references] for k in range(most)]
    tokens = "char" if _eastern(references) else "13a"
    bleu = BLEU(tokenize=tokens, effective_order=False, force=True).corpus_score(list(written), streams)  # type: ignore[arg-type]
    chrf = CHRF().corpus_score(list(written), streams)  # type: ignore[arg-type]
    return {
        "cer": 100 * float(rows["edits"].sum()) / max(1, int(rows["letters"].sum())),
        "bleu": float(bleu.score),
        "chrf": float(chrf.score),
        "exact_match": float(rows["exact"].mean()),
    }


def _eastern(references: Sequence[Sequence[str]]) -> bool:
    """Whether translations are in a script without blanks, so that characters are counted as words."""
    text = "".join(right[0] for right in references[:200])
    return len(EAST.findall(text)) > 0.3 * max(1, len(text))

"""Tagged sentences, hidden from the members of a room, and what a labeller is worth on them."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rnnkit.compare.units import Units
from rnnkit.config import TrainingSettings
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.read import read_tagged
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.errors import DataError
from rnnkit.files.encoding import sha256
from rnnkit.files.kept import Kept
from rnnkit.tasks.label.frequent import Frequent
from rnnkit.tasks.label.sets import groups_of
from rnnkit.tasks.label.source import load
from rnnkit.tasks.task import CutData, Hiding, SliceLosses, Uploaded
from rnnkit.words import plural, t

LEAST = 10  # different sentences on either side at least
COLUMNS = ("token", "tag")


def cut(uploaded: Uploaded, _preset: TrainingSettings, share: float) -> CutData:
    """The sentences without a share of them, drawn at random; equal sentences are on one side.

    Raises `DataError` where there are too few, or where they would not come back from a file.
    """
    data = load(uploaded)
    groups = groups_of(data, range(len(data)))
    number = math.ceil(share * len(groups))
    if number < LEAST or len(groups) - number < LEAST:
        raise DataError(
            t(
                "Too few sentences to hide some: at least {least} different ones are needed on either side, "
                "and {share:.0%} of {all:,} are {found:,}.",
                least=LEAST,
                share=share,
                all=len(groups),
                found=number,
            )
        )
    seed = int(sha256(uploaded.content)[:8], 16)
    chosen = np.random.default_rng(seed).permutation(len(groups))[:number].tolist()
    hidden = sorted(row for group in chosen for row in groups[group])
    left = sorted(set(range(len(data))) - set(hidden))
    content, reading = _written(data, left)
    tokens, tags = [list(data.tokens[row]) for row in hidden], [list(data.tags[row]) for row in hidden]
    rule = Frequent.of((data.tokens[row], data.tags[row]) for row in left)
    whole = {"tokens": tokens, "tags": tags, "frequent": [list(rule.tags(sentence)) for sentence in tokens]}
    said = plural("{number} sentence is hidden.", "{number} sentences are hidden.", len(hidden))
    return CutData(content, reading.to_json(), json.dumps(whole).encode(), rows=len(hidden), said=(said,))


def losses(kept: Kept, hidden: bytes, _reading: Mapping[str, Any]) -> SliceLosses:
    """Wrong tokens of each hidden sentence: of a kept labeller, and of the most frequent tag of each word."""
    import torch

    from rnnkit.tasks.label.kept.bundle import kept_labels
    from rnnkit.tasks.label.kept.kept_network import tagger
    from rnnkit.tasks.label.kept.new_data import encoded
    from rnnkit.tasks.label.networks.objective import answer
    from rnnkit.tasks.label.settings import ResolvedLabel

    assert isinstance(kept.config, ResolvedLabel)
    whole, labels = json.loads(hidden), kept_labels(kept)
    asked = encoded(whole["tokens"], labels, kept.config)
    given = [
        [labels.tags[tag] for tag in found.tags] for found in answer(tagger(kept), asked, torch.device("cpu"))
    ]
    units = {"": _units(given, whole["tags"]), "frequent": _units(whole["frequent"], whole["tags"])}
    return SliceLosses("token_error", sha256(hidden), units)


def _units(given: Sequence[Sequence[str]], truth: Sequence[Sequence[str]]) -> Units:
    pairs = [list(zip(ours, theirs, strict=True)) for ours, theirs in zip(given, truth, strict=True)]
    mass = np.array([len(pair) for pair in pairs], np.float64)
    wrong = np.array([sum(a != b for a, b in pair) for pair in pairs], np.float64)
    return Units("segments", wrong / mass.sum(), mass / mass.sum())


def _written(data: Tagged, rows: Sequence[int]) -> tuple[bytes, TaggedOverrides]:
    """Sentences with one token and its tag per line, and the decisions that read them.

    Raises `DataError` where they would be read otherwise.
    """
    blocks = (
        "\n".join(f"{token}\t{tag}" for token, tag in zip(data.tokens[row], data.tags[row], strict=True))
        for row in rows
    )
    content = ("\t".join(COLUMNS) + "\n" + "\n\n".join(blocks) + "\n").encode()
    reading = TaggedOverrides(encoding="utf-8", token="token", tag="tag", ends="blank")
    again = read_tagged(content, reading)
    same = [list(map(list, part)) for part in (again.tokens, again.tags)]
    if same != [[list(part[row]) for row in rows] for part in (data.tokens, data.tags)]:
        raise DataError(
            t("These sentences would be read otherwise once they are cut; save them as two columns.")
        )
    return content, reading


HIDING = Hiding(cut, "rnnkit.tasks.label.kept.hidden:losses", frozenset({"skip_repeats"}))

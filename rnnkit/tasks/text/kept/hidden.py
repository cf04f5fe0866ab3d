"""The last part of a text, hidden from the members of a room, and what a language model is worth on it.

It is read on from the last visible characters, as the test part of any run, and scored in stretches of equal
length. Counting which symbol follows which stands beside it; how a text is cut into symbols stays locked.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.baselines import ngram_nats
from rnnkit.compare.units import Units, block_length
from rnnkit.config import TrainingSettings
from rnnkit.data import TextOverrides, read_text, split
from rnnkit.errors import DataError
from rnnkit.files.encoding import sha256
from rnnkit.files.kept import Kept
from rnnkit.tasks.task import CutData, Hiding, SliceLosses, Uploaded
from rnnkit.tasks.text.source import load
from rnnkit.words import plural, t

LEAST, LEFT = 200, 1_000  # characters that are hidden, and that are left, at least
BEFORE = 500  # visible characters that are read before the first hidden one
STRETCHES = 40
SHORTEST = 20  # symbols of a stretch
PER_BIT = math.log(2)


def cut(uploaded: Uploaded, _preset: TrainingSettings, share: float) -> CutData:
    """The text without its last `share`, cut at the end of a line where there is one nearby.

    Raises `DataError` for a text of which too little would be left.
    """
    text = load(uploaded).text
    place = len(text) - max(LEAST, math.ceil(share * len(text)))
    if place < LEFT:
        raise DataError(
            t(
                "Too short to hide a part: {needed:,} characters are needed, and there are {found:,}.",
                needed=max(LEAST + LEFT, math.ceil(LEFT / (1 - share))),
                found=len(text),
            )
        )
    place = text.rfind("\n", max(LEFT - 1, place - BEFORE), place) + 1 or place
    rest, hidden = text[:place], text[place:]
    reading = TextOverrides(encoding="utf-8")
    if read_text(rest.encode(), reading).text != rest:
        raise DataError(t("This text would be read otherwise once it is cut; save it as plain text."))
    whole = json.dumps({"before": rest, "hidden": hidden}).encode()
    said = plural(
        "The last {number} character is hidden.", "The last {number} characters are hidden.", len(hidden)
    )
    return CutData(rest.encode(), reading.to_json(), whole, rows=len(hidden), said=(said,))


def losses(kept: Kept, hidden: bytes, _reading: Mapping[str, Any]) -> SliceLosses:
    """Bits per character of each stretch of the hidden text: of a kept model, and of counting symbols."""
    import torch

    from rnnkit.tasks.text.kept.bundle import vocabulary_of
    from rnnkit.tasks.text.kept.kept_network import language_model
    from rnnkit.tasks.text.networks.model import score_stream

    parts = json.loads(hidden)
    vocabulary = vocabulary_of(kept)
    before, ids = vocabulary.encode(parts["before"][-BEFORE:]), vocabulary.encode(parts["hidden"])
    nats = score_stream(language_model(kept), torch.from_numpy(np.concatenate([before, ids])))
    each = nats.numpy()[-len(ids) :].astype(np.float64)
    a_character = len(ids) / len(parts["hidden"])
    visible = split(parts["before"])
    training, validation = vocabulary.encode(visible.training), vocabulary.encode(visible.validation)
    found = {
        "": _units(each, a_character),
        "ngram": _units(ngram_nats(training, validation, ids, len(vocabulary)), a_character),
    }
    rows = sha256(json.dumps([len(ids), len(vocabulary), sha256(hidden)]).encode())
    return SliceLosses("bits_per_char", rows, found)


def _units(nats: npt.NDArray[np.float64], symbols: float) -> Units:
    """Stretches one after another, of so many `symbols` a character."""
    parts = np.array_split(nats, max(1, min(STRETCHES, len(nats) // SHORTEST)))
    mass = np.array([len(part) for part in parts]) / len(nats)
    loss = np.array([part.sum() for part in parts]) / len(nats) * symbols / PER_BIT
    return Units("segments", loss, mass, block_length(len(parts)))


HIDING = Hiding(
    cut,
    "rnnkit.tasks.text.kept.hidden:losses",
    frozenset({"unit", "max_vocabulary", "document_per_line", "skip_repeats", "bidirectional"}),
)

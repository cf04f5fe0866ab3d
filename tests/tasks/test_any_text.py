"""From any bytes to a run: large texts in foreign encodings without an option, and broken ones."""

import random

import numpy as np
import pytest

from rnnkit.config import parse
from rnnkit.data import read_text
from rnnkit.data.samples import sample_bytes
from rnnkit.errors import DataError, RnnkitError
from rnnkit.tasks.text.corpus import read_corpus
from rnnkit.tasks.text.plan import resolve
from rnnkit.tasks.text.settings import TextConfig
from tests.data.test_text import broken_text
from tests.faults.plan import rounds
from tests.tasks.texts import SMALL, text_outcome

CHARACTERS = 2_610_000  # five megabytes, in two bytes each and one for every line end
TEXTS = rounds(300, 1000)
TRAINED = 7  # every so many of them
KINDS = (
    {},
    {"unit": "word"},
    {"max_vocabulary": 5},
    {"document_per_line": True},
    {"bidirectional": True, "context": 8},
)


def large_text():
    """Lines of Chinese, some characters far more frequent than others, of five megabytes."""
    rng = np.random.default_rng(0)
    places = np.minimum(rng.zipf(1.3, size=CHARACTERS), 3_000) - 1
    codes = (0x4E00 + places).astype("<u4")
    codes[::12], codes[11::12] = ord("\n"), ord("。")
    return codes.tobytes().decode("utf-32-le")


def test_five_megabytes_train_without_any_option():
    large = large_text()
    contents = [large.encode(encoding) for encoding in ("gb18030", "utf-16")]
    assert all(5_000_000 <= len(content) < 5_300_000 for content in contents)
    text, same = map(read_text, contents)
    assert text.text == same.text
    outcome = text_outcome(text, steps=3)
    assert outcome.summary["characters"] == int(0.9 * CHARACTERS) - 20_000
    assert 2_000 < outcome.summary["vocabulary_size"] <= 3_002
    metrics = outcome.summary["metrics"]
    assert 0 < metrics["ngram"]["nats_per_char"] <= metrics["unigram"]["nats_per_char"] < 8
    assert np.isfinite(metrics["test"]["nats_per_char"])


def test_36_too_short_a_text_says_what_it_needs():
    with pytest.raises(DataError) as error:
        text_outcome(read_text(b"To be, or not"))
    assert str(error.value) == "Need at least 20 symbols; found 13."
    with pytest.raises(DataError) as error:
        text_outcome(read_text(b"T"))
    assert str(error.value) == "Need at least 2 characters; choose a longer text."


def accident(number):
    """The bytes of one text after an accident: pieces of any kind, often between those of a real text."""
    rng = random.Random(number)
    real = sample_bytes("hamlet" if number % 2 else "couplets")
    start = rng.randrange(len(real))
    return broken_text(rng) if number % 4 == 0 else broken_text(rng) + real[start : start + 1_500] * 3


def outcome_of(content, number):
    """The summary of a run of one step, the plan of one, or the sentence of a refusal."""
    settings = SMALL | KINDS[number % len(KINDS)] | {"steps": 1}
    try:
        text = read_text(content)
        config = parse(TextConfig, settings)
        if number % TRAINED == 0:
            return text_outcome(text, **settings).summary
        return resolve(read_corpus(text, config), config).model_dump()
    except RnnkitError as error:
        return str(error)


def test_broken_texts_are_learned_from_or_refused_in_one_sentence():
    learned = trained = 0
    for number in range(TEXTS):
        found = outcome_of(accident(number), number)
        if isinstance(found, str):
            assert 0 < len(found) <= 160, number
            assert "\n" not in found, number
            continue
        learned += 1
        trained += "metrics" in found
        assert all(np.isfinite(score["nats_per_char"]) for score in found.get("metrics", {}).values()), number
    assert learned > TEXTS // 2
    assert trained > TEXTS // TRAINED // 2

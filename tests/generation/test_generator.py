"""A model that writes: repeatable, alike in a batch and alone, and clear about what it cannot do."""

import json

import numpy as np
import pytest
import torch
from safetensors.torch import save

from rnnkit.config import parse
from rnnkit.data import Vocabulary
from rnnkit.errors import ConfigError, DataError
from rnnkit.quick.build import build as build_kernel
from rnnkit.quick.library import CORE
from rnnkit.tasks.text.generation import Generator
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.networks.model import arrays_of, build, weights_of
from rnnkit.tasks.text.settings import ResolvedText

VOCABULARY = Vocabulary.fit("the quick brown fox\n jumps over the lazy dog")


def model_of(vocabulary=VOCABULARY, **settings):
    """An untrained model that has an opinion nevertheless."""
    asked = {"max_vocabulary": 50, "hidden_size": 16, "embedding_size": 8, "dropout": 0.0}
    asked |= {"learning_rate": 1e-3, "batch_size": 1, "context": 6} | settings
    config = parse(ResolvedText, asked)
    torch.manual_seed(1)
    model = build(config, len(vocabulary)).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(0.5 * torch.randn_like(weight))
    return model, config


def generator_of(vocabulary=VOCABULARY, **settings):
    model, config = model_of(vocabulary, **settings)
    return Generator(arrays_of(model), config, vocabulary)


@pytest.mark.parametrize("bidirectional", [False, True])
def test_the_same_seed_writes_the_same_text_and_another_one_another(bidirectional):
    generator = generator_of(bidirectional=bidirectional)
    texts = [generator.write("the", 1.0, length=100, seed=seed) for seed in (3, 3, 4)]
    assert texts[0] == texts[1] != texts[2]
    assert len(texts[0]) == 100


def test_temperatures_side_by_side_write_what_each_writes_alone():
    generator = generator_of()
    config = GenerateConfig(prompt="the", temperatures=(0.0, 0.7, 1.3), length=150, seed=2)
    together = list(zip(*generator.streams(config), strict=True))
    for temperature, symbols in zip((0.0, 0.7, 1.3), together, strict=True):
        assert "".join(s.text for s in symbols) == generator.write("the", temperature, length=150, seed=2)


@pytest.mark.skipif(build_kernel() is None, reason="no compiler of C++")
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_kernel_writes_what_numpy_writes(cell, monkeypatch):
    texts = []
    for core in ("loops", "kernel"):
        monkeypatch.setenv(CORE, core)
        texts.append(generator_of(cell=cell).write("the", 0.9, length=300, seed=8))
    assert texts[0] == texts[1]


@pytest.mark.parametrize("bidirectional", [False, True])
def test_greed_follows_the_likeliest_symbol_of_the_whole_text_so_far(bidirectional):
    generator = generator_of(bidirectional=bidirectional)
    text = "the"
    for symbol in generator.stream(text, 0.0, length=12):
        likely = generator.next_symbols(text)
        assert symbol.id == likely.argmax()
        assert symbol.probability == pytest.approx(likely.max(), abs=1e-5)
        text += symbol.text


def test_a_tiny_temperature_writes_what_greed_writes():
    generator = generator_of()
    assert generator.write("the", 1e-4, length=80, seed=5) == generator.write("the", 0.0, length=80)


def test_mean_entropy_rises_with_the_temperature():
    generator = generator_of()
    entropies = []
    for temperature in (0.2, 0.5, 1.0, 1.5):
        config = GenerateConfig(temperatures=(temperature,))
        found = [generator.next_symbols(text, config) for text in ("the", " f", "o", "qu", "zy d")]
        entropies.append(np.mean([-(p * np.log(p + 1e-300)).sum() for p in found]))
    assert (np.diff(entropies) > 0).all()


def test_probabilities_are_those_of_the_model_before_any_cut():
    generator = generator_of()
    first = next(generator.stream("the", 0.5, top_k=1, length=1))
    assert first.probability == pytest.approx(generator.next_symbols("the").max(), abs=1e-6)
    assert generator.next_symbols("the").sum() == pytest.approx(1)


def test_safetensors_and_json_make_the_same_generator():
    model, config = model_of()
    settings = parse(ResolvedText, json.loads(config.model_dump_json()))
    vocabulary = Vocabulary.from_json(VOCABULARY.to_json())
    again = Generator.from_bytes(save(weights_of(model)), settings, vocabulary)
    assert again.write("the", length=50) == generator_of().write("the", length=50)


def test_unknown_symbols_of_a_prompt_are_skipped():
    generator = generator_of()
    assert generator.write("thé Ω", length=30) == generator.write("th ", length=30)


def test_the_sign_for_unknown_is_never_written():
    words = Vocabulary.fit("a b c d e f g a b c", "word", 5)
    assert words.unk is not None
    assert "<unk>" not in generator_of(words, unit="word").write(" b", 2.0, length=500)


def test_an_empty_prompt_begins_like_a_line():
    generator = generator_of()
    assert generator.write("", length=30) == generator.write("\n", length=30)
    assert len(generator_of(Vocabulary.fit("abc")).write("", length=30)) == 30


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"prompt": "ΩΩ"}, "knows nothing of this prompt"),
        ({"length": 10**9}, "Length"),
        ({"temperature": 3.0}, "Temperature"),
        ({"top_p": 0.0}, "Top p"),
    ],
)
def test_what_cannot_be_written_is_refused_at_once(settings, words):
    with pytest.raises(ConfigError, match=words):
        generator_of().stream(**settings)


def test_a_file_that_holds_no_weights_is_refused():
    _, config = model_of()
    for content in (b"", b"PK\x03\x04 no weights", b"\xff" * 100):
        with pytest.raises(DataError, match="safetensors"):
            Generator.from_bytes(content, config, VOCABULARY)

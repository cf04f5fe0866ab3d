"""Scores of a text: every symbol after the first, with nothing but what stands before it."""

import numpy as np
import pytest
import torch

from rnnkit.config import parse
from rnnkit.tasks.text.networks import model as text_model
from rnnkit.tasks.text.networks.model import build, choose_precision, nats, score_stream, score_windows
from rnnkit.tasks.text.settings import ResolvedText

V = 9


def model_of(**settings):
    asked = {"hidden_size": 12, "embedding_size": 5, "max_vocabulary": V, "dropout": 0.2}
    config = parse(ResolvedText, asked | {"learning_rate": 1e-3, "batch_size": 2} | settings)
    torch.manual_seed(0)
    model = build(config, V)
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(0.2 * torch.randn_like(weight))
    return model.eval()


def some_ids(length):
    return torch.from_numpy(np.random.default_rng(0).integers(V, size=length, dtype=np.int32))


def test_a_score_is_the_mean_over_every_symbol_after_the_first():
    model, ids = model_of(), some_ids(300)
    with torch.no_grad():
        expected = nats(model(ids[None, :-1])[0], ids[None, 1:]).item()
    assert float(score_stream(model, ids).mean()) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("scores", [1, 70, 10**9])
def test_a_long_text_scores_the_same_in_segments_and_in_small_parts(monkeypatch, scores):
    model, ids = model_of(), some_ids(3_301)
    whole = score_stream(model, ids).numpy()
    monkeypatch.setattr(text_model, "LONG_TEXT", 1_000)
    monkeypatch.setattr(text_model, "WARM_UP", 60)
    monkeypatch.setattr(text_model, "SCORED_AT_ONCE", scores)
    assert score_stream(model, ids).numpy() == pytest.approx(whole, abs=1e-3)


def test_a_window_score_knows_nothing_of_the_text_behind_it():
    model, ids = model_of(bidirectional=True), some_ids(60)
    changed = ids.clone()
    changed[31:] = (changed[31:] + 1) % V
    places = torch.arange(1, 31)
    assert score_windows(model, ids, places, 12).equal(score_windows(model, changed, places, 12))
    assert not score_windows(model, ids, places + 1, 12).equal(score_windows(model, changed, places + 1, 12))


def test_windows_of_all_lengths_are_scored_one_by_one():
    model, ids = model_of(bidirectional=True), some_ids(40)
    with torch.no_grad():
        windows = [(ids[None, max(0, n - 8) : n], ids[n : n + 1]) for n in range(1, 40)]
        each = [nats(model.after_window(window), after).item() for window, after in windows]
    assert score_windows(model, ids, torch.arange(1, 40), 8).numpy() == pytest.approx(each, rel=1e-4)


def test_small_networks_and_forced_precision_are_left_as_they_are():
    config = parse(
        ResolvedText,
        {
            "hidden_size": 16,
            "embedding_size": 5,
            "max_vocabulary": V,
            "dropout": 0.2,
            "learning_rate": 1e-3,
            "batch_size": 2,
        },
    )
    cpu = torch.device("cpu")
    assert choose_precision(config, cpu) == "float32"
    assert choose_precision(config.replace(precision="bfloat16"), cpu) == "bfloat16"
    wide = config.replace(hidden_size=256)
    assert choose_precision(wide, cpu) == ("bfloat16" if text_model.has_bfloat16(cpu) else "float32")


def test_16_bits_are_computed_on_every_processor():
    """Some have to emulate them; what is computed afterwards is as it was before."""
    cpu, x = torch.device("cpu"), torch.randn(5, 2, 4)
    lstm, onednn = torch.nn.LSTM(4, 8), torch.backends.mkldnn.enabled
    with text_model.autocast("bfloat16", cpu):
        half = lstm(x)[0]
    assert not torch.equal(half.float(), lstm(x)[0])
    assert half.float().numpy(force=True) == pytest.approx(lstm(x)[0].numpy(force=True), abs=0.02)
    with text_model.without_onednn():
        assert not torch.backends.mkldnn.enabled
    assert torch.backends.mkldnn.enabled == onednn

"""Memory runs: networks of equal weight learn, remember and show where; wrong settings are refused."""

from typing import get_args

import pytest
import torch

from rnnkit.config import Cell, Encoder, bounds, parse
from rnnkit.errors import ConfigError
from rnnkit.tasks.memory.objective import MemoryObjective, build
from rnnkit.tasks.memory.plan import count_weights, estimate, problem_of, resolve
from rnnkit.tasks.memory.run import run
from rnnkit.tasks.memory.settings import MemoryConfig, Problem
from rnnkit.training.outcome import Outcome

CELLS, ENCODERS = get_args(Cell), get_args(Encoder)
PROBLEMS = get_args(Problem)


def train(**settings: object) -> Outcome:
    """Train a network on its problem, on the processor."""
    config = parse(MemoryConfig, {"device": "cpu", **settings})
    return run(problem_of(config), config)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("layer_norm", [False, True])
def test_weights_are_counted_as_built_and_about_equal_for_all_cells(
    problem: Problem, layer_norm: bool
) -> None:
    for layers in (1, 2):
        asked = {"problem": problem, "layer_norm": layer_norm, "num_layers": layers}
        looks = [(cell, False) for cell in ENCODERS] + [(cell, True) for cell in CELLS]
        configs = [
            resolve(parse(MemoryConfig, {**asked, "cell": cell, "bidirectional": both}))
            for cell, both in looks
        ]
        counts = [count_weights(config, config.hidden_size) for config in configs]
        assert counts == [sum(w.numel() for w in build(config).parameters()) for config in configs]
        assert layers > 1 or max(counts[:3]) <= 1.1 * min(counts[:3])


@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_learns_to_add_binary_numbers_it_never_saw(cell: Cell) -> None:
    outcome = train(problem="addition", length=5, steps=700, cell=cell)
    metrics = outcome.summary["metrics"]
    assert isinstance(metrics, dict)
    assert metrics["model"]["whole"] > 0.9
    assert metrics["memoryless"]["whole"] < 0.3
    assert abs(float(str(outcome.summary["unit_r"]))) > 0.5
    inside = outcome.frames["inside"]
    assert set(inside["step"]) == set(range(1, 6))
    assert set(inside["remembered"]) == {0, 1}


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_only_who_reads_from_both_ends_knows_the_next_bit(cell: Cell, bidirectional: bool) -> None:
    outcome = train(problem="ahead", steps=200, cell=cell, bidirectional=bidirectional)
    metrics, verdict = outcome.summary["metrics"], outcome.summary["verdict"]
    assert isinstance(metrics, dict)
    assert isinstance(verdict, dict)
    assert metrics["memoryless"]["right"] == pytest.approx(0.5, abs=0.03)
    if bidirectional:
        assert metrics["model"]["right"] >= 0.99
        assert verdict["sentence"].startswith("It predicts the next bit.")
    else:
        assert metrics["model"]["right"] == pytest.approx(0.5, abs=0.03)
        assert verdict["setting_changes"] == {"cell": cell, "bidirectional": True}


@pytest.mark.parametrize("cell", ENCODERS)
def test_networks_of_every_kind_and_equal_weight_learn_to_add(cell: Encoder) -> None:
    """The mean of two marked numbers, answered without a memory, has an error of 1/6."""
    outcome = train(problem="adding", length=6, steps=250, cell=cell, seed=1)
    metrics = outcome.summary["metrics"]
    assert isinstance(metrics, dict)
    assert abs(int(str(outcome.summary["weights"])) / 3_500 - 1) < 0.05
    assert metrics["model"]["mse"] < 0.8 * metrics["memoryless"]["mse"]


def test_adding_and_copying_are_learned_over_a_few_steps() -> None:
    adding = train(problem="adding", length=8, steps=400, cell="gru").summary["metrics"]
    assert isinstance(adding, dict)
    assert adding["model"]["mse"] < 0.02
    assert adding["memoryless"]["mse"] > 0.15
    few = {"length": 2, "symbols": 2, "hidden_size": 64}  # which is enough, and quick
    copying = train(problem="copying", steps=400, cell="rnn", **few).summary["metrics"]
    assert isinstance(copying, dict)
    assert copying["model"]["right"] > 0.9
    assert copying["memoryless"]["right"] < 0.6


def test_a_run_is_repeated_by_its_settings() -> None:
    first, second = (train(problem="parity", length=5, steps=30, seed=4) for _ in range(2))
    assert first.weights == second.weights
    assert first.summary["metrics"] == second.summary["metrics"]


def test_the_rows_go_on_where_they_were() -> None:
    config = resolve(MemoryConfig(problem="parity", length=4, device="cpu"))
    one, other = (MemoryObjective(build(config), config, torch.device("cpu")) for _ in range(2))
    one.loss()
    other.resume(one.state())
    other.model.load_state_dict(one.model.state_dict())
    assert one.loss().item() == other.loss().item()


def test_the_verdict_names_what_would_help_a_network_that_forgets() -> None:
    verdict = train(problem="adding", length=40, steps=5, cell="rnn").summary["verdict"]
    assert isinstance(verdict, dict)
    assert verdict["kind"] == "ties"
    assert verdict["sentence"].startswith("It does not remember. Its squared error is ")
    assert verdict["setting_changes"] == {"cell": "gru"}


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"problem": "sorting"}, "Problem: one of adding, copying, parity, addition, ahead."),
        ({"length": 1}, "Length: whole number 2-500."),
        ({"length": 501}, "Length: whole number 2-500."),
        ({"symbols": 11}, "Symbols: whole number 2-10."),
        ({"hidden_size": 0}, "Hidden size: whole number 1-512."),
        (
            {"bidirectional": True, "cell": "cnn"},
            "Bidirectional: only RNN, GRU and LSTM can read from both ends.",
        ),
    ],
)
def test_settings_are_refused_in_one_sentence(settings: dict[str, object], sentence: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        parse(MemoryConfig, settings)
    assert str(refusal.value) == sentence


def test_settings_for_another_problem_than_the_data_are_refused() -> None:
    config = MemoryConfig(problem="parity", steps=1)
    with pytest.raises(ConfigError, match="another problem than the data"):
        run(problem_of(config.replace(length=5)), config)


def test_the_largest_size_that_is_chosen_is_one_that_is_allowed() -> None:
    assert bounds(MemoryConfig, "hidden_size") == (1, 512)
    assert estimate(resolve(MemoryConfig(budget=12.0))).seconds == 12.0

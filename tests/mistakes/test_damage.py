"""Every mistake costs what the lab says it costs."""

from functools import cache
from itertools import pairwise
from typing import get_args

import pytest
import torch

from rnnkit.config import parse
from rnnkit.errors import ConfigError, DataError
from rnnkit.mistakes import axes, not_detached, padding_counted, teacher_forcing
from rnnkit.mistakes.lab import run
from rnnkit.mistakes.lab_rows import LabRows
from rnnkit.mistakes.measuring import LOOKS
from rnnkit.mistakes.mistake_table import LOSES, MISTAKES, UNSEEN, WINS, MistakeResult
from rnnkit.mistakes.settings import MistakeConfig, MistakeName
from rnnkit.mistakes.source_code import experiment, lines
from rnnkit.training.outcome import Outcome
from rnnkit.training.progress import Progress

QUICK = MistakeConfig(mistake="no_recurrence", seeds=1)
SEEDS = {"test_part": 2}  # the damage of the others is far above their margin with each of five seeds


@cache
def measured(name: MistakeName) -> tuple[MistakeConfig, Outcome, list[Progress]]:
    """A mistake, measured once for all tests, and the progress that was told."""
    config = MistakeConfig(mistake=name, seeds=SEEDS.get(name, 1))
    told: list[Progress] = []
    return config, run(experiment(name), config, on_progress=told.append), told


@pytest.mark.parametrize("name", MISTAKES)
def test_the_right_version_beats_the_wrong_one_by_the_stated_margin(name: MistakeName) -> None:
    config, outcome, told = measured(name)
    wrong, right = outcome.summary["index"].values()
    assert wrong - right >= MISTAKES[name].margin, outcome.summary["sentence"]
    assert outcome.summary["seen"]
    assert len(outcome.frames["by_seed"]) == 2 * config.seeds
    counts = outcome.frames["curve"].groupby(["seed", "version"]).size()
    assert set(counts) == {LOOKS}
    assert [one.step for one in told] == list(range(2 * config.seeds * LOOKS + 1))
    assert told[-1].steps == told[-1].step


def test_nothing_beats_the_mean_on_noise_but_smoothing_makes_it_look_so() -> None:
    summary = measured("noise")[1].summary
    scores = summary["scores"]
    for version in scores.values():
        assert version["version"]["error"] > version["trivial"]["error"]
    assert scores["wrong"]["version"]["reported"] < 0.7 * scores["wrong"]["trivial"]["reported"]
    assert "the mean wins" in summary["sentence"]


def test_a_state_that_is_not_detached_makes_every_step_longer_and_is_refused_without_more_ado() -> None:
    scores = measured("not_detached")[1].summary["scores"]
    assert scores["right"]["version"]["last"] == scores["right"]["version"]["first"]
    assert scores["wrong"]["version"]["kilobytes"] > 100 > scores["right"]["version"]["kilobytes"]
    x = torch.zeros(not_detached.STREAMS, not_detached.STEPS, 1)
    reader = not_detached.StreamReader(0)

    def popular(loss: torch.Tensor, state: torch.Tensor) -> torch.Tensor:
        loss.backward()
        return state

    reader.read(popular, x, x)
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        reader.read(popular, x, x)


def test_the_way_back_grows_by_the_same_with_every_piece() -> None:
    x = torch.ones(not_detached.STREAMS, not_detached.STEPS, 1)
    reader, operations = not_detached.StreamReader(0), []
    for _ in range(4):
        reader.read(not_detached.wrong, x, x)
        operations.append(reader.operations)
    assert len({later - earlier for earlier, later in pairwise(operations)}) == 1
    assert operations[1] > operations[0]


def test_the_wrong_axis_holds_no_time() -> None:
    assert axes.wrong(torch.zeros(5, 7)).shape == (5, 1, 7)
    assert axes.right(torch.zeros(5, 7)).shape == (5, 7, 1)


def test_padding_that_counts_by_hand() -> None:
    """Two of three real tags are wrong, and all of five places of padding are right."""
    misses, real = torch.zeros(2, 4), torch.tensor([[True] * 2 + [False] * 2, [True] + [False] * 3])
    misses[0, :2] = 1
    assert padding_counted.wrong(misses, real) == pytest.approx(2 / 8)
    assert padding_counted.right(misses, real) == pytest.approx(2 / 3)


def test_tags_by_hand() -> None:
    longest = padding_counted.LONGEST
    x = torch.arange(1.0, longest + 1)[None, :, None]
    x[0, 1] = 9.0
    found = padding_counted.tagged(LabRows(x, torch.zeros(1, 1)), torch.tensor([3]))
    assert found.x[0, :4, 0].tolist() == [1, 9, 3, 0]
    up, down, padding = padding_counted.UP, padding_counted.DOWN, padding_counted.PADDING
    assert found.y[0].tolist() == [up, down, up] + [padding] * (longest - 3)


def test_a_single_slip_costs_one_digit_where_the_answers_are_told() -> None:
    class Slips(teacher_forcing.DigitWriter):
        """Adds rightly but for the very first digit."""

        def go_on(self, x, before, state=None):
            digits = (x + before + (state is None)) % teacher_forcing.DIGITS
            return torch.nn.functional.one_hot(digits, teacher_forcing.DIGITS), torch.zeros(1)

    rows = teacher_forcing.totals(4, torch.Generator().manual_seed(0))
    steps = torch.diff(rows.y, dim=1, prepend=torch.zeros_like(rows.y[:, :1])) % teacher_forcing.DIGITS
    told, alone = (way(Slips(0), steps, rows.y) for way in (teacher_forcing.wrong, teacher_forcing.right))
    assert (told != rows.y).sum(dim=1).tolist() == [1] * 4
    assert (alone != rows.y).sum(dim=1).tolist() == [teacher_forcing.LENGTH] * 4
    assert 0 < (steps != rows.x).float().mean() < 0.15  # some are misread


@pytest.mark.parametrize("name", MISTAKES)
def test_the_lines_on_the_page_are_those_that_run_and_differ(name: MistakeName) -> None:
    wrong, right = (lines(name, version) for version in ("wrong", "right"))
    assert wrong != right
    for text in (wrong, right):
        assert '"""' not in text
        for line in text.splitlines():
            assert f"    {line}\n" in experiment(name)


def test_every_mistake_has_a_place_in_the_table() -> None:
    assert tuple(MISTAKES) == get_args(MistakeName)


def test_a_damage_that_is_not_there_is_not_told() -> None:
    mistake = MISTAKES["last_step"]
    same = ({"error": 0.5}, {"error": 1.0})
    found = MistakeResult.of(mistake, same, same)
    assert not found.seen
    numbers = {"damage": "0.00", "margin": "0.3", "rest": "0.50", "trivial": "the last value"}
    assert found.sentence.endswith(f"{UNSEEN} {WINS}".format(**numbers))
    worse = MistakeResult.of(mistake, ({"error": 2.0}, {"error": 1.0}), ({"error": 1.5}, {"error": 1.0}))
    assert worse.seen
    assert worse.sentence == (
        "With the mistake the error is 2.00 times that of the last value, without it 1.50 times. "
        "Damage: 0.50, more than the 0.3 that was stated beforehand. "
        + LOSES.format(rest="1.50", trivial="the last value")
    )


def test_the_same_seeds_find_the_same() -> None:
    first, second = measured("no_recurrence")[1].summary, run(experiment("no_recurrence"), QUICK).summary
    assert first["scores"] == second["scores"]
    assert first["scores"] != run(experiment("no_recurrence"), QUICK.replace(seed=1)).summary["scores"]


def test_half_a_comparison_is_not_kept() -> None:
    told: list[Progress] = []
    outcome = run(
        experiment("no_recurrence"), QUICK, on_progress=told.append, should_stop=lambda: len(told) > 3
    )
    assert not outcome.summary
    assert not outcome.frames
    assert told[-1].step == 3


def test_an_experiment_that_was_changed_is_refused() -> None:
    with pytest.raises(DataError, match="This experiment was changed since it was asked for"):
        run("import os", QUICK)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"seeds": 0}, "Seeds: whole number 1-8."),
        ({"seeds": 9}, "Seeds: whole number 1-8."),
        ({"seed": -1}, "First seed: whole number 0-9,999."),
        ({"seeds": 2.5}, "Seeds: whole number 1-8."),
    ],
)
def test_settings_are_refused_in_one_sentence(settings: dict[str, object], sentence: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        parse(MistakeConfig, settings)
    assert str(refusal.value) == sentence

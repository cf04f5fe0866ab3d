"""The verdict on memory: what was measured, beside having none."""

import pytest

from rnnkit.tasks.memory.judge import judge_memory
from rnnkit.tasks.memory.settings import MemoryConfig

SIXTH = {"mse": 1 / 6}


@pytest.mark.parametrize(
    ("own", "kind", "start"),
    [
        (0.004, "beats", "It remembers. "),
        (0.006, "undertrained", "It remembers some of it. "),
        (0.165, "ties", "It does not remember. "),
    ],
)
def test_the_error_decides_how_much_is_remembered(own: float, kind: str, start: str) -> None:
    verdict = judge_memory({"model": {"mse": own}, "memoryless": SIXTH}, MemoryConfig(cell="lstm"))
    assert verdict.kind == kind
    assert verdict.sentence.startswith(start)
    assert "without a memory it would be 0.167" in verdict.sentence
    assert bool(verdict.setting_changes) == (kind != "beats")


@pytest.mark.parametrize(
    ("right", "whole", "problem", "kind"),
    [
        (0.995, 0.9, "copying", "beats"),
        (0.985, 0.99, "copying", "undertrained"),
        (0.999, 0.98, "addition", "undertrained"),
        (0.999, 0.995, "addition", "beats"),
    ],
)
def test_symbols_are_counted_for_copying_and_whole_rows_for_sums(
    right: float, whole: float, problem: str, kind: str
) -> None:
    metrics = {
        "model": {"nats": 0.01, "right": right, "whole": whole},
        "memoryless": {"nats": 0.3, "right": 0.125, "whole": 0.0},
    }
    assert judge_memory(metrics, MemoryConfig(problem=problem)).kind == kind


def test_nothing_is_remembered_where_guessing_is_right_as_often() -> None:
    same = {"nats": 0.02, "right": 0.995, "whole": 0.9}
    metrics = {"model": same, "memoryless": same}
    assert judge_memory(metrics, MemoryConfig(problem="copying")).kind == "ties"


def test_an_explosion_is_named_with_a_lower_rate() -> None:
    metrics = {"model": {"mse": 0.2}, "memoryless": SIXTH}
    verdict = judge_memory(metrics, MemoryConfig(learning_rate=0.1), diverged=True)
    assert (verdict.kind, verdict.setting_changes) == ("diverged", {"learning_rate": 0.01})

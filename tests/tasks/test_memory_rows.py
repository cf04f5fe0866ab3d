"""Rows that take memory: worked by hand, kept apart, and what can be said of them without a memory."""

import math

import numpy as np
import pytest

from rnnkit.tasks.memory.plan import problem_of, resolve
from rnnkit.tasks.memory.report import most_like, score
from rnnkit.tasks.memory.rows import COPIED, KINDS, PRIME, MemoryRows, RowSampler, carries, memoryless, rest
from rnnkit.tasks.memory.settings import MemoryConfig, MemoryData, Problem
from rnnkit.tasks.memory.spelling import spell, spell_answer

SHORT: dict[Problem, int] = {"adding": 7, "copying": 3, "parity": 6, "addition": 5, "ahead": 6}


def rows_of(problem: Problem, count: int = 200, *, held_out: bool = False, seed: int = 0) -> MemoryRows:
    """New rows of a short length."""
    about = MemoryData(problem=problem)
    return RowSampler(np.random.default_rng(seed), count, about, SHORT[problem], held_out).rows()


def without(problem: Problem, rows: MemoryRows) -> dict[str, float]:
    """The score without a memory."""
    config = resolve(MemoryConfig(problem=problem))
    return score(config, rows, memoryless(rows, config))


def test_carries_of_a_sum_worked_by_hand() -> None:
    """3 + 5 = 8: from the least significant bit, 1+1, 1+0 and 0+1 each carry a one."""
    bits = np.array([[[1, 1], [1, 0], [0, 1], [0, 0]]])
    assert carries(bits).tolist() == [[0, 1, 1, 1]]


def test_additions_are_additions() -> None:
    rows = rows_of("addition")
    assert rows.inputs.shape == (200, 6, 2)
    powers = 2 ** np.arange(6)
    terms = rows.inputs.transpose(0, 2, 1) @ powers
    assert (terms.sum(axis=1) == rows.answers @ powers).all()
    assert (rows.inputs[:, -1] == 0).all()


def test_ahead_asks_for_the_bit_that_comes_next_and_nothing_at_the_last() -> None:
    rows = rows_of("ahead")
    assert rows.inputs.shape == (200, 6, 1)
    assert (rows.answers == rows.inputs[:, 1:, 0]).all()
    assert rows.behind == rows[:9].behind == 1
    assert without("ahead", rows)["nats"] == pytest.approx(math.log(2))


def test_adding_marks_two_numbers_anywhere() -> None:
    rows = rows_of("adding", 2_000)
    values, marks = rows.inputs[:, :, 0], rows.inputs[:, :, 1]
    assert (marks.sum(axis=1) == 2).all()
    assert np.abs(marks.mean(axis=0) - 2 / 7).max() < 0.04  # every step is marked alike often
    np.testing.assert_allclose((values * marks).sum(axis=1), rows.answers[:, 0], rtol=1e-6)


def test_copying_says_the_symbols_again_after_the_delimiter() -> None:
    rows = rows_of("copying")
    seen = rows.inputs.argmax(axis=2)
    assert seen.shape == (200, 3 + 2 * COPIED)
    assert (seen[:, :COPIED] == rows.answers[:, -COPIED:]).all()
    assert (seen[0, COPIED:] == [8, 8, 9, *[8] * COPIED]).all()
    assert (rows.answers[:, :-COPIED] == 8).all()


def test_parity_is_odd_after_an_odd_number_of_ones() -> None:
    rows = rows_of("parity")
    for bits, odd in zip(rows.inputs[:20, :, 0], rows.answers, strict=False):
        assert [sum(bits[: step + 1]) % 2 for step in range(6)] == odd.tolist()


def test_the_rest_of_a_number_by_its_digits() -> None:
    """13 is 1, 0, 1, 1 from the smallest bit, and 2 more than 11."""
    assert PRIME == 11
    assert rest(np.array([[1, 0, 1, 1]]), 2).tolist() == [2]
    assert rest(np.array([[3, 2, 1]]), 10).tolist() == [123 % 11]


@pytest.mark.parametrize("problem", ["copying", "parity", "addition"])
def test_rows_that_are_scored_are_never_learned_from(problem: Problem) -> None:
    learned, scored = rows_of(problem, 3_000), rows_of(problem, 300, held_out=True, seed=1)
    known = {row.tobytes() for row in learned.inputs}
    assert not known & {row.tobytes() for row in scored.inputs}


def test_a_sum_is_held_out_whichever_way_round() -> None:
    scored = rows_of("addition", 300, held_out=True)
    swapped = {row[:, ::-1].tobytes() for row in scored.inputs}
    assert not swapped & {row.tobytes() for row in rows_of("addition", 3_000, seed=1).inputs}


def test_the_same_seed_makes_the_same_rows() -> None:
    for problem in KINDS:
        one, two, other = rows_of(problem), rows_of(problem), rows_of(problem, seed=1)
        assert one.inputs.tobytes() == two.inputs.tobytes() != other.inputs.tobytes()


def test_without_a_memory_adding_errs_by_a_sixth() -> None:
    """A sum of two numbers from 0 to 1 varies by 2/12 around its mean, 1."""
    assert without("adding", rows_of("adding", 20_000))["mse"] == pytest.approx(1 / 6, rel=0.03)


def test_without_a_memory_copying_is_ten_draws_out_of_eight() -> None:
    found = without("copying", rows_of("copying", 2_000))
    assert found["nats"] == pytest.approx(10 * math.log(8) / 23)
    assert found["right"] == pytest.approx(1 / 8, abs=0.01)


def test_without_a_memory_parity_is_known_at_the_first_step_only() -> None:
    found = without("parity", rows_of("parity", 5_000))
    assert found["nats"] == pytest.approx(5 * math.log(2) / 6)
    assert found["right"] == pytest.approx((1 + 5 / 2) / 6, abs=0.02)


def test_without_a_memory_a_sum_is_right_where_nothing_is_carried() -> None:
    """Nothing is ever carried where no place holds two ones: (3/4)^5 of all sums of five bits."""
    found = without("addition", rows_of("addition", 20_000))
    assert found["whole"] == pytest.approx(0.75**5, abs=0.02)
    carried = np.array([0, 1 / 4, 3 / 8, 7 / 16, 15 / 32, 31 / 64])
    by_hand = -(carried[1:] * np.log(carried[1:]) + (1 - carried[1:]) * np.log(1 - carried[1:])).sum() / 6
    assert found["nats"] == pytest.approx(by_hand, rel=0.01)


def test_answers_are_scored_as_worked_by_hand() -> None:
    config = resolve(MemoryConfig(problem="parity"))
    rows = MemoryRows(np.zeros((2, 2, 1), np.float32), np.array([[0, 1], [1, 1]]))
    shares = np.array([[[0.5, 0.5], [0.25, 0.75]], [[0.75, 0.25], [0.25, 0.75]]])
    found = score(config, rows, np.log(shares))
    assert found["nats"] == pytest.approx(-np.log([0.5, 0.75, 0.25, 0.75]).mean())
    assert (found["right"], found["whole"]) == (0.75, 0.5)


def test_the_unit_that_goes_with_what_is_remembered() -> None:
    rng = np.random.default_rng(0)
    remembered, states = rng.integers(2, size=(50, 4)), rng.standard_normal((50, 5, 3))
    states[:, :4, 2] = 1 - 2 * remembered
    states[:, :, 0] = 1.0  # never moves
    unit, r = most_like(states, remembered)
    assert (unit, round(r, 6)) == (2, -1)


def test_rows_are_spelled_as_a_person_writes_them() -> None:
    sums = MemoryRows(np.array([[[1, 1], [1, 0], [0, 0]]], np.float32), np.array([[0, 0, 1]]))
    assert spell("addition", sums) == ["3 + 1"]
    assert spell_answer("addition", sums.answers) == ["4"]
    marked = MemoryRows(
        np.array([[[0.25, 1], [0.9, 0], [0.5, 1]]], np.float32), np.array([[0.75]], np.float32)
    )
    assert spell("adding", marked) == ["0.250 (1) + 0.500 (3)"]
    assert spell_answer("adding", marked.answers) == ["0.750"]


def test_what_decides_the_rows_of_the_score_is_the_same_for_all_networks() -> None:
    one = MemoryConfig(problem="parity", cell="gru", seed=3)
    assert problem_of(one) == problem_of(MemoryConfig(problem="parity")) == problem_of(resolve(one))
    assert problem_of(one).length == 16

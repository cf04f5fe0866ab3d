"""The board of a room: worked by hand, and simulated where nobody is better than anybody."""

import math

import numpy as np
import pytest

from rnnkit.compare import Units, over_drawn, redrawn, standard_error
from rnnkit.compare.units import block_length
from rnnkit.errors import DataError
from rnnkit.rooms.board import Competitor, board
from rnnkit.rooms.exactness import exactness_words, in_steps, one_figure, written
from rnnkit.rooms.ladder import climbed, improves
from rnnkit.rooms.ranks import places, ranks
from rnnkit.rooms.shake_up import shake_up, told

PUBLIC = [2, 3, 4, 6]  # the rows of eight that are the public half
EVEN = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]


def units(losses, block=1):
    losses = np.asarray(losses, dtype=float)
    mass = np.full(len(losses), 1 / len(losses))
    return Units("cutoffs", losses * mass, mass, block)


def member(key, *entries, baseline=False):
    """Somebody with these losses on all rows, of which every half gets its own."""
    sides = [halves(losses) for losses in entries]
    public, private = (tuple(side[half] for side in sides) for half in (0, 1))
    return Competitor(key, key.title(), public, private, baseline)


def halves(losses):
    return (
        units([loss for i, loss in enumerate(losses) if i in PUBLIC]),
        units([loss for i, loss in enumerate(losses) if i not in PUBLIC]),
    )


def shifted(by, where=range(8)):
    """The even losses, some of them larger by as much."""
    return [loss + by * (i in where) for i, loss in enumerate(EVEN)]


def test_the_standard_error_is_that_of_the_textbook():
    """Losses 0, 0, 0, 4: spread 2 (three degrees of freedom), error 2 / sqrt(4) = 1."""
    assert standard_error(units([0, 0, 0, 4])) == pytest.approx(1, rel=0.03)
    assert math.isinf(standard_error(units([0, 0, 4])))


def test_an_interval_one_way():
    """Losses 0, 0, 4, 4: the 4 comes Bin(4, 1/2) times, never in 1/16 of all draws and always in 1/16.

    So the 5 % points are 0 and 4, each 2 away, times t(3) / 1.645 * sqrt(4 / 3), where t(3) is 2.353.
    """
    first, second = units([0, 0, 4, 4]), units([0, 0, 0, 0])
    found = over_drawn(first, second, redrawn(first) - redrawn(second), level=0.9)
    wider = 2.3534 / 1.6449 * math.sqrt(4 / 3)
    assert (found.low, found.high) == pytest.approx((2 - 2 * wider, 2 + 2 * wider), abs=2e-3)


def test_scores_are_rounded_to_one_figure_of_their_error():
    steps = [one_figure(error) for error in (0.0137, 0.02, 3.2, 0.00091, 9.3, 120.0)]
    assert steps == [0.02, 0.02, 4.0, 0.001, 10.0, 200.0]
    assert [in_steps(0.4137, 0.02), in_steps(1234.0, 200.0)] == [0.42, 1200.0]
    assert (written(0.4, 0.02), written(1200.0, 200.0), written(3.0, 4.0)) == ("0.40", "1,200", "3")
    assert exactness_words(0.02).startswith("Scores are rounded to 0.02, one standard error")
    assert (one_figure(0.0), in_steps(0.4137, 0.0)) == (0, 0.4137)
    assert written(in_steps(0.4, math.inf), math.inf) == "–"


def test_only_an_improvement_that_is_no_luck_is_shown():
    """The second is better everywhere; the third by more, but only thanks to one row; the fourth again."""
    first, second = units(shifted(1)), units(EVEN)
    third = units([*EVEN[:-1], EVEN[-1] - 4])
    fourth = units(shifted(-0.1))
    assert third.score < fourth.score < second.score
    assert not improves(third, second)
    assert climbed([first, second, third, fourth]) == [0, 1, 3]
    assert climbed([fourth, second, first]) == [0]
    assert climbed([]) == []


def test_no_entry_climbs_where_nothing_can_be_told():
    """Three rows are too few for any test, so the first entry stays whatever follows."""
    assert climbed([units([5, 5, 5]), units([1, 1, 1])]) == [0]


def test_who_cannot_be_told_apart_shares_a_rank():
    """C errs 0.5 more than A everywhere. B lies between, but its rows scatter: told from neither."""
    A = np.linspace(1, 2, 16)
    B = A + 0.25 + np.tile([2.0, -2.0], 8)
    assert ranks({"A": units(A), "B": units(B), "C": units(A + 0.5)}) == {"A": 1, "B": 1, "C": 2}
    assert places({"A": units(A), "B": units(B), "C": units(A)}) == {"A": 1, "B": 3, "C": 1}


def test_a_board_worked_by_hand():
    """The public rows are 2, 3, 4 and 6: mean 3.75, spread sqrt(8.75 / 3) = 1.71, error 0.854: steps of 0.9.

    The baseline has 3.75, which reads 3.6. Ann is 1 better everywhere: 2.75, or 2.7. Bob first handed in
    4 worse, then 1 worse: 4.75, or 4.5. Cy handed in nothing.
    """
    found = board(
        [
            member("last value", EVEN, baseline=True),
            member("bob", shifted(4), shifted(1)),
            member("ann", shifted(-1)),
            Competitor("cy", "Cy", ()),
        ],
    )
    lines = [
        (line.key, line.rank, line.score, line.entry, line.entries, line.improved) for line in found.lines
    ]
    assert found.step == 0.9
    assert lines == [
        ("ann", 1, 2.7, 0, 1, True),
        ("last value", 2, 3.6, 0, 1, True),
        ("bob", 3, 4.5, 1, 2, True),
    ]
    assert (found.alone_first, found.sharing(1), found.rows) == ("ann", 1, 4)


def test_the_order_within_a_rank_tells_no_more_than_the_score_that_is_shown():
    """Zoe is better than Abe by less than the step, and not by more than luck: by name, not by number."""
    rows = np.random.default_rng(1).gamma(2.0, size=40)
    jumps = np.tile([0.3, -0.3], 20)
    entries = {"base": rows, "zoe": rows + jumps, "abe": rows + 0.01 - jumps}
    found = board([Competitor(key, key, (units(rows),)) for key, rows in entries.items()])
    assert {line.rank for line in found.lines} == {1}
    assert len({line.score for line in found.lines}) == 1
    assert [line.key for line in found.lines] == ["abe", "base", "zoe"]


def test_a_board_of_too_few_rows_shows_no_scores_and_ranks_nobody():
    found = board([Competitor("a", "A", (units([1, 2, 3]),)), Competitor("b", "B", (units([9, 9, 9]),))])
    assert [(line.rank, math.isnan(line.score)) for line in found.lines] == [(1, True), (1, True)]
    assert exactness_words(found.step).startswith("There are too few hidden rows")
    assert board([]).lines == ()


def test_entries_on_other_rows_are_refused():
    words = "here are some with 3 parts and some with 4"
    with pytest.raises(DataError, match=words):
        board([member("a", EVEN), member("b", EVEN[:-2])])


def test_a_shake_up_worked_by_hand():
    """Ann fitted the public rows (1 better there, 2 worse on the others); Bob is the baseline, 0.5 better.

    Public means: Ann 2.75, Bob 3.25, baseline 3.75. Private means: Bob 2.75, baseline 3.25, Ann 5.25.
    """
    ann = [loss - 1 if i in PUBLIC else loss + 2 for i, loss in enumerate(EVEN)]
    competitors = [
        member("last value", EVEN, baseline=True),
        member("ann", ann),
        member("bob", shifted(-0.5)),
    ]
    end = shake_up(competitors)
    lines = [(line.key, line.public, line.private, line.public_rank, line.private_rank) for line in end.lines]
    assert lines == [
        ("bob", 3.25, 2.75, 2, 1),
        ("last value", 3.75, 3.25, 3, 2),
        ("ann", 2.75, 5.25, 1, 3),
    ]
    assert [line.moved for line in end.lines] == [1, 1, -2]
    sentences = told(end)
    assert sentences[1] == "3 of 3 ranks moved, by at most 2."
    # Members: 5.25 / 2.75 and 2.75 / 3.25, mean 1.378; the baseline 3.25 / 3.75: 1.378 / 0.867 = 1.590.
    assert "the errors of members grew by 59 %" in sentences[2]


def test_only_the_entry_on_the_board_counts_at_the_end():
    """A second run, far better on the private rows alone, was never shown: it is not chosen afterwards."""
    lucky = [loss if i in PUBLIC else 0.0 for i, loss in enumerate(EVEN)]
    end = shake_up([member("ann", EVEN, lucky)])
    assert end.lines[0].private == 3.25
    assert told(shake_up([])) == ["Nobody handed anything in, so there is nothing to open."]


MEMBERS, ROOMS, TRIES, ROWS = 30, 24, 4, 120


def room(rng, lead=0.0):
    """Members who err alike up to luck, each with several tries, on halves of which some rows are harder."""
    hardness = rng.gamma(2.0, size=(2, ROWS // 2))
    block = block_length(ROWS // 2)

    def tries(number):
        noise = rng.normal(0, 0.5, (2, TRIES, ROWS // 2))
        losses = np.abs(hardness[:, None] + noise) - lead * (number == 0)
        return [tuple(units(each, block) for each in half) for half in losses]

    return [Competitor(str(number), str(number), *tries(number)) for number in range(MEMBERS)]


def test_thirty_of_equal_skill_rank_nobody_first_alone():
    """Neither while the room is open nor at its end; by the bare number somebody always is."""
    rng = np.random.default_rng(15)
    ends = [shake_up(room(rng)) for _ in range(ROOMS)]
    alone = [bool(end.before.alone_first) for end in ends]
    private = [sum(line.private_rank == 1 for line in end.lines) == 1 for end in ends]
    numbers = [sum(line.public_place == 1 for line in end.lines) == 1 for end in ends]
    behind = [line.private_rank > 1 for end in ends for line in end.lines]
    assert max(np.mean(alone), np.mean(private), np.mean(behind)) <= 0.1
    assert np.mean(numbers) == 1


def test_who_really_is_better_is_first_alone():
    """The board is not blind: one who errs by 0.8 less, of about 2, stands out."""
    rng = np.random.default_rng(16)
    found = [board(room(rng, lead=0.8)).alone_first for _ in range(5)]
    assert found == ["0"] * 5

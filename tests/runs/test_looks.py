"""A look at runs says what reading one by one says, in one transaction of a few statements."""

import pandas as pd
import pytest

from rnnkit.errors import NotFoundError
from rnnkit.runs.reading import LastSample, WishedFor
from rnnkit.runs.store import Store
from rnnkit.training.progress import Progress
from tests.runs.conftest import queue
from tests.statements import statements

DRAWING = '{"mase": 0.5}'


@pytest.fixture
def training(store: Store) -> tuple[str, str, str]:
    """A run that trains, one that waits, and one of somebody else."""
    first, second = queue(store, "ann", 2)
    (other,) = queue(store, "bob")
    assert store.queue.claim("me", first)
    store.recorder.log(
        first,
        1,
        [
            Progress("training", 1, 9, 0.1, train_loss=2.0, valid_loss=3.0, learning_rate=0.1, sample="a"),
            Progress("training", 2, 9, 0.2, train_loss=1.0, drawing=DRAWING),
            Progress("training", 5, 9, 0.5, train_loss=0.5, sample="the last"),
        ],
    )
    store.of("ann").queue.wish(first, "halve")
    return first, second, other


def test_a_look_says_what_the_parts_say_one_by_one(store: Store, training: tuple[str, str, str]) -> None:
    first, second, _ = training
    ann = store.of("ann")
    with statements() as said:
        look = ann.looks.at([second, first])
    assert len(said) == 5
    assert look.runs == [ann.runs.get(second), ann.runs.get(first)]
    for run_id in (first, second):
        pd.testing.assert_frame_equal(look.curves[run_id], ann.progress.curve(run_id))
    assert look.asked == ann.looks.asked([first, second]) == {first: [WishedFor("halve", None)], second: []}
    assert look.drawings == {first: {"mase": 0.5}}
    assert look.samples == {first: LastSample(5, 0.5, "the last")}


def test_ten_runs_take_no_more_statements_than_one(store: Store) -> None:
    runs = queue(store, "ann", 10)
    for run_id in runs[:2]:
        assert store.queue.claim("me", run_id)
    with statements() as said:
        assert [run.id for run in store.of("ann").looks.at(runs).runs] == runs
    assert len(said) == 5


def test_of_runs_that_wait_nothing_is_asked_that_only_training_leaves(store: Store) -> None:
    runs = queue(store, "ann", 10)
    with statements() as said:
        look = store.of("ann").looks.at(runs)
    assert len(said) == 2  # where they stand, and what was asked of them
    assert all(len(look.curves[run_id]) == 0 for run_id in runs)
    assert [*look.drawings, *look.samples] == []


def test_a_run_of_somebody_else_among_ones_own_is_not_found(
    store: Store, training: tuple[str, str, str]
) -> None:
    first, _, other = training
    for ids in ([other], [first, other], [first, "?"], ["' OR 1=1--"]):
        with pytest.raises(NotFoundError, match="Run not found"):
            store.of("ann").looks.at(ids)
        with pytest.raises(NotFoundError, match="Run not found"):
            store.of("ann").looks.asked(ids)

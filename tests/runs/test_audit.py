"""The checker that follows every fault, shown what it has to find."""

import pytest
from sqlalchemy import text

from rnnkit.runs.store import Store
from rnnkit.training.progress import Progress
from tests.runs.conftest import CONFIG


@pytest.fixture
def run_id(store: Store, dataset_id: str) -> str:
    """A run that was resumed once and works, after another that finished."""
    visitor = store.of("")
    ended, run_id = (visitor.queue.submit(CONFIG, dataset_id) for _ in range(2))
    store.queue.claim("me", ended)
    store.recorder.complete(ended, 1, "finished", summary={}, frames={}, weights=b"w")
    store.queue.claim("me", run_id)
    store.recorder.log(run_id, 1, [Progress("training", step, 9, 0.1, train_loss=1.0) for step in (1, 2, 3)])
    store.checkpoints.keep(run_id, 1, 2, b"as of step 2")
    store.queue.finish(run_id, 1, "failed", "The worker was killed.")
    visitor.queue.resume(run_id)
    store.queue.claim("me", run_id)
    store.recorder.log(run_id, 2, [Progress("training", 3, 9, 0.1, train_loss=1.0)])
    return run_id


def test_a_sound_store_has_nothing_to_tell(store: Store, run_id: str) -> None:
    assert store.runs.get(run_id).attempt == 2
    assert store.audit() == []


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE runs SET state = 'lost' WHERE state = 'running'", "a state that does not exist: lost"),
        ("UPDATE runs SET finished = 1 WHERE state = 'running'", "is running, but its end says otherwise"),
        ("UPDATE runs SET state = 'failed', finished = 1 WHERE state = 'running'", "failed without a reason"),
        ("UPDATE runs SET pid = 1 WHERE state = 'finished'", "is finished, but has a process"),
        ("UPDATE events SET state = 'running' WHERE state = 'failed'", "went from (1, 'running') to (1, 'ru"),
        ("UPDATE events SET attempt = 5 WHERE attempt = 2", "went from (1, 'queued') to (5, 'running')"),
        ("UPDATE runs SET attempt = 3 WHERE state = 'running'", "is running, but its history is not"),
        ("DELETE FROM events", "has no beginning"),
        ("UPDATE progress SET step = 2 WHERE attempt = 2", "told step 2 more than once"),
        ("DELETE FROM progress", "a checkpoint of a step that its curve lacks"),
        ("DELETE FROM artifacts WHERE name = 'weights'", "is finished, but has no weights"),
        ("UPDATE checkpoints SET sha256 = 'x'", "Bytes in checkpoints of"),
        ("UPDATE artifacts SET sha256 = 'x' WHERE name = 'summary'", "Bytes in artifacts of"),
        ("UPDATE datasets SET sha256 = 'x'", "Bytes in datasets of"),
    ],
)
def test_damage_is_told(store: Store, run_id: str, damage: str, words: str) -> None:
    with store._database.writing() as connection:
        connection.execute(text(damage))
    assert any(words in sentence for sentence in store.audit())


def test_a_checkpoint_that_outlived_its_run_is_told(store: Store, run_id: str) -> None:
    with store._database.writing() as connection:
        connection.execute(
            text("UPDATE checkpoints SET run_id = (SELECT id FROM runs WHERE state='finished')")
        )
    assert any("is finished, but has a checkpoint" in sentence for sentence in store.audit())

"""Whatever is asked of a run, in whatever order, it only ever moves along the legal ways."""

import tempfile
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from rnnkit.errors import JobError
from rnnkit.runs.states import ENDED, TRANSITIONS, State
from rnnkit.runs.store import Store
from rnnkit.training.progress import Progress
from tests.runs.conftest import CONFIG

STATES = get_args(State)
actions = st.one_of(
    st.tuples(st.just("claim"), st.just(0)),
    st.tuples(st.just("stop"), st.just(0)),
    st.tuples(st.just("cancel"), st.just(0)),
    st.tuples(st.just("resume"), st.just(0)),
    st.tuples(st.just("keep"), st.integers(0, 2)),
    st.tuples(st.just("log"), st.integers(0, 2)),
    st.tuples(st.just("complete"), st.integers(0, 2)),
    st.tuples(st.sampled_from(sorted(ENDED)), st.integers(0, 2)),
)


def act(store: Store, run_id: str, action: str, attempt: int) -> None:
    """Do one thing to a run; whether it is allowed is for the store to decide."""
    row = Progress("training", 1, 2, 0.1, train_loss=1.0)
    doings = {
        "claim": lambda: store.queue.claim("me", run_id),
        "stop": lambda: store.queue.request_stop(run_id),
        "resume": lambda: store.of("").queue.resume(run_id),
        "keep": lambda: store.checkpoints.keep(run_id, attempt, attempt, b"state"),
        "cancel": lambda: store.of("").queue.cancel(run_id),
        "log": lambda: store.recorder.log(run_id, attempt, [row]),
        "complete": lambda: store.recorder.complete(
            run_id, attempt, "finished", summary={}, frames={}, weights=b""
        ),
    }
    with suppress(JobError):
        doings.get(action, lambda: store.queue.finish(run_id, attempt, action))()


@settings(max_examples=30)
@given(st.lists(actions, max_size=12))
def test_a_run_takes_legal_steps_and_from_an_end_only_goes_back_to_wait(
    steps: list[tuple[str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'runs.sqlite'}")
        run_id = store.of("").queue.submit(CONFIG, store.of("").uploads.add("a.csv", b"1"))
        for action, attempt in steps:
            act(store, run_id, action, attempt)
        states = [state for _, state in store.runs.history(run_id)]
        assert states[0] == "queued"
        assert states[-1] == store.runs.get(run_id).state
        assert all(new in TRANSITIONS[old] for old, new in pairwise(states))
        assert all(new == "queued" for old, new in pairwise(states) if old in ENDED)
        assert (store.runs.get(run_id).finished is not None) == (states[-1] in ENDED)
        store.close()

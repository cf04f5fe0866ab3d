from typing import get_args

from rnnkit.runs.states import ACTIVE, ENDED, PLAYABLE, TRANSITIONS, State, sources


def test_every_state_has_its_transitions_and_is_active_or_paused_or_an_end() -> None:
    assert set(get_args(State)) == set(TRANSITIONS) == PLAYABLE | ENDED
    assert not PLAYABLE & ENDED
    assert {"paused"} == PLAYABLE - ACTIVE


def test_a_run_can_only_start_from_the_queue_and_only_finish_from_running() -> None:
    assert sources("running") == ("queued",)
    assert sources("cancelled") == ("queued",)
    assert {sources(state) for state in ENDED - {"cancelled"}} == {("running",)}

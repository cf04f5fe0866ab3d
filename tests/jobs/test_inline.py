from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from tests.jobs.conftest import Ask
from tests.jobs.fakes import FAKES


def test_all_that_waits_is_done_when_wake_returns(store: Store, ask: Ask) -> None:
    jobs = InlineJobs(store.url, FAKES)
    jobs.ensure()
    ask("finish"), store.queue.request_stop(ask("finish")), ask("finish")
    jobs.wake()
    assert jobs.alive
    assert [run.state for run in store.runs.find()] == ["finished", "cancelled", "finished"]
    jobs.close()

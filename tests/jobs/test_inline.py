from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from tests.jobs.conftest import Ask
from tests.jobs.fakes import FAKES


def test_a_run_is_done_when_submit_returns(store: Store, ask: Ask) -> None:
    jobs = InlineJobs(store.url, FAKES)
    jobs.ensure()
    finished, cancelled = ask("finish"), ask("finish")
    jobs.stop(cancelled)
    jobs.submit(finished)
    jobs.submit(cancelled)
    assert jobs.alive
    assert [run.state for run in store.runs()] == ["finished", "cancelled"]
    jobs.close()

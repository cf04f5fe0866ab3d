"""Real training that faults interrupt, and what it has to come to all the same."""

import sys

from rnnkit.config import parse
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.tasks.tables import sine

HURRIED = (sys.executable, "-m", "tests.faults.hurried")  # the real broker, with frequent checkpoints
SETTINGS = {
    "hidden_size": 16,
    "steps": 400,  # two seconds or so
    "horizon": 4,
    "test": 60,
    "stride": 1,
    "dropout": 0.1,
}


def forecast(store: Store, **changes: object) -> str:
    """Queue a forecast."""
    rows = "".join(f"{step},{value}\n" for step, value in enumerate(sine(noise=0.1)))
    visitor = store.of("")
    dataset = visitor.uploads.add("sine.csv", b"t,y\n" + rows.encode())
    return visitor.queue.submit(parse(ForecastConfig, SETTINGS | changes).model_dump_json(), dataset)


def undisturbed(store: Store) -> str:
    """A forecast that came to its end in peace."""
    run_id = forecast(store)
    InlineJobs(store.url).wake()
    return run_id


def same(store: Store, run_id: str, quiet: str) -> None:
    """Both runs have the same curve and the same weights, within 1e-6."""
    curves = [store.progress.curve(run).set_index("step")["valid_loss"].dropna() for run in (run_id, quiet)]
    assert curves[0].index.equals(curves[1].index)
    assert (curves[0] - curves[1]).abs().max() < 1e-6
    weights, expected = (read_tensors(store.results.weights(run)).arrays() for run in (run_id, quiet))
    assert all(abs(weights[name] - expected[name]).max() < 1e-6 for name in expected)

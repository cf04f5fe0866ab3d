"""Stores and model files as earlier versions of the app wrote them: opened, read, shown, used.

Each file was written by the code of its time: a forecast and a text, trained for six steps by visitor "ann",
and a run that waits. Those of the Transformer, whose weights once had other names, are one run: in the store
of version 5, as its model file, and as its checkpoint after three steps. Keep them all, and add one whenever
the version of a store, of a model file or of a checkpoint grows.
"""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from safetensors.numpy import load

from rnnkit.bundle import kept_of, read_kept, write_kept
from rnnkit.bundle.recompute import difference
from rnnkit.bundle.use import use
from rnnkit.config import parse
from rnnkit.config.stored import parse_stored
from rnnkit.data import read_table
from rnnkit.errors import DataError
from rnnkit.files.kept import Kept
from rnnkit.runs.sql.schema import MIGRATIONS
from rnnkit.runs.start_weights import summary_and_model
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Visitor
from rnnkit.tasks.forecast import run as forecast
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from rnnkit.tasks.text.settings import TextConfig
from tests.tasks.test_go_on_fitting import Keeps

HERE = Path(__file__).parent
TASKS = {
    1: ["forecast"],
    2: ["forecast", "text"],
    4: ["forecast", "text"],
    5: ["forecast", "text"],
    6: ["forecast", "text"],
    7: ["forecast", "text"],
    8: ["forecast", "text"],
    9: ["forecast", "text"],
    10: ["forecast", "text"],
}  # version 3 was never let out
KINDS = {"forecast": ForecastConfig, "text": TextConfig}
DAYS = "\n".join(f"2023-{1 + i // 28:02d}-{1 + i % 28:02d},{10 + i % 7 + i / 50:.2f}" for i in range(140))
CSV = f"day,sales\n{DAYS}\n".encode()
POEM = b"the cat sat on the mat and the dog ran to the log " * 12


def unpacked(version: int, path: Path) -> Path:
    """The store of a version as a file."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.decompress((HERE / f"store-version-{version}.sqlite.gz").read_bytes()))
    return path


def visitor(version: int, tmp_path: Path) -> Visitor:
    path = unpacked(version, tmp_path / "runs.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchone() == (version,)
    return Store(f"sqlite:///{path}").of("ann")


@pytest.mark.parametrize("version", TASKS)
def test_a_store_of_every_version_is_lifted_and_its_runs_are_read(tmp_path: Path, version: int) -> None:
    ann = visitor(version, tmp_path)
    *ended, waiting = ann.runs.find()
    assert [run.task for run in ended] == TASKS[version]
    assert (waiting.state, waiting.label) == ("queued", "waits")
    for run in ended:
        config = parse_stored(KINDS[run.task], run.config)
        assert (run.state, config.seed) == ("finished", 0)
        summary = ann.results.summary(run.id)
        assert summary["verdict"]["sentence"]
        assert summary["metrics"]
        assert len(ann.progress.curve(run.id))
        assert ann.results.weights(run.id)
        assert max(len(ann.results.frame(run.id, name)) for name in ann.results.frame_names(run.id)) > 0
        assert ann.datasets.get(run.dataset_id).content == (CSV if run.task == "forecast" else POEM)
    ann.library.delete(ended[0].id)
    ann.shares.create(waiting.group)
    lifted = version <= len(MIGRATIONS)
    assert len(list(tmp_path.glob(f"runs.sqlite.version-{version}-*"))) == lifted


def test_there_is_a_store_of_every_version_that_was_let_out() -> None:
    kept = {int(path.name.split("-")[2].split(".")[0]) for path in HERE.glob("store-version-*")}
    assert kept == set(TASKS)
    assert max(kept) in (len(MIGRATIONS), 1 + len(MIGRATIONS)), "keep a store of the version before this one"


@pytest.mark.parametrize("version", [4, 5, 6, 7, 8, 9])
def test_a_model_leaves_an_older_store_where_it_kept_it_whole(tmp_path: Path, version: int) -> None:
    ann = visitor(version, tmp_path)
    forecast, text, _ = ann.runs.find()
    for run, content in ((forecast, CSV), (text, 2 * POEM)):
        kept = read_kept(write_kept(kept_of(ann, run.id)))
        assert kept.about.label == run.label
        assert use(kept, content).frames.keys() >= ({"future"} if run.task == "forecast" else set())


@pytest.mark.parametrize("version", [1, 2])
def test_a_run_from_before_there_were_model_files_says_so(tmp_path: Path, version: int) -> None:
    ann = visitor(version, tmp_path)
    with pytest.raises(DataError, match="holds no whole model; train it again"):
        kept_of(ann, ann.runs.find()[0].id)


@pytest.mark.parametrize(("kind", "content"), [("forecast", CSV), ("text", 2 * POEM)])
def test_a_model_file_of_the_first_version_answers_as_it_did_and_is_used(kind: str, content: bytes) -> None:
    kept = read_kept((HERE / f"{kind}-model-version-1.zip").read_bytes())
    assert difference(kept) <= 1e-5
    outcome = use(kept, content)
    if kind == "forecast":
        assert outcome.frames["future"]["y_hat"].notna().all()
    else:
        assert outcome.summary["metrics"]["model"]["nats_per_char"] > 0


def transformer() -> Kept:
    return read_kept((HERE / "transformer-model-version-1.zip").read_bytes())


def newest(weights: bytes) -> dict[str, npt.NDArray[np.float32]]:
    found = load(weights)
    assert "encoder.layers.1.self_attn.in_proj_weight" in found
    return found


def test_a_transformer_of_the_first_version_answers_as_it_did_and_leaves_under_the_names_of_torch() -> None:
    kept = transformer()
    assert difference(kept) <= 1e-6
    again = read_kept(write_kept(kept))
    assert newest(again.weights).keys() == newest(kept.weights).keys()
    assert difference(again) <= 1e-6
    here, stored = (each.frames["future"]["y_hat"] for each in (use(again, CSV), kept))
    assert here.to_numpy() == pytest.approx(
        stored.to_numpy(), rel=1e-6
    )  # another processor, other last digits


def test_a_transformer_of_an_older_store_is_what_its_model_file_holds(tmp_path: Path) -> None:
    """Whoever asks for the weights of a run gets them under the names of today: so does further training."""
    ann = visitor(5, tmp_path)
    run = ann.runs.find()[0]
    held, kept = newest(ann.results.weights(run.id)), newest(transformer().weights)
    assert all(np.array_equal(held[name], kept[name]) for name in kept)
    _, model = summary_and_model(ann, run)
    assert isinstance(model.config, ResolvedForecast)
    further = parse(ForecastConfig, {**model.config.model_dump(), "start_from": run.id, "steps": 1})
    assert forecast.run(read_table(CSV), further, start=model).summary["steps"] == 1


def test_a_transformer_goes_on_from_a_checkpoint_of_the_version_before() -> None:
    keeper = Keeps((HERE / "transformer-checkpoint-version-3.safetensors").read_bytes(), at=())
    kept = transformer()
    outcome = forecast.run(read_table(CSV), parse(ForecastConfig, kept.config.model_dump()), keeper=keeper)
    assert min(keeper.kept) >= 3
    found, wanted = newest(outcome.weights), newest(kept.weights)
    assert max(abs(found[name] - wanted[name]).max() for name in wanted) <= 1e-6

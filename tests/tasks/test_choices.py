"""Choices of a student: every task trains, resumes, leaves and comes back with them as with the defaults."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest

from rnnkit.bundle import kept_of, read_kept, write_kept
from rnnkit.bundle.import_run import import_model
from rnnkit.bundle.script import to_pytorch_code
from rnnkit.config import parse
from rnnkit.config.predict import PredictConfig
from rnnkit.errors import ConfigError
from rnnkit.inspect.job_settings import InsideConfig
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.task import Task, named
from rnnkit.training import loop as training
from rnnkit.training.run import train
from tests.tasks.examples import EXAMPLES
from tests.tasks.test_contract import asked, done, finished, loaded, missing_names
from tests.tasks.test_go_on_fitting import Keeps, losses

CHOSEN = {"cell": "rnn", "activation": "relu", "bias": False, "optimizer": "momentum", "learning_rate": 0.05}
DESCENTS = ({"optimizer": "sgd"}, {"optimizer": "adam", "weight_decay": 0.01}, {"optimizer": "muon"})
LOSSES = ({"loss": "mse"}, {"loss": "mae"}, {"loss": "huber"})
PROGRAMS = """
import io, json, runpy, sys
from contextlib import redirect_stdout
said = {}
for folder in sys.argv[1:]:
    sys.modules.pop("network", None), sys.modules.pop("clean", None)
    sys.path.insert(0, folder)
    sys.argv = [folder]
    with redirect_stdout(io.StringIO()) as out:
        runpy.run_path(folder + "/predict.py", run_name="__main__")
    said[folder] = out.getvalue()
    sys.path.remove(folder)
print(json.dumps(said))
"""


@pytest.fixture(scope="module", params=TASKS.values(), ids=list(TASKS))
def task(request: pytest.FixtureRequest) -> Task:
    found: Task = request.param
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('choices') / 'runs.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def chosen(store: Store) -> Callable[[str], Run]:
    """One run of each task with a plain RNN of ReLU and no bias, moved by momentum; trained once."""

    @cache
    def trained(name: str) -> Run:
        ended = done(store, asked(TASKS[name], **CHOSEN).model_dump_json(), EXAMPLES[name].content)
        assert (ended.state, ended.reason) == ("finished", "")
        return ended

    return trained


@pytest.fixture
def run(chosen: Callable[[str], Run], task: Task) -> Run:
    return chosen(task.name)


def test_the_weights_are_those_that_were_planned(task: Task, store: Store, run: Run) -> None:
    _, cost = task.planned(loaded(task), asked(task, **CHOSEN))
    with_bias = task.planned(loaded(task), asked(task, **{**CHOSEN, "bias": True, "hidden_size": 8}))[1]
    without = task.planned(loaded(task), asked(task, **{**CHOSEN, "hidden_size": 8}))[1]
    assert cost.weights == store.results.summary(run.id)["weights"]
    assert without.weights < with_bias.weights


@pytest.mark.parametrize("choice", [CHOSEN, *DESCENTS, *LOSSES], ids=str)
def test_every_optimizer_and_every_loss_goes_on_where_it_was(
    choice: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)
    task = TASKS["forecast"]
    work = partial(train, named(task.prepare), named(task.report), loaded(task), asked(task, **choice))
    whole = Keeps()
    outcome = work(keeper=whole)
    again = work(keeper=Keeps(whole.kept[sorted(whole.kept)[len(whole.kept) // 2]]))
    assert again.weights == outcome.weights
    assert losses(again).equals(losses(outcome))


def test_a_run_leaves_comes_back_and_answers(task: Task, store: Store, run: Run) -> None:
    if task.bundling is None:
        return
    content = write_kept(kept_of(store, run.id))
    assert write_kept(read_kept(content)) == content
    assert missing_names(content) == set()
    back = finished(store, import_model(store.of("me"), "model.zip", content))
    assert store.results.summary(back.id)["imported"]["difference"] <= 1e-6
    used = done(store, PredictConfig(model=run.id).model_dump_json(), EXAMPLES[task.name].newer)
    assert (used.state, used.reason) == ("finished", "")
    code = to_pytorch_code(kept_of(store, run.id).config)
    assert 'nonlinearity="relu", bias=False' in code
    assert "torch.optim.SGD(model.parameters(), lr=LEARNING_RATE, momentum=0.9, weight_decay=0.0)" in code


def test_the_network_is_looked_into(task: Task, store: Store, run: Run) -> None:
    if task.inside is None:
        return
    mine = store.of("me")
    looked = finished(store, mine.queue.submit(InsideConfig(model=run.id).model_dump_json(), run.dataset_id))
    assert (looked.state, looked.reason) == ("finished", "")


def test_what_leaves_computes_the_same_by_itself(
    tmp_path: Path, store: Store, chosen: Callable[[str], Run]
) -> None:
    """All programs in one Python, each in its own folder, compared with what they had answered here."""
    folders = {}
    for name, kind in TASKS.items():
        if kind.bundling is None:
            continue
        folders[str(tmp_path / name)] = name
        with zipfile.ZipFile(io.BytesIO(write_kept(kept_of(store, chosen(name).id)))) as archive:
            archive.extractall(tmp_path / name)
    answer = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", PROGRAMS, *folders],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-3000:]
    for folder, said in json.loads(answer.stdout.splitlines()[-1]).items():
        difference = float(said.split(": ")[1].split()[0])
        assert difference <= 1e-5, (folders[folder], said)


def test_muon_needs_recurrent_matrices() -> None:
    with pytest.raises(ConfigError, match="Muon: only RNN, GRU and LSTM have recurrent matrices; use AdamW"):
        parse(ForecastConfig, {"cell": "cnn", "optimizer": "muon"})


def test_settings_without_the_choices_mean_what_was_done_before_there_were_any(task: Task) -> None:
    before = json.loads(asked(task).model_dump_json())
    for name in ("optimizer", "activation", "bias", "loss"):
        before.pop(name, None)
    old = parse(task.asked, json.dumps(before))
    assert (old.optimizer, old.activation, old.bias) == ("auto", "tanh", True)
    assert getattr(old, "loss", "pinball") == "pinball"
    resolved = json.loads(task.planned(loaded(task), old)[0].model_dump_json())
    for name in ("optimizer", "activation", "bias", "loss"):
        resolved.pop(name, None)
    assert parse(task.resolved, json.dumps(resolved)).bias

"""What every task promises: settings, plan, run, stop, resume, further, scores, export, compare, inside.

A task that is added and forgets something fails here, with the name of what is missing.
"""

import ast
import html
import io
import json
import math
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rnnkit.bundle import kept_of, read_kept, write_kept
from rnnkit.bundle.ended import ended_run
from rnnkit.bundle.import_run import import_model
from rnnkit.bundle.script import to_pytorch_code
from rnnkit.cli.run_commands import described
from rnnkit.compare import score_of, settings_of
from rnnkit.config import further, parse
from rnnkit.config.predict import PredictConfig
from rnnkit.config.stored import parse_stored
from rnnkit.data.samples import SAMPLES
from rnnkit.errors import DataError, PausedError
from rnnkit.inspect.job_settings import InsideConfig
from rnnkit.metrics import METRICS
from rnnkit.report import report_html
from rnnkit.runs.execute import JOBS, Job, execute
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.runs.trial_result import CHECKPOINT, LOSS, validation_of
from rnnkit.search.settings import TrialConfig
from rnnkit.tasks import TASKS
from rnnkit.tasks.comparing import basis_of, rows_of, units_of
from rnnkit.tasks.task import Task, named
from rnnkit.training import loop as training
from rnnkit.training.run import train
from tests.tasks.examples import EXAMPLES
from tests.tasks.test_go_on_fitting import Keeps, losses
from tests.tasks.test_play import Asked, Holds

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=TASKS.values(), ids=list(TASKS))
def task(request: pytest.FixtureRequest) -> Task:
    found: Task = request.param
    assert found.name in EXAMPLES, f"give {found.name} a small example in tests/tasks/examples"
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('contract') / 'runs.sqlite'}")
    yield opened
    opened.close()


def asked(task: Task, **changes: object) -> Any:
    return parse(task.asked, {**EXAMPLES[task.name].settings, **changes})


def loaded(task: Task) -> Any:
    class File:
        content, overrides = EXAMPLES[task.name].content, "{}"

    return named(task.source.load)(File())


def done(store: Store, settings: str, content: bytes) -> Run:
    """A run of the store, brought to its end here."""
    mine = store.of("me")
    run_id = mine.queue.submit(settings, mine.uploads.add("small", content))
    return finished(store, run_id)


def finished(store: Store, run_id: str) -> Run:
    claimed = store.queue.claim("here", run_id)
    assert claimed is not None
    execute(store, run_id, claimed.attempt)
    return store.runs.get(run_id)


@pytest.fixture(scope="module")
def run(store: Store, task: Task) -> Run:
    """One run, trained once for all that is asked of it."""
    ended = done(store, asked(task).model_dump_json(), EXAMPLES[task.name].content)
    assert (ended.state, ended.reason) == ("finished", "")
    return ended


def test_settings_go_there_and_back(task: Task, store: Store, run: Run) -> None:
    assert task.asked.kind() == task.name
    assert issubclass(task.resolved, task.asked)
    assert parse_stored(task.asked, run.config) == asked(task)
    resolved = parse_stored(task.resolved, store.results.summary(run.id)["config"])
    assert parse(task.asked, resolved.model_dump()).kind() == task.name
    assert task.asked.free <= set(task.asked.model_fields)


def test_everything_that_is_named_is_there(task: Task) -> None:
    paths = [value for value in vars(task).values() if isinstance(value, str) and value.startswith("rnnkit.")]
    values = (task.compare, task.bundle, task.spreadsheet, task.hidden)  # all others are functions
    for path in [*paths, task.source.load]:
        assert callable(named(path)) or path in values, path
    assert all(task.name == SAMPLES[key].task for key in SAMPLES if SAMPLES[key].task == task.name)


def test_plans_are_made_without_torch() -> None:
    """All of them in one fresh Python: the screen plans while a person still moves sliders."""
    code = (
        "import sys\n"
        "from rnnkit.config import parse\n"
        "from rnnkit.tasks import TASKS\n"
        "from rnnkit.tasks.task import named\n"
        "from tests.tasks.examples import EXAMPLES\n"
        "class File: overrides = '{}'\n"
        "for name, task in TASKS.items():\n"
        "    File.content = EXAMPLES[name].content\n"
        "    task.planned(named(task.source.load)(File), parse(task.asked, EXAMPLES[name].settings))\n"
        "    task.comparing, task.bundling\n"
        "print('torch' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.stdout.split() == ["False"], answer.stderr[-2000:]


def test_a_plan_tells_the_weights_of_the_run(task: Task, store: Store, run: Run) -> None:
    resolved, cost = task.planned(loaded(task), asked(task))
    summary = store.results.summary(run.id)
    assert isinstance(resolved, task.resolved)
    assert cost.weights == summary["weights"]
    assert 0 < cost.megabytes < 1_000
    assert cost.seconds is None or cost.seconds > 0
    assert cost.lessons


def test_a_run_is_scored_beside_what_it_has_to_beat(task: Task, store: Store, run: Run) -> None:
    summary = store.results.summary(run.id)
    score = score_of(task.scores, summary["metrics"])
    assert score is not None
    assert score.metric in task.scores.ranked
    assert score.baseline
    assert summary["verdict"]["sentence"]
    assert {"step", "train_loss", "valid_loss"} <= set(store.results.frame(run.id, "curve"))
    shown = "\n".join(described(run, summary))
    assert (METRICS[score.metric].brief or METRICS[score.metric].heading) in shown
    assert "network" in shown


def test_a_stopped_run_is_scored_all_the_same(
    task: Task, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)
    mine = store.of("me")
    dataset = mine.uploads.add("small", EXAMPLES[task.name].content)
    run_id = mine.queue.submit(asked(task, seed=7).model_dump_json(), dataset)
    claimed = store.queue.claim("here", run_id)
    assert claimed is not None
    mine.queue.request_stop(run_id)
    execute(store, run_id, claimed.attempt)
    assert store.runs.get(run_id).state == "stopped"
    assert score_of(task.scores, store.results.summary(run_id)["metrics"]) is not None


def test_a_run_that_goes_on_equals_the_one_that_was_not_interrupted(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)
    work = partial(train, named(task.prepare), named(task.report), loaded(task), asked(task))
    whole = Keeps()
    outcome = work(keeper=whole)
    middle = sorted(whole.kept)[len(whole.kept) // 2]
    again = work(keeper=Keeps(whole.kept[middle]))
    assert again.weights == outcome.weights
    assert losses(again).equals(losses(outcome))


def test_a_run_that_was_paused_and_changed_by_hand_repeats_from_its_record(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)
    work = partial(train, named(task.prepare), named(task.report), loaded(task))
    keeper = Holds(at=())
    with pytest.raises(PausedError):
        work(asked(task), keeper=keeper, wishes=Asked((3, "halve"), (6, "pause")))
    (step,) = [step for step, kept in keeper.kept.items() if kept]
    wishes = Asked((0, "halve"), (0, "pause"), (0, "double"), (0, "go_on"))
    played = work(asked(task), keeper=Holds(keeper.kept[step], at=()), wishes=wishes)
    record: Any = played.summary["config"]
    assert [tuple(mark) for mark in record["rates"]][1] == (step, 2.0)
    assert work(parse(task.asked, record)).weights == played.weights


def test_a_run_is_trained_further(task: Task, store: Store, run: Run) -> None:
    config = further(asked(task), store.results.summary(run.id)["config"], run.id, {"steps": 5})
    later = store.of("me").queue.submit(config.model_dump_json(), run.dataset_id)
    assert finished(store, later).state == "finished"
    assert store.results.summary(later)["steps"] == 5


def test_a_run_leaves_as_a_file_and_comes_back_or_says_why_not(task: Task, store: Store, run: Run) -> None:
    if task.bundling is None:
        with pytest.raises(DataError, match=f"a run of the kind {task.name} stays here"):
            kept_of(store, run.id)
        assert task.script is None
        return
    kept = kept_of(store, run.id)
    content = write_kept(kept)
    assert write_kept(read_kept(content)) == content
    assert missing_names(content) == set()
    back = finished(store, import_model(store.of("me"), "model.zip", content))
    assert (back.state, back.task) == ("finished", task.name)
    assert store.results.summary(back.id)["imported"]["difference"] <= 1e-6
    assert task.script is not None
    ast.parse(to_pytorch_code(kept.config))
    used = done(store, PredictConfig(model=run.id).model_dump_json(), EXAMPLES[task.name].newer)
    assert (used.state, used.reason) == ("finished", "")


def missing_names(content: bytes) -> set[str]:
    """What the program of a model file asks of the network beside it, and that does not have."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        program, network = (ast.parse(archive.read(name)) for name in ("predict.py", "network.py"))
    asked = {node for node in ast.walk(program) if isinstance(node, ast.Attribute)}
    named = {node.attr for node in asked if isinstance(node.value, ast.Name) and node.value.id == "network"}
    there = set()
    for node in network.body:
        there |= {node.name} if isinstance(node, ast.FunctionDef | ast.ClassDef) else set()
        there |= {alias.asname or alias.name for alias in getattr(node, "names", ())}
        there |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return named - there


def test_runs_are_compared_or_say_that_they_are_not(task: Task, store: Store, run: Run) -> None:
    if task.comparing is None:
        return
    summary = store.results.summary(run.id)
    frames = partial(store.results.frame, run.id)
    settings = settings_of(json.loads(run.config), summary["config"])
    basis = basis_of(task, "file", "{}", settings, about=summary, rows=lambda: rows_of(task, frames))
    assert basis.task == task.name
    score = score_of(task.scores, summary["metrics"])
    assert score is not None
    if task.comparing.units is not None:
        assert units_of(task, frames, score).score == pytest.approx(score.value, rel=1e-4)


def test_leaks_are_looked_for(task: Task) -> None:
    if task.leaks is None:
        assert task.source.overrides is None, "data that people bring can leak"
        return
    assert isinstance(named(task.leaks)(loaded(task), asked(task)), tuple)
    assert task.looked_for


def test_a_trained_network_is_looked_into(task: Task, store: Store, run: Run) -> None:
    if task.inside is None:
        return
    mine = store.of("me")
    looked = finished(store, mine.queue.submit(InsideConfig(model=run.id).model_dump_json(), run.dataset_id))
    assert (looked.state, looked.reason) == ("finished", "")
    assert len(store.results.frame(looked.id, "states"))


def test_every_task_is_a_job() -> None:
    assert {name: JOBS[name] for name in TASKS} == {name: Job.of(task) for name, task in TASKS.items()}


def test_a_trial_of_a_search_is_scored_on_the_validation_part_and_keeps_the_test_part_closed(
    task: Task, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On each fold, too, where there are folds; it leaves nothing but what the next round goes on from."""
    monkeypatch.setattr("rnnkit.runs.trial_job.train", partial(opened_never, named(task.report)))
    for fold, folds in [(0, 1), *([(0, 2), (1, 2)] if task.folds else [])]:
        settings = asked(task).model_dump_json()
        config = TrialConfig(of=task.name, settings=settings, setting=0, fold=fold, folds=folds, until=10)
        ended = done(store, config.model_dump_json(), EXAMPLES[task.name].content)
        assert (ended.state, ended.reason) == ("finished", "")
        summary, files = store.results.summary(ended.id), store.results.files(ended.id)
        metric, score = validation_of(summary)
        assert (metric in METRICS or metric == LOSS, math.isfinite(score)) == (True, True)
        assert ("metrics" in summary, list(files), store.results.weights(ended.id)) == (
            False,
            [CHECKPOINT],
            b"",
        )
        assert store.results.frame_names(ended.id) == ()


def opened_never(report: Any, prepare: Any, closed: Any, *data: Any, **doings: Any) -> Any:
    """Training in which the report of the task may not be asked for."""
    assert closed is not report
    return train(prepare, closed, *data, **doings)


def test_a_run_leaves_as_a_report(task: Task, store: Store, run: Run) -> None:
    page = report_html(ended_run(store, run.id)).decode()
    sentence = store.results.summary(run.id)["verdict"]["sentence"]
    for said in (run.label, sentence, "Learning curves", "Settings", *task.tables.values()):
        assert html.escape(said) in page, said
    assert len(page) < 200_000


def test_answers_leave_for_spreadsheets_where_the_task_says_so(task: Task, store: Store, run: Run) -> None:
    if task.tabulating is None:
        return
    ended = ended_run(store, run.id)
    for method in task.tabulating.methods(ended.frames):
        assert task.tabulating.workbook(ended, method).startswith(b"PK")
        assert task.tabulating.csv(ended, method)

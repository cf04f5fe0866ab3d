"""What is trained on the command line is a run of the store, and is trained where the store fails, too."""

import json

import pytest

from rnnkit.bundle import read_kept
from rnnkit.cli import here
from rnnkit.config.cells import cell_name
from rnnkit.errors import DataError
from rnnkit.jobs.identity import my_identity
from rnnkit.runs.store import open_store
from rnnkit.runs.visitor import Order
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.training.outcome import Outcome
from tests.cli.test_run_commands import answer, call, refusal
from tests.kept.models import daily_csv
from tests.runs.conftest import emptied, postgres

__all__ = ["postgres"]  # a fixture

MEMORY = ("memory", "--problem", "parity", "--length", "4", "--steps", "3", "--device", "cpu")
FORECAST = ("--horizon", "7", "--lookback", "14", "--steps", "3", "--hidden-size", "4", "--device", "cpu")
DATA = here.Data("parity, 4", b'{"problem": "parity"}')


@pytest.fixture
def store(home):
    store = open_store()
    yield store
    store.close()


def the_run():
    """The only run of the store, as `runs --json` has it."""
    (run,) = json.loads(answer("runs", "--json"))
    return run


def test_a_memory_run_is_listed_shown_with_its_scores_and_trained_further():
    said = answer(*MEMORY)
    run = the_run()
    assert (run["task"], run["state"], run["label"]) == ("memory", "finished", "LSTM")
    shown = answer("show", run["id"])
    assert [line for line in shown.splitlines() if line.startswith("network")] == [
        line for line in said.splitlines() if line.startswith("network")
    ]
    assert "nats/step" in shown
    assert "network" in answer("further", run["id"], "--steps", "2")


def test_a_memory_run_says_truly_why_it_cannot_be_exported():
    answer(*MEMORY)
    reason = "Only forecasts and texts leave as a model file; a run of the kind memory stays here"
    assert reason in refusal("export", the_run()["id"])


def test_a_forecast_leaves_the_same_model_as_its_run(tmp_path):
    (tmp_path / "shops.csv").write_bytes(daily_csv())
    answer("forecast", str(tmp_path / "shops.csv"), *FORECAST, "--out", str(tmp_path / "out"))
    run = the_run()
    answer("export", run["id"], "--out", str(tmp_path / "run.zip"))
    left, exported = (tmp_path / "out" / "model.zip").read_bytes(), (tmp_path / "run.zip").read_bytes()
    assert read_kept(left).about == read_kept(exported).about
    assert left == exported
    assert read_kept(left).about.source.name == "shops.csv"


@pytest.mark.parametrize("address", ["sqlite:////proc/nowhere/runs.sqlite", "nonsense"])
def test_a_store_that_cannot_be_used_is_said_and_training_goes_on(address, monkeypatch):
    monkeypatch.setenv("RNNKIT_DATABASE_URL", address)
    result = call(*MEMORY)
    assert result.exit_code == 0
    assert "no memory" in result.stdout
    assert result.stderr.startswith("This run is not kept in the store: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_store_that_fails_in_the_middle_costs_no_result(home, monkeypatch, capsys):
    def fail(*_words, **_more):
        raise DataError("The disk is full.")

    monkeypatch.setattr(here, "carry_out", lambda store, run, attempt, work, **more: fail(work()))
    assert here.train(DATA, MemoryConfig(), lambda **_: Outcome({}, {}, b"")).weights == b""
    assert capsys.readouterr().err == "This run is not kept in the store: The disk is full.\n"


def test_what_goes_wrong_in_training_is_raised_and_written_down(store):
    def work(**_doings):
        raise DataError("Too short.")

    with pytest.raises(DataError, match=r"Too short\."):
        here.train(DATA, MemoryConfig(), work)
    (run,) = store.runs.find()
    assert (run.state, run.reason) == ("failed", "Too short.")


def test_who_asks_to_stop_here_gets_a_stopped_run_with_its_result(store, monkeypatch):
    monkeypatch.setattr(here, "stop_on_interrupt", Asked)

    def work(*, should_stop, **_doings):
        assert should_stop()
        return Outcome({"seconds": 1.0}, {}, b"best")

    here.train(DATA, MemoryConfig(), work)
    (run,) = store.runs.find()
    assert run.state == "stopped"
    assert store.results.weights(run.id) == b"best"


class Asked:
    """Ctrl-C was pressed already."""

    def __enter__(self):
        return lambda: True

    def __exit__(self, *_):
        pass


def test_a_second_ctrl_c_leaves_no_run_that_seems_to_work(store):
    def work(**_doings):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        here.train(DATA, MemoryConfig(), work)
    assert [run.state for run in store.runs.find()] == ["interrupted"]


def test_a_run_whose_process_died_is_no_longer_said_to_work(store):
    mine = store.terminal()
    dataset_id = mine.uploads.add(DATA.name, DATA.content)
    config = MemoryConfig()
    mine.queue.start_here(Order(config.model_dump_json(), cell_name(config)), dataset_id, "no process at all")
    assert the_run()["state"] == "interrupted"
    assert "resume it or train it again" in the_run()["reason"]


def test_a_run_of_another_machine_of_the_same_name_goes_on(postgres, monkeypatch):
    """Two containers may bear one name: on a store that many share another boot tells nothing."""
    monkeypatch.setenv("RNNKIT_DATABASE_URL", emptied(postgres))
    host, _boot, *process = json.loads(my_identity())
    shared = here.open_local_store()
    run_id = shared.of("").queue.submit(
        MemoryConfig().model_dump_json(), shared.of("").uploads.add("a", b"{}")
    )
    assert shared.queue.claim(json.dumps([host, "another boot", *process]), run_id)
    shared.close()
    again = here.open_local_store()
    assert again.runs.get(run_id).state == "running"
    again.close()


def test_a_terminal_has_no_limit_by_the_hour_and_a_browser_keeps_its_own(store, monkeypatch):
    monkeypatch.setenv("RNNKIT_MAX_RUNS_AN_HOUR", "1")
    monkeypatch.setenv("RNNKIT_MAX_QUEUED", "1")
    for seed in range(3):
        here.train(DATA, MemoryConfig(seed=seed), lambda **_: Outcome({}, {}, b""))
    assert {(run.viewer, run.state) for run in store.runs.find()} == {("", "finished")}
    browser = open_store().of("somebody")
    browser.queue.submit(MemoryConfig().model_dump_json(), browser.uploads.add(DATA.name, DATA.content))
    assert len(browser.runs.find()) == 1


def test_a_text_with_another_to_score_on_says_that_it_is_not_kept(tmp_path):
    (tmp_path / "a.txt").write_text("to be or not to be, " * 40)
    result = call(
        "text",
        str(tmp_path / "a.txt"),
        "--test",
        str(tmp_path / "a.txt"),
        "--steps",
        "2",
        "--hidden-size",
        "4",
    )
    assert result.exit_code == 0, result.stderr
    assert "not kept in the store: a run of the store has one text" in result.stderr
    assert json.loads(answer("runs", "--json")) == []

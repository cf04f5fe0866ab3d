"""The command line from outside: answers, files, refusals in one line with exit code 2."""

import io
import json
import os
import sys
import types

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from rnnkit.cli import main
from rnnkit.data.samples import SAMPLES, sample_bytes
from rnnkit.errors import DataError
from rnnkit.training.outcome import Outcome
from rnnkit.training.progress import Progress

SCORES = {"mae": 1.0, "rmse": 1.5, "smape": 10.0, "mase": float("nan")}


def an_outcome(config):
    """A finished run as the task hands it over."""
    future = pd.DataFrame(
        {
            "unique_id": "=shop",
            "target": "y",
            "ds": pd.date_range("2024-01-01", periods=2),
            "step": [1, 2],
            "y_hat": [1.0, -2.0],
            "lo": [0.0, -3.0],
            "hi": [2.0, -1.0],
        }
    )
    summary = {
        "config": config.model_dump(mode="json"),
        "metrics": {"model": SCORES, "last value": SCORES},
        "verdict": {"kind": "ties", "sentence": "Ties.", "suggestion": "", "setting_changes": {}},
        "seconds": np.float64(1.2),
    }
    return Outcome(summary, {"future": future}, b"weights")


@pytest.fixture
def calls(monkeypatch):
    """Replace the training by a record of what it was asked for."""
    asked = []

    def run(table, config, *, on_progress, should_stop, keeper, wishes):
        assert should_stop() is False
        assert list(wishes.asked(0)) == []
        assert keeper.newest() is None
        on_progress(Progress("training", 1, 2, 0.5, 0.3, 0.4, 0.01, 3.0))
        asked.append((table, config))
        return an_outcome(config)

    module = types.ModuleType("rnnkit.tasks.forecast.run")
    module.run = run
    monkeypatch.setitem(sys.modules, "rnnkit.tasks.forecast.run", module)
    return asked


@pytest.fixture
def file(tmp_path):
    """A small file of the usual kind."""
    path = tmp_path / "sales.csv"
    path.write_bytes(sample_bytes("airline"))
    return str(path)


def call(*words, **options):
    return CliRunner().invoke(main, list(words), **options)


def strict(text):
    """JSON without NaN or infinity."""

    def refuse(word):
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse)


def test_data_as_json_tells_what_was_understood_and_changed(file):
    result = call("data", file, "--json")
    assert result.exit_code == 0, result.stderr
    answer = strict(result.stdout)
    assert answer["understood"]["rows"] == 144
    assert answer["understood"]["step"] == "1 month"
    assert {"encoding", "separator", "missing_share", "freq"} <= set(answer["understood"])
    assert answer["seasonality"] == 12
    assert {"changes", "questions", "recipe"} <= set(answer)


def test_data_for_a_person_and_from_a_pipe(file):
    result = call("data", "-", input=sample_bytes("airline"))
    assert result.exit_code == 0
    assert "144" in result.stdout
    assert result.stdout == call("data", file).stdout


def test_data_as_code_runs_with_pandas_alone(file):
    result = call("data", file, "--code")
    assert result.exit_code == 0
    assert "import pandas as pd" in result.stdout


def test_forecast_as_json_is_strict_and_complete(file, calls):
    result = call("forecast", file, "--json", "--horizon", "3", "--test", "12")
    assert result.exit_code == 0, result.stderr
    answer = strict(result.stdout)
    assert {"data", "config", "metrics", "verdict", "seconds"} <= set(answer)
    assert answer["metrics"]["model"] == {"mae": 1.0, "rmse": 1.5, "smape": 10.0, "mase": None}
    assert result.stderr == ""  # no progress where nobody watches


def test_forecast_for_a_person_shows_verdict_and_scores(file, calls):
    out = call("forecast", file).stdout
    assert out.startswith("Ties.\n")
    assert "last value" in out
    assert "MASE" in out


def test_every_option_of_the_issue_reaches_the_settings(file, calls):
    result = call(
        *(
            "forecast",
            file,
            "--time",
            "month",
            "--target",
            "passengers",
            "--horizon",
            "6",
            "--lookback",
            "24",
        ),
        *("--cell", "gru", "--bidirectional", "--hidden-size", "32", "--num-layers", "2", "--epochs", "5"),
        *("--test", "12", "--seed", "7", "--json"),
    )
    assert result.exit_code == 0, result.stderr
    table, config = calls[0]
    assert config.targets == ("passengers",)
    assert (config.horizon, config.lookback, config.test, config.seed) == (6, 24, 12, 7)
    assert (config.cell, config.bidirectional, config.hidden_size, config.num_layers) == ("gru", True, 32, 2)
    assert (config.epochs, config.budget) == (5, None)
    assert table.understood["time"] in ("month", ["month"], ("month",))


def test_without_options_the_defaults_hold(file, calls):
    call("forecast", file)
    config = calls[0][1]
    assert config == type(config)()


def test_series_and_reading_options(tmp_path, calls):
    path = tmp_path / "shops.csv"
    path.write_bytes(sample_bytes("shops").replace(b",", b";"))
    result = call("forecast", str(path), "--series", "shop", "--target", "sales", "--separator", "semicolon")
    assert result.exit_code == 0, result.stderr
    assert len(calls[0][0].series) == 6


def test_out_writes_forecast_scores_and_model(file, tmp_path, calls, monkeypatch):
    monkeypatch.setattr(
        "rnnkit.cli.tasks.forecast_commands.kept_from", lambda outcome, label, source: (label, source)
    )
    monkeypatch.setattr("rnnkit.cli.tasks.forecast_report.write_kept", lambda kept: repr(kept).encode())
    folder = tmp_path / "new" / "result"
    result = call("forecast", file, "--out", str(folder), "--json")
    assert result.exit_code == 0, result.stderr
    assert (folder / "forecast.csv").read_text() == (
        "unique_id,ds,y_hat,lo,hi\n'=shop,2024-01-01,1.0,0.0,2.0\n'=shop,2024-01-02,-2.0,-3.0,-1.0\n"
    )
    assert strict((folder / "metrics.json").read_text()) == strict(result.stdout)
    assert (folder / "model.zip").read_text().startswith("('LSTM', DataSource(name='sales.csv', sha256=")
    assert sorted(path.name for path in folder.iterdir()) == ["forecast.csv", "metrics.json", "model.zip"]


def test_several_targets_become_series_of_their_own(file, tmp_path, calls):
    from rnnkit.cli.tasks.forecast_report import forecast_csv
    from rnnkit.tasks.forecast.settings import ForecastConfig

    outcome = an_outcome(ForecastConfig())
    both = pd.concat([outcome.frames["future"], outcome.frames["future"].assign(target="z")])
    back = pd.read_csv(io.BytesIO(forecast_csv(Outcome({}, {"future": both}))))
    assert back["unique_id"].unique().tolist() == ["'=shop/y", "'=shop/z"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["forecast"], "Give a file or --sample"),
        (["forecast", "FILE", "--sample", "sine"], "Give a file or --sample"),
        (["forecast", "missing.csv"], "missing.csv"),
        (["forecast", "FILE", "--cell", "perceptron"], "'perceptron' is not one of"),
        (["forecast", "FILE", "--horizon", "many"], "'many' is not a valid integer"),
        (["forecast", "FILE", "--horizon", "0"], "Horizon: whole number 1-2,000."),
        (
            ["forecast", "FILE", "--budget", "20", "--epochs", "3"],
            "Give one of a time budget, epochs or steps",
        ),
        (["forecast", "FILE", "--budget", "nan"], "Time budget"),
        (["forecast", "FILE", "--nonsense"], "--nonsense"),
        (["forecast", "FILE", "extra"], "extra"),
        (["data", "FILE", "--separator", "words"], ""),
        (["data", "--sample", "nothing"], "'nothing' is not one of"),
        (["forecast", "--sample", "hamlet"], "'hamlet' is not one of"),
        (["nonsense"], "nonsense"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_exit_code_2(words, message, file, calls):
    result = call(*[file if word == "FILE" else word for word in words])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert calls == []


def test_a_refusal_of_the_backend_is_one_line_too(file, monkeypatch, calls):
    def refuse(*_args, **_options):
        raise DataError("60 rows;\nneeds 90.")

    monkeypatch.setattr(sys.modules["rnnkit.tasks.forecast.run"], "run", refuse)
    result = call("forecast", file)
    assert (result.exit_code, result.stderr) == (2, "Error: 60 rows; needs 90.\n")


def test_a_folder_that_cannot_be_written_is_said(file, tmp_path, calls):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    result = call("forecast", file, "--out", str(blocked / "inside"))
    assert result.exit_code == 2
    assert "Cannot write into" in result.stderr


def test_more_than_the_limit_is_refused_before_it_is_parsed(tmp_path, monkeypatch):
    monkeypatch.setenv("RNNKIT_MAX_MEGABYTES", "1")
    path = tmp_path / "large.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 300_000)
    result = call("data", str(path))
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: Larger than 1 MB; take fewer rows or columns, or longer steps such as weekly means.\n",
    )


def test_a_sample_brings_its_settings_and_options_win(calls):
    assert call("forecast", "--sample", "sine").exit_code == 0
    assert call("forecast", "--sample", "sine", "--epochs", "3", "--lookback", "20").exit_code == 0
    first, second = calls[0][1], calls[1][1]
    assert first.model_dump().items() >= dict(SAMPLES["sine"].settings).items()
    assert (second.epochs, second.budget, second.lookback, second.horizon) == (3, None, 20, 25)


def test_help_without_a_command():
    result = call()
    assert result.exit_code == 0
    assert "forecast" in result.stdout


def test_what_was_assumed_of_a_price_is_said_with_what_to_do(tmp_path):
    lines = [f"{step},{step % 7 + step % 3},{step % 3}" for step in range(80)]
    path = tmp_path / "prices.csv"
    words = ["forecast", str(path), "--future-covariate", "price", "--target", "y", "--horizon", "3"]
    words += ["--test", "6", "--lookback", "8", "--steps", "2", "--hidden-size", "4"]
    path.write_text("\n".join(["t,y,price", *lines]))
    said = call(*words).output
    assert "price is unknown from 80 on: for 3 steps" in said
    assert "add the coming rows to the file, with an empty target" in said
    path.write_text("\n".join(["t,y,price", *lines, "80,,1", "81,,2", "82,,0"]))
    assert "unknown" not in call(*words).output


def test_a_command_keeps_few_prepared_shapes_unless_told_otherwise(monkeypatch):
    """Each holds memory to compute in, and sentences come in all lengths."""
    for before, after in ((None, "16"), ("64", "64")):
        monkeypatch.delenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", raising=False)
        if before:
            monkeypatch.setenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", before)
        assert call("translate", "--help").exit_code == 0
        assert os.environ["ONEDNN_PRIMITIVE_CACHE_CAPACITY"] == after

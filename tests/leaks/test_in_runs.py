"""Findings are kept with a run, and say what a leak is worth to the network that was trained."""

from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from planted import daily, walk

from rnnkit.cli import main
from rnnkit.data import read_table, split
from rnnkit.data.samples import sample_bytes
from rnnkit.leaks.finding import Finding
from rnnkit.leaks.network_gain import forecast_gain, text_gain
from rnnkit.tasks.forecast import leaks as forecast_leaks
from rnnkit.tasks.forecast import run as forecast_run
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text import leaks as text_leaks
from rnnkit.tasks.text import run as text_run
from rnnkit.tasks.text.settings import TextConfig


def repeated() -> bytes:
    y = walk(400)
    y[360:390] = y[100:130]
    return daily(y=y)


def test_a_forecast_keeps_its_findings_and_their_worth() -> None:
    config = ForecastConfig(epochs=1, hidden_size=4, test=80, horizon=1)
    summary = forecast_run.run(read_table(repeated()), config).summary
    finding = Finding.from_dict(summary["leaks"][0])
    assert finding.kind == "duplicates"
    assert finding.as_dict() | {"gains": ()} == summary["leaks"][0] | {
        "gains": (),
        "columns": ("y",),
        "without": (),
    }
    cheap, network = finding.gains
    assert cheap.method == "nearest neighbour"
    assert network.method == "this network, on all rows and on the new ones"
    assert network.inflated == pytest.approx(summary["metrics"]["model"]["mae"])
    honest = forecast_run.run(read_table(repeated()), config.replace(skip_repeats=True)).summary
    assert network.honest == pytest.approx(honest["metrics"]["model"]["mae"], rel=1e-6)
    assert honest["metrics"]["last value"] != summary["metrics"]["last value"]


def test_a_text_keeps_its_findings_and_their_worth() -> None:
    parts = split(sample_bytes("tunes").decode())
    test = parts.test[:1_500] + parts.training[2_000:3_000] + parts.test[1_500:3_000]
    config = TextConfig(steps=2, hidden_size=8, embedding_size=8, batch_size=4)
    outcome = text_run.run(parts.training[:20_000], config, test=test)
    finding = Finding.from_dict(outcome.summary["leaks"][0])
    assert finding.kind == "passages"
    assert finding.gains[1].inflated == pytest.approx(outcome.summary["metrics"]["test"]["bits_per_char"])
    assert finding.gains[1].rows < len(test) - 990


@pytest.mark.parametrize("skip", [False, True])
def test_a_run_looks_for_repeats_once(monkeypatch: pytest.MonkeyPatch, skip: bool) -> None:
    """Whether they are left out, or scored and worth something to the network."""
    asked: list[str] = []

    def counted(find: Any) -> Any:
        return lambda *given: asked.append(find.__name__) or find(*given)

    monkeypatch.setattr(forecast_leaks, "find_repeats", counted(forecast_leaks.find_repeats))
    monkeypatch.setattr(text_leaks, "find_passages", counted(text_leaks.find_passages))
    settings = ForecastConfig(steps=1, hidden_size=4, test=80, horizon=1, skip_repeats=skip)
    forecast_run.run(read_table(repeated()), settings)
    parts = split(sample_bytes("tunes").decode())
    config = TextConfig(steps=1, hidden_size=8, embedding_size=8, batch_size=4, skip_repeats=skip)
    text_run.run(parts.training[:20_000], config, test=parts.test[:1_500] + parts.training[2_000:3_000])
    assert asked == ["find_repeats", "find_passages"]


def test_the_score_of_the_new_rows_is_worked_out_by_hand() -> None:
    import pandas as pd

    test = pd.DataFrame({"y": [1.0, 2, 3, np.nan], "y_hat": [1.0, 2, 5, 9]})
    gain = forecast_gain(test, np.array([True, True, False, False]))
    assert gain is not None
    assert (gain.inflated, gain.honest, gain.rows) == (pytest.approx(2 / 3), 2.0, 1)
    assert forecast_gain(test, np.zeros(4, dtype=np.bool_)) is None
    # Symbols of 1, 2, 1, 1 characters; the last stands in a repeat. One bit each but two for the last.
    bits = text_gain(np.log(2) * np.array([1.0, 1.0, 2.0]), [1, 2, 1, 1], [(4, 5)])
    assert bits is not None
    assert (bits.inflated, bits.honest) == (pytest.approx(4 / 4), pytest.approx(2 / 3))


def test_the_command_line_tells_what_leaks_and_what_mends_it() -> None:
    y = walk(300)
    content = daily(y=y, hint=np.append(y[2:], [np.nan, np.nan]))
    said = CliRunner().invoke(main, ["data", "-"], input=content).output
    assert "hint holds what y will be 2 rows later, in 100 % of the rows." in said
    assert "--without hint" in said
    assert "with the leak" in said
    mended = CliRunner().invoke(main, ["data", "-", "--without", "hint", "--json"], input=content).output
    assert '"leaks": []' in mended
    assert '"value_columns": ["y"]' in mended.replace("\n", "").replace("    ", "").replace("  ", "")


def test_leaving_out_a_column_that_is_not_there_is_refused() -> None:
    answer = CliRunner().invoke(main, ["data", "-", "--without", "nope"], input=daily(y=walk(60)))
    assert answer.exit_code == 2
    assert "There is no value column 'nope'" in answer.output

"""The leak guard in the Data part of Forecast and Generate, and under the verdict of a run."""

import numpy as np
import pandas as pd
from made_up import Visit, finished, monthly_csv
from streamlit.testing.v1 import AppTest

from rnnkit.data.samples import sample_bytes
from rnnkit.leaks.finding import Finding, Gain
from rnnkit.runs.store import Store

QUIET = "nothing here gives the answers away"


def walk(rows: int = 240, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=rows).cumsum().round(3) + 50


def a_file(**columns: np.ndarray) -> bytes:
    days = pd.date_range("2020-01-01", periods=len(columns["y"])).strftime("%Y-%m-%d")
    return pd.DataFrame({"day": days, **columns}).to_csv(index=False).encode()


def upload(app: AppTest, content: bytes, name: str = "file.csv") -> AppTest:
    app.file_uploader[0].upload(name, content, "text/csv")
    return app.run()


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def warnings(app: AppTest) -> list[str]:
    return [warning.value for warning in app.warning]


def gains(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if "inflated" in table.value)


def leaking() -> bytes:
    y = walk()
    return a_file(y=y, rain=walk(seed=1), hint=np.append(y[3:], [np.nan] * 3))


def test_a_clean_file_gets_one_quiet_line(visit: Visit) -> None:
    app = upload(visit("forecast"), monthly_csv())
    assert QUIET in captions(app)
    assert warnings(app) == []


def test_a_later_value_is_quiet_until_it_is_read_and_can_be_left_out_and_taken_back(visit: Visit) -> None:
    app = upload(visit("forecast"), leaking())
    assert warnings(app) == []
    assert "hint holds what y will be 3 rows later" in captions(app)
    app.session_state["past_covariates"] = ["hint"]
    app.run()
    (warning,) = warnings(app)
    assert (
        "hint holds what y will be 3 rows later, in 100 % of the rows. It is read as if it were known"
        in warning
    )
    row = gains(app).iloc[0]
    assert row["inflated"] < row["honest"]
    (out,) = [toggle for toggle in app.toggle if toggle.label == "Leave out hint"]
    assert not out.value
    out.set_value(True).run()
    assert warnings(app) == []
    assert QUIET in captions(app)
    assert "past_covariates" not in app.query_params
    (back,) = [toggle for toggle in app.toggle if toggle.label == "Leave out hint"]
    assert back.value
    back.set_value(False).run()
    assert "hint holds what y will be 3 rows later" in captions(app)


def test_repeated_rows_warn_until_they_are_left_out_of_the_score(visit: Visit) -> None:
    y = walk()
    y[215:235] = y[50:70]
    app = upload(visit("forecast"), a_file(y=y))
    (warning,) = warnings(app)
    assert "of the test rows of y (20) stand in the training part, too" in warning
    app.toggle(key="skip_repeats").set_value(True).run()
    assert warnings(app) == []
    assert "of the test rows of y (20) stand in the training part, too" in captions(app)
    assert app.button(key="train").label == "Train LSTM"


def test_settings_that_cannot_be_leave_the_guard_silent(visit: Visit) -> None:
    app = upload(visit("forecast"), leaking())
    app.number_input(key="lookback").set_value(230).run()
    assert len(app.error) == 1
    assert "hint holds" not in captions(app)
    assert QUIET not in captions(app)


def test_a_text_that_repeats_itself_warns_until_repeats_are_left_out(visit: Visit) -> None:
    tunes = sample_bytes("tunes").decode()
    app = visit("generate")
    app.file_uploader[0].upload("tunes.txt", (tunes + tunes[5_000:7_000]).encode(), "text/plain")
    app.run()
    (warning,) = warnings(app)
    assert "of the test part also appears in the training part: 1 passage" in warning
    assert gains(app).iloc[0]["score"] == "bits per character"
    before = next(metric.value for metric in app.metric if metric.label == "Test symbols")
    app.toggle(key="skip_repeats").set_value(True).run()
    assert warnings(app) == []
    after = next(metric.value for metric in app.metric if metric.label == "Test symbols")
    assert int(before.replace(",", "")) - int(after.replace(",", "")) >= 2_000


def test_a_clean_text_gets_one_quiet_line(visit: Visit) -> None:
    app = visit("generate")
    app.button(key="sample_names").click().run()
    assert QUIET in captions(app)


def test_what_leaked_into_a_run_is_told_under_its_verdict(visit: Visit, store: Store) -> None:
    from made_up import ME

    from rnnkit.data import Overrides

    dataset = store.of(ME).uploads.add("sales.csv", monthly_csv(), Overrides().to_json())
    gain = Gain("MAE", 1.0, 2.0, 30, "this network, on all rows and on the new ones")
    finding = Finding("duplicates", "25 % of the test rows stand in both.", "Leave them out.", gains=(gain,))
    group = "g" * 22
    finished(store, dataset, group=group, leaks=[finding.as_dict()])
    app = visit("forecast", data=dataset, run=group)
    assert any("25 % of the test rows stand in both" in value for value in warnings(app))
    assert gains(app).iloc[0]["honest"] == 2.0

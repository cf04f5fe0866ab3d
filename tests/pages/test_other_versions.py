"""Runs that another version of the app made: each page shows what it can of them, and says what it cannot."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from made_up import ME, Visit, finished, monthly_csv
from made_up_text import add_poem, finished_text
from sqlalchemy import select, update
from streamlit.testing.v1 import AppTest

from rnnkit.files.encoding import sha256
from rnnkit.runs.sql.schema import artifacts, datasets, runs
from rnnkit.runs.store import Store

OTHER = "Made by another version of this app"
CHANGES: dict[str, dict[str, Any]] = {
    "unknown": {"zoneout": 0.5},
    "narrowed": {"hidden_size": 5000},
    "newer": {"version": 7, "memory": {"slots": 3}},
    "network": {"cell": "mamba"},
    "together": {"budget": 20, "epochs": 3},
}


def rewrite(store: Store, run_id: str, changes: dict[str, Any]) -> None:
    """Give a run the settings of another version, as asked for and as decided."""
    with store._database.writing() as connection:
        config = connection.execute(select(runs.c.config).where(runs.c.id == run_id)).scalar_one()
        changed = json.dumps(json.loads(config) | changes)
        connection.execute(update(runs).where(runs.c.id == run_id).values(config=changed))
        summary = artifacts.c.run_id == run_id, artifacts.c.name == "summary"
        found = json.loads(connection.execute(select(artifacts.c.content).where(*summary)).scalar_one())
        content = json.dumps(found | {"config": found["config"] | changes}).encode()
        values = {"content": content, "sha256": sha256(content)}
        connection.execute(update(artifacts).where(*summary).values(values))


def forecast(store: Store) -> tuple[str, str]:
    return "forecast", finished(store, store.of(ME).uploads.add("sales.csv", monthly_csv()))


def text(store: Store) -> tuple[str, str]:
    return "generate", finished_text(store, add_poem(store))


def warned(app: AppTest) -> list[str]:
    assert not app.exception
    assert not [alert.value for alert in app.error if "Something went wrong" in alert.value]
    return [alert.value for alert in app.warning if OTHER in alert.value]


@pytest.mark.parametrize(
    ("kind", "change"), [*((forecast, change) for change in CHANGES), (text, "network"), (text, "together")]
)
def test_the_page_of_a_run_of_another_version_shows_its_results_and_says_so(
    visit: Visit, store: Store, kind: Callable[[Store], tuple[str, str]], change: str
) -> None:
    page, run_id = kind(store)
    rewrite(store, run_id, CHANGES[change])
    app = visit(page, run=run_id)
    (said,) = warned(app)
    assert said.endswith("1 run can be looked at, taken along and deleted, but not trained again here.")
    labels = [button.proto.label for button in app.get("download_button")]
    assert "Scores JSON" in labels
    assert app.dataframe


@pytest.mark.parametrize("change", ["narrowed", "network"])
def test_other_pages_list_it_beside_the_others(visit: Visit, store: Store, change: str) -> None:
    _, strange = forecast(store)
    data = store.runs.get(strange).dataset_id
    finished(store, data, "GRU")
    rewrite(store, strange, CHANGES[change])
    app = visit("compare", runs=strange)
    assert len(warned(app)) == 1
    table = app.dataframe[0].value
    assert table["name"].tolist() == ["GRU", "LSTM"]
    assert table["cell"].tolist() == ["GRU", "mamba" if change == "network" else "LSTM"]
    for page in ("home", "gates"):
        assert not warned(visit(page))
    app = visit("your_run", run=strange)
    assert not app.exception
    assert not app.error


def test_it_is_not_trained_again_but_the_sentence_names_the_setting(visit: Visit, store: Store) -> None:
    _, run_id = forecast(store)
    rewrite(store, run_id, {"zoneout": 0.5})
    app = visit("forecast", run=run_id)
    app.button(key="train_further").click().run()
    assert [alert.value for alert in app.error] == [f"{OTHER}. There is no setting called zoneout."]
    assert len(store.runs.find()) == 1


def test_a_link_shows_it_too(visit: Visit, store: Store) -> None:
    _, run_id = forecast(store)
    rewrite(store, run_id, {"zoneout": 0.5})
    token = store.of(ME).shares.create(run_id)
    app = visit("forecast", token="g" * 43, share=token)
    assert len(warned(app)) == 1
    assert app.dataframe


def test_data_that_this_version_would_read_otherwise_is_not_read_and_the_results_stay(
    visit: Visit, store: Store
) -> None:
    _, run_id = forecast(store)
    with store._database.writing() as connection:
        connection.execute(update(datasets).values(overrides='{"dialect": "klingon"}'))
    app = visit("forecast", run=run_id)
    assert [alert.value for alert in app.error] == [f"{OTHER}. There is no setting called dialect."]
    assert "Scores JSON" in [button.proto.label for button in app.get("download_button")]


def test_it_can_be_deleted(visit: Visit, store: Store) -> None:
    _, run_id = forecast(store)
    rewrite(store, run_id, CHANGES["newer"])
    app = visit("home")
    app.button(key="your_data").click().run()
    app.button(key=f"delete_{run_id}").click().run()
    assert not app.exception
    assert store.runs.find() == []

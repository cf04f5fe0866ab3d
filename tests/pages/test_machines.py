"""The page Machines: behind a password of its own, and not there without one."""

import pytest
from made_up import ME, Visit, monthly_csv, queued
from streamlit.testing.v1 import AppTest

from pages.ui.page.menu import menu
from rnnkit.runs.offers import Offer
from rnnkit.runs.store import Store

SECRET = "who runs this server"


def answered(app: AppTest, words: str = SECRET) -> AppTest:
    app.text_input[0].set_value(words)
    return next(button for button in app.button if button.label == "Open").click().run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNNKIT_OPERATOR", SECRET)


def test_without_a_password_for_it_there_is_no_such_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RNNKIT_OPERATOR", raising=False)
    assert list(menu()) == ["", "Inside"]
    monkeypatch.setenv("RNNKIT_OPERATOR", SECRET)
    assert list(menu()) == ["", "Inside", "Host"]


def test_nothing_is_shown_before_its_password(visit: Visit, operator: None) -> None:
    app = visit("machines")
    assert [title.value for title in app.title] == ["Machines"]
    assert not app.subheader
    assert [alert.value for alert in answered(app, "another").error] == [
        "This password is wrong: 4 tries left."
    ]


def test_it_shows_machines_and_the_line_and_drains_and_stops(
    visit: Visit, store: Store, operator: None
) -> None:
    run_id = queued(store, store.of(ME).uploads.add("sales.csv", monthly_csv()))
    store.leases.take("broker:a", "one")
    store.offers.put(
        "broker:a", Offer("alpha", 7, 2, 4, 800.0, [{"device": "cpu", "name": "CPU"}], [], "1.0")
    )
    app = answered(visit("machines"))
    captions = [line.value for line in app.caption]
    assert "1 broker, 0 of 2 places busy" in captions
    assert "0 of 2 places busy · CPU · 4 cores · runs of up to 800 MB · version 1.0 · process 7" in captions
    (table,) = app.dataframe
    assert table.value.iloc[0].tolist()[:3] == [1, "visitor 1", "forecast"]
    app = press(app, "Drain")
    assert store.offers.drained() == {"alpha"}
    press(app, "Take runs again")
    assert store.offers.drained() == set()
    app.checkbox[0].check().run()
    press(app, "Stop everything")
    assert store.runs.get(run_id).state == "cancelled"

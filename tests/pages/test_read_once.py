"""A file is read once: what an upload, another reading or a switch has read is what the page shows."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from made_up import Visit, monthly_csv
from streamlit import config

from pages.ui.frame.server import upload_size
from rnnkit.data.limits import Limits
from rnnkit.data.table import doctor

DAYS = [
    f"{day:%Y-%m-%d},{number}.5\n" for number, day in enumerate(pd.date_range("2019-01-01", periods=1500))
]
LONG = ("day,sales\n" + "".join(DAYS)).encode()
"""Longer than what is looked at to see whether a file is meant for another page."""
GAPPED = ("day,sales\n" + "".join(DAYS[:700] + DAYS[701:])).encode()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every content that was examined."""
    seen: list[bytes] = []
    examine: Callable[..., Any] = doctor._examine

    def counted(content: bytes, *rest: Any) -> Any:
        seen.append(content)
        return examine(content, *rest)

    monkeypatch.setattr(doctor, "_examine", counted)
    return seen


def test_an_upload_is_read_once_and_never_again(visit: Visit, read: list[bytes]) -> None:
    app = visit("forecast")
    app.file_uploader[0].upload("sales.csv", LONG, "text/csv")
    app.run()
    assert "sales.csv" in app.expander[0].label
    app.run()
    assert read.count(LONG) == 1


def test_a_switch_reads_once(visit: Visit, read: list[bytes]) -> None:
    app = visit("forecast")
    app.file_uploader[0].upload("gap.csv", GAPPED, "text/csv")
    app.run()
    before = read.count(GAPPED)
    next(toggle for toggle in app.toggle if "time stamp put in" in toggle.label).set_value(False).run()
    assert (before, read.count(GAPPED)) == (1, 2)


def test_pasted_text_is_read_once(visit: Visit, read: list[bytes]) -> None:
    app = visit("forecast")
    app.text_area(key="pasted").input(LONG.decode()).run()
    next(button for button in app.button if button.label == "Use this text").click().run()
    assert read.count(LONG) == 1


def test_the_server_takes_what_the_host_allows_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    options: dict[str, Any] = {upload_size.OPTION: 11}
    monkeypatch.setattr(config, "get_option", options.__getitem__)
    monkeypatch.setattr(config, "set_option", options.__setitem__)
    for megabytes, taken in ((5, 11), (100, 101), (50, 101)):
        monkeypatch.setattr(Limits, "from_environment", lambda m=megabytes: Limits(megabytes=m))
        upload_size.hold_upload_size.cache_clear()
        upload_size.hold_upload_size()
        assert options[upload_size.OPTION] == taken


def test_another_span_of_rows_is_chosen_on_the_page(visit: Visit) -> None:
    app = visit("forecast")
    app.file_uploader[0].upload("sales.csv", monthly_csv(), "text/csv")
    app.run()
    app.session_state["fold_differently"] = True
    app.run()
    (span,) = app.slider
    first, last = span.value
    year = first.year + 2
    span.set_value((first.replace(year=year), last))
    next(button for button in app.button if button.label == "Read again").click().run()
    assert not app.exception
    assert any(f"from {year}-01-01" in caption.value for caption in app.caption)

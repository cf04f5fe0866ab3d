"""The report of a run: whole, small, alone, and harmless whatever a person called things."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from rnnkit.errors import NotFoundError
from rnnkit.files.report_parts import LinePicture, ReportLine
from rnnkit.pictures.line_svg import line_svg
from rnnkit.report import report_html
from rnnkit.tasks.task import EndedRun

HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;\u202e"
HARMLESS = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "figure", "figcaption", "svg"),
    *("path", "line", "text", "h1", "h2", "p", "ul", "li", "br", "span", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


class Tags(HTMLParser):
    """All tags and attributes of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def frames(name: str) -> pd.DataFrame:
    days = pd.date_range("2024-01-01", periods=6)
    line = {"unique_id": HOSTILE, "target": HOSTILE}
    answers = {"y_hat": [1.0, 2, 3], "lo": 0.0, "hi": 4.0, HOSTILE: 2.0}
    scores = {"mae": [1.0, 2.0], "mase": [0.5, 1.0], "method": ["model", HOSTILE]}
    known = {
        "history": pd.DataFrame({**line, "ds": days[:3], "y": [1.0, np.nan, 3.0]}),
        "test": pd.DataFrame({**line, "cutoff": days[2], "ds": days[3:], "y": [2.0, 3, 4], **answers}),
        "future": pd.DataFrame({**line, "ds": days[3:] + pd.Timedelta(days=3), "step": [1, 2, 3], **answers}),
        "by_series": pd.DataFrame({**line, **scores}),
    }
    if name not in known:
        raise NotFoundError("no such frame")
    return known[name]


def hostile() -> EndedRun:
    summary = {
        "metrics": {"model": {"mae": 1.0}, HOSTILE: {"mae": 2.0}},
        "verdict": {"kind": "beats", "sentence": HOSTILE, "suggestion": HOSTILE},
        "notes": [HOSTILE],
        "assumed": HOSTILE,
        "config": {"targets": [HOSTILE], "horizon": 3},
        "versions": {HOSTILE: HOSTILE},
        "device": HOSTILE,
        "seconds": 1.0,
    }
    changes = (HOSTILE,)
    return EndedRun(
        "forecast", HOSTILE, HOSTILE, datetime(2026, 1, 2, tzinfo=UTC), summary, frames, {}, changes
    )


def test_whatever_a_person_names_stays_text():
    page = report_html(hostile()).decode()
    found = Tags(page)
    assert found.tags <= HARMLESS
    assert not [name for name in found.names if name.startswith("on") or name in ("src", "href")]
    assert "".join(found.text).count("<script>alert(1)</script>") >= 10


def test_the_page_needs_nothing_from_elsewhere_and_forbids_it():
    page = report_html(hostile()).decode()
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "url(" not in page
    assert len(page) < 40_000


def test_a_line_lifts_the_pen_where_a_value_is_missing():
    """0, 1, nothing, 3 over x from 0 to 3: two strokes, from the lower left corner to the upper right."""
    svg = line_svg(LinePicture("a", [ReportLine("a", "actual", [0, 1, 2, 3], [0.0, 1.0, np.nan, 3.0])]))
    path = svg.partition('<path class="actual" d="')[2].partition('"')[0]
    assert path == "M64.0 234.0L292.0 159.3M748.0 10.0"


@pytest.mark.parametrize(
    "y", [[], [np.nan], [5.0], [1e-12, 1e12], [-3.0, -3.0], [1e17, 1e17], [1e17, 1e17 + 16]]
)
def test_any_line_can_be_drawn(y):
    svg = line_svg(LinePicture("a", [ReportLine("a", "network", list(range(len(y))), y)]))
    assert "nan" not in svg
    assert "inf" not in svg

"""The projector: one thing at a time, in letters that the last row can read, driven by the teacher.

It is read every two seconds, by one question to the store however many look. Its address can change nothing.
No names stand on it before the room has ended.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.ui.access.rooms import board_of, end_of, run_on_screen, screen, seen_by, standings_of
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.streamlit_names import ComponentRenderer
from pages.ui.frame.theme import is_dark
from pages.ui.room.board_view import final_table, rank_words, score_title, who
from pages.ui.room.invitation import join_address, qr_picture, spaced
from pages.ui.room.member_view import titles_of
from pages.ui.tasks import level_of
from rnnkit.pictures.room_figures import one_run
from rnnkit.rooms.board import BoardLine
from rnnkit.rooms.exactness import exactness_words, written
from rnnkit.rooms.shake_up import told
from rnnkit.rooms.whereabouts import spots
from rnnkit.runs.rooms.screening import Screen
from rnnkit.runs.rooms.teaching import Projected
from rnnkit.words import plural, t

FOLDER = Path(__file__).parent
EVERY = 1.25  # seconds between two looks; what they see may be a second old, and three are the most
MOST_LINES = 9
HEIGHT = 720
Slide = Mapping[str, Any]


def projector() -> None:
    """The page of the projector. Raises `NotFoundError` for a link that is not valid (any more)."""
    screen()
    st.fragment(_look, run_every=EVERY)()


def _look() -> None:
    with error_boundary():
        by = screen()
        found = seen_by(by)
        view = found.room.shown.view
        if view == "run":
            _run(by, found)
        else:
            _component()(key="projector", data={**SLIDES[view](found), "title": found.room.title})


def _join(found: Projected) -> Slide:
    """The code, the link and its picture."""
    address = join_address(found.room)
    return {
        "view": "join",
        "lead": t("Join with this code"),
        "code": spaced(found.room.code),
        "link": address.partition("//")[2] or address,
        "picture": qr_picture(address),
        "alt": t("QR picture of the link to join"),
        "foot": plural("{number} member", "{number} members", len(found.members)),
    }


def _members(found: Projected) -> Slide:
    """A dot for each member, in the place where they are."""
    places = spots(found.members, titles_of(found.room), datetime.now(UTC))
    return {
        "view": "members",
        "lead": t("Who is where"),
        "places": [[spot.words, spot.number, spot.key == "away"] for spot in places],
        "foot": plural("{number} member", "{number} members", len(found.members)),
    }


def _board(found: Projected) -> Slide:
    """The first lines of the board, or of its end."""
    data = found.room.shown.data
    if not found.room.open:
        return _final(found, data)
    board, metric = board_of(found, data), standings_of(found, data).metric
    rows = [
        [rank_words(board, lines[0]), _nameless(lines), written(lines[0].score, board.step)]
        for lines in _alike(board.lines)
    ]
    return {
        "view": "board",
        "lead": t("Board"),
        "heads": [t("Rank"), t("Who"), score_title(metric)],
        "rows": rows[:MOST_LINES],
        "foot": " ".join([*_more(rows), exactness_words(board.step)])
        if rows
        else t("The board begins with the first run that ends."),
    }


def _alike(lines: Sequence[BoardLine]) -> list[list[BoardLine]]:
    """Members of one rank and score together, since nothing tells them apart; each baseline by itself."""

    def look(line: BoardLine) -> tuple[int, str, str]:
        return line.rank, f"{line.score}", line.key if line.baseline else ""

    found: dict[tuple[int, str, str], list[BoardLine]] = {}
    for line in lines:
        found.setdefault(look(line), []).append(line)
    return list(found.values())


def _nameless(lines: Sequence[BoardLine]) -> str:
    """Baselines by their names, members not by theirs before the end."""
    if lines[0].baseline:
        return who(lines[0])
    return plural("{number} member", "{number} members", len(lines))


def _final(found: Projected, data: int) -> Slide:
    end = end_of(found, data)
    table = final_table(end)
    rows = [[str(row[0]), str(row[1]), str(row[2]), str(row[5])] for row in table.itertuples(index=False)]
    return {
        "view": "board",
        "lead": t("Shake-up"),
        "heads": [t("Rank"), t("Who"), score_title(standings_of(found, data).metric), t("Moved")],
        "rows": rows[:MOST_LINES],
        "foot": " ".join([*_more(rows), *told(end)[1:2]]),
    }


def _more(rows: list[list[str]]) -> list[str]:
    return [t("{number} more below.", number=len(rows) - MOST_LINES)] if len(rows) > MOST_LINES else []


SLIDES = {"join": _join, "members": _members, "board": _board}


def _run(by: Screen, found: Projected) -> None:
    """The losses of one run as it learns."""
    chosen = found.room.shown.run
    words = t("Choose a run on the teacher's page.")
    run, curve = run_on_screen(by, chosen) if chosen else (None, None)
    if run is not None and curve is not None and len(curve) < 2:
        words = t("The curve begins after the first steps.")
    if run is None or curve is None or len(curve) < 2:
        slide = {"view": "words", "lead": t("One run"), "foot": words, "title": found.room.title}
        _component()(key="projector", data=slide)
        return
    lead = {"view": "words", "lead": run.label, "foot": "", "title": found.room.title}
    _component()(key="projector", data=lead)
    data, spec = one_run(curve, level_of(run), is_dark())
    st.vega_lite_chart(
        data,
        spec,
        key="projector_run",
        height=HEIGHT,
        alt=t("Loss by training step, on the training and on the validation part"),
    )


@cache
def _component() -> ComponentRenderer:
    """Registered once a server."""
    return st.components.v2.component(
        "rnnkit_projector",
        html='<div class="slide"></div>',
        css=(FOLDER / "projector.css").read_text("utf-8"),
        js=(FOLDER / "projector.js").read_text("utf-8"),
    )

"""The board of a room as a table, and at its end both halves with what they moved."""

import math

import pandas as pd
import streamlit as st

from pages.ui.access.rooms import board_of, end_of, standings_of
from pages.ui.frame.folds import folded
from pages.ui.frame.words import literal, three
from rnnkit.compare.score import method_words
from rnnkit.metrics import METRICS
from rnnkit.rooms.board import Board, BoardLine
from rnnkit.rooms.exactness import exactness_words, written
from rnnkit.rooms.shake_up import ShakeUp, told
from rnnkit.runs.rooms.records import Room
from rnnkit.runs.rooms.teaching import Projected
from rnnkit.words import plural, t


def boards(found: Projected, me: str = "") -> None:
    """The board of each data set of a room; `me` is the member whose line is marked."""
    for data in found.room.data:
        if len(found.room.data) > 1:
            st.markdown(f"**{literal(data.name)}**")
        if not data.rows:
            st.info(
                t("Nothing of this data was hidden, so there is no board: each looks at their own runs."),
                icon=":material/info:",
            )
        elif found.room.open:
            open_board(found, data.number, me)
        else:
            final_board(found, data.number, me)


def open_board(found: Projected, data: int, me: str = "") -> None:
    """The board while the room is open: the public half, as exact as it is."""
    board, stands = board_of(found, data), standings_of(found, data)
    if not board.lines:
        st.info(
            t("The board begins with the first run that ends: baselines and runs stand on it together."),
            icon=":material/leaderboard:",
        )
        return
    table = pd.DataFrame([_row(board, line, me) for line in board.lines])
    table.columns = [t("Rank"), t("Who"), score_title(stands.metric), t("Runs"), t("Shown")]
    _table(table, "board", t("The board of the room by rank"))
    st.caption(literal(exactness_words(board.step)))
    if stands.left_out:
        st.caption(_left_out(stands.left_out))
    _how()


def _row(board: Board, line: BoardLine, me: str) -> tuple[str, ...]:
    shown = "" if line.baseline else t("run {number}", number=line.entry + 1)
    runs = "" if line.baseline else str(line.entries)
    return rank_words(board, line), who(line, me), written(line.score, board.step), runs, shown


def rank_words(board: Board, line: BoardLine) -> str:
    """A rank, and whether it is shared; a dash where nobody can be ranked."""
    if math.isinf(board.step):
        return "–"
    sharing = board.sharing(line.rank)
    return t("{rank} (shared by {number})", rank=line.rank, number=sharing) if sharing > 1 else str(line.rank)


def who(line: BoardLine, me: str = "") -> str:
    """What a line is called: a baseline as one, and oneself."""
    if line.baseline:
        return t("{name} (baseline)", name=method_words(line.name))
    return t("{name} (you)", name=line.name) if me and line.key == me else line.name


def score_title(metric: str) -> str:
    """What a score is measured in, as a heading."""
    return METRICS[metric].heading if metric in METRICS else t("Score")


def _left_out(number: int) -> str:
    return plural(
        "{number} run was scored on other rows and is left out.",
        "{number} runs were scored on other rows and are left out.",
        number,
    )


def _how() -> None:
    if (fold := folded("board_how", t("How the board is made"), ":material/help:")).open:
        fold.markdown(
            t(
                "A part of the data was cut off before anybody got it. Each run is scored on it where nobody "
                "can see it, and the board shows the scores on one half of it. The other half is opened at "
                "the end.\n\n"
                "Of your runs the first is shown, and after that only a run that is better by more than luck "
                "would explain (a paired test, one-sided, 5 %). Those who cannot be told apart share a rank. "
                "Simple rules stand on the board like members: they are what has to be beaten."
            )
        )


def final_board(found: Projected, data: int, me: str = "") -> None:
    """Both halves side by side, how ranks moved, and what that means."""
    end, stands = end_of(found, data), standings_of(found, data)
    for sentence in told(end):
        st.markdown(sentence)
    if not end.lines:
        return
    table = final_table(end, me)
    table.columns = [
        t("Rank"),
        t("Who"),
        t("{score}, private half", score=score_title(stands.metric)),
        t("{score}, public half", score=score_title(stands.metric)),
        t("Rank before"),
        t("Moved"),
    ]
    _table(table, "final", t("Both halves of the hidden rows, by the rank on the private one"))
    if stands.left_out:
        st.caption(_left_out(stands.left_out))


def final_table(end: ShakeUp, me: str = "") -> pd.DataFrame:
    """The lines of the end: rank, who, both scores, the rank before, and by how much it moved."""
    names = {line.key: who(line, me) for line in end.before.lines}
    return pd.DataFrame(
        [
            (
                line.private_rank,
                names[line.key],
                three(line.private),
                three(line.public),
                line.public_rank,
                moved_words(line.moved),
            )
            for line in end.lines
        ]
    )


def moved_words(moved: int) -> str:
    """An arrow with the number of ranks."""
    return "–" if not moved else f"▲ {moved}" if moved > 0 else f"▼ {-moved}"


def _table(table: pd.DataFrame, key: str, alt: str) -> None:
    st.dataframe(table, hide_index=True, key=f"room_{key}", alt=alt, width="stretch")


def board_words(room: Room) -> str:
    """What the heading above a board says."""
    return t("Board") if room.open else t("Shake-up")

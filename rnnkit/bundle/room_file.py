"""A whole room as one file for its teacher: what was fixed, who was there, every run, and the board.

It holds what the page of the teacher shows and no more: no row of the hidden slice, no loss of a single row,
no code, no link, no weights. While the room is open the board is as exact as everybody sees it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from rnnkit.bundle.archive import pack
from rnnkit.bundle.readme import plain
from rnnkit.config.stored import stamped_json
from rnnkit.files.csv_export import safe_csv
from rnnkit.files.encoding import to_json
from rnnkit.rooms.board import Board, board
from rnnkit.rooms.exactness import exactness_words, written
from rnnkit.rooms.shake_up import ShakeUp, shake_up, told
from rnnkit.rounding import three
from rnnkit.runs.rooms.records import Room
from rnnkit.runs.rooms.standings import Standings, standings
from rnnkit.runs.rooms.teaching import Projected, Teacher
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

MOST_RUNS = 300
ENDED = ("finished", "stopped")


def room_file(by: Teacher) -> bytes:
    """All of a room, as it stands. Raises `NotFoundError` for a link that is not valid (any more)."""
    found = by.projected()
    runs = by.runs.newest()
    newest = [run for run in runs if run.state in ENDED][-MOST_RUNS:]
    files = {
        "README.md": "\n".join([*_readme(found, runs, newest), ""]).encode(),
        "room.json": to_json(_told(found.room)).encode(),
        "members.csv": _members(found),
        "answers.csv": _answers(by, found),
        "runs.csv": _runs(by, found, runs),
    }
    for data in found.room.data:
        files |= dict(_board_files(found, data.number))
    return pack({**files, **dict(_run_files(by, runs, newest))})


def _readme(found: Projected, runs: Sequence[Run], newest: Sequence[Run]) -> Iterator[str]:
    yield f"# {plain(found.room.title)}"
    yield ""
    yield t(
        "A room of RNN playground with {members} members and {runs} runs.",
        members=len(found.members),
        runs=len(runs),
    )
    if not found.room.open:
        yield t("It has ended; both halves of the hidden rows are on the board.")
    else:
        yield t("It was open when this file was made: the board is that of the public half.")
    if (left := sum(run.state in ENDED for run in runs) - len(newest)) > 0:
        yield t(
            "The settings and curves of the {most} newest runs are in it, not those of {left} older ones.",
            most=MOST_RUNS,
            left=left,
        )
    yield ""
    for name, words in _meanings():
        yield f"- `{name}`: {words}"


def _meanings() -> Iterator[tuple[str, str]]:
    yield "room.json", t("what was fixed: task, settings, what was open and hidden, time, lessons")
    yield "members.csv", t("who was there, by the names they had in the room")
    yield "runs.csv", t("every run, with its state and its scores on what members could see")
    yield "answers.csv", t("what was answered in lessons")
    yield "board-1.csv", t("the board of each data set by its number, and board-1.md what it says")
    yield "runs/", t("settings and losses of each run, by the numbers in runs.csv")


def _told(room: Room) -> Mapping[str, Any]:
    """What was fixed, without what opens the room."""
    return {
        "title": room.title,
        "state": room.state,
        "created": room.created.isoformat(timespec="seconds"),
        "ended": _time(room.ended),
        "plan": room.plan.model_dump(mode="json"),
        "data": [
            {
                "number": data.number + 1,
                "name": data.name,
                "settings": dict(data.own),
                "hidden rows": data.rows,
            }
            for data in room.data
        ],
    }


def _members(found: Projected) -> bytes:
    rows = [(one.name, _time(one.joined), _time(one.seen), one.runs, one.entries) for one in found.members]
    return _table(rows, "member", "joined", "last seen", "runs", "scored")


def _answers(by: Teacher, found: Projected) -> bytes:
    names = {member.id: member.name for member in found.members}
    rows = [
        (names.get(one.member, one.member), one.lesson, one.question, one.answer, one.right, _time(one.at))
        for one in by.answers()
    ]
    return _table(rows, "member", "lesson", "question", "answer", "right", "at")


def _runs(by: Teacher, found: Projected, runs: Sequence[Run]) -> bytes:
    """One line a run; scores are those of its own test part."""
    names = {member.id: member.name for member in found.members}
    data = {one.dataset_id: one.name for one in found.room.data}
    owners, summaries = by.owners(), by.results.summaries([run.id for run in runs])
    rows = []
    for number, run in enumerate(runs, start=1):
        scores = summaries.get(run.id, {}).get("metrics", {}).get("model", {})
        owner = owners.get(run.id, "")
        rows.append(
            {
                "run": number,
                "member": names.get(owner, owner),
                "label": run.label,
                "data": data.get(run.dataset_id, ""),
                "state": run.state,
                "asked": _time(run.created),
                "seconds": round(run.seconds, 1),
                "steps": run.step,
                **{name: value for name, value in scores.items() if isinstance(value, int | float)},
            }
        )
    return safe_csv(pd.DataFrame(rows))


def _run_files(by: Teacher, runs: Sequence[Run], newest: Sequence[Run]) -> Iterator[tuple[str, bytes]]:
    """Settings and losses of the newest runs that ended, by their numbers among all."""
    numbers = {run.id: number for number, run in enumerate(runs, start=1)}
    for run in newest:
        folder = f"runs/{numbers[run.id]:04d}"
        yield f"{folder}/settings.json", stamped_json(run.config, indent=2).encode()
        yield f"{folder}/losses.csv", safe_csv(by.progress.curve(run.id))


def _board_files(found: Projected, data: int) -> Iterator[tuple[str, bytes]]:
    """The board of a data set as a table, and what is said beside it."""
    held = standings(found.entries, found.members, data)
    if not held.competitors:
        return
    if found.room.open:
        table, said = _open(board(held.competitors))
    else:
        table, said = _final(shake_up(held.competitors))
    yield f"board-{data + 1}.csv", table
    yield f"board-{data + 1}.md", "\n\n".join([*said, *_left_out(held), ""]).encode()


def _open(shown: Board) -> tuple[bytes, list[str]]:
    rows = [
        (line.rank, line.name, line.baseline, written(line.score, shown.step), line.entries)
        for line in shown.lines
    ]
    table = _table(rows, "rank", "name", "baseline", "public half", "entries")
    return table, [exactness_words(shown.step)]


def _final(end: ShakeUp) -> tuple[bytes, list[str]]:
    rows = [
        (
            line.private_rank,
            line.name,
            line.baseline,
            three(line.private),
            three(line.public),
            line.public_rank,
        )
        for line in end.lines
    ]
    table = _table(rows, "rank", "name", "baseline", "private half", "public half", "rank before")
    return table, list(told(end))


def _left_out(held: Standings) -> list[str]:
    if not held.left_out:
        return []
    return [t("Scored on other rows and left out: {number}.", number=held.left_out)]


def _table(rows: Sequence[tuple[object, ...]], *names: str) -> bytes:
    return safe_csv(pd.DataFrame(rows, columns=list(names)))


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment is not None else ""

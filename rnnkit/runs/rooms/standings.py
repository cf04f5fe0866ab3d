"""Who competes in a room, and with what: entries of the store as the board takes them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rnnkit.rooms.board import Competitor
from rnnkit.runs.rooms.records import Member, RoomEntry


@dataclass(frozen=True)
class Standings:
    """The competitors on one data set, the measure of their scores, and how many entries are on other rows.

    Those are left out: a score on other rows says something else.
    """

    competitors: tuple[Competitor, ...]
    metric: str = ""
    left_out: int = 0


def standings(entries: Sequence[RoomEntry], members: Sequence[Member], data: int) -> Standings:
    """Baselines first, then members in the order in which they came."""
    scored = [entry for entry in entries if entry.data == data and entry.public is not None]
    if not scored:
        return Standings(())
    rows, _ = Counter(entry.rows for entry in scored).most_common(1)[0]
    same = [entry for entry in scored if entry.rows == rows]
    names = {member.id: member.name for member in members}
    held: dict[tuple[bool, str], list[RoomEntry]] = {}
    for entry in same:
        held.setdefault((entry.baseline, entry.name if entry.baseline else entry.member), []).append(entry)
    competitors = [
        Competitor(
            key=f"baseline {key}" if baseline else key,
            name=key if baseline else names.get(key, key),
            entries=tuple(entry.public for entry in of if entry.public is not None),
            private=tuple(entry.private for entry in of if entry.private is not None),
            baseline=baseline,
        )
        for (baseline, key), of in sorted(held.items(), key=lambda item: not item[0][0])
    ]
    return Standings(tuple(competitors), same[0].metric, len(scored) - len(same))

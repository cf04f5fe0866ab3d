"""Where the members of a room are, in few places: what a teacher sees at a glance, and dots of the projector.

Plain values in, plain values out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from rnnkit.words import t

AWAY = timedelta(minutes=5)  # without a sign of life
ROOM = "room"  # the page of the room itself
HERE, FORM, WAITING, TRAINING, GONE = "here", "form", "waiting", "training", "away"
WORDS: Mapping[str, str] = {
    HERE: "In the room",
    FORM: "Choosing settings",
    WAITING: "Waiting in the queue",
    TRAINING: "Training",
    GONE: "Away",
}


class MemberSeen(Protocol):
    """What is known of a member: the page and lesson where they were last seen, and when; their runs."""

    @property
    def seen(self) -> datetime:
        """When they were last seen."""

    @property
    def page(self) -> str:
        """The page on which they were."""

    @property
    def lesson(self) -> str:
        """The lesson in which they were; empty for none."""

    @property
    def waiting(self) -> int:
        """Runs that wait."""

    @property
    def working(self) -> int:
        """Runs that work."""


@dataclass(frozen=True)
class Spot:
    """A place, what it is called, and how many are there."""

    key: str
    words: str
    number: int


def whereabouts(member: MemberSeen, now: datetime) -> str:
    """The key of the place where a member is; a lesson by its name. Whose run works is there, wherever."""
    if member.working:
        return TRAINING
    if member.waiting:
        return WAITING
    if now - member.seen > AWAY:
        return GONE
    if member.lesson:
        return member.lesson
    return HERE if member.page in ("", ROOM) else FORM


def spots(members: Sequence[MemberSeen], lessons: Mapping[str, str], now: datetime) -> list[Spot]:
    """All places in the order of a class, with how many are there; `lessons` are titles by names.

    A lesson that is not in the order of the room has a place of its own where somebody is there.
    """
    where = [whereabouts(member, now) for member in members]
    names = {HERE: WORDS[HERE], **lessons}
    names |= {key: key for key in where if key not in WORDS and key not in names}
    names |= {key: WORDS[key] for key in (FORM, WAITING, TRAINING, GONE)}
    return [Spot(key, t(words), where.count(key)) for key, words in names.items()]

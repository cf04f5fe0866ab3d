"""Where the members of a room are: each in one place, all counted once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rnnkit.rooms.whereabouts import spots, whereabouts

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Pupil:
    page: str = "room"
    lesson: str = ""
    waiting: int = 0
    working: int = 0
    ago: int = 0

    @property
    def seen(self):
        return NOW - timedelta(seconds=self.ago)


def test_a_run_says_more_than_a_page_and_a_page_more_than_nothing():
    found = [
        whereabouts(Pupil(page, lesson, waiting, working, ago), NOW)
        for page, lesson, waiting, working, ago in (
            ("", "", 0, 0, 0),
            ("room", "", 0, 0, 299),
            ("forecast", "", 0, 0, 10),
            ("lessons", "gates", 0, 0, 10),
            ("lessons", "gates", 1, 0, 10),
            ("lessons", "gates", 1, 1, 10),
            ("room", "", 0, 1, 4000),
            ("forecast", "", 0, 0, 301),
        )
    ]
    assert found == ["here", "here", "form", "gates", "waiting", "training", "training", "away"]


def test_every_member_is_counted_once_in_the_order_of_the_class():
    lessons = [Pupil("lessons", "gates"), Pupil("lessons", "shapes")]
    members = [Pupil(), *lessons, Pupil(working=1), Pupil(ago=900)]
    found = [
        (spot.words, spot.number) for spot in spots(members, {"gates": "Gates", "idea": "The idea"}, NOW)
    ]
    assert found == [
        ("In the room", 1),
        ("Gates", 1),
        ("The idea", 0),
        ("shapes", 1),
        ("Choosing settings", 0),
        ("Waiting in the queue", 0),
        ("Training", 1),
        ("Away", 1),
    ]
    assert sum(number for _, number in found) == len(members)

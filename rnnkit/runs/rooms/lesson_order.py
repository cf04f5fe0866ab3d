"""How far the lessons of a room are open: up to the first stop of its plan, or as far as its teacher says."""

from collections.abc import Sequence

from rnnkit.runs.rooms.plan import LessonStep
from rnnkit.runs.rooms.records import Room


def open_steps(room: Room) -> Sequence[LessonStep]:
    """The lessons that members may go to, in the order of the room; all of them once it has ended."""
    return room.plan.lessons[: open_number(room)]


def open_number(room: Room) -> int:
    """How many lessons are open."""
    steps = room.plan.lessons
    if not room.open:
        return len(steps)
    return min(room.shown.lessons or next_stop(steps, 0), len(steps))


def next_stop(steps: Sequence[LessonStep], done: int) -> int:
    """How many are open once the teacher opens what follows: up to the next stop, or all.

    Of the steps A, B (stop), C: 2 after 0, and 3 after 2.
    """
    for number in range(done, len(steps)):
        if steps[number].stop:
            return number + 1
    return len(steps)

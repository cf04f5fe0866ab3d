"""A page of a task that takes data: the parts Data, Model and Result, and what stands in for them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from pages.ui.form.bringing import sample_in_address
from pages.ui.form.ignored_settings import NOTHING, Judge, say_ignored
from pages.ui.form.preset.in_room import hold_room, turn_to_room
from pages.ui.form.preset.start_link import start_in_address
from pages.ui.form.runs_in_address import follow
from pages.ui.frame.address import come_back
from pages.ui.result.guest import guest_part
from pages.ui.result.imported import imported_part
from pages.ui.result.share_links import share_links
from pages.ui.task_page import TaskPage
from rnnkit.config import Settings
from rnnkit.runs.sql.rows import Run

T = TypeVar("T")
Runs = Sequence[Run]


def three_parts(
    page: TaskPage,
    data_part: Callable[[], T | None],
    model_part: Callable[[T, Runs], None],
    result_part: Callable[[Runs], None],
    *also: type[Settings],
    special: Mapping[str, Judge] = NOTHING,
) -> None:
    """Draw them; runs of somebody else, and those that came as a file, have a result alone.

    The address may hold settings of the task, those of `also`, and what is `special`: see `say_ignored`.
    """
    if guest_part(page, result_part):
        return
    sample_in_address(page)
    turn_to_room(page)
    come_back(page.name)
    start_in_address(page)
    runs = follow(page)
    hold_room(page)
    say_ignored(page.settings, *also, special=special)
    came = imported_part(runs, result_part)
    loaded = None if came else data_part()
    if loaded:
        model_part(loaded, runs)
    if not came and (loaded or runs):
        result_part(runs)
    if loaded or runs:
        share_links(runs)

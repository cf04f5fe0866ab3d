"""What every task promises on screen: a page in the menu, and parts that are there."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from pages.ui.form.forms import WORDS
from pages.ui.page.menu import INSIDE, OWN
from pages.ui.task_page import TaskPage
from pages.ui.tasks import TASKS
from rnnkit.config import choices
from rnnkit.tasks import TASKS as KINDS
from rnnkit.tasks.task import named


def paths(value: Any) -> Iterator[str]:
    """Every "module:name" in a descriptor."""
    if isinstance(value, str) and value.startswith("pages."):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from paths(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from paths(getattr(value, part.name))


@pytest.mark.parametrize("page", TASKS.values(), ids=list(TASKS))
def test_a_task_has_its_page_and_all_parts_that_it_names(page: TaskPage) -> None:
    assert page.task is KINDS[page.name]
    assert page.page.is_file()
    assert page.page in {row[0] for row in (*OWN, *INSIDE)}
    found = list(paths(page))
    assert page.size in found
    assert all(callable(named(path)) for path in found)


@pytest.mark.parametrize("page", TASKS.values(), ids=list(TASKS))
def test_every_choice_of_a_task_is_spelled_out(page: TaskPage) -> None:
    offered = {word for name in page.fields for word in choices(page.settings, name)}
    assert offered - set(WORDS) == set()
    assert set(page.choices) <= offered
    assert set(page.steps) <= set(page.fields)

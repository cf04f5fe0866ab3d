"""The cards of the examples on Home, from the examples themselves."""

from pages.ui.home.cards import WRITTEN, Card, written
from pages.ui.task_page import drawn_by
from pages.ui.tasks import TASKS
from rnnkit.data.samples import samples_of

__all__ = ["WRITTEN", "render"]


def render() -> str:
    """The file that Home reads; what each Python has of its own is not in it."""
    found: dict[str, Card] = {}
    for page in TASKS.values():
        if page.examples is not None:
            read = drawn_by(page.examples.read)
            same = [one.key for one in samples_of(page.name).values() if not one.found_here]
            found |= {key: read(key) for key in same}
    return written(found)

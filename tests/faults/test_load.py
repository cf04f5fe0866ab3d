"""A short form of `make bench-load`: several visitors of one server, all at once, and many reruns.

How many seconds they wait depends on the machine, so `make bench-load` holds that; here holds the rest.
"""

import asyncio
from collections.abc import Iterable, Iterator

import pytest

from bench._app import App
from bench._measure import Measure
from bench.hostile import flood
from bench.load import SHORT, Lesson, costs, hundred, reruns, resident

pytestmark = pytest.mark.fault

LESSON = Lesson(visitors=3, arrivals=1.0, training=SHORT, thinking=(0.3, 0.7))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNKIT_MAX_RUNS", "2")
        started = App(tmp_path_factory.mktemp("home"))
    yield started
    started.close()


def missed(measures: Iterable[Measure]) -> list[str]:
    """The bars that were missed, but for those of seconds."""
    held = [measure for measure in measures if measure.unit != "s" and measure.bar is not None]
    assert held
    return [measure.line for measure in held if not measure.kept]


def test_visitors_at_once_are_all_served_and_in_turn(app: App) -> None:
    assert missed(costs(app, LESSON, together=2200)) == []


def test_the_server_stays_as_small_as_it_was(app: App) -> None:
    assert missed(reruns(app, warm=4, number=12, most=8)) == []


def test_of_files_put_past_the_page_few_are_held(app: App) -> None:
    """Of 24 files of 5 MB a session holds six, hardly more than of three: 120 MB would be seen."""
    asyncio.run(flood(app, number=3, size=5_000_000))
    before = resident(app)
    asyncio.run(flood(app, number=24, size=5_000_000))
    assert resident(app) - before < 60


def test_runs_leave_nothing_open(app: App) -> None:
    assert missed(hundred(app, visitors=1, each=2)) == []

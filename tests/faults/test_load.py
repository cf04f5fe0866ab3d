"""A short form of `make bench-load`: several visitors of one server, all at once, and many reruns."""

from collections.abc import Iterator

import pytest

from bench._app import App
from bench.load import SHORT, Lesson, costs, hundred, reruns

pytestmark = pytest.mark.fault

LESSON = Lesson(visitors=3, arrivals=1.0, training=SHORT, thinking=(0.05, 0.2))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNKIT_MAX_RUNS", "2")
        started = App(tmp_path_factory.mktemp("home"))
    yield started
    started.close()


def test_visitors_at_once_are_all_served_soon_and_in_turn(app: App) -> None:
    missed = [measure.line for measure in costs(app, LESSON, together=2200) if not measure.kept]
    assert missed == []


def test_the_server_stays_as_small_as_it_was(app: App) -> None:
    missed = [measure.line for measure in reruns(app, warm=10, number=30) if not measure.kept]
    assert missed == []


def test_runs_leave_nothing_open(app: App) -> None:
    missed = [measure.line for measure in hundred(app, visitors=1, each=3) if not measure.kept]
    assert missed == []

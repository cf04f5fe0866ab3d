"""Searches of tiny networks that remember, for tests."""

from collections.abc import Mapping
from typing import Any

from rnnkit.config import parse
from rnnkit.runs.searching import SearchDriver
from rnnkit.runs.sql.rows import Search
from rnnkit.runs.store import Store
from rnnkit.runs.visitor.searches import Tried
from rnnkit.search.settings import SearchConfig
from rnnkit.search.space import settings_of
from rnnkit.tasks import TASKS

PROBLEM = b'{"problem": "adding", "length": 6, "test_length": 6}'
SIZES = {"hidden_size": (4, 6, 8)}


def asked(store: Store, viewer: str = "ann", over: Mapping[str, Any] = SIZES, **more: Any) -> str:
    """Ask for a search, and give its id."""
    config = parse(SearchConfig, {"over": dict(over), "steps": 90, **more})
    base = parse(TASKS["memory"].asked, {"problem": "adding", "length": 6, "batch_size": 8})
    tried = [Tried(each.model_dump(mode="json"), 1.0) for each in settings_of(base, config)]
    mine = store.of(viewer)
    return mine.searches.ask("memory", config, tried, mine.uploads.add("problem", PROBLEM), "LSTM")


def driven(store: Store, search_id: str, driver: SearchDriver, slots: int = 1) -> Search:
    """One look at all searches, and how this one stands then."""
    driver.look(slots)
    return store.of("ann").searches.get(search_id)

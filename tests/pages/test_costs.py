"""What a page costs where it can be counted: statements to the database each time it is drawn."""

from collections.abc import Callable

import pytest
from made_up import ME, Visit, curve, finished, monthly_csv, started
from streamlit.testing.v1 import AppTest

from rnnkit.runs.store import Store
from tests.statements import statements

Open = Callable[[Visit, Store], AppTest]


def nothing(visit: Visit, _: Store) -> AppTest:
    return visit("forecast")


def data(visit: Visit, store: Store) -> AppTest:
    return visit("forecast", data=store.of(ME).uploads.add("a.csv", monthly_csv()))


def done(visit: Visit, store: Store) -> AppTest:
    return visit("forecast", run=finished(store, store.of(ME).uploads.add("a.csv", monthly_csv())))


def two_that_train(visit: Visit, store: Store) -> AppTest:
    dataset_id = store.of(ME).uploads.add("a.csv", monthly_csv())
    for label in ("LSTM", "GRU"):
        run_id, attempt = started(store, dataset_id, label, group="both")
        store.recorder.log(run_id, attempt, curve())
    return visit("forecast", run="both")


@pytest.mark.parametrize(("page", "most"), [(nothing, 2), (data, 2), (done, 6), (two_that_train, 14)])
def test_a_page_drawn_again_asks_the_store_no_more_than_it_has_to(
    page: Open, most: int, visit: Visit, store: Store
) -> None:
    """What was read before is kept; what trains is read in one go (see tests/runs/test_looks.py)."""
    app = page(visit, store)
    app.run()
    assert not app.exception
    with statements() as said:
        app.run()
    asked = [
        words for words in said if "FROM rooms" not in words
    ]  # once in two seconds, however slow this is
    assert len(asked) <= most, "\n".join(asked)
    assert len(said) <= most + 1

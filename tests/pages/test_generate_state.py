"""What a tab remembers is plain data: ids, words, numbers, and lists of them."""

from made_up import ME, Visit, finished, monthly_csv
from made_up_text import add_poem, finished_text

from rnnkit.runs.store import Store

PLAIN = (str, int, float, bool, type(None))


def is_plain(value: object) -> bool:
    """Whether a value could be kept by any store of sessions."""
    if isinstance(value, dict):
        return all(is_plain(part) for entry in value.items() for part in entry)
    if isinstance(value, list | tuple):
        return all(is_plain(part) for part in value)
    return isinstance(value, PLAIN)


def test_pages_remember_plain_data_only(visit: Visit, store: Store) -> None:
    text = visit("generate", run=finished_text(store, add_poem(store)))
    text.button(key="write").click().run()
    series = visit("forecast", run=finished(store, store.of(ME).uploads.add("sales.csv", monthly_csv())))
    for app in (text, series):
        assert not app.exception
        held = app.session_state.to_dict()
        assert len(held) > 10
        assert [name for name, value in held.items() if not is_plain(value)] == []


def test_the_check_would_see_an_object() -> None:
    assert is_plain({"a": [1, ("b", None)]})
    assert not is_plain({"a": [object()]})

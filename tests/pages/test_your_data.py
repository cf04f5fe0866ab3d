"""What is kept of a visitor, and removing it."""

from made_up import ME, STRANGER, Visit, finished, monthly_csv
from streamlit.testing.v1 import AppTest

from rnnkit.files.encoding import sha256
from rnnkit.runs.shared_forms import FormDraft
from rnnkit.runs.store import Store
from rnnkit.tasks.memory.settings import MemoryConfig


def opened(visit: Visit, token: str) -> AppTest:
    app = visit("home", token=token)
    app.button(key="your_data").click().run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption) for element in kind)


def test_it_says_what_is_kept_and_for_how_long(visit: Visit, store: Store) -> None:
    finished(store, store.of(ME).uploads.add("sales.csv", monthly_csv()))
    app = opened(visit, "t" * 43)
    assert "deleted 30 days after" in words(app)
    assert "gone from copies of the store, too" in words(app)
    assert "1 file · 1 run · 0 links" in words(app)
    assert "LSTM on sales.csv" in words(app)
    assert "Everything is kept in one file of this server (SQLite)." in words(app)
    assert str(store._database.file) not in words(app)
    assert "None of your data" in words(opened(visit, STRANGER))


def test_one_group_of_runs_is_deleted_alone(visit: Visit, store: Store) -> None:
    data = store.of(ME).uploads.add("sales.csv", monthly_csv())
    first, second = finished(store, data, "GRU"), finished(store, data, "LSTM")
    opened(visit, "t" * 43).button(key=f"delete_{first}").click().run()
    assert [run.id for run in store.runs.find()] == [second]


def test_everything_goes_after_it_was_asked_twice(visit: Visit, store: Store) -> None:
    finished(store, store.of(ME).uploads.add("sales.csv", monthly_csv()))
    app = opened(visit, "t" * 43)
    assert app.button(key="delete_everything").disabled
    app.checkbox(key="sure_delete").check()
    app.session_state["_pressed_your_data"] = True  # in a browser the dialog stays open
    app.run()
    app.button(key="delete_everything").click().run()
    assert not app.exception
    assert store.of(ME).library.usage().runs == store.of(ME).library.usage().datasets == 0


def test_a_link_to_a_form_is_listed_also_where_nothing_else_is_kept(visit: Visit, store: Store) -> None:
    """The form of a task without data: its link could not be taken back once its fold was closed."""
    link = store.of(ME).forms.create(
        FormDraft("memory", "Memory", MemoryConfig().model_dump_json(), ("GRU",))
    )
    app = opened(visit, "t" * 43)
    assert "0 files · 0 runs · 1 link" in words(app)
    app.button(key=f"revoke_form_{sha256(link.encode())}").click().run()
    assert not store.of(ME).forms.find()

"""Links to look at runs of somebody else, and what nobody sees without one."""

import re

import pytest
from made_up import ME, STRANGER, NoJobs, Visit, curve, finished, monthly_csv, started
from made_up_text import add_poem, config_of, finished_text
from streamlit.testing.v1 import AppTest

from pages.ui.access.results import Result, while_seen
from pages.ui.result.downloads import joined
from rnnkit.errors import NotFoundError
from rnnkit.files.csv_export import safe_csv
from rnnkit.files.encoding import sha256
from rnnkit.runs.store import Store
from tests.kept.models import trained

NOT_VALID = "Link not valid (any more)."
CHANGING = re.compile("Stop|Train|Delete|Revoke|Make a link")


@pytest.fixture
def data(store: Store) -> str:
    return store.of(ME).uploads.add("sales.csv", monthly_csv())


def words(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.success, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def unfolded(app: AppTest) -> AppTest:
    """The part about links stands open, as it does in a browser once it was opened."""
    app.session_state["fold_share"] = True
    return app


def downloads(app: AppTest) -> set[str]:
    return {button.label for button in app.get("download_button")}


def test_a_stranger_with_the_address_of_a_run_reads_what_everybody_reads(
    visit: Visit, data: str, store: Store
) -> None:
    run_id = finished(store, data)
    theirs = visit("forecast", token=STRANGER, run=run_id, data=data)
    missing = visit("forecast", token=STRANGER, run="nope", data="nope")
    said = [[warning.value for warning in app.warning] for app in (theirs, missing)]
    assert said[0] == said[1]
    assert "a run is private to the browser that made it" in said[0][0]
    assert buttons(theirs) == buttons(missing)
    assert "sales.csv" not in words(theirs)


def test_the_owner_makes_a_link_sees_it_and_takes_it_back(visit: Visit, data: str, store: Store) -> None:
    run_id = finished(store, data)
    app = unfolded(visit("forecast", run=run_id)).run()
    app.checkbox(key="share_weights").check()
    app.button(key="make_link").click()
    unfolded(app).run()
    token = app.code[-1].value.rpartition("?share=")[2]
    (link,) = store.of(ME).shares.find(run_id)
    assert link.id == sha256(token.encode())
    assert (link.weights, link.data) == (True, False)
    assert "ends in 7 days · with weights" in words(app)
    assert NOT_VALID not in [said.value for said in visit("forecast", token=STRANGER, share=token).warning]
    app.button(key=f"revoke_{link.id}").click()
    unfolded(app).run()
    assert visit("forecast", token=STRANGER, share=token).warning[0].value == NOT_VALID
    assert token not in "".join(code.value for code in app.code)


@pytest.mark.parametrize("token", ["unknown", "' OR 1=1--", "\u202e", "x" * 10_000])
@pytest.mark.parametrize("page", ["forecast", "generate"])
def test_every_link_that_is_not_valid_reads_the_same(visit: Visit, page: str, token: str) -> None:
    app = visit(page, token=STRANGER, share=token)
    assert not app.exception
    assert [warning.value for warning in app.warning] == [NOT_VALID]


def test_a_guest_sees_results_and_nothing_that_changes_them(visit: Visit, data: str, store: Store) -> None:
    run_id = finished(store, data)
    app = visit("forecast", token=STRANGER, share=store.of(ME).shares.create(run_id))
    assert not app.exception
    assert "Beats the best baseline" in app.success[0].value
    assert len(app.get("plotly_chart")) == 2
    assert buttons(app) == ["Copy the settings into my form"]
    assert "Forecast CSV" in downloads(app)


def test_a_page_that_stays_open_makes_no_more_files_once_its_link_is_revoked(data: str, store: Store) -> None:
    run_id = finished(store, data)
    owner = store.of(ME)
    guest = store.shared(owner.shares.create(run_id))
    result = Result(guest.runs.get(run_id), guest.results.summary(run_id), guest)
    make = while_seen([result], lambda: safe_csv(joined([result], "future")))
    assert make().startswith(b"network,")
    owner.shares.revoke(owner.shares.find(run_id)[0].id)
    assert len(joined([result], "future"))  # it is still in memory
    with pytest.raises(NotFoundError, match="not found or not shared"):
        make()


def test_weights_are_handed_out_where_the_owner_said_so(visit: Visit, data: str, store: Store) -> None:
    group = store.runs.get(trained(store, "lstm", ME)).group
    app = visit("forecast", token=STRANGER, share=store.of(ME).shares.create(group, weights=True))
    assert "Model file" in downloads(app)
    without = visit("forecast", token=STRANGER, share=store.of(ME).shares.create(group))
    assert "Model file" not in downloads(without)


def test_a_guest_watches_training_but_cannot_stop_it(visit: Visit, data: str, store: Store) -> None:
    run_id, attempt = started(store, data, group="mine")
    started(store, data, "GRU", group="mine")
    store.recorder.log(run_id, attempt, curve()[:11])
    app = visit("forecast", token=STRANGER, share=store.of(ME).shares.create("mine"))
    assert "Step 100 of 200" in app.get("progress")[0].proto.text
    assert len(app.get("vega_lite_chart")) == 1
    assert [label for label in buttons(app) if CHANGING.search(label)] == []


def test_a_guest_cannot_train_a_broken_run_again(visit: Visit, data: str, store: Store) -> None:
    run_id, attempt = started(store, data)
    store.queue.finish(run_id, attempt, "failed", "Out of memory.")
    app = visit("forecast", token=STRANGER, share=store.of(ME).shares.create(run_id))
    assert app.error[0].value == "Out of memory."
    assert [label for label in buttons(app) if CHANGING.search(label)] == []


def test_copied_settings_wait_for_data_of_ones_own(visit: Visit, data: str, store: Store) -> None:
    run_id = finished(store, data, "GRU", config={"hidden_size": 48, "targets": ["sales"]})
    app = visit("forecast", token=STRANGER, share=store.of(ME).shares.create(run_id))
    app.button(key="copy_shared").click().run()
    assert "share" not in app.query_params
    app.button(key="sample_airline").click().run()
    assert app.number_input(key="hidden_size").value == 48
    assert next(group for group in app.pills if group.key == "cells").value == ["GRU"]
    assert store.of(ME).runs.find() == store.runs.find()


def test_copied_settings_wait_for_a_text_of_ones_own(visit: Visit, store: Store) -> None:
    run_id = finished_text(store, add_poem(store), "GRU")
    app = visit("generate", token=STRANGER, share=store.of(ME).shares.create(run_id))
    app.button(key="copy_shared").click().run()
    app.button(key="sample_hamlet").click().run()
    assert not app.exception
    assert app.number_input(key="hidden_size").value == config_of("GRU").hidden_size
    assert next(group for group in app.pills if group.key == "cells").value == ["GRU"]


def test_shared_data_is_copied_into_a_store_of_ones_own(
    visit: Visit, data: str, store: Store, jobs: NoJobs
) -> None:
    run_id = finished(store, data, "GRU", config={"hidden_size": 48})
    app = visit("forecast", token=STRANGER, share=store.of(ME).shares.create(run_id, data=True))
    app.button(key="copy_shared").click().run()
    own = store.of(sha256(STRANGER.encode()))
    assert own.datasets.get(app.query_params["data"]).content == monthly_csv()
    assert app.number_input(key="hidden_size").value == 48
    app.button(key="train").click().run()
    assert [run.label for run in own.runs.find()] == ["GRU"]
    assert len(store.of(ME).runs.find()) == 1


def test_a_shared_text_model_writes_only_where_weights_and_text_are_shared(
    visit: Visit, store: Store
) -> None:
    run_id = finished_text(store, add_poem(store))
    look = store.of(ME).shares.create(run_id)
    play = store.of(ME).shares.create(run_id, weights=True, data=True)
    assert "write" not in {button.key for button in visit("generate", token=STRANGER, share=look).button}
    app = visit("generate", token=STRANGER, share=play)
    assert not app.exception
    assert "write" in {button.key for button in app.button}


def test_a_link_opens_on_the_page_of_its_task(visit: Visit, store: Store) -> None:
    app = visit(
        "forecast", token=STRANGER, share=store.of(ME).shares.create(finished_text(store, add_poem(store)))
    )
    assert app.title[0].value == "Generate text"
    assert not app.warning

"""The page Mistakes: the lines that run, a run by one click, its progress, and the damage it found."""

import pytest
from made_up import ME, STRANGER, NoJobs, Visit

from rnnkit.jobs.inline import InlineJobs
from rnnkit.mistakes.mistake_table import MISTAKES
from rnnkit.mistakes.settings import MistakeConfig, MistakeName
from rnnkit.mistakes.source_code import experiment, lines
from rnnkit.runs.store import Store
from rnnkit.training.progress import Progress


def said(app) -> str:
    blocks = [*app.markdown, *app.caption, *app.info, *app.success, *app.error]
    return "\n".join(block.value for block in blocks)


def asked(store: Store, name: MistakeName = "no_recurrence") -> str:
    """A run that waits."""
    visitor, config = store.of(ME), MistakeConfig(mistake=name, seeds=1)
    dataset = visitor.uploads.add("Made up", experiment(name).encode())
    return visitor.queue.submit(config.model_dump_json(), dataset, "Made up", f"mistake-{name}")


@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_is_shown_with_its_lines_and_its_stated_damage(visit: Visit, name: MistakeName) -> None:
    mistake = MISTAKES[name]
    app = visit("mistakes", lab_mistake=mistake.title)
    assert not app.exception
    assert [block.value for block in app.code] == [lines(name, "wrong"), lines(name, "right")]
    assert mistake.words in said(app)
    assert f"larger by at least {mistake.margin:g}" in said(app)
    assert "Nothing is measured yet" in said(app)


def test_a_click_asks_for_a_run_of_the_chosen_one(visit: Visit, store: Store, jobs: NoJobs) -> None:
    app = visit("mistakes", lab_mistake="The wrong sign", lab_seeds="2")
    app.button(key="run_mistake").click().run()
    assert not app.exception
    (run,) = store.runs.find()
    assert MistakeConfig.model_validate_json(run.config) == MistakeConfig(mistake="gradient_sign", seeds=2)
    assert jobs.woken == 1
    assert app.button(key="run_mistake").disabled
    assert store.of(ME).datasets.get(run.dataset_id).content.decode() == experiment("gradient_sign")


def test_a_run_says_how_far_it_is_and_can_be_stopped(visit: Visit, store: Store) -> None:
    run_id = asked(store)
    claimed = store.queue.claim("test", run_id)
    assert claimed is not None
    store.recorder.log(run_id, claimed.attempt, [Progress("training", 10, 40, 2.0, eta=6.0)])
    app = visit("mistakes", lab_mistake="No recurrent weights")
    assert not app.exception
    app.button(key=f"stop_{run_id}").click().run()
    assert store.runs.get(run_id).stop_requested
    assert app.button(key=f"stop_{run_id}").disabled


def test_a_finished_run_tells_its_damage_beside_the_trivial_method(visit: Visit, store: Store) -> None:
    run_id = asked(store)
    InlineJobs(str(store.url)).wake()
    assert store.runs.get(run_id).state == "finished", store.runs.get(run_id).reason
    app = visit("mistakes", lab_mistake="No recurrent weights")
    assert not app.exception
    summary = store.results.summary(run_id)
    assert summary["sentence"] in said(app)
    scores, everything = (frame.value for frame in app.dataframe)
    assert list(scores["version"]) == ["with the mistake", "done right"]
    assert {"error", "trivial_error", "index"} <= set(scores)
    found = everything.set_index("mistake")["damage"]
    assert found["No recurrent weights"] == pytest.approx(summary["damage"])
    assert found.notna().sum() == 1
    assert "Nothing is measured yet" in said(
        visit("mistakes", token=STRANGER, lab_mistake="No recurrent weights")
    )


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        ("failed", "Out of memory: try a smaller one.", "Out of memory: try a smaller one."),
        ("stopped", "", "Stopped by hand before both versions were done; run it again."),
        ("interrupted", "", "The server stopped while this run was active"),
    ],
)
def test_a_run_without_a_result_says_why(
    visit: Visit, store: Store, state: str, reason: str, words: str
) -> None:
    run_id = asked(store)
    claimed = store.queue.claim("test", run_id)
    assert claimed is not None
    store.queue.finish(run_id, claimed.attempt, state, reason)
    app = visit("mistakes", lab_mistake="No recurrent weights")
    assert not app.exception
    assert words in said(app)
    assert not app.button(key="run_mistake").disabled


def test_settings_in_the_link_that_cannot_be_are_said(visit: Visit) -> None:
    app = visit("mistakes", lab_mistake="Nonsense", lab_seeds="99")
    assert not app.exception
    assert "Ignored 2 settings in the link." in said(app)

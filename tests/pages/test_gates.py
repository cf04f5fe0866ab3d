"""The page Gates lab: what it shows is what trained networks compute, the person's own among them."""

import numpy as np
import pytest
from made_up import ME, Visit, monthly_csv, started
from made_up_text import add_poem, finished_text
from safetensors.numpy import save

from pages.ui.frame.words import three
from pages.ui.gates.gate_words import sentence
from pages.ui.gates.trajectories import after_words, verdict
from rnnkit.data import read_table
from rnnkit.inspect.activations import Activations, LayerActivations
from rnnkit.inspect.paths import bag_trajectories, state_trajectories
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast.inputs.channels import channels, inputs
from rnnkit.tasks.forecast.plan import resolve, weight_shapes
from rnnkit.tasks.forecast.reading import read_series
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text.reading import read_text
from rnnkit.tasks.text.sample_networks import trained

GATE_NAMES = {"lstm": ["input", "forget", "output"], "gru": ["reset", "update"]}


def texts(app):
    return " ".join(one.value for one in app.markdown)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_the_figures_are_those_of_the_trained_network(visit: Visit, cell: str) -> None:
    app = visit("gates", network=cell, gates_text="Who is there?")
    assert not app.exception
    assert not app.error
    found = trained(cell)
    reading = read_text(found.weights, found.config, found.vocabulary, "Who is there?")
    table = app.dataframe[0].value
    assert table["gate"].tolist() == GATE_NAMES[cell]
    means = [float(gate.mean()) for gate in reading.layers[0].gates.values()]
    assert table["mean"].tolist() == pytest.approx(means)
    assert all(f"The {name} gate" in texts(app) for name in GATE_NAMES[cell])
    assert app.slider(key="gates_unit").max == reading.layers[0].h.shape[1]


def test_the_state_tells_orders_apart_and_the_bag_does_not(visit: Visit) -> None:
    app = visit("gates")
    found = trained("lstm")
    ways = state_trajectories(
        *(
            after_words(read_text(found.weights, found.config, found.vocabulary, text))[0]
            for text in ("I love machine learning", "machine learning I love")
        )
    )
    assert f"end {three(ways.apart)} apart" in texts(app)
    assert "The two bags end at the same point (distance 0)" in texts(app)
    app.text_input(key="gates_other").input("machines love I").run()
    assert "These are not the same words" in texts(app)
    app.text_input(key="gates_other").input("   ").run()
    assert "Type a few words" in app.info[0].value


def test_a_run_of_ones_own_on_a_text_is_read(visit: Visit, store: Store) -> None:
    run_id = finished_text(store, add_poem(store), "BiGRU")
    app = visit("gates", network=run_id, gates_text="bird")
    assert not app.exception
    assert not app.error
    assert app.selectbox(key="gates_network").value == run_id
    assert list(app.selectbox(key="gates_layer").options) == [
        "Layer 1, from the start to the end",
        "Layer 1, from the end to the start",
    ]
    assert "16 units" not in app.caption[0].value  # two directions of 16
    assert "32 units, read for 4 steps" in app.caption[0].value


def test_a_run_of_ones_own_on_a_series_is_read(visit: Visit, store: Store) -> None:
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    run_id, attempt = started(store, dataset_id, "GRU")
    asked = ForecastConfig(cell="gru", targets=("sales",), lookback=24, horizon=6, test=18, hidden_size=4)
    config = resolve(read_table(monthly_csv()), asked)
    (channel,) = channels(read_table(monthly_csv()), config)
    rng, (_, past, future) = np.random.default_rng(0), inputs(channel, config.horizon)
    shapes = weight_shapes(config, past.shape[1], future.shape[1])
    weights = {name: rng.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
    summary = {"config": config.model_dump(mode="json"), "metrics": {}}
    results = {"summary": summary, "frames": {}, "weights": save(weights)}
    store.recorder.complete(run_id, attempt, "finished", **results)
    app = visit("gates", network=run_id)
    assert not app.exception
    assert not app.error
    means = [float(gate.mean()) for gate in read_series(weights, config, channel).layers[0].gates.values()]
    assert app.dataframe[0].value["mean"].tolist() == pytest.approx(means)
    assert "LSTM trained on Shakespeare" in texts(app)  # which reads the words below


def test_what_has_no_gates_or_belongs_to_others_is_not_offered(visit: Visit, store: Store) -> None:
    plain = finished_text(store, add_poem(store), "RNN")
    theirs = finished_text(store, add_poem(store), "GRU")
    stranger = visit("gates", token="s" * 43, network=theirs)
    assert "it has no gates, or is not in your browser" in stranger.warning[0].value
    offered = stranger.selectbox(key="gates_network")
    assert (len(offered.options), offered.value) == (2, "lstm")
    assert not stranger.run().warning
    mine = visit("gates", network=plain).selectbox(key="gates_network")
    assert (len(mine.options), mine.value) == (3, "lstm")


def test_a_text_that_is_unknown_or_empty_is_said_in_a_sentence(visit: Visit) -> None:
    app = visit("gates", gates_text="日本")
    assert "knows nothing of this prompt" in app.error[0].value
    app.text_input(key="gates_text").input("to 日 be").run()
    assert not app.error
    assert "not in this model" in app.warning[0].value
    app.text_input(key="gates_text").input("").run()
    assert "Text to read" in app.error[0].value
    assert "the same point" in texts(app)  # the rest of the page stands


def test_a_unit_beyond_those_of_another_network_is_its_last(visit: Visit, store: Store) -> None:
    finished_text(store, add_poem(store), "LSTM")
    app = visit("gates", gates_unit="90", gates_text="bird")
    assert app.slider(key="gates_unit").value == 90
    app.selectbox(key="gates_network").select_index(2).run()
    assert not app.exception
    assert app.slider(key="gates_unit").value == 16


def test_a_sentence_follows_from_the_figures() -> None:
    gate = np.array([[0.95, 0.95], [0.05, 0.95], [0.95, 0.95], [0.05, 0.95]])
    said = sentence("f", gate, ["a", "_", "a", "_"])
    assert "The forget gate keeps most of the memory:" in said
    assert "0.725 on average, is open (above 0.9) 75.0 % of the time and closed (below 0.1) 25.0 %" in said
    assert "(0.500), highest at “a” (0.950)" in said


def test_words_are_found_in_symbols_of_any_kind() -> None:
    def words(*symbols: str) -> list[str]:
        layer = LayerActivations(0, False, np.arange(float(len(symbols)))[:, None], {})
        states, found = after_words(Activations("lstm", symbols, (layer,)))
        assert len(states) == len(found)
        return found

    assert words(*"I␣␣am␣") == ["I", "am"]
    assert words("I", "␣love", "␣it") == ["I", "love", "it"]


def test_the_verdict_measures_by_the_way() -> None:
    states = state_trajectories(np.array([[3.0, 4.0]]), np.array([[-3.0, -4.0]]))
    said = verdict(states, bag_trajectories(["a"], ["a"]))
    assert "end 10.0 apart, which is 200 % of their distance from the start" in said

"""Which network is looked into, and what it reads."""

import streamlit as st

from pages.ui.form.forms import field
from pages.ui.frame import address
from pages.ui.frame.words import count, literal, three
from pages.ui.gates.networks import SeriesNetwork, TextNetwork, TrainedNetwork, own, own_runs, sample
from pages.ui.result.run_names import listed
from rnnkit.compare import CHOSEN_BY_SCORE
from rnnkit.config import parse
from rnnkit.inspect.activations import Activations, LayerActivations
from rnnkit.inspect.gates_settings import GatesConfig
from rnnkit.metrics import METRICS
from rnnkit.tasks.text.sample_networks import NETWORKS
from rnnkit.words import t

NETWORK = "network"  # in the address
WHERE = {
    "test": "On text it has never seen",
    CHOSEN_BY_SCORE: "On text it did not learn from, but which chose its best weights,",
}


def network_field() -> TrainedNetwork:
    """The two that come with the app and the person's own runs; the choice stands in the address."""
    runs = {run.id: run for run in own_runs()}
    names = listed(list(runs.values()))
    keys = [*NETWORKS, *runs]
    wanted = address.wanted(NETWORK)
    if wanted and wanted not in keys:
        sentence = t(
            "The network of this address is not in the list: it has no gates, or is not in your browser."
        )
        st.warning(sentence, icon=":material/link_off:")
    chosen = st.selectbox(
        t("Network"),
        keys,
        index=keys.index(wanted) if wanted in keys else 0,
        format_func=lambda key: names[key] if key in runs else sample(key).label,
        key="gates_network",
        help=t("Your own finished runs on texts and series are in this list, too; RNNs have no gates."),
    )
    st.query_params[NETWORK] = chosen
    return own(runs[chosen], names[chosen]) if chosen in runs else sample(chosen)


def reading_field(network: TrainedNetwork) -> Activations:
    """A text to type, or a series of the run; what of it the network does not know is said."""
    if isinstance(network, TextNetwork):
        reading = network.read(parse(GatesConfig, {"text": field(GatesConfig, "text")}).text)
    else:
        assert isinstance(network, SeriesNetwork)
        found = {f"{one.unique_id} · {one.target}": one for one in network.channels()}
        name = st.selectbox(t("Series"), list(found), key="gates_series")
        reading = network.read_series(found[name])
    if reading.notice:
        st.warning(literal(reading.notice), icon=":material/warning:")
    st.caption(_size(network, reading))
    return reading


def _size(network: TrainedNetwork, reading: Activations) -> str:
    """What is seen below, in a line."""
    units = count(sum(layer.h.shape[1] for layer in reading.layers))
    size = t(
        "{name}: {units} units, read for {steps} steps.",
        name=literal(network.label),
        units=units,
        steps=count(len(reading)),
    )
    return f"{size} {_quality(network)}".strip()


def _quality(network: TrainedNetwork) -> str:
    """How well a language model guesses what it did not learn, beside counting; where both were measured."""
    part = next((name for name in WHERE if name in network.scores), "")
    if not part or "ngram" not in network.scores:
        return ""
    return t(
        "{where} it needs {nats} {metric}; counting with n-grams of order {order} needs {counted}.",
        metric=METRICS["nats_per_char"].name,
        where=t(WHERE[part]),
        nats=three(network.scores[part]["nats_per_char"]),
        order=network.scores["ngram"]["order"],
        counted=three(network.scores["ngram"]["nats_per_char"]),
    )


def layer_field(reading: Activations) -> LayerActivations:
    """Which layer and direction is looked into, where there are several."""
    if len(reading.layers) == 1:
        return reading.layers[0]
    number = st.selectbox(
        t("Layer"),
        range(len(reading.layers)),
        format_func=lambda place: layer_name(reading.layers[place]),
        key="gates_layer",
        help=t("The first layer reads the sequence itself, every further one the states below it."),
    )
    return reading.layers[number]


def layer_name(layer: LayerActivations) -> str:
    """A layer in words."""
    way = t("from the end to the start") if layer.backward else t("from the start to the end")
    return t("Layer {number}, {way}", number=layer.number + 1, way=way)

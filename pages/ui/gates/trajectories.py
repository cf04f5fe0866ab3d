"""The trajectories of the state for two orders of the same words, beside those of a bag of words."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.form.forms import field
from pages.ui.frame.boundary import error_boundary, redrawn_alone
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.sketch import sketch
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal, share, three
from pages.ui.gates.networks import TextNetwork, TrainedNetwork, sample
from rnnkit.config import parse
from rnnkit.inspect.activations import Activations
from rnnkit.inspect.gates_settings import GatesConfig
from rnnkit.inspect.paths import Trajectories, bag_trajectories, state_trajectories
from rnnkit.numpy_rnn import Array
from rnnkit.pictures import gates as gated
from rnnkit.tasks.text.sample_networks import NETWORKS
from rnnkit.words import t

Names = tuple[Sequence[str], Sequence[str]]
SPACE = "␣"  # how a space is made visible


@redrawn_alone
def trajectories(network: TrainedNetwork) -> None:
    """Two lines to type, and where they lead; typing draws this part anew and nothing else."""
    st.subheader(t("Does the order of words matter?"))
    st.markdown(
        t(
            "A bag of words only counts, so the same words end in the same place whatever their order. The "
            "state of a recurrent network goes another way for another order."
        )
    )
    writer = network if isinstance(network, TextNetwork) else sample(NETWORKS[0])
    with error_boundary():
        left, right = st.columns(2)
        with left:
            one = field(GatesConfig, "one")
        with right:
            other = field(GatesConfig, "other")
        config = parse(GatesConfig, {"one": one, "other": other})
        if not config.one.split() or not config.other.split():
            st.info(t("Type a few words in both lines."), icon=":material/edit:")
            return
        _both(writer, config.one, config.other)


def _both(network: TextNetwork, one: str, other: str) -> None:
    """Both spaces side by side, and how far the ends are apart in each."""
    (first, words), (second, others) = (after_words(network.read(text)) for text in (one, other))
    states = state_trajectories(first, second)
    bags = bag_trajectories(one.split(), other.split())
    st.markdown(verdict(states, bags))
    left, right = st.columns(2)
    with left:
        _plane(
            "state",
            t("The state of {name}", name=literal(network.label)),
            states,
            (words, others),
        )
    with right:
        _plane("bag", t("A bag of words"), bags, (one.split(), other.split()))
    st.caption(
        t(
            "Solid is the first order, dashed the second; the large points are the ends. All distances are "
            "those in the whole space, the pictures show its two principal components."
        )
    )


def _plane(key: str, title: str, found: Trajectories, names: Names) -> None:
    """One space: its title, the picture, its distance, and the points behind it."""
    st.markdown(f"**{title}**")
    alt = t(
        "Two ways through {title} in the plane of two principal components; their ends are {apart} apart.",
        title=title,
        apart=three(found.apart),
    )
    sketch(f"gates_{key}", gated.plane(found, names, is_dark()), alt)
    st.caption(
        t(
            "Ends {apart} apart; from the start they are {length} away on average. The plane shows {shown} "
            "of the spread.",
            apart=three(found.apart),
            length=three(found.length),
            shown=share(found.shown),
        )
    )
    numbers(f"gates_{key}", points_frame(found, names), alt)


def verdict(states: Trajectories, bags: Trajectories) -> str:
    """What is seen, told from the distances."""
    bag = (
        t("The two bags end at the same point (distance 0)")
        if bags.apart == 0
        else t("These are not the same words: even the bags end {apart} apart", apart=three(bags.apart))
    )
    return t(
        "**{bag}; the states of the network end {apart} apart, which is {part} of their distance from the "
        "start.**",
        bag=bag,
        apart=three(states.apart),
        part=share(states.apart / states.length if states.length else 0),
    )


def after_words(reading: Activations) -> tuple[Array, list[str]]:
    """The state `(T, H)` of the last layer after each of the words that were read, and the words."""
    found, word = {}, ""
    for step, (symbol, after) in enumerate(zip(reading.symbols, (*reading.symbols[1:], SPACE), strict=True)):
        word += symbol
        if after.startswith(SPACE) and word.strip(SPACE):
            found[step], word = word.strip(SPACE), ""
    return reading.layers[-1].h[list(found)], list(found.values())


def points_frame(found: Trajectories, names: Names) -> pd.DataFrame:
    """All points of the plane with the words that end at them."""
    parts = [
        pd.DataFrame(
            {
                t("order"): number,
                t("word"): ["", *words],
                t("first component"): flat[:, 0],
                t("second component"): flat[:, 1],
            }
        )
        for number, (flat, words) in enumerate(zip(found.flat, names, strict=True), start=1)
    ]
    return pd.concat(parts, ignore_index=True)

"""How far back a gradient reaches, for each cell as it starts: nothing is trained here."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.form.forms import BIND, field, key_of
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import three
from rnnkit.config import bounds, parse
from rnnkit.inspect.flow_settings import FlowConfig
from rnnkit.inspect.gradient_flow import Flow, flows
from rnnkit.numpy_rnn import clip_by_norm, norm
from rnnkit.pictures import toy_network as drawings
from rnnkit.pictures.toy_network import FLOWING
from rnnkit.words import t

LIMIT = 1.0  # of the length of a clipped gradient
GONE, GREW = 1e-3, 1e3  # of its length at the last step: where a gradient counts as vanished or exploded


def flow_part() -> None:
    """What this is, then all that the sliders change."""
    st.subheader(t("How far back a gradient reaches"))
    st.markdown(
        t(
            "To learn from something long ago, a network needs a gradient that reaches that far back. Here, "
            "a gradient of length 1 starts at the last step of a sequence of noise and travels back through "
            "networks of 16 units that have learned nothing yet."
        )
    )
    _flow()


@redrawn_alone
def _flow() -> None:
    """The sliders, one sentence, the chart, and what reaches the weights; drawn anew without the page."""
    config = _form()
    found = _flows(config.model_dump_json())
    st.markdown(f"**{sentence(found)}**")
    _chart(found)
    _weights(found, config.clipping)


def _chart(found: Mapping[str, Flow]) -> None:
    alt = t("Length of the gradient by steps back, one line per cell, on a logarithmic axis")
    lengths = {cell: flow.norms for cell, flow in found.items()}
    data, spec = drawings.flowing(lengths, is_dark())
    st.vega_lite_chart(data, spec, key="flow", alt=alt)
    table = pd.DataFrame({t(FLOWING[cell]): lengths[cell][::-1] for cell in found})
    table.insert(0, t("steps back"), range(len(table)))
    numbers("flow", table, alt)


def _form() -> FlowConfig:
    """Sliders for what is tried out most, small fields for the rest."""
    values: dict[str, Any] = {}
    left, right = st.columns(2)
    with left:
        values["length"] = _slider("length", 1)
    with right:
        values["scale"] = _slider("scale", 0.05)
    names = ("draw", "forget_bias", "seed", "clipping")
    for name, box in zip(names, st.columns(len(names), vertical_alignment="bottom"), strict=True):
        with box:
            values[name] = field(FlowConfig, name)
    return parse(FlowConfig, values)


def _slider(name: str, step: float) -> Any:
    info, (low, high) = FlowConfig.model_fields[name], bounds(FlowConfig, name)
    kind = type(info.default)
    return st.slider(
        t(info.title or name),
        kind(low),
        kind(high),
        info.default,
        kind(step),
        key=key_of(FlowConfig, name),
        bind=BIND,
        help=t(info.description or ""),
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _flows(config: str) -> Mapping[str, Flow]:
    return flows(parse(FlowConfig, config))


def sentence(found: Mapping[str, Flow]) -> str:
    """What is seen, told from the numbers: which gradients vanish, which explode, which get through."""
    groups: dict[str, list[str]] = {}
    for cell, flow in found.items():
        words = t("{name} (× {ratio})", name=t(FLOWING[cell]), ratio=three(flow.ratio))
        groups.setdefault(_fate(flow.ratio), []).append(words)
    steps = len(next(iter(found.values())).norms) - 1
    parts = "; ".join(t(FATES[fate], names=", ".join(groups[fate])) for fate in FATES if fate in groups)
    return t("After {steps} steps back, the gradient {parts}.", steps=steps, parts=parts)


def _fate(ratio: float) -> str:
    if not ratio >= GONE:
        return "gone"
    return "grew" if ratio > GREW else "kept"


FATES: Mapping[str, str] = {
    "gone": "has vanished in {names}",
    "grew": "has exploded in {names}",
    "kept": "has got through in {names}",
}


def _weights(found: Mapping[str, Flow], clipping: bool) -> None:
    """How long the gradient of all weights is, which decides how far a step of training goes."""
    st.markdown(
        t(
            "The **gradient of the weights** is another one: it adds up what every step contributes. The "
            "newest steps alone can make it long where nothing arrives from far back."
        )
    )
    rows = pd.DataFrame(
        {
            t("cell"): [t(FLOWING[cell]) for cell in found],
            t("gradient of all weights"): [flow.norm for flow in found.values()],
            t("after clipping"): [
                norm(clip_by_norm(flow.weights, LIMIT)) if clipping else flow.norm for flow in found.values()
            ],
        }
    )
    words: dict[Any, Any] = dict.fromkeys(rows.columns[1:], three)
    st.dataframe(
        rows.style.format(words),
        hide_index=True,
        key="flow_weights",
        alt=t("Length of the gradient of all weights, before and after clipping"),
    )
    cut = [t(FLOWING[cell]) for cell, flow in found.items() if flow.norm > LIMIT]
    if not cut:
        st.caption(t("None of them is longer than 1, so clipping at 1 changes nothing."))
    elif clipping:
        st.caption(
            t(
                "Clipped to length 1: {names}. That tames what explodes; what vanished does not come back.",
                names=", ".join(cut),
            )
        )
    else:
        st.caption(t("Longer than 1, so clipping would shorten it: {names}.", names=", ".join(cut)))

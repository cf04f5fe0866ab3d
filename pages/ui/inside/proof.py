"""Two proofs that the gradients on the page are right, both computed on this machine."""

import streamlit as st

from pages.ui.access.resources import store
from pages.ui.frame.words import three
from rnnkit.inspect.toy import Toy
from rnnkit.words import t

FACT = "parity"  # written by `rnnkit.jobs.probe`, which may load torch


def proof(toy: Toy, cell: str) -> None:
    """Nudging every weight, and torch with the same weights."""
    st.subheader(t("Is it right?"))
    left, right = st.columns(2)
    left.metric(
        t("Difference from nudging every weight"),
        three(toy.proof),
        help=t(
            "Each weight is moved a little up and down and the loss is looked at; the largest relative "
            "difference from the gradients above, which should stay below 0.000001."
        ),
    )
    left.caption(t("Computed just now, for exactly the weights on this page."))
    with right:
        _torch(cell)


def _torch(cell: str) -> None:
    """What the process that may load torch found when the server started."""
    found = store().facts.get(FACT)
    if not found:
        _wait()
        return
    both = found["cells"][cell]
    st.metric(
        t("Difference from torch"),
        three(max(both["forward"], both["gradients"])),
        help=t(
            "The same weights in torch's own layer: the largest difference of states and predictions is "
            "{forward}, the largest relative difference of gradients {gradients}.",
            forward=three(both["forward"]),
            gradients=three(both["gradients"]),
        ),
    )
    st.caption(
        t(
            "Computed on this machine when the server started, with torch {version}, on random sequences of "
            "12 steps.",
            version=found["torch"],
        )
    )


@st.fragment(run_every=2)
def _wait() -> None:
    """Look again until it is there."""
    if store().facts.get(FACT):
        st.rerun()
    st.info(
        t("The comparison with torch is being computed; it is here in a few seconds."),
        icon=":material/hourglass_empty:",
    )

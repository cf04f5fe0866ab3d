"""The machines that train for this store: what they offer, what they do, and the way to empty one."""

import streamlit as st

from pages.ui.access.resources import store
from pages.ui.frame.boundary import error_boundary, safely
from pages.ui.frame.words import literal
from rnnkit.runs.worker.operator import Host
from rnnkit.words import plural, t

SECONDS = 2.0


def hosts() -> None:
    """All of them, as they are now."""
    st.subheader(t("What trains"))
    st.fragment(_hosts, run_every=SECONDS)()


def _hosts() -> None:
    with error_boundary():
        found = store().operator().hosts()
        if trouble := store().facts.get("cluster"):
            st.warning(literal(trouble), icon=":material/cloud_off:")
        if not found:
            st.info(
                t("No machine works for this store now; runs wait until one does."), icon=":material/dns:"
            )
            return
        places, busy = sum(host.offer.places for host in found), sum(host.busy for host in found)
        st.caption(
            t(
                "{machines}, {busy} of {places} busy",
                machines=plural("{number} broker", "{number} brokers", len(found)),
                busy=busy,
                places=plural("{number} place", "{number} places", places),
            )
        )
        for number, host in enumerate(found):
            _line(host, number)


def _line(host: Host, number: int) -> None:
    """One broker, with the switch that empties its machine."""
    offer = host.offer
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{literal(offer.machine)}**")
            st.caption(literal(_words(host)))
        if host.drained:
            st.badge(t("Takes nothing new"), icon=":material/do_not_disturb_on:", color="orange")
        st.button(
            t("Take runs again") if host.drained else t("Drain"),
            key=f"drain_{number}_{offer.pid}",
            on_click=_drain,
            args=(offer.machine, not host.drained),
            help=t(
                "A drained machine finishes what it works on and takes nothing new, also after a restart."
            ),
        )


def _words(host: Host) -> str:
    """What a machine is and does."""
    offer = host.offer
    names = [str(device.get("name", "")) for device in offer.devices]
    parts = [
        t(
            "{busy} of {places} busy",
            busy=host.busy,
            places=plural("{number} place", "{number} places", offer.places),
        ),
        *filter(None, names),
        plural("{number} core", "{number} cores", offer.cores),
        t("runs of up to {megabytes:,.0f} MB", megabytes=offer.megabytes) if offer.megabytes else "",
        t("version {version}", version=offer.version) if offer.version else "",
        t("process {pid}", pid=offer.pid),
    ]
    return " · ".join(filter(None, parts))


@safely
def _drain(machine: str, on: bool) -> None:
    store().operator().drain(machine, on=on)

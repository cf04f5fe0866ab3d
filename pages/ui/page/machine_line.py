"""The quiet line in the sidebar: what trains here, how much memory is left, who is waiting."""

import streamlit as st

from pages.ui.access.resources import jobs, store
from pages.ui.frame.words import literal
from rnnkit.host import machine
from rnnkit.jobs.client import cluster_address
from rnnkit.words import plural, t

GIGABYTE = 2**30


def machine_line() -> None:
    """Device, memory and queue, as they are now."""
    jobs()
    counts = store().queue.counts()
    running, waiting = counts.get("running", 0), counts.get("queued", 0)
    parts = [device_words(), memory_words()]
    parts += [t("{number} training", number=running)] if running else []
    parts += [t("{number} waiting", number=waiting)] if waiting else []
    st.caption(" · ".join(parts))
    if cluster_address() and (trouble := store().facts.get("cluster")):
        st.caption(f":material/cloud_off: {literal(trouble)}")


def device_words() -> str:
    """The fastest device by name, and the cores of the processor."""
    facts = store().facts.get("machine") or {}
    names = [str(device["name"]) for device in facts.get("devices", [])] or ["CPU"]
    return t(
        "{device}, {cores}", device=names[0], cores=plural("{number} core", "{number} cores", machine.cores())
    )


def memory_words() -> str:
    """Memory that is free for training."""
    return t(
        "{free:.1f} of {total:.0f} GB free",
        free=machine.memory_free() / GIGABYTE,
        total=machine.memory_total() / GIGABYTE,
    )

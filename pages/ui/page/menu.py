"""The rooms of the playground, in the order of the menu. A page's address is its file name."""

import os
from pathlib import Path

import streamlit as st

from pages.ui.access.rooms import SCREEN
from pages.ui.frame.page_files import (
    CHOOSING,
    COMPARE,
    GATES,
    HOME,
    LESSONS,
    MACHINES,
    MEMORY,
    MISTAKES,
    ROOM_PAGE,
    SEARCH,
    STEP_BY_STEP,
    YOUR_RUN,
)
from pages.ui.tasks import TASKS
from rnnkit.host.entrance import OPERATOR
from rnnkit.words import t

Row = tuple[Path, str, str, str]  # file, title, icon, and what can be done there
OWN: tuple[Row, ...] = (  # what can be done with one's own data
    (HOME, "Home", ":material/home:", "What this is, and examples that start with one click."),
    *((task.page, task.word, task.icon, task.about) for task in TASKS.values() if task.about),
    (
        COMPARE,
        "Compare",
        ":material/compare_arrows:",
        "Lay runs over each other, and see whether one is really better.",
    ),
    (
        SEARCH,
        "Search",
        ":material/travel_explore:",
        "Try several settings at once, and see how much of the difference is luck.",
    ),
    (
        ROOM_PAGE,
        "Room",
        ":material/groups:",
        "A class on the same data, joined by a code, with a board that tells skill from luck.",
    ),
)
INSIDE: tuple[Row, ...] = (  # what goes on inside a network
    (
        LESSONS,
        "Lessons",
        ":material/school:",
        "A first course in ten short lessons, each with an experiment and a question.",
    ),
    (
        STEP_BY_STEP,
        "Step by step",
        ":material/footprint:",
        "Every number of a tiny network, forward and backward, beside formula and code.",
    ),
    (
        GATES,
        "Gates lab",
        ":material/door_open:",
        "What the gates of a trained LSTM or GRU do at every symbol, and where its state goes.",
    ),
    (
        MEMORY,
        "Memory",
        ":material/psychology:",
        "How far back gradients reach, and which cells learn to remember.",
    ),
    (
        YOUR_RUN,
        "Your run",
        ":material/biotech:",
        "What a network you trained keeps in mind, and how far back it looks.",
    ),
    (
        MISTAKES,
        "Mistakes",
        ":material/bug_report:",
        "The classic mistakes of tutorials, each with its measured damage.",
    ),
    (
        CHOOSING,
        "Choosing",
        ":material/balance:",
        "Recurrent networks, a CNN and a Transformer of equal weight: what they reach and cost.",
    ),
)
MACHINES_ROW: Row = (  # only where the host has a password for whoever runs it
    MACHINES,
    "Machines",
    ":material/dns:",
    "For whoever runs this server: what trains where, and who waits.",
)


def on_projector() -> bool:
    """Whether the address is that of a projector, which shows one thing at a time and no menu."""
    return SCREEN in st.query_params


def menu() -> dict[str, list[st.Page]]:
    """Every page with its title, by section."""
    shown = {"": [_page(*row) for row in OWN], t("Inside"): [_page(*row) for row in INSIDE]}
    return shown | ({t("Host"): [_page(*MACHINES_ROW)]} if os.environ.get(OPERATOR) else {})


def _page(file: Path, title: str, icon: str, about: str) -> st.Page:
    """`url_path` equals the file name, so that deep links always work.

    The icon stands in the title: as `icon` the browser would fetch it for its tab from a font server.
    """
    first = file == HOME
    return st.Page(
        file,
        title=f"{icon} {t(title)}",
        icon="",
        url_path=None if first else file.stem,
        default=first,
        help=t(about),
    )

"""The rooms of the playground, in the order of the menu. A page's address is its file name."""

from pathlib import Path

import streamlit as st

from rnnkit.words import t

FOLDER = Path(__file__).parents[2]
HOME = FOLDER / "home.py"
FORECAST = FOLDER / "forecast.py"
GENERATE = FOLDER / "generate.py"
LABEL = FOLDER / "label.py"
TRANSLATE = FOLDER / "translate.py"
CLASSIFY = FOLDER / "classify.py"
COMPARE = FOLDER / "compare.py"
LESSONS = FOLDER / "lessons.py"
STEP_BY_STEP = FOLDER / "step_by_step.py"
GATES = FOLDER / "gates.py"
MEMORY = FOLDER / "memory.py"
YOUR_RUN = FOLDER / "your_run.py"
MISTAKES = FOLDER / "mistakes.py"
CHOOSING = FOLDER / "choosing.py"


Row = tuple[Path, str, str, str]  # file, title, icon, and what can be done there
TASKS: tuple[Row, ...] = (  # what can be done with one's own data
    (HOME, "Home", "home", "What this is, and examples that start with one click."),
    (
        FORECAST,
        "Forecast",
        "trending_up",
        "Train recurrent networks on a time series and see what comes next.",
    ),
    (GENERATE, "Generate", "edit_note", "Train recurrent networks on a text and let them go on writing it."),
    (
        LABEL,
        "Label",
        "sell",
        "Train recurrent networks to tag every token of a sentence: word classes or names.",
    ),
    (
        TRANSLATE,
        "Translate",
        "g_translate",
        "Train a network on pairs of texts: languages, dates, spellings, sums; and see where it looks.",
    ),
    (
        CLASSIFY,
        "Classify",
        "category",
        "Train recurrent networks to tell what class a text is of, beside a model of words alone.",
    ),
    (COMPARE, "Compare", "compare_arrows", "Lay runs over each other, and see whether one is really better."),
)
INSIDE: tuple[Row, ...] = (  # what goes on inside a network
    (
        LESSONS,
        "Lessons",
        "school",
        "A first course in nine short lessons, each with an experiment and a question.",
    ),
    (
        STEP_BY_STEP,
        "Step by step",
        "footprint",
        "Every number of a tiny network, forward and backward, beside formula and code.",
    ),
    (
        GATES,
        "Gates lab",
        "door_open",
        "What the gates of a trained LSTM or GRU do at every symbol, and where its state goes.",
    ),
    (MEMORY, "Memory", "psychology", "How far back gradients reach, and which cells learn to remember."),
    (YOUR_RUN, "Your run", "biotech", "What a network you trained keeps in mind, and how far back it looks."),
    (MISTAKES, "Mistakes", "bug_report", "The classic mistakes of tutorials, each with its measured damage."),
    (
        CHOOSING,
        "Choosing",
        "balance",
        "Recurrent networks, a CNN and a Transformer of equal weight: what they reach and cost.",
    ),
)


def menu() -> dict[str, list[st.Page]]:
    """Every page with its title, by section."""
    return {"": [_page(*row) for row in TASKS], t("Inside"): [_page(*row) for row in INSIDE]}


def _page(file: Path, title: str, icon: str, about: str) -> st.Page:
    """`url_path` equals the file name, so that deep links always work.

    The icon stands in the title: as `icon` the browser would fetch it for its tab from a font server.
    """
    first = file == HOME
    return st.Page(
        file,
        title=f":material/{icon}: {t(title)}",
        icon="",
        url_path=None if first else file.stem,
        default=first,
        help=t(about),
    )

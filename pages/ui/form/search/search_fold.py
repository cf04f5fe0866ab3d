"""The fold Search beside the button that trains: what is varied, how many settings, and how long."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.access.resources import jobs, plan, visitor
from pages.ui.form import forms
from pages.ui.form.field_settings import configurations
from pages.ui.form.preset import held
from pages.ui.frame import address, state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import folded
from pages.ui.frame.page_files import SEARCH
from pages.ui.frame.words import count, duration, literal
from pages.ui.task_page import TaskPage
from rnnkit.config import TrainingSettings, choices, parse, title
from rnnkit.config.cells import cell_name, names_for
from rnnkit.errors import RnnkitError
from rnnkit.runs.visitor.searches import Tried
from rnnkit.search.settings import SearchConfig
from rnnkit.search.space import combinations, left_out, read_values, searchable, settings_of
from rnnkit.words import plural, t

OFTEN = ("cell", "hidden_size", "learning_rate")
VALUES: Mapping[str, str] = {
    "hidden_size": "32, 64, 128",
    "learning_rate": "0.001, 0.003",
    "num_layers": "1, 2",
    "dropout": "0, 0.2, 0.4",
    "weight_decay": "0, 0.01",
}
AUTO: Mapping[str, str] = {"steps": t("as time allows")}


def search_fold(
    page: TaskPage, data: Callable[[], str], values: Mapping[str, Any], cells: Sequence[str]
) -> None:
    """Offer to try several settings; those of the form are what all of them share.

    `data` gives the id of the data set, once it is asked for.
    """
    fold = folded("search", t("Search for settings"), ":material/travel_explore:")
    if not fold.open and state.get(_over_key(page)) is None:  # what was typed there stays, once it was opened
        return
    with fold:
        st.caption(
            t(
                "Tries several settings on the same data and ranks them on the validation part. What you do "
                "not vary is as in the form. The test part is opened once, for the best."
            )
        )
        over = {}
        for box, name in _in_rows(_names(page)):
            with box:
                over[name] = _values(page.settings, name, cells)
        asked = _asked(page)
        try:
            config = parse(
                SearchConfig, asked | {"over": {k: read_values(v) for k, v in over.items() if v.strip()}}
            )
            first = next(iter(configurations(page.settings, values, tuple(cells[:1])).values()))
            settings = settings_of(first, config, page.task.fixed)
        except (RnnkitError, StopIteration) as error:
            st.info(literal(error) or t("Choose at least one network above."), icon=":material/info:")
            return
        _button(page, data, config, settings)


def _in_rows(names: Sequence[str], width: int = 3) -> Iterator[tuple[Any, str]]:
    """A place for each, so many in a row."""
    for start in range(0, len(names), width):
        yield from zip(st.columns(width), names[start : start + width], strict=False)


def _names(page: TaskPage) -> list[str]:
    """What is varied: nothing that somebody else has set."""
    free = {"cell": held.CELLS}
    asked = searchable(page.settings, page.task.fixed)
    options = [name for name in asked if held.open_names(held.of(page.name), [free.get(name, name)])]
    chosen: list[str] = st.multiselect(
        t("What to vary"),
        options,
        default=[name for name in OFTEN if name in options],
        format_func=lambda name: t(title(page.settings, name)),
        key=_over_key(page),
        placeholder=t("Nothing: repeat these settings over folds and seeds"),
    )
    return chosen


def _over_key(page: TaskPage) -> str:
    return f"search_over_{page.name}"


def _values(kind: type[TrainingSettings], name: str, cells: Sequence[str]) -> str:
    """The values of one setting, as typed."""
    return st.text_input(
        t(title(kind, name)),
        value=_usual(kind, name, cells),
        max_chars=200,
        key=f"search_{kind.kind()}_{name}",
        help=t("Values with commas between them, or a range such as 0.0005..0.01 to draw from."),
    )


def _usual(kind: type[TrainingSettings], name: str, cells: Sequence[str]) -> str:
    """What stands in the field before anybody typed: the networks of the form, the words of a choice."""
    if name == "cell":
        usual = cells if len(cells) > 1 else [one for one in ("GRU", "LSTM") if one in names_for(kind)]
        return ", ".join(usual)
    if name in VALUES:
        return VALUES[name]
    if words := choices(kind, name):
        return ", ".join(words)
    default = forms.default(kind, name)
    return "true, false" if isinstance(default, bool) else f"{'' if default is None else default}"


def _asked(page: TaskPage) -> dict[str, Any]:
    """How many settings are tried, for how long, and how often each; a number of steps replaces the time."""
    rows = (
        ("trials", "budget", "seeds", *(["folds"] if page.task.folds else [])),
        ("sampler", "steps", "seed"),
    )
    found = {}
    for names in rows:
        for box, name in zip(st.columns(len(names), vertical_alignment="bottom"), names, strict=True):
            with box:
                found[name] = forms.field(SearchConfig, name, auto=AUTO.get(name))
    found["halving"] = forms.field(SearchConfig, "halving")
    return found if found["steps"] is None else {**found, "budget": None}


def _button(
    page: TaskPage, data: Callable[[], str], config: SearchConfig, settings: Sequence[TrainingSettings]
) -> None:
    """The button, with what it will do; and what is left out."""
    if more := left_out(config):
        st.caption(
            t(
                "{all} combinations, of which the seed chooses {tried}.",
                all=count(combinations(config)),
                tried=count(combinations(config) - more),
            )
        )
    if pressed(_label(config, len(settings)), key="start_search", icon=":material/travel_explore:"):
        try:
            search_id = _start(page, data(), config, settings)
        except RnnkitError as error:
            st.error(literal(error), icon=":material/block:")
            return
        st.switch_page(SEARCH, query_params={address.SEARCH: search_id})


def _label(config: SearchConfig, number: int) -> str:
    """What the button says: how many settings, and how long in all or each."""
    if config.budget is None:
        return plural(
            "Try {number} setting for {steps} steps",
            "Try {number} settings for {steps} steps each",
            number,
            steps=f"{config.steps:,}",
        )
    return plural(
        "Try {number} setting in {time}",
        "Try {number} settings in {time}",
        number,
        time=duration(config.budget),
    )


def _start(
    page: TaskPage, dataset_id: str, config: SearchConfig, settings: Sequence[TrainingSettings]
) -> str:
    """Begin the search. Raises what is wrong with one of the settings."""
    costs = [plan(page.name, dataset_id, each.model_dump_json())[1] for each in settings]
    tried = [
        Tried(each.model_dump(mode="json"), cost.megabytes)
        for each, cost in zip(settings, costs, strict=True)
    ]
    search_id = visitor().searches.ask(page.name, config, tried, dataset_id, cell_name(settings[0]))
    jobs().wake()
    return search_id

"""The answers of a network, or of whatever beat it, for whoever works with a spreadsheet."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from pages.ui.access.resources import made
from pages.ui.access.results import Result, best, while_seen
from pages.ui.result.downloads import File
from pages.ui.tasks import TASKS
from rnnkit.bundle.ended import ended_run
from rnnkit.compare.score import method_words
from rnnkit.metrics import METRICS, MODEL
from rnnkit.tasks.task import Spreadsheet
from rnnkit.words import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Whose:
    """A method whose answers are taken home, the run that holds them, and its honest error."""

    result: Result
    method: str
    name: str
    scores: Mapping[str, float | None]

    @property
    def error(self) -> float:
        """What ranks it on the test part."""
        return next((value for name in METRICS if (value := self.scores.get(name)) is not None), math.inf)

    @property
    def words(self) -> str:
        """Its name and error."""
        for name, metric in METRICS.items():
            if (value := self.scores.get(name)) is not None:
                return f"{self.name} · {metric.heading} {metric.written(value)}"
        return self.name


def whose(results: Sequence[Result]) -> Whose:
    """Choose whose answers are taken home, a network's or a baseline's: at first the best network's."""
    first = best(results)
    rules = _spreadsheet(first).methods(first.frame)[1:]
    options = sorted(
        [
            *(Whose(result, MODEL, result.run.label, result.own) for result in results),
            *(Whose(first, name, method_words(name), first.scores.get(name, {})) for name in rules),
        ],
        key=lambda one: one.error,
    )
    at_first = next(place for place, one in enumerate(options) if one.result is first and one.method == MODEL)
    place = st.selectbox(
        t("Whose forecast to take home"),
        range(len(options)),
        index=at_first,
        format_func=lambda number: options[number].words,
        key=f"whose_{first.run.id}_{len(options)}",
        help=t("The best on the test part stands first, network or not."),
        width=320,
    )
    return options[place]


def workbook_file(chosen: Whose) -> File:
    """The answers as an Excel workbook, with what they are worth on its first sheet."""
    return t("Excel workbook"), "forecast.xlsx", XLSX, partial(_written, chosen, "workbook")


def own_csv_file(chosen: Whose) -> File:
    """The answers as CSV in the form of the file that was brought."""
    return t("Forecast CSV"), "forecast.csv", "text/csv", partial(_written, chosen, "csv")


def _written(chosen: Whose, kind: str) -> bytes:
    """The file in that form, made once."""
    result = chosen.result
    write = getattr(_spreadsheet(result), kind)
    key = (result.run.id, result.run.attempt, result.run.label, chosen.method, kind)
    make = while_seen([result], lambda: write(ended_run(result.by, result.run.id), chosen.method))
    return made(result.by, key, make)


def _spreadsheet(result: Result) -> Spreadsheet:
    found = TASKS[result.run.task].task.tabulating
    assert found is not None
    return found

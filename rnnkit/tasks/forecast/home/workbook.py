"""A forecast as a workbook: what it is worth on the first sheet, then its values under own headings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from rnnkit.compare.score import method_words
from rnnkit.config.setting_rows import setting_rows
from rnnkit.data import Recipe
from rnnkit.files.workbook_file import DATE, WHEN, ChartLine, LineChart, WrittenSheet, workbook
from rnnkit.metrics import METRICS, MODEL, known_metrics
from rnnkit.tasks.forecast.home.own_table import OwnTable, forecasters, own_csv, own_table, totals
from rnnkit.tasks.forecast.home.own_words import OwnWords, decimals
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.tasks.task import EndedRun, Frames, Spreadsheet
from rnnkit.words import t

RECIPE = "recipe.json"
TAIL = 3  # history drawn, in lengths of the forecast
INK, NETWORK, GREY = "#1D2529", "#27389A", "#5F676C"
CHARTED = t("Chart")
DRAWN = (t("What happened"), t("Forecast"), t("Lower"), t("Upper"))
Row = tuple[object, ...]


def methods(frames: Frames) -> Sequence[str]:
    """Whose forecasts a run holds: the network first."""
    return forecasters(frames("future"))


def forecast_workbook(run: EndedRun, method: str = MODEL) -> bytes:
    """The forecast of one method with all that tells what it is worth, as an .xlsx file."""
    words, table, whole = _tables(run, method)
    charted = _charted(run, words, method)
    sheets = [
        WrittenSheet(
            t("Summary"),
            [
                *_head(run, method),
                *_scores(run, method),
                _chart(charted, run, method),
                *_changes(run, whole),
                *_settings(run),
            ],
        ),
        WrittenSheet(t("Forecast"), table=table.frame, formats=_formats(table, words)),
    ]
    if len(whole.frame):
        sheets.append(WrittenSheet(t("Total"), table=whole.frame, formats=_formats(whole, words)))
    sheets.append(WrittenSheet(CHARTED, table=charted.frame, formats=_formats(charted, words)))
    return workbook(sheets, t("Forecast of {data}", data=run.data))


def forecast_own_csv(run: EndedRun, method: str = MODEL) -> bytes:
    """The forecast of one method as CSV in the form of the person's file."""
    words, table, _ = _tables(run, method)
    return own_csv(table, words)


def _tables(run: EndedRun, method: str) -> tuple[OwnWords, OwnTable, OwnTable]:
    future, history = run.frames("future"), run.frames("history")
    words = OwnWords.of(_recipe(run), future["ds"])
    table = own_table(future, history, words, method, _level(run))
    return words, table, totals(future, history, words, method)


def _recipe(run: EndedRun) -> Recipe | None:
    content = run.files.get(RECIPE)
    return Recipe.from_json(content) if content else None


def _level(run: EndedRun) -> float:
    return float((run.summary.get("config") or {}).get("level", 0.8))


def _named(run: EndedRun, method: str) -> str:
    return run.label if method == MODEL else method_words(method)


def _head(run: EndedRun, method: str) -> Iterator[Row]:
    """What this is, and whether it was worth it."""
    verdict = run.summary.get("verdict") or {}
    yield (t("Forecast of {data}", data=run.data),)
    yield t("Forecast by"), _named(run, method)
    yield t("Trained"), pd.Timestamp(run.created).tz_localize(None)
    yield t("Verdict on the network"), verdict.get("sentence", "")
    for note in run.summary.get("notes", ()):
        yield t("How it was made"), note
    if run.summary.get("assumed"):
        yield t("What it had to assume"), run.summary["assumed"]
    yield ()


def _scores(run: EndedRun, method: str) -> Iterator[Row]:
    """The method beside all others on the test part, best first."""
    scores: Mapping[str, Mapping[str, float | None]] = run.summary.get("metrics") or {}
    names = known_metrics(scores.values())
    if not names:
        return
    yield (t("Scores on the test part, which nothing was learned from; best first"),)
    yield (t("Method"), *(METRICS[name].heading for name in names), "")
    ranked = sorted(scores, key=lambda one: _number(scores[one].get(names[0])))
    for one in ranked:
        mark = t("this forecast") if one == method else ""
        yield _named(run, one), *(scores[one].get(name) for name in names), mark
    yield ()


def _number(value: float | None) -> float:
    return float("inf") if value is None else value


def _changes(run: EndedRun, whole: OwnTable) -> Iterator[Row]:
    """What was changed in the data, and what is left out of the sheets."""
    yield ()
    if whole.left_out:
        yield t("Total"), whole.left_out
        yield ()
    yield (t("Changed in reading the data"),)
    for change in run.changes or ():
        yield "", change
    if not run.changes:
        yield "", t("Nothing.") if run.changes == () else t("Not known here: the data did not come along.")
    yield ()


def _settings(run: EndedRun) -> Iterator[Row]:
    yield (t("Settings"),)
    yield from setting_rows(ResolvedForecast, run.summary.get("config") or {})


def _charted(run: EndedRun, words: OwnWords, method: str) -> OwnTable:
    """What is drawn: the first series with its past, the values of the forecast and its interval."""
    future = run.frames("future")
    first = future.iloc[0]
    part = _line(future, first)
    history, test = (_line(run.frames(name), first)[["ds", "y"]] for name in ("history", "test"))
    past = pd.concat([history, test.dropna()]).drop_duplicates("ds").sort_values("ds")
    past = past[past["ds"] < part["ds"].min()].tail(max(TAIL * len(part), 24))
    middle = "y_hat" if method == MODEL else method
    bounds = ["lo", "hi"] if method == MODEL else []
    ahead = part[["ds", middle, *bounds]].rename(
        columns=dict(zip([middle, *bounds], DRAWN[1:], strict=False))
    )
    frame = pd.concat([past.rename(columns={"y": DRAWN[0]}), ahead], ignore_index=True)
    places = decimals(past["y"], part[middle])
    drawn = [name for name in DRAWN if name in frame]
    frame = frame[["ds", *drawn]].rename(columns={"ds": words.time})
    return OwnTable(frame, dict.fromkeys(drawn, places), words.time)


def _line(frame: pd.DataFrame, first: "pd.Series[Any]") -> pd.DataFrame:
    """The rows of the series and target of this row."""
    same = (frame["unique_id"] == first["unique_id"]) & (frame["target"] == first["target"])
    found: pd.DataFrame = frame[same]
    return found


def _chart(charted: OwnTable, run: EndedRun, method: str) -> LineChart:
    first = run.frames("future").iloc[0]
    looks = {
        DRAWN[0]: ChartLine(DRAWN[0], t("What happened"), INK),
        DRAWN[1]: ChartLine(DRAWN[1], _named(run, method), NETWORK if method == MODEL else GREY),
        DRAWN[2]: ChartLine(DRAWN[2], DRAWN[2], NETWORK, "dash", 0.75),
        DRAWN[3]: ChartLine(DRAWN[3], DRAWN[3], NETWORK, "dash", 0.75),
    }
    lines = tuple(line for name, line in looks.items() if name in charted.frame)
    return LineChart(
        CHARTED, lines, " · ".join(dict.fromkeys([str(first["unique_id"]), str(first["target"])]))
    )


def _formats(table: OwnTable, words: OwnWords) -> Mapping[str, str]:
    """The number formats of a table: its decimals, and dates as the file writes them."""
    found = {
        name: "#,##0" + ("." + "0" * places if places else "") for name, places in table.decimals.items()
    }
    stamps = table.frame[table.time]
    if not pd.api.types.is_datetime64_any_dtype(stamps):
        return found
    whole_days = bool((stamps == stamps.dt.normalize()).all())
    return found | {table.time: words.sheet_dates or (DATE if whole_days else WHEN)}


SPREADSHEET = Spreadsheet(methods, forecast_workbook, forecast_own_csv)

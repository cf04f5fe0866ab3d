"""What a forecast assumed of columns that are known ahead, and the place to say what is really planned."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access.resources import jobs, only_looking, visitor
from pages.ui.access.results import Result, results_of
from pages.ui.access.watch_run import job_words, watch
from pages.ui.frame.buttons import pressed
from pages.ui.frame.download import download
from pages.ui.frame.folds import folded
from pages.ui.frame.words import literal
from pages.ui.result.model_files import is_whole
from rnnkit.config.predict import PlannedRow, PredictConfig
from rnnkit.errors import RnnkitError
from rnnkit.files.csv_export import safe_csv
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

ZERO = "zero"
WAYS: Mapping[str, str] = {
    "season": t("As assumed"),
    "last": t("Last known value"),
    "year": t("As a year ago"),
    ZERO: t("0 everywhere"),
}


def planned_part(model: Result, asked: Result) -> Result | None:
    """Say what the forecast of `asked` assumed, and take what is planned; the answer to that, if any.

    `model` is the run whose network answers; both are the same for the forecast of the run itself.
    """
    if not say_assumed(asked):
        return None
    if only_looking() or not is_whole(model):
        return None
    frame = asked.frame("ahead") if "ahead" in asked.by.results.frame_names(asked.run.id) else pd.DataFrame()
    if frame.empty:
        st.caption(_in_the_file())
        return None
    box = folded(f"planned_{asked.run.id}", t("Say what is planned"), ":material/edit_calendar:")
    if box.open:
        with box:
            _table(model, asked, frame)
    return _newest(asked.run.id)


def say_assumed(asked: Result) -> bool:
    """Say what a forecast assumed of what is known ahead, and whether it assumed anything."""
    if sentence := str(asked.summary.get("assumed") or ""):
        st.warning(literal(sentence), icon=":material/help:")
    return bool(sentence)


def _in_the_file() -> str:
    return t(
        "To have known values used, add the coming rows to the file, with an empty cell where the target is, "
        "and load it again."
    )


def _table(model: Result, asked: Result, frame: pd.DataFrame) -> None:
    """The coming steps as a table that can be filled in, and the button that forecasts with it."""
    ways = [*dict.fromkeys(frame["way"]), ZERO]
    way = st.segmented_control(
        t("Begin with"),
        ways,
        default="season",
        format_func=lambda one: t(WAYS[one]),
        key=f"way_{asked.run.id}",
    )
    rows = start_of(frame, way or "season")
    edited = st.data_editor(
        rows,
        hide_index=True,
        disabled=["unique_id", "ds"],
        column_config={"unique_id": t("Series"), "ds": step_column(rows["ds"])},
        key=f"planned_rows_{asked.run.id}_{way}",
    )
    st.caption(_in_the_file())
    if pressed(
        t("Forecast with these values"),
        key=f"forecast_planned_{asked.run.id}",
        icon=":material/play_arrow:",
        disabled=any(run.active for run in _runs(asked.run.id)),
    ):
        _ask(model, asked, edited)


def step_column(stamps: "pd.Series[Any]") -> Any:
    """The heading of the steps, and dates without an empty time of day."""
    days = pd.api.types.is_datetime64_any_dtype(stamps) and (stamps == stamps.dt.normalize()).all()
    return st.column_config.DateColumn(t("Step"), format="YYYY-MM-DD") if days else t("Step")


def start_of(frame: pd.DataFrame, way: str) -> pd.DataFrame:
    """The rows that the table begins with."""
    rows = (
        frame[frame["way"] == ("season" if way == ZERO else way)].drop(columns="way").reset_index(drop=True)
    )
    if way == ZERO:
        rows[covariates(rows)] = 0.0
    return rows


def covariates(rows: pd.DataFrame) -> list[str]:
    """The columns that can be filled in."""
    return [str(name) for name in rows if name not in ("unique_id", "ds")]


def planned_rows(edited: pd.DataFrame) -> tuple[PlannedRow, ...]:
    """The rows of the table as a job takes them; what was left empty is not said."""
    return tuple(
        PlannedRow(
            unique_id=row["unique_id"],
            ds=row["ds"].isoformat() if isinstance(row["ds"], pd.Timestamp) else int(row["ds"]),
            values={name: float(row[name]) for name in covariates(edited) if pd.notna(row[name])},
        )
        for row in edited.to_dict("records")
    )


def _ask(model: Result, asked: Result, edited: pd.DataFrame) -> None:
    try:
        config = PredictConfig(model=model.run.id, planned=planned_rows(edited)).model_dump_json()
        label = t("with your values")
        visitor().queue.submit(config, asked.run.dataset_id, label, _group(asked.run.id))
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    jobs().wake()
    st.rerun()


def _group(run_id: str) -> str:
    return f"plan-{run_id}"


def _runs(run_id: str) -> list[Run]:
    """The newest run with planned values, if there is one."""
    return visitor().runs.find(group=_group(run_id), limit=1)


def _newest(run_id: str) -> Result | None:
    """The newest forecast with planned values, or how far it is."""
    found = _runs(run_id)
    if not found:
        return None
    run = found[-1]
    if run.active:
        watch(run, job_words)
        return None
    if run.state != "finished":
        st.error(literal(run.reason) or t("This was not finished; ask again."), icon=":material/error:")
        return None
    (answer,) = results_of([run])
    rest = str(answer.summary.get("assumed") or "")
    st.success(
        t("Forecast with the values you gave.") + (f" {literal(rest)}" if rest else ""),
        icon=":material/check:",
    )
    future = answer.frame("future")
    name = t("Forecast with your values CSV")
    download(name, "planned_forecast.csv", "text/csv", lambda: safe_csv(future), key=run.id)
    return answer

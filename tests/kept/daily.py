"""A model of one daily series with two columns, and its data written in many ways."""

from functools import cache

import numpy as np
import pandas as pd

from rnnkit.bundle import kept_of, write_kept
from rnnkit.config import parse
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.kept.models import done

SETTINGS = {"targets": ("units",), "past_covariates": ("temp",), "horizon": 3, "lookback": 7, "test": 6}
SMALL = {"stride": 1, "hidden_size": 4, "steps": 30, "learning_rate": 0.01}


def frame(days=60, first="2023-01-02"):
    """Units near 95 with a cycle of a week, and temperatures near 5: whoever mixes them up is seen."""
    step = np.arange(days)
    return pd.DataFrame(
        {
            "date": pd.date_range(first, periods=days).strftime("%Y-%m-%d"),
            "units": (95.25 + 3 * np.sin(2 * np.pi * step / 7)).round(2),
            "temp": (5.25 + 2 * np.cos(step / 9)).round(2),
        }
    )


def csv(table, encoding="utf-8", **how):
    """A table as the bytes of a file."""
    return table.to_csv(index=False, **how).encode(encoding)


def written(form, table=None):
    """The table with its dates in another form."""
    table = frame() if table is None else table
    return table.assign(date=pd.to_datetime(table["date"]).dt.strftime(form))


def alike():
    """Files that differ in the order of rows and columns only: everybody reads them without a word."""
    table = frame()
    return {
        "itself": csv(table),
        "columns swapped": csv(table[["temp", "units", "date"]]),
        "further columns": csv(table.assign(note="x", extra=7)[["note", "temp", "date", "extra", "units"]]),
        "newest first": csv(table[::-1]),
        "with a mark in front": csv(table, "utf-8-sig"),
    }


def otherwise():
    """Files that say the same in another way of writing, and what is said about it."""
    table = frame()
    mark = "Written otherwise than the model's data (in brackets): "
    dates = "Dates such as '{}' are read, the model's data writes '2023-01-02'; the first is 2023-01-02."
    return {
        "capitals": (
            csv(table.rename(columns=str.title)),
            "Columns of other names were read: 'Date' as 'date', 'Units' as 'units', 'Temp' as 'temp'.",
        ),
        "decimal comma": (
            csv(table, sep=";", decimal=","),
            mark + "separator ; (,), decimal mark , (.).",
        ),
        "semicolons": (csv(table, sep=";"), mark + "separator ; (,)."),
        "tabs": (csv(table, sep="\t"), mark + "separator tab (,)."),
        "UTF-16": (csv(table, "utf-16"), mark + "encoding utf-16 (utf-8)."),
        "days first": (csv(written("%d/%m/%Y")), dates.format("02/01/2023")),
        "months first": (csv(written("%m/%d/%Y")), dates.format("01/02/2023")),
        "dots": (csv(written("%d.%m.%Y")), dates.format("02.01.2023")),
        "no signs": (csv(written("%Y%m%d")), dates.format("20230102")),
    }


def refused():
    """Files that do not fit, and the sentence of app, command and program."""
    table = frame()
    weekly = table.assign(date=pd.date_range("2023-01-02", periods=60, freq="7D").strftime("%Y-%m-%d"))
    hourly = table.assign(date=pd.date_range("2023-01-02", periods=60, freq="h").strftime("%Y-%m-%d %H:%M"))
    return {
        "no target": (
            csv(table.drop(columns="units")),
            "The new data has no column 'units'; add or rename it.",
        ),
        "no covariate": (
            csv(table.drop(columns="temp")),
            "The new data has no column 'temp'; add or rename it.",
        ),
        "no date": (csv(table.drop(columns="date")), "The new data has no column 'date'; add or rename it."),
        "no header": (csv(table, header=False), "The new data has no column 'date'; add or rename it."),
        "weekly": (csv(weekly), "The new data has a row every 1 week, the model reads one every 1 day."),
        "hourly": (
            csv(hourly),
            "The new data has a row every 1 hour, the model reads one every 1 day.",
        ),
        "short": (csv(table.head(2)), "Need at least 3 rows; found 2: add more."),
        "dates of words": (
            csv(table.assign(date="some day")),
            "Dates such as 'some day' are not written like '2023-01-02', as this model reads them; "
            "write them that way.",
        ),
        "words": (
            csv(table.assign(units="many")),
            "Column 'units' of the new data holds no numbers.",
        ),
        "nothing": (csv(table.assign(units="")), "Column 'units' of the new data holds no numbers."),
        "empty": (b"", "The file is empty; choose another one."),
        "blank": (b" \n\n", "The file is empty; choose another one."),
    }


@cache
def kept_daily(folder):
    """The file of the model; `folder` may be used for a store."""
    store = Store(f"sqlite:///{folder / 'daily.sqlite'}")
    try:
        config = parse(ForecastConfig, SMALL | SETTINGS)
        dataset_id = store.of("").uploads.add("daily.csv", csv(frame()))
        run_id = done(store, config.model_dump_json(exclude_none=True), dataset_id, "daily")
        return write_kept(kept_of(store, run_id))
    finally:
        store.close()

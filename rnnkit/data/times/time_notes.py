"""What is said about how the time was read."""

from collections.abc import Mapping

import numpy as np

from rnnkit.data.numbers.columns import Column
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.times.timeline import Timeline
from rnnkit.data.times.written.number_dates import EPOCHS
from rnnkit.data.times.written.to_moments import Stamps
from rnnkit.words import t

EPOCH = "{name} read as seconds or their parts since 1970."
WEEKS = "Weeks of {name} are called by their Monday."
PACKED = "{name} read as dates without marks, such as '{cell}'."
SENTENCES: Mapping[str, str] = {
    "matlab_day": "{name} read as day numbers of MATLAB.",
    "yy": "{name} read as years of two digits.",
    "excel": "{name} read as Excel day numbers.",
    "short_year": "{name}: years counted from 1, such as 1-01.",
    "fiscal_year": "{name}: financial years such as '{cell}' are called by the year in which they begin.",
    "iso_week": WEEKS,
    "yyyyww": WEEKS,
    "decimal_month": "{name} read as years with a part, month by month.",
    "decimal_day": "{name} read as years with a part, day by day.",
    "year_dot_month": "{name} read as years and months, such as 2021.01.",
    **dict.fromkeys(("yyyyddd", "yyyyq", "yymm", "%Y%m%d%H", "%Y%m%d%H%M", "%Y%m%d%H%M%S", "%y%m%d"), PACKED),
    **dict.fromkeys(("%d%m%Y", "%m%d%Y", "%d%m%y"), PACKED),
    **dict.fromkeys(EPOCHS, EPOCH),
}


def note_century(stamps: Stamps, name: str, notes: Notes) -> bool:
    """Say which years two digits were taken for."""
    years = stamps[~np.isnat(stamps)].astype("datetime64[Y]").astype(np.int64) + 1970
    first, last = int(years.min()), int(years.max())
    said = "Two-digit years of {name} read as {first} to {last}."
    said = said if first < last else "Two-digit years of {name} read as {first}."
    return notes.change("century", t(said, name=name, first=first, last=last), len(years))


def note_time(timeline: Timeline, by_name: Mapping[str, Column], notes: Notes) -> Timeline:
    """Say how the time was read where that is no matter of course; no time at all where that is off."""
    name = timeline.columns[0]
    values = {"name": name, "cell": str(by_name[name].cells[0])[:30]}
    if timeline.century is not None and all(change.key != "century" for change in notes.changes):
        assert timeline.stamps is not None
        note_century(timeline.stamps.astype("datetime64[us]"), name, notes)
    sentence = (
        t("Date put together from {names}.", names=listing(timeline.columns, 6))
        if len(timeline.columns) > 1
        else ""
    )
    known = next((SENTENCES[form] for form in timeline.formats if form in SENTENCES), "")
    if "interval" in timeline.rules:
        known = "{name}: intervals such as '{cell}' are called by their beginning."
    if known:
        sentence = f"{sentence} {t(known, **values)}".strip()
    if "week" in timeline.roles:
        sentence = f"{sentence} {t(WEEKS, name=listing(timeline.columns, 3))}"
    if sentence:
        return timeline if notes.change("time", sentence) else Timeline()
    if "time" in notes.off:
        notes.change("time", t("Dates taken from {name}.", name=name))
        return Timeline()
    return timeline

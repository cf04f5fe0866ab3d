"""Dates of digits that all stand in the same places, read all at once: a million of them in a second.

Needs numpy alone, because cleaning programs take it along.
"""

import re

import numpy as np
import numpy.typing as npt

PLACES = {"%Y": 4, "%m": 2, "%d": 2, "%H": 2, "%M": 2, "%S": 2}
MOST = {"%Y": 9999, "%m": 12, "%d": 31, "%H": 23, "%M": 59, "%S": 59}
LEAST = {"%Y": 1, "%m": 1, "%d": 1}


def read_even(cells: npt.NDArray[np.object_], form: str) -> npt.NDArray[np.datetime64] | None:
    """The moments in cells such as `2020-01-31 08:00` (`%Y-%m-%d %H:%M`); `None` where one is otherwise.

    >>> read_even(np.array(["2020-01-31 08:00"], dtype=object), "%Y-%m-%d %H:%M").tolist()
    [datetime.datetime(2020, 1, 31, 8, 0)]
    """
    parts = re.findall("%[A-Za-z]|[^%]", form)
    length = sum(PLACES.get(part, 1) for part in parts)
    signs = "".join(set(parts) - set(PLACES))
    if not {"%Y", "%m", "%d"} <= set(parts) or "%" in signs or "".join(parts) != form:
        return None
    text = np.array(cells.tolist(), dtype=np.str_)
    if not len(text) or text.dtype.itemsize != 4 * length:
        return None
    letters = text.view(np.int32).reshape(len(text), length)
    values: dict[str, npt.NDArray[np.int64]] = {}
    place = 0
    for part in parts:
        cut = letters[:, place : place + PLACES.get(part, 1)] - ord("0")
        place += PLACES.get(part, 1)
        if part not in PLACES:
            if (cut != ord(part) - ord("0")).any():
                return None
            continue
        value = cut @ 10 ** np.arange(PLACES[part] - 1, -1, -1)
        outside = (value < LEAST.get(part, 0)) | (value > MOST[part])
        if part in values or (cut < 0).any() or (cut > 9).any() or outside.any():
            return None
        values[part] = value
    months = ((values["%Y"] - 1970) * 12 + values["%m"] - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (values["%d"] - 1)
    if (days.astype("datetime64[M]") != months).any():
        return None
    clock = [values.get(part, 0) for part in ("%H", "%M", "%S")]
    seconds = np.asarray((clock[0] * 60 + clock[1]) * 60 + clock[2], dtype=np.int64)
    return np.asarray(days.astype("datetime64[us]") + seconds * np.timedelta64(1_000_000, "us"))

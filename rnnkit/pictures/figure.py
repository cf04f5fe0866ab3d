"""A figure as what it is sent as: plain dictionaries, in the words of Plotly, which checks them in tests.

Plotly's own figure asks of each colour, width and number whether it may be, every time a page is drawn:
forty of the sixty milliseconds that a forecast took to draw.
"""

import base64
import json
import math
from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

WHOLE = frozenset({"paper_bgcolor", "plot_bgcolor", "error_x", "error_y"})  # names with a line in them
INTEGERS = (np.int8, np.int16, np.int32)  # the whole numbers that a browser has
FLOATS = {"float32": "f4", "float64": "f8"}
UNITS = ("D", "s", "us")  # of moments: as short as all of them can be written
Props = dict[str, Any]


class Figure:
    """Traces and a layout. What is added is written down as it is; names with lines are parts of parts.

    In a grid, `row` and `col` (from 1) say which chart is meant; without them it is all of them.
    """

    def __init__(self, layout: Mapping[str, Any], columns: int = 1, charts: int = 1) -> None:
        self._traces: list[Props] = []
        self._layout: Props = _parted(layout)
        self._columns, self._charts = columns, charts

    @classmethod
    def grid(cls, rows: int, cols: int, **more: Any) -> "Figure":
        """Charts beside and below each other, where Plotly puts them; `more` goes to its `make_subplots`."""
        from plotly.subplots import make_subplots

        layout = make_subplots(rows=rows, cols=cols, **more).to_dict()["layout"]
        return cls({name: part for name, part in layout.items() if name != "template"}, cols, rows * cols)

    # What is drawn

    def add_scatter(self, **props: Any) -> None:
        """Points, lines, or both."""
        self._add("scatter", props)

    def add_bar(self, **props: Any) -> None:
        """Bars."""
        self._add("bar", props)

    def add_histogram(self, **props: Any) -> None:
        """Bars that count how often."""
        self._add("histogram", props)

    def add_heatmap(self, **props: Any) -> None:
        """A field of colours."""
        self._add("heatmap", props)

    def add_shape(self, **props: Any) -> None:
        """A line or a box."""
        self._layout.setdefault("shapes", []).append(_parted(props))

    def add_annotation(self, **props: Any) -> None:
        """Words at a place."""
        self._layout.setdefault("annotations", []).append(_parted(props))

    def add_hline(self, y: float, line: Props, words: str = "") -> None:
        """A line right across each chart; `words` stand below its beginning."""
        for n in self._numbers():
            where = {"xref": f"x{n} domain", "yref": f"y{n}"}
            self.add_shape(type="line", line=line, x0=0, x1=1, y0=y, y1=y, **where)
            if words:
                look = {"showarrow": False, "xanchor": "left", "yanchor": "top"}
                self.add_annotation(text=words, x=0, y=y, **look, **where)

    def add_vline(self, x: float, line: Props) -> None:
        """A line from the bottom to the top of each chart."""
        for n in self._numbers():
            ends = {"x0": x, "x1": x, "y0": 0, "y1": 1, "xref": f"x{n}", "yref": f"y{n} domain"}
            self.add_shape(type="line", line=line, **ends)

    # How it is drawn

    def update_layout(self, layout: Mapping[str, Any] | None = None, **props: Any) -> None:
        """Change what holds for the whole figure."""
        _merge(self._layout, _parted({**(layout or {}), **props}))

    def update_xaxes(self, axis: Mapping[str, Any] | None = None, **props: Any) -> None:
        """Change the axes across."""
        self._update_axes("xaxis", {**(axis or {}), **props})

    def update_yaxes(self, axis: Mapping[str, Any] | None = None, **props: Any) -> None:
        """Change the axes up."""
        self._update_axes("yaxis", {**(axis or {}), **props})

    def update_annotations(self, **props: Any) -> None:
        """Change all words that stand at places."""
        for words in self._layout.get("annotations", []):
            _merge(words, _parted(props))

    # What comes of it

    def to_dict(self) -> Props:
        """What a browser draws: numbers as bytes in base64, moments and everything else as JSON has them."""
        return cast(Props, _sendable({"data": self._traces, "layout": self._layout}))

    def to_json(self) -> str:
        """The same as a text."""
        return json.dumps(self.to_dict())

    def checked(self) -> Any:
        """Plotly's own figure of this. Raises `ValueError` where a name or a value is none that it knows."""
        from plotly import graph_objects

        found: Any = graph_objects.Figure  # type: ignore[attr-defined]  # plotly has no types
        return found(data=self._traces, layout=self._layout)

    @property
    def data(self) -> Any:
        """The traces, checked."""
        return self.checked().data

    @property
    def layout(self) -> Any:
        """The layout, checked."""
        return self.checked().layout

    def _add(self, kind: str, props: Props) -> None:
        row, col = props.pop("row", None), props.pop("col", None)
        (number, *_) = self._numbers(row, col)
        place = {"xaxis": f"x{number}", "yaxis": f"y{number}"} if self._charts > 1 else {}
        self._traces.append({"type": kind, **_parted(props), **place})

    def _update_axes(self, name: str, props: Props) -> None:
        row, col = props.pop("row", None), props.pop("col", None)
        for number in self._numbers(row, col):
            _merge(self._layout.setdefault(f"{name}{number}", {}), _parted(props))

    def _numbers(self, row: int | None = None, col: int | None = None) -> list[str]:
        """The charts that are meant, as Plotly numbers them: the first has none."""
        meant = range(self._charts) if row is None else [(row - 1) * self._columns + (col or 1) - 1]
        return [str(number + 1) if number else "" for number in meant]


def _parted(props: Mapping[str, Any]) -> Props:
    """`title_text` is the `text` of `title`; what is `None` was not said."""
    found: Props = {}
    for name, value in props.items():
        if value is None:
            continue
        head, _, rest = (name, "", "") if name in WHOLE else name.partition("_")
        part = _parted(value) if isinstance(value, Mapping) else value
        _merge(found, {head: _parted({rest: part}) if rest else part})
    return found


def _merge(into: Props, more: Props) -> None:
    """Put parts of parts beside those that are there."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


def _sendable(value: Any) -> Any:
    """Any value as JSON has it; an array of numbers as the bytes of it."""
    if isinstance(value, dict):
        return {name: _sendable(part) for name, part in value.items()}
    if isinstance(value, pd.Series | pd.Index):
        value = _array(value)
    if isinstance(value, np.ndarray):
        return _bytes_of(value)
    if isinstance(value, list | tuple):
        return [_sendable(part) for part in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _array(column: "pd.Series[Any] | pd.Index[Any]") -> npt.NDArray[Any]:
    """A column; moments lose their time zone, so that they are drawn as the clock there showed them."""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return cast(npt.NDArray[Any], pd.DatetimeIndex(column).tz_localize(None).to_numpy())
    if pd.api.types.is_extension_array_dtype(column.dtype) and pd.api.types.is_numeric_dtype(column.dtype):
        return cast(npt.NDArray[Any], column.to_numpy(dtype=float, na_value=np.nan))
    return cast(npt.NDArray[Any], column.to_numpy())


def _bytes_of(array: npt.NDArray[Any]) -> Any:
    if array.dtype.kind == "M":
        return _moments(array)
    if array.dtype.kind in "iu" and array.size:
        fits = (kind for kind in INTEGERS if _fits(array, np.iinfo(kind)))
        array = array.astype(next(fits, np.float64))
    elif array.dtype == np.float16:
        array = array.astype(np.float32)
    name = FLOATS.get(array.dtype.name) or (f"i{array.dtype.itemsize}" if array.dtype.kind == "i" else "")
    if not name or not array.size:
        return [_sendable(part) for part in array.tolist()]
    sent = {"dtype": name, "bdata": base64.b64encode(array.tobytes()).decode("ascii")}
    return sent | ({"shape": ", ".join(map(str, array.shape))} if array.ndim > 1 else {})


def _fits(array: npt.NDArray[Any], bounds: "np.iinfo[Any]") -> bool:
    return bool(bounds.min <= array.min() and array.max() <= bounds.max)


def _moments(array: npt.NDArray[Any]) -> list[str | None]:
    """`["2020-01-01", "2020-02-01"]`; with the time of day where one of them has one."""
    known = array[~np.isnat(array)]
    unit = next((one for one in UNITS if bool((known.astype(f"M8[{one}]") == known).all())), UNITS[-1])
    return [None if text == "NaT" else text for text in np.datetime_as_string(array.astype(f"M8[{unit}]"))]

"""Files to take away: CSV that no spreadsheet mistakes for formulas."""

from typing import Any

import pandas as pd

# A spreadsheet runs a cell that starts with one of these, even if it came from a stranger's upload.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # East Asian widths, too


def safe_csv(
    frame: pd.DataFrame,
    *,
    excel: bool = False,
    separator: str = ",",
    decimal: str = ".",
    dates: str | None = None,
) -> bytes:
    """A frame as CSV bytes, without its index; text that could be a formula gets a leading apostrophe.

    Numbers and dates stay as they are, but for the decimal mark and the pattern (of `strftime`) that are
    asked for. With `excel` the bytes begin with the mark by which Excel knows UTF-8.
    """
    text = safe_frame(frame).to_csv(
        index=False, lineterminator="\n", sep=separator, decimal=decimal, date_format=dates
    )
    return text.encode("utf-8-sig" if excel else "utf-8", "replace")


def safe_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """The same numbers and dates, and text, headings too, that no spreadsheet takes for a formula."""
    safe = frame.assign(
        **{name: frame[name].map(safe_cell) for name in frame.columns if is_text(frame[name])}
    )
    safe.columns = pd.Index([safe_cell(name) for name in frame.columns])
    return safe


def is_text(column: "pd.Series[Any]") -> bool:
    """Whether a column may hold text: strings, categories of strings, or anything mixed."""
    return not (
        pd.api.types.is_numeric_dtype(column)
        or pd.api.types.is_bool_dtype(column)
        or pd.api.types.is_datetime64_any_dtype(column)
    )


def safe_cell(value: object) -> object:
    """Text with an apostrophe in front where it could be a formula; anything else as it is."""
    if not isinstance(value, str):
        return value
    # A bare carriage return is not quoted by the writer, but starts a new row in some readers.
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

"""What goes into the store and comes out of it: JSON without NaN, frames as parquet, bytes with a hash."""

import hashlib
import io
import json
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from pyarrow import parquet

from rnnkit.errors import RnnkitError
from rnnkit.text import t


def to_json(value: object) -> str:
    """JSON that every reader accepts: numbers that are not finite become null."""
    return json.dumps(_plain(value), allow_nan=False)


def finite(value: float | None) -> float | None:
    """The number, or `None` where it is missing, NaN or infinite."""
    return float(value) if value is not None and math.isfinite(value) else None


def clean_text(value: str, limit: int = 500) -> str:
    """Text that every database takes: no zero bytes, no halves of characters, of bounded length."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:limit]


def to_parquet(frame: pd.DataFrame) -> bytes:
    """A frame as bytes; its index is dropped."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False)
    return buffer.getvalue()


def from_parquet(content: bytes) -> pd.DataFrame:
    """The frame that `to_parquet` made bytes of.

    Read without pandas, which would load Arrow's data sets for it: 4 MB more in the process of the screen.
    """
    read: Any = parquet.ParquetFile  # Arrow has no types
    frame: pd.DataFrame = read(io.BytesIO(content)).read().to_pandas()
    return frame


def sha256(content: bytes) -> str:
    """The hash that is kept beside bytes."""
    return hashlib.sha256(content).hexdigest()


def checked(content: bytes, digest: str) -> bytes:
    """The bytes, if they are still the ones that were stored."""
    if sha256(content) != digest:
        raise RnnkitError(t("This result is damaged in the store; train the run again."))
    return content


def _plain(value: object) -> Any:
    """Built-in types only, all the way down."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if hasattr(value, "tolist"):  # numbers and arrays of NumPy
        return _plain(value.tolist())
    return finite(value) if isinstance(value, float) else value

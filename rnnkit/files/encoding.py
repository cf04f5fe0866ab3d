"""What goes into the store and comes out of it: JSON without NaN, frames as Arrow, bytes with a hash.

Arrow rather than Parquet: its reader is loaded anyway, the other would cost the process of the screen 5 MB.
"""

import hashlib
import io
import json
import math
import secrets
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow
import pyarrow.ipc

from rnnkit.errors import RnnkitError
from rnnkit.words import t

ARROW: Any = pyarrow  # it has no types


def new_id() -> str:
    """An id that nobody can guess; it begins with no dash, which a command line would take for an option."""
    while (found := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return found


def to_json(value: object) -> str:
    """JSON that every reader accepts: numbers that are not finite become null."""
    return json.dumps(_plain(value), allow_nan=False)


def finite(value: float | None) -> float | None:
    """The number, or `None` where it is missing, NaN or infinite."""
    return float(value) if value is not None and math.isfinite(value) else None


def clean_text(value: str, limit: int = 500) -> str:
    """Text that every database takes: no zero bytes, no halves of characters, of bounded length."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:limit]


def to_arrow(frame: pd.DataFrame) -> bytes:
    """A frame as bytes (a compressed Arrow stream); its index is dropped."""
    table = ARROW.Table.from_pandas(frame, preserve_index=False)
    sink = io.BytesIO()
    packed = ARROW.ipc.IpcWriteOptions(compression="zstd")
    with ARROW.ipc.new_stream(sink, table.schema, options=packed) as out:
        out.write_table(table)
    return sink.getvalue()


def from_arrow(content: bytes) -> pd.DataFrame:
    """The frame that `to_arrow` made bytes of."""
    with ARROW.ipc.open_stream(content) as stream:
        frame: pd.DataFrame = stream.read_all().to_pandas()
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

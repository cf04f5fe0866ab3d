"""A Parquet or Arrow file as rows of text; needs `pyarrow` and nothing of here.

The exported code copies this module by its source, so that both read a file alike.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

BATCH = 16_384
BOOLEANS = {None: "", True: "TRUE", False: "FALSE"}
INDEX = re.compile(r"^__index_level_\d+__$")
"""What pandas calls an index without a name."""


def batches(content: bytes, kind: str) -> Iterator[Any]:
    """The record batches of a file, one after the other; `kind` is "parquet" or "arrow"."""
    if kind == "parquet":
        import pyarrow.parquet as pq

        file = pq.ParquetFile(io.BytesIO(content))
        words = [f.name for f in file.schema_arrow if pa.types.is_string(f.type)]
        file = pq.ParquetFile(io.BytesIO(content), read_dictionary=words)
        yield from file.iter_batches(batch_size=BATCH)
    else:
        reader = pa.ipc.open_file(io.BytesIO(content))
        yield from (reader.get_batch(i) for i in range(reader.num_record_batches))


def columns_of(table: Any) -> tuple[dict[str, list[str]], list[str]]:
    """The columns of an Arrow table as text, and the names of those that no cell can hold."""
    columns: dict[str, list[str]] = {}
    left = []
    for name, column in zip(*_flat(table), strict=True):
        cells = None if _is_count(name, column.type) else text_of(column)
        if cells is not None:
            columns["index" if INDEX.match(name) and "index" not in columns else name] = cells
        elif not _is_count(name, column.type):
            left.append(name)
    return columns, left


def columnar_table(content: bytes, kind: str) -> list[list[str]]:
    """The rows of a Parquet or Arrow file as text, the names first."""
    columns, _ = columns_of(pa.Table.from_batches(list(batches(content, kind))))
    return [list(columns), *map(list, zip(*columns.values(), strict=True))]


def text_of(column: Any) -> list[str] | None:
    """The cells of a column as text, or `None` where they are lists, objects or raw bytes."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _words(column)
    writer = next((write for fits, write in WRITERS if fits(kind)), _plain)
    return writer(column)


def _plain(column: Any) -> list[str] | None:
    """Numbers, words, dates and times as Arrow writes them; bytes that are no UTF-8 become U+FFFD."""
    try:
        return ["" if v is None else v for v in column.cast(pa.string()).to_pylist()]
    except UnicodeDecodeError:
        raw = column.cast(pa.large_binary()).to_pylist()
        return ["" if v is None else v.decode("utf-8", "replace") for v in raw]
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _flat(table: Any) -> tuple[list[str], list[Any]]:
    """Names and columns, those of an object as `a.b`."""
    if len(set(table.column_names)) < len(table.column_names):  # `flatten` would mix up names that come twice
        return list(table.column_names), list(table.columns)
    flat = table.flatten()
    return list(flat.column_names), list(flat.columns)


def _is_count(name: str, kind: Any) -> bool:
    """Whether this is the running number that pandas keeps of rows that were left out of a frame."""
    return bool(INDEX.match(name)) and bool(pa.types.is_integer(kind))


def _words(column: Any) -> list[str] | None:
    """The words of a column of codes; every word is there once, however often it comes."""
    cells: list[str] = []
    for part in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        words = text_of(part.dictionary)
        if words is None:
            return None
        cells += ["" if code is None else words[code] for code in part.indices.to_pylist()]
    return cells


def _stamps(column: Any) -> list[str]:
    """`2023-03-01` where no stamp of the column has a clock, or else `2023-03-01 05:00:00`."""
    zone = column.type.tz
    for unit in ("s", "ms", "us", "ns"):
        try:
            column = column.cast(pa.timestamp(unit, zone))
            break
        except pa.ArrowInvalid:
            continue
    try:
        words = column.cast(pa.string())
    except pa.ArrowInvalid:  # a zone that this machine does not know: the moments are the same in UTC
        words = column.cast(pa.timestamp(column.type.unit, "UTC")).cast(pa.string())
    texts = ["" if v is None else v for v in words.to_pylist()]
    if zone is None and all(not text or text[10:] == " 00:00:00" for text in texts):
        return [text[:10] for text in texts]
    return texts


def _duration(micros: int | None) -> str:
    """`30:00:00` for a day and six hours, `00:00:00.25` for a quarter of a second."""
    if micros is None:
        return ""
    seconds, rest = divmod(abs(micros), 1_000_000)
    fraction = f".{rest:06}".rstrip("0") if rest else ""
    return f"{'-' * (micros < 0)}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


def _durations(column: Any) -> list[str]:
    return [_duration(v) for v in column.cast(pa.duration("us"), safe=False).cast(pa.int64()).to_pylist()]


WRITERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], list[str] | None]], ...] = (
    (pa.types.is_null, lambda column: [""] * len(column)),
    (pa.types.is_boolean, lambda column: [BOOLEANS[value] for value in column.to_pylist()]),
    (pa.types.is_timestamp, _stamps),
    (pa.types.is_duration, _durations),
    (pa.types.is_nested, lambda _: None),
    (pa.types.is_binary, lambda _: None),
    (pa.types.is_large_binary, lambda _: None),
)

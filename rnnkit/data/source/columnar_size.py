"""How large a Parquet or Arrow file really is, counted before and while it is read."""

import re
from typing import Any

import pyarrow as pa

from rnnkit.data.limits import BYTES_PER_MEGABYTE, Limits
from rnnkit.data.source.columnar import batches
from rnnkit.data.source.unpack import DAMAGE_SAID, TOO_LARGE
from rnnkit.errors import DataError
from rnnkit.words import t

FACTOR = 4
"""Numbers take eight bytes, however few digits they have in a text."""
TITLES = {"parquet": "Parquet", "arrow": "Arrow"}
FRAME = re.compile(rb"\x28\xb5\x2f\xfd|\x04\x22\x4d\x18")
"""How buffers begin that are packed with Zstandard or LZ4."""
IMPOSSIBLE = 1 << 40


def read_batches(content: bytes, kind: str, limits: Limits) -> Any:
    """The table of a file. Raises `DataError` where it holds too much, or is damaged.

    >>> from pyarrow import feather
    >>> out = pa.BufferOutputStream()
    >>> feather.write_feather(pa.table({"y": [1.0, 2.0]}), out)
    >>> read_batches(out.getvalue().to_pybytes(), "arrow", Limits.from_environment()).to_pydict()
    {'y': [1.0, 2.0]}
    """
    most = int(FACTOR * min(limits.megabytes, 1e6) * BYTES_PER_MEGABYTE)
    try:
        _check_shape(content, kind, limits, most)
        found, size, rows = [], 0, 0
        for batch in batches(content, kind):
            size, rows = size + batch.nbytes, rows + batch.num_rows
            limits.check_cells(rows, batch.num_columns)
            if size > most:
                raise _too_large(most)
            found.append(batch)
        if not found:
            raise DataError(t("No data rows - only a header; add rows below it."))
        return pa.Table.from_batches(found)
    except DataError:
        raise
    except (pa.ArrowException, OSError, MemoryError, ValueError, KeyError):
        raise DataError(t(DAMAGE_SAID, kind=TITLES[kind])) from None


def _check_shape(content: bytes, kind: str, limits: Limits, most: int) -> None:
    """Refuse what the file says of itself, before any of it is unpacked."""
    if kind == "arrow":
        sizes = (
            int.from_bytes(content[max(0, m.start() - 8) : m.start()], "little")
            for m in FRAME.finditer(content)
        )
        if sum(size for size in sizes if size < IMPOSSIBLE) > most:
            raise _too_large(most)
        return
    import io

    import pyarrow.parquet as pq

    about = pq.ParquetFile(io.BytesIO(content)).metadata
    limits.check_columns(about.num_columns)
    limits.check_cells(about.num_rows, about.num_columns)
    if sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups)) > most:
        raise _too_large(most)


def _too_large(most: int) -> DataError:
    return DataError(t(TOO_LARGE, megabytes=most / BYTES_PER_MEGABYTE))

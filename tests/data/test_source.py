"""Packed files, JSON, Parquet and Arrow: read like the same table in a CSV, or refused in one sentence."""

import bz2
import gzip
import io
import json
import lzma
import resource
import zipfile
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

from rnnkit.data import Limits, Overrides, read_table, replay
from rnnkit.errors import DataError
from tests.work import times

LIMITS = Limits(megabytes=5, rows=100_000, columns=50)
FRAME = pd.DataFrame(
    {
        "day": pd.date_range("2023-03-01", periods=12, freq="D"),
        "sales": np.arange(12) ** 2 / 4,
        "n": range(12),
    }
)
CSV = FRAME.to_csv(index=False).encode()
RECORDS = json.loads(FRAME.assign(day=FRAME["day"].dt.strftime("%Y-%m-%d")).to_json(orient="records"))


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def saved(write, *args):
    packed = io.BytesIO()
    write(*args, packed)
    return packed.getvalue()


def as_json(value):
    return json.dumps(value).encode()


COLUMNS = {name: [record[name] for record in RECORDS] for name in RECORDS[0]}
SAME = {
    "tab": (FRAME.to_csv(index=False, sep="\t").encode(), ""),
    "gzip": (gzip.compress(CSV), "gzip"),
    "bzip2": (bz2.compress(CSV), "bzip2"),
    "xz": (lzma.compress(CSV), "xz"),
    "zip": (zipped(**{"__MACOSX/._x.csv": b"0", "x.csv": CSV}), "zip"),
    "zip of json": (zipped(**{"x.json": as_json(RECORDS)}), "zip+json"),
    "parquet": (saved(FRAME.to_parquet), "parquet"),
    "parquet with an index": (saved(FRAME.set_index("day").to_parquet), "parquet"),
    "arrow": (saved(FRAME.to_feather), "arrow"),
    "records": (as_json(RECORDS), "json"),
    "records inside": (as_json({"meta": {"a": 1}, "data": RECORDS}), "json"),
    "columns": (as_json(COLUMNS), "json"),
    "columns inside": (as_json({"lat": 52.5, "daily": COLUMNS}), "json"),
    "by index": (FRAME.to_json(orient="columns", date_format="iso").encode(), "json"),
    "by row": (FRAME.to_json(orient="index", date_format="iso").encode(), "json"),
    "split": (FRAME.to_json(orient="split", date_format="iso").encode(), "json"),
    "lines": (b"\n".join(map(as_json, RECORDS)), "jsonl"),
    "lines cut off": (b"\n".join(map(as_json, RECORDS)) + b'\n{"day": "20', "jsonl"),
}


@pytest.mark.parametrize("name", SAME)
def test_read_like_the_csv(name):
    content, container = SAME[name]
    table = read_table(content, limits=LIMITS)
    pd.testing.assert_frame_equal(
        table.frame.sort_index(axis=1), read_table(CSV, limits=LIMITS).frame.sort_index(axis=1)
    )
    assert table.recipe.container == container
    assert replay(table.recipe, content).frame.equals(table.frame)


def test_the_likeliest_file_of_an_archive_is_read():
    content = zipped(**{"read.txt": b"Hello there. " * 40, "b.csv": CSV[:90], "a.csv": CSV})
    table = read_table(content)
    assert len(table.frame) == 12
    assert table.understood["sheets"] == ["a.csv", "b.csv"]
    assert [c.sentence for c in table.changes] == ["File 'a.csv' of the archive read; there is also b.csv."]
    assert len(read_table(content, Overrides(sheet="b.csv")).frame) < 12
    with pytest.raises(DataError, match="There is no file 'c' in the archive; found"):
        read_table(content, Overrides(sheet="c"))


def test_objects_are_flattened_one_level_and_the_rest_is_named():
    records = [{"t": f"2024-01-0{i}", "a": {"b": i, "c": {"d": 1}}, "tags": [1]} for i in range(1, 7)]
    table = read_table(as_json(records))
    assert table.value_columns == ("a.b",)
    assert [c.sentence for c in table.changes] == ["2 columns of lists or objects left out: a, tags."]


def test_many_rows_go_the_short_way_and_are_the_same():
    frame = pd.DataFrame(
        {"t": pd.date_range("2020-01-01", periods=6000, freq="h"), "y": np.arange(6000) % 97}
    )
    table = read_table(saved(frame.to_parquet))
    assert table.frame.equals(read_table(frame.to_csv(index=False).encode()).frame)


def test_lists_that_are_not_as_long_as_the_others_are_said_to_be_left_out():
    days = [f"2024-01-{day:02d}" for day in range(1, 21)]
    columns = {"of": {"day": days, "y": list(range(20)), "z": list(range(19)), "tags": ["a", "b"]}}
    table = read_table(as_json(columns))
    assert table.value_columns == ("y",)
    assert [c.sentence for c in table.changes] == ["2 columns of lists or objects left out: z, tags."]


def test_durations_of_a_column_keep_their_fractions():
    frame = pd.DataFrame({"day": pd.date_range("2020-01-01", periods=40), "lap": np.arange(40) / 4 - 2})
    spans = frame.assign(lap=pd.to_timedelta(frame["lap"], unit="s"))
    table = read_table(saved(spans.to_parquet))
    assert table.frame["lap"].tolist() == frame["lap"].tolist()


def test_an_arrow_file_with_a_zone_that_nobody_knows_is_read_in_utc_and_broken_words_are_left_out():
    n = 60
    broken = [None, pa.py_buffer(np.arange(0, 2 * n + 1, 2, dtype=np.int32)), pa.py_buffer(b"\xff\xfe" * n)]
    hours = pa.array(np.arange(n) * 3_600_000_000).cast(pa.timestamp("us", "Nowhere/Atlantis"))
    words = pa.Array.from_buffers(pa.string(), n, broken)
    columns = pa.table({"ds": hours, "y": pa.array(np.arange(n) / 4), "said": words})
    table = read_table(saved(partial(pa.feather.write_feather, columns, compression="uncompressed")))
    assert table.freq == "h"
    assert str(table.frame["ds"].iloc[1]) == "1970-01-01 01:00:00"
    assert {change.key for change in table.changes} >= {"time_zone", "text"}


def zeros(size):
    """A gzip file of so many zeros: one part of it again and again, as the format allows."""
    return gzip.compress(bytes(1 << 24)) * (size >> 24)


LARGE = "Unpacked, this is larger than 5 MB; leave out what is not needed."
BOMBS = {  # made where they go off: every process reads this file, and one of them tests it
    "zip bomb": (lambda: zipped(a=bytes(100_000_000)), LARGE),
    "bzip2 bomb": (lambda: bz2.compress(bytes(100_000_000)), LARGE),
    "xz bomb": (lambda: lzma.compress(bytes(50_000_000), preset=0), LARGE),
    "parquet of many rows": (
        lambda: saved(pa.parquet.write_table, pa.table({"a": np.zeros(6_000_000, dtype="i1")})),
        "The table has 6,000,000 cells; limit 5,000,000: leave out what is not needed.",
    ),
    "arrow bomb": (
        lambda: saved(
            lambda out: pa.feather.write_feather(pa.table({"a": np.zeros(3_000_000)}), out, "zstd")
        ),
        "Unpacked, this is larger than 20 MB; leave out what is not needed.",
    ),
    "parquet of long words": (
        lambda: saved(pa.parquet.write_table, pa.table({"a": ["x" * 200_000] * 100, "b": range(100)})),
        "Line 2: a cell is too long; shorten it.",
    ),
}
REFUSED = {
    "zip in zip": (zipped(a=zipped(b=CSV)), "This zip file holds a zip file; unpack it first."),
    "gzip in zip": (zipped(a=gzip.compress(CSV)), "This zip file holds a gzip file; unpack it first."),
    "twice": (gzip.compress(gzip.compress(CSV)), "This gzip file holds a gzip file; unpack it first."),
    "cut off": (gzip.compress(CSV)[:-20], "The gzip file is damaged or cut off; get or make it again."),
    "zip cut off": (zipped(a=CSV)[:-30], "The ZIP file is damaged or cut off; get or make it again."),
    "no table": (
        zipped(a=b"Hello", b=b"\x89PNG\r\n\x1a\n0"),
        "The ZIP file holds no table; pack a CSV or a workbook.",
    ),
    "word": (
        zipped(**{"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
        "This is a Word file, which holds no table; copy the table into a sheet and save that.",
    ),
    "tar": (b"a.csv".ljust(257, b"\0") + b"ustar\x0000" + bytes(300), "This is a tar file; unpack it first."),
    "arrow damaged": (b"ARROW1" + bytes(20), "The Arrow file is damaged or cut off; get or make it again."),
    "lines damaged": (
        b'{"a": 1}\n{"a": 2}\n{"a": oops}\n{"a": 3}',
        "This JSON is damaged on line 3; get or make it again.",
    ),
    "lines of many names": (
        b"\n".join(as_json({f"k{i}": 1}) for i in range(99)),
        "51 columns; limit 50: leave out what is not needed.",
    ),
}


@pytest.mark.parametrize("name", [*BOMBS, *REFUSED])
def test_refused(name):
    content, sentence = REFUSED[name] if name in REFUSED else (BOMBS[name][0](), BOMBS[name][1])
    with pytest.raises(DataError) as error:
        read_table(content, limits=LIMITS)
    assert str(error.value) == sentence


def test_a_gigabyte_of_zeros_is_refused_at_once_and_in_little_memory():
    content = zeros(1 << 30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DataError, match="larger than 5 MB"):
        read_table(content, limits=LIMITS)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    more, less = (partial(read_table, one, limits=LIMITS) for one in (content, zeros(1 << 26)))
    assert times(more, less, 8) < 8  # of neither more is unpacked than is allowed

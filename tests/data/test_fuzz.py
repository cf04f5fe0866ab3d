"""Hundreds of broken files: each is read into a sound table or refused in one sentence, and soon."""

import os
import random
import time

import numpy as np
import pytest

from rnnkit.data import Recipe, read_table, replay, to_pandas_code
from rnnkit.errors import DataError

FILES = 1000 if os.environ.get("FAULTS") == "full" else 250
PIECES = (
    *('"', "'", ",", ";", "\t", "|", "\n", "\r", "\r\n", "\x00", "\ufeff", "\u202e", "=", "#", "{", "["),
    *("<html>", "(", ")", "NA", "#N/A", "-999", "1e400", "inf", "-inf", "nan", "None", "9" * 45, "1,234"),
    *("1.234,5", "12 %", "€ 3", "0x1F", "2024-13-45", "0000-00-00", "9999-12-31", "31/12/2024", "2024Q5"),
    *(
        "1-01",
        "43831",
        "1700000000000",
        "24:00",
        "DST",
        "foo",
        "日期",
        "año",
        "🙂",
        "\ud83d",
        "Total",
        "sep=;",
    ),
    *(" ", "\xa0", "-", "+", "e", ".", "1e5", "true", "''", '""'),
)


def days(count, form="{y}-{m:02d}-{d:02d}"):
    return [form.format(y=2024, m=1 + i // 28, d=1 + i % 28) for i in range(count)]


def joined(separator, *columns):
    return [separator.join(row) for row in zip(*columns, strict=True)]


KINDS = (
    lambda v: ["ds,y", *joined(",", days(len(v)), v)],
    lambda v: [
        "Datum;Wert",
        *joined(";", days(len(v), "{d:02d}.{m:02d}.{y}"), [x.replace(".", ",") for x in v]),
    ],
    lambda v: ["unique_id,ds,y", *(row for k in "AB" for row in joined(",", [k] * len(v), days(len(v)), v))],
    lambda v: ["y", *v],
    lambda v: ["year,month,day,hour,v,w", *(f"2024,1,{1 + i // 24},{i % 24},{x},N" for i, x in enumerate(v))],
    lambda v: ["time\tvalue", *(f"{1_700_000_000_000 + i * 60_000}\t{x}" for i, x in enumerate(v))],
    lambda v: ["# made up", "日期,收盘价", *reversed(joined(",", days(len(v), "{y}/{m}/{d}"), v))],
    lambda v: joined(" ", v, v),
)


def lines(rng):
    """A clean file of one of several kinds."""
    return rng.choice(KINDS)([f"{rng.gauss(10, 3):.2f}" for _ in range(rng.randint(3, 60))])


def mutated(rng):
    """The bytes of one file after a few accidents."""
    rows = lines(rng)
    for _ in range(rng.randint(0, 6)):
        i = rng.randrange(len(rows)) if rows else 0
        accident = rng.randrange(7)
        if not rows:
            break
        if accident == 0:
            del rows[i]
        elif accident == 1:
            rows.insert(i, rows[rng.randrange(len(rows))])
        elif accident == 2:
            at = rng.randint(0, len(rows[i]))
            rows[i] = rows[i][:at] + rng.choice(PIECES) + rows[i][at:]
        elif accident == 3:
            rows[i] = rows[i][: rng.randint(0, len(rows[i]))]
        elif accident == 4:
            rows.insert(i, rng.choice(PIECES))
        elif accident == 5:
            j = rng.randrange(len(rows))
            rows[i], rows[j] = rows[j], rows[i]
        else:
            rows = [row.replace(",", rng.choice(",;\t| ")) for row in rows]
    encoding = rng.choice(
        ["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-16-le", "gb18030", "cp1252", "shift_jis"]
    )
    content = rng.choice(["\n", "\n", "\r\n", "\r"]).join(rows).encode(encoding, errors="replace")
    if rng.random() < 0.2 and content:
        raw = bytearray(content)
        for _ in range(rng.randint(1, 8)):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        content = bytes(raw)
    return content[: rng.randint(0, len(content))] if rng.random() < 0.1 else content


def check(table, content):
    """What holds for every table."""
    frame = table.frame
    assert list(frame.columns) == ["unique_id", "ds", *table.value_columns]
    assert len(frame) == len(table.imputed) > 0
    assert frame["ds"].dtype in ("datetime64[us]", "int64")
    assert not np.isinf(frame[list(table.value_columns)].to_numpy()).any()
    assert not frame.duplicated(["unique_id", "ds"]).any()
    assert frame.equals(frame.sort_values(["unique_id", "ds"], kind="stable"))
    assert set(table.suggested_targets) <= set(table.value_columns)
    assert all(len(note.sentence) <= 160 for note in (*table.changes, *table.questions))
    recipe = Recipe.from_json(table.recipe.to_json())
    assert replay(recipe, content).frame.equals(frame)
    compile(to_pandas_code(recipe), "clean.py", "exec")


def outcome(content):
    """The table, or the sentence of the refusal."""
    try:
        return read_table(content)
    except DataError as error:
        return str(error)


def test_broken_files():
    seconds, read = [], 0
    for seed in range(FILES):
        content = mutated(random.Random(seed))
        start = time.process_time()
        result = outcome(content)
        seconds.append(time.process_time() - start)
        if isinstance(result, str):
            assert 0 < len(result) <= 160, seed
            assert "\n" not in result, seed
        else:
            read += 1
            check(result, content)
    assert read > FILES // 4
    assert np.percentile(seconds, 99) <= 40 * np.median(seconds)  # they are about as large as each other


@pytest.mark.parametrize(
    "content", [bytes(range(256)), b"\xff" * 100, b"\n" * 1000, b'"' * 999, b",," * 20, b"\r\x0b"]
)
def test_bytes_without_meaning_are_refused(content):
    with pytest.raises(DataError):
        read_table(content)

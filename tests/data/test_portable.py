"""Functions that travel: their source runs alone and does the same."""

import ast
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from inspect import getsource

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import Overrides, read_table, to_pandas_code
from rnnkit.data.table import export, export_read, portable
from rnnkit.data.table.portable import source_of
from rnnkit.data.times.stamps import add_up

PARTS = {"date": np.array(["1 mars 2020", "2 mars 2020"], dtype=object), "hour": np.array([1.0, 24.0])}
GIVEN = (["%d M%m %Y"], ["words"])
NO_WORDS: dict[str, list[str]] = {"PARTS_OF_YEARS": [], "NUMBER_DATES": [], "TIDY": []}


def ran(source):
    scope: dict[str, object] = {}
    exec("from __future__ import annotations\n" + source, scope)
    return scope


def test_no_two_things_that_a_program_takes_have_one_name():
    taken = re.findall(r'take\("([a-z_.]+)", "([a-z_]+)"\)', getsource(export) + getsource(export_read))
    taken += [("source.workbook", name) for name in ("open_workbook", "visible_sheets", "sheet_table")]
    assert len(taken) > 20
    source = source_of([(f"rnnkit.data.{module}", name) for module, name in taken])
    names = Counter(name for node in ast.parse(source).body for name in portable.names_of(node))
    names.update(("numbers", "styled", "dated", "clean", "STYLE", "NUMBERS", "MISSING_WORDS"))
    assert [name for name, times in names.items() if times > 1] == []


def test_months_with_names_and_steps_of_months_go_into_one_program():
    months = pd.date_range("2021-07-01", periods=24, freq="MS").strftime("%B %d, %Y").tolist()
    months[0] = "July 04, 2021"
    content = ("month;y\n" + "".join(f"{month};{i}\n" for i, month in enumerate(months))).encode()
    table = read_table(content)
    assert table.recipe.moved
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    assert scope["clean"](io.BytesIO(content))["ds"].tolist() == table.frame["ds"].tolist()


def test_a_function_brings_what_it_uses():
    scope = ran(source_of([("rnnkit.data.times.stamps", "add_up")], NO_WORDS | {"TIDY": ["words"]}))
    assert np.array_equal(scope["add_up"](PARTS, *GIVEN), add_up(PARTS, *GIVEN))
    assert "rnnkit" not in str(scope["add_up"].__globals__.get("__file__", ""))


def test_tables_keep_the_wanted_entries_only():
    scope = ran(
        source_of(
            [("rnnkit.data.times.written.dates", "parse_one")],
            {**NO_WORDS, "PARTS_OF_YEARS": ["iso_week"], "TIDY": []},
        )
    )
    assert list(scope["SPECIAL"]) == ["iso_week"]


def test_a_plain_file_gives_a_short_program():
    rows = "\n".join(f"2023-01-{day:02d},{day}" for day in range(1, 29))
    code = to_pandas_code(read_table(f"date,y\n{rows}\n".encode()).recipe)
    assert "import rnnkit" not in code
    assert "from rnnkit" not in code
    assert "pd.to_datetime" in code
    assert len(code.splitlines()) < 260


def test_the_program_reads_columns_by_their_names(tmp_path):
    days = pd.date_range("2023-01-01", periods=28)
    frame = pd.DataFrame({"date": days.strftime("%Y-%m-%d"), "a": range(28), "b": range(100, 128)})
    scope: dict[str, object] = {}
    exec(to_pandas_code(read_table(frame.to_csv(index=False).encode()).recipe), scope)
    path = tmp_path / "other.csv"
    frame[["b", "date", "a"]].to_csv(path, index=False)
    assert scope["clean"](path)["b"].tolist() == list(range(100, 128))
    frame[["date", "a"]].to_csv(path, index=False)
    with pytest.raises(ValueError, match=r"^The new data has no column 'b'; add or rename it\.$"):
        scope["clean"](path)


def test_a_program_finds_the_table_beside_a_readme_and_reads_json_with_a_mark():
    rows = [{"day": f"2024-01-{day:02d}", "y": day} for day in range(1, 29)]
    text = "day,y\n" + "".join(f"{row['day']},{row['y']}\n" for row in rows)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(
            "README.txt", "Measured beside the mill, by eye and by hand, in two years; see page 1.\n" * 99
        )
        packed.writestr("rows.csv", text)
    marked = b"\xef\xbb\xbf" + json.dumps(rows).encode()
    for content, fixed in ((archive.getvalue(), Overrides()), (marked, Overrides(encoding="utf-8"))):
        scope: dict[str, object] = {}
        exec(to_pandas_code(read_table(content, fixed).recipe), scope)
        assert scope["clean"](io.BytesIO(content))["y"].tolist() == list(range(1, 29))


def test_the_file_that_the_program_writes_holds_no_formula(tmp_path):
    days = pd.date_range("2023-01-01", periods=28).strftime("%Y-%m-%d")
    rows = [f"{shop},{day},{number}" for shop in ("=1+1", "＠sum") for number, day in enumerate(days)]
    path, out = tmp_path / "shops.csv", tmp_path / "clean.csv"
    path.write_text("\n".join(["shop,day,sales", *rows]), encoding="utf-8")
    code = tmp_path / "clean.py"
    code.write_text(to_pandas_code(read_table(path.read_bytes()).recipe), encoding="utf-8")
    subprocess.run([sys.executable, code, path, out], check=True)
    assert {line.split(",")[0] for line in out.read_text("utf-8").splitlines()[1:]} == {"'=1+1", "'＠sum"}


def test_the_program_says_where_dates_are_written_otherwise(tmp_path):
    rows = "\n".join(f"2023-01-{day:02d},{day}" for day in range(1, 29))
    scope: dict[str, object] = {}
    exec(to_pandas_code(read_table(f"date,y\n{rows}\n".encode()).recipe), scope)
    path = tmp_path / "other.csv"
    path.write_text("date,y\n" + "\n".join(f"{day:02d}/01/2023,{day}" for day in range(1, 29)))
    with pytest.raises(ValueError, match="are not written like '2023-01-02'"):
        scope["clean"](path)

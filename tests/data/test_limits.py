"""Limits follow the memory of the host, give way to the environment, and are checked before parsing."""

import pytest

from rnnkit.data import Limits, Overrides, read_table
from rnnkit.data.labelled import read_labelled
from rnnkit.data.limits import memory_alone
from rnnkit.data.lines import edges
from rnnkit.data.tunes import read_tunes
from rnnkit.errors import ConfigError, DataError
from rnnkit.host import machine


def test_the_environment_sets_the_limits(monkeypatch):
    monkeypatch.setenv("RNNKIT_MAX_MEGABYTES", "0.5e1")
    monkeypatch.setenv("RNNKIT_MAX_ROWS", "10")
    assert Limits.from_environment() == Limits(megabytes=5, rows=10, columns=50)


@pytest.mark.parametrize("value", ["many", "0", "-3", "nan", "inf"])
def test_a_limit_that_is_no_number_is_refused(monkeypatch, value):
    monkeypatch.setenv("RNNKIT_MAX_COLUMNS", value)
    with pytest.raises(ConfigError, match="RNNKIT_MAX_COLUMNS"):
        Limits.from_environment()


def test_bytes_are_counted_exactly():
    Limits(megabytes=1).check_size(b"x" * 1_000_000)
    with pytest.raises(
        DataError,
        match=r"^Larger than 1 MB; take fewer rows or columns, or longer steps such as weekly means\.$",
    ):
        Limits(megabytes=1).check_size(b"x" * 1_000_001)


@pytest.mark.parametrize(
    ("gigabytes", "limits"),
    [
        (0.1, Limits(5, 100_000, 50)),
        (0.69, Limits(5, 100_000, 50)),
        (4, Limits(22, 440_000, 150)),
        (24, Limits(100, 2_000_000, 500)),
        (1000, Limits(100, 2_000_000, 500)),
    ],
)
def test_a_host_with_more_memory_takes_more(gigabytes, limits):
    assert Limits.of_host(int(gigabytes * 1e9)) == limits


def test_limits_never_fall_with_more_memory():
    sizes = [Limits.of_host(int(memory * 1e8)) for memory in range(5, 260)]
    for name in ("megabytes", "rows", "columns"):
        values = [getattr(limits, name) for limits in sizes]
        assert values == sorted(values)


def test_memory_alone_limits_the_command_line(monkeypatch):
    monkeypatch.setattr("rnnkit.data.limits.memory_total", lambda: 24_000_000_000)
    assert Limits.of_host(24_000_000_000).cells == 20_000_000
    with memory_alone():
        assert Limits.from_environment().cells == 160_000_000
        assert Limits.from_environment().megabytes == 800
        monkeypatch.setenv("RNNKIT_MAX_MEGABYTES", "7")
        assert Limits.from_environment().megabytes == 7
        wide = (
            ",".join(f"c{i}" for i in range(700))
            + "\n"
            + "".join(",".join(["1.5"] * 700) + "\n" for _ in range(9))
        )
        assert len(read_table(wide.encode()).value_columns) == 700
    with pytest.raises(DataError, match="700 columns; limit 500"):
        read_table(wide.encode())


def test_the_memory_of_this_machine_decides_where_nothing_is_set(monkeypatch):
    monkeypatch.setattr("rnnkit.data.limits.memory_total", machine.memory_total)
    assert Limits.from_environment() == Limits.of_host(machine.memory_total())


def test_far_too_many_columns_are_refused_before_they_are_looked_at(monkeypatch):
    """A hundred thousand blank cells a line: only counted, not judged one by one."""
    monkeypatch.setattr(edges, "look", None)
    wide = "\n".join([";" * 100_000] * 9)
    with pytest.raises(DataError, match=r"^100,001 columns; limit 50: leave out what is not needed\.$"):
        read_table(f"{wide[: len(wide) // 2]}1{wide[len(wide) // 2 :]}".encode(), limits=Limits())


CELLS = r"^The table has 1,500,000 cells; limit 1,000,000: leave out what is not needed\.$"
SPARSE = "\n".join(f'{{"c{row % 50}": {row}}}' for row in range(30_000))
SHORT = ",".join(f"c{place}" for place in range(50)) + "\n" + "1,2\n" * 30_000


@pytest.mark.parametrize("text", [SPARSE, SHORT], ids=["records", "lines"])
def test_small_files_that_would_fill_the_memory_with_blank_cells_are_refused(text):
    with pytest.raises(DataError, match=CELLS):
        read_table(text.encode(), limits=Limits(megabytes=5, rows=10_000, columns=50))


def test_records_with_labels_that_each_bring_a_name_are_refused():
    records = "\n".join(f'{{"text": "so good", "label": "{row % 2}", "k{row}": 1}}' for row in range(1_200))
    with pytest.raises(DataError, match=r"^The table has 1,442,400 cells; limit 1,000,000"):
        read_labelled(records.encode(), limits=Limits(megabytes=5, rows=1_000, columns=50))


def test_records_of_tunes_that_each_bring_a_name_are_refused(monkeypatch):
    monkeypatch.setenv("RNNKIT_MAX_COLUMNS", "50")
    records = "\n".join(f'{{"name {row}": "X:1"}}' for row in range(60))
    with pytest.raises(DataError, match=r"^51 columns; limit 50: leave out what is not needed\.$"):
        read_tunes(records.encode())


def test_words_become_a_hundred_columns_unless_a_person_asks_for_them():
    names = [f"w{place}" for place in range(12)]
    rows = "".join(
        f"{row % 7}{''.join(f',{chr(97 + (row + p) % 10)}' for p in range(12))}\n" for row in range(60)
    )
    content = f"y,{','.join(names)}\n{rows}".encode()
    table = read_table(content)
    assert len(table.value_columns) == 1 + 100
    assert "Text in w10, w11 left out." in {change.sentence for change in table.changes}
    assert len(read_table(content, Overrides(values=("y", *names))).value_columns) == 1 + 120

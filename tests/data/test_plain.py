"""The short way for long plain files gives what the ordinary way gives: table, notes, recipe and lines."""

import random

import numpy as np
import pytest

from rnnkit.data import Limits, Overrides, Recipe, read_table, replay
from rnnkit.data.lines import layout as layout_module
from rnnkit.data.table import plain
from rnnkit.errors import DataError

FILES = 60
LIMITS = Limits(megabytes=50, rows=5_000, columns=60)
ACCIDENTS = (
    *("", " ", "  ", "NA", "nan", "inf", "-inf", "1e400", "1e-400", "-999", "0", "-0", "007", "True", "true"),
    *("1_000", "0x1F", "1d5", "1,5", "1.234,5", "12 %", '"3.5"', '"a', "'7", "9" * 45, "0." + "1" * 40, "1e"),
    *("\t4", "4\xa0", "٣", "4 ", " 4", "x", "é", "--", ".", "+5", "5.", ".5", "1E+2", "<1", "12-", "1.5*"),
    *("2024-13-45", "Total", "#", "\x0c", "\x1c3", "\ufeff1", "99999999999999999999", "18446744073709551616"),
)
LINES = (
    *("", " ", ",", "{sep}", "# a remark", "Total", "{names}", "{again}", "1{sep}2", "1{sep}2{sep}3{sep}4"),
    *("{sep}{sep}{sep}", " {sep} {sep} {sep} ", '"', "x" * 300, "{again}{sep}", "{again}{sep}9"),
)


def stamp(i, form):
    """A moment of row `i`."""
    moment = np.datetime64("2020-01-01", "h") + i
    return {
        "iso": str(moment.astype("datetime64[s]")).replace("T", " "),
        "day": str(np.datetime64("2000-01-01") + i),
        "count": str(i),
        "compact": str(np.datetime64("2000-01-01") + i).replace("-", ""),
        "german": f"{1 + i % 28:02d}.{1 + i // 28 % 12:02d}.{2000 + i // 336}",
    }[form]


def value(rng, kind, i):
    """A cell of a column of this kind."""
    return {
        "float": lambda: f"{rng.gauss(10, 3):.3f}",
        "long": lambda: repr(rng.gauss(0, 1) * 10.0 ** rng.randint(-20, 20)),
        "int": lambda: str(rng.randint(-50, 50)),
        "code": lambda: f"{rng.randint(0, 99999):06d}",
        "word": lambda: rng.choice(["north", "south", "east"]),
        "blank": lambda: "" if rng.random() < 0.3 else f"{rng.random():.2f}",
        "late": lambda: str(i % 7) if i > 250 else "",
        "sentinel": lambda: "-999" if rng.random() < 0.02 else f"{rng.random():.2f}",
    }[kind]()


def made(rng):
    """A long plain file of one of several kinds, and what stands between its columns."""
    sep = rng.choice([",", ",", ";", "\t", "|"])
    kinds = [rng.choice(["float", "long", "int"]), rng.choice(list(KINDS)), rng.choice(list(KINDS))]
    form = rng.choice(["iso", "iso", "day", "count", "compact", "german"])
    header = rng.random() < 0.9
    names = [rng.choice(["date", "when", "time", "t"]), "a", rng.choice(["b", "OT", '"b"', ""]), "größe"]
    rows = [
        sep.join([stamp(i, form), *(value(rng, kind, i) for kind in kinds)])
        for i in range(rng.randint(320, 520))
    ]
    return ([sep.join(names)] if header else []) + rows, sep


KINDS = ("float", "long", "int", "code", "word", "blank", "late", "sentinel")


def spoilt(rng):
    """The bytes of such a file after a few accidents, most of them far from both ends."""
    rows, sep = made(rng)
    for _ in range(rng.choice([0, 0, 1, 1, 2, 5])):
        i = rng.randrange(1, len(rows))
        if rng.random() < 0.75:
            cells = rows[i].split(sep)
            cells[rng.randrange(len(cells))] = rng.choice(ACCIDENTS)
            rows[i] = sep.join(cells)
        else:
            line = rng.choice(LINES).format(sep=sep, names=rows[0], again=rows[rng.randrange(len(rows))])
            rows.insert(i, line)
    end = rng.choice(["\n", "\n", "\n", "\r\n", "\r"])
    content = end.join(rows) + rng.choice(["", end, end + end])
    return content.encode(rng.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"]))


def outcome(content, fixed=None):
    """All that reading gives, in a form that can be compared, or the sentence of the refusal."""
    try:
        table = read_table(content, fixed, LIMITS)
    except DataError as error:
        return str(error)
    frame = table.frame
    values = frame[list(table.value_columns)].to_numpy()
    return (
        frame[["unique_id", "ds"]].to_csv(),
        str(frame.dtypes.to_dict()),
        values.tobytes() if not (values == 0).any() else (values + 0.0).tobytes(),
        table.imputed.to_numpy().tobytes(),
        table.recipe.to_json(),
        table.changes,
        table.questions,
        str(table.understood),
    )


@pytest.fixture
def ways(monkeypatch):
    """Both ways to read, and how often the short one was taken."""
    taken = []

    def counted(source, given, layout):
        found = plain.read_plain(source, given, layout)
        taken.append(found is not None)
        return found

    monkeypatch.setattr(layout_module, "read_plain", counted)

    def read(content, fixed=None):
        monkeypatch.setattr(plain, "LEAST", 1)
        short = outcome(content, fixed)
        monkeypatch.setattr(plain, "LEAST", 10**12)
        return short, outcome(content, fixed)

    return read, taken


def test_both_ways_give_the_same_whatever_happened_to_the_file(ways):
    read, taken = ways
    for seed in range(FILES):
        short, ordinary = read(spoilt(random.Random(seed)))
        assert short == ordinary, seed
    assert sum(taken) > FILES // 4


@pytest.mark.parametrize("number", range(6))
def test_both_ways_replay_the_same(ways, monkeypatch, number):
    read, _ = ways
    content = "\n".join(made(random.Random(1000 + number))[0]).encode()
    recipe = read_table(content, None, LIMITS).recipe
    short, ordinary = read(content, recipe)
    assert short == ordinary
    monkeypatch.setattr(plain, "LEAST", 1)
    assert replay(Recipe.from_json(recipe.to_json()), content).frame.equals(
        read_table(content, None, LIMITS).frame
    )


@pytest.mark.parametrize(
    "fixed",
    [
        Overrides(decimal=","),
        Overrides(missing=("3",)),
        Overrides(header=False),
        Overrides(separator=";"),
        Overrides(time=("",)),
        Overrides(off=frozenset({"missing", "header", "same_names"})),
        Overrides(skip_rows=3),
        Overrides(values=("a",)),
        Overrides(thousands=","),
    ],
)
def test_both_ways_do_what_the_person_says(ways, fixed):
    read, _ = ways
    for seed in range(4):
        short, ordinary = read("\n".join(made(random.Random(seed))[0]).encode(), fixed)
        assert short == ordinary, seed


def test_a_long_plain_file_takes_the_short_way(ways):
    read, taken = ways
    lines = ["date,a,b", *(f"{stamp(i, 'iso')},{i % 9}.25,{i}" for i in range(600))]
    short, ordinary = read("\n".join(lines).encode())
    assert short == ordinary
    assert any(taken[:2])  # the look at its first lines is taken down, too


def test_a_cell_far_down_is_named_by_its_line(monkeypatch):
    monkeypatch.setattr(plain, "LEAST", 1)
    lines = ["date,a", *(f"{stamp(i, 'iso')},{i % 9}.25" for i in range(900))]
    lines[700] = f"{stamp(699, 'iso')},oops"
    table = read_table("\n".join(lines).encode(), None, LIMITS)
    assert any("701" in change.sentence and "oops" in change.sentence for change in table.changes)

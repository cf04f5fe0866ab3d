"""Nothing that a stranger writes takes more than its share of time: twice as much takes twice as long."""

import io
from collections.abc import Callable
from functools import partial

import pytest

from rnnkit.data import Vocabulary, read_table, read_text, replay, to_pandas_code
from rnnkit.data.lines.layout import _distinct
from rnnkit.data.lines.plain_lines import without_sign
from rnnkit.data.table.notes import Notes
from tests.data.hostile import PLACES, RUNS, run_of
from tests.work import MOST, grows

SIZE = {"cell": 3_000, "column": 1_500, "name": 6_000, "line": 8_000, "text": 12_000, "program": 2_500}
BODY = [f"{i}. Januar 2024 0:00 CET;1.{i + 200} €;{i} kg" for i in range(1, 16)]
STYLED = "\n".join(["# made up", "Datum;Preis;Menge", *BODY])


def reading(content: str) -> object:
    return read_table(content.encode("utf-8", "surrogatepass"))


def learning(content: str) -> object:
    found = read_text(content.encode("utf-8", "surrogatepass")).text
    return Vocabulary.fit(found[:20_000], "word").unknown(found[-1000:])


def hostile(make: Callable[[str], str], piece: str, size: int) -> str:
    return make(run_of(piece, size))


@pytest.mark.parametrize("place", PLACES)
def test_twice_as_much_takes_at_most_about_twice_as_long(place: str) -> None:
    work = learning if place == "text" else reading
    found = {piece: grows(work, partial(hostile, PLACES[place], piece), SIZE[place]) for piece in RUNS}
    assert {piece: times for piece, times in found.items() if times > MOST} == {}


def test_so_it_does_where_a_program_or_a_recipe_reads() -> None:
    """The program of a file of words, units, zones and remarks, and its replay here."""
    recipe = read_table(STYLED.encode()).recipe
    assert {"zone", "words"} <= set(recipe.time_rules)
    space: dict[str, object] = {"__name__": "clean"}
    exec(to_pandas_code(recipe), space)
    clean = space["clean"]
    assert callable(clean)
    assert len(clean(io.BytesIO(STYLED.encode()))) == 15

    def attack(run: str) -> str:
        more = [f'"16. Januar 2024{_doubled(run)}";"{_doubled(run)}1";"1{_doubled(run)}"'] * 3
        return "\n".join([*STYLED.splitlines(), *more])

    def both(content: str) -> None:
        raw = content.encode("utf-8", "surrogatepass")
        clean(io.BytesIO(raw))
        replay(recipe, raw)

    found = {piece: grows(both, partial(hostile, attack, piece), SIZE["program"]) for piece in RUNS}
    assert {piece: times for piece, times in found.items() if times > MOST} == {}


def _doubled(run: str) -> str:
    return run.replace('"', '""')


def test_equal_names_and_signs_of_remarks_take_no_square() -> None:
    """Twenty thousand columns of one name, and a line of nothing but signs."""
    assert _distinct(["a"] * 20_000, Notes(frozenset()))[-1] == "a.19999"
    assert without_sign("#" * 400_000 + "x", ("#",)) == " " * 400_000 + "x"
    assert grows(lambda names: _distinct(list(names), Notes(frozenset())), "a".__mul__, 5_000) <= MOST
    assert grows(lambda line: without_sign(line, ("#",)), lambda size: "#" * size + "x", 100_000) <= MOST

"""Series that are left out by their names: in the table, on new data and in the program."""

import io

import pytest

from rnnkit.data import Overrides, read_table, replay, to_pandas_code
from rnnkit.errors import DataError

LONG = ("shop,date,y\n" + "\n".join(f"{s},2023-01-{d:02d},{d}" for s in "ABC" for d in range(1, 21))).encode()
WIDE = ("date,A,B\n" + "\n".join(f"2023-01-{d:02d},{d},{2 * d}" for d in range(1, 21))).encode()


@pytest.mark.parametrize(
    ("content", "fixed", "left"),
    [
        (LONG, Overrides(without_series=("B", "nobody")), ["A", "C"]),
        (LONG, Overrides(without_series=("A", "C")), ["B"]),
        (WIDE, Overrides(layout="long", without_series=("A",)), ["B"]),
        (LONG, Overrides(without_series=("B",), off=frozenset({"without_series"})), ["A", "B", "C"]),
    ],
)
def test_the_other_series_stay(content: bytes, fixed: Overrides, left: list[str]) -> None:
    table = read_table(content, fixed)
    assert list(table.series) == left
    assert replay(table.recipe, content).frame.equals(table.frame)
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    program = scope["clean"](io.BytesIO(content)).reset_index(drop=True)  # type: ignore[operator]
    assert program["y"].tolist() == table.frame["y"].tolist()


def test_what_was_left_out_is_said_and_something_has_to_stay() -> None:
    table = read_table(LONG, Overrides(without_series=("B",)))
    assert table.understood["rows"] == 40
    changes = {change.key: change for change in table.changes}
    assert changes["without_series"].sentence == "1 series left out: B."
    assert changes["without_series"].rows == 20
    with pytest.raises(DataError, match="Every series was left out"):
        read_table(LONG, Overrides(without_series=("A", "B", "C")))

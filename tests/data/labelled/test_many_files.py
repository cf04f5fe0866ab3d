"""Many files and many rows take as much more work as there are more of them."""

from rnnkit.data.labelled import LabelledOverrides
from rnnkit.data.labelled.folders import by_file, without_aside
from rnnkit.data.labelled.tables.cut_rows import cut
from rnnkit.data.source.together import File
from rnnkit.data.table.notes import Notes
from tests.work import MOST, grows


def files(names: str) -> list[File]:
    return [(name, b"so good") for name in names.split()]


def many(number: int) -> str:
    return " ".join(f"d/{place}.{('neg', 'pos')[place % 2]}" for place in range(number))


def test_twice_as_many_files_take_about_twice_the_work() -> None:
    def read(names: str) -> None:
        found = by_file(without_aside(files(names), Notes()), LabelledOverrides(), Notes())
        assert found is not None
        assert len(found.texts) == len(files(names))

    assert grows(read, many, 1_500) <= MOST


def test_the_evenness_of_rows_is_told_in_one_go() -> None:
    assert grows(lambda text: cut(text.split("\n"), ",").even, lambda rows: "a,b\n" * rows, 4_000) <= MOST

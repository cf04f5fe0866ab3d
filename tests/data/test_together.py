"""Several files as one blob, and back: there and back, equal bytes for equal files; damage refused."""

import gzip
import io
import zipfile

import pytest

from rnnkit.data.source.together import apart, together
from rnnkit.data.source.unpack import tables_of
from rnnkit.errors import DataError

MOST = 1_000_000


def zipped(files, method=zipfile.ZIP_DEFLATED):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return sink.getvalue()


@pytest.mark.parametrize(
    "files",
    [
        [("a.en", b"yes\n"), ("a.de", b"ja\n")],
        [("train/a.csv", b"1"), ("test/a.csv", b"2")],
        [("z", b""), ("a", b"\x00\xff"), ("m", b"x" * 1000)],
    ],
)
def test_files_go_there_and_back_in_their_order(files):
    assert apart(together(files), MOST) == tuple(files)


def test_one_file_stays_as_it_is():
    assert together([("a.csv", b"1,2")]) == b"1,2"
    assert apart(b"1,2", MOST, "a.csv") == (("a.csv", b"1,2"),)


def test_equal_files_give_equal_bytes():
    files = [("a", b"1"), ("b", b"2")]
    assert together(files) == together(files)
    assert together(files) != together(files[::-1])


def test_equal_names_are_told_apart_and_no_name_leads_outside():
    files = [("a.csv", b"1"), ("a.csv", b"2"), ("../../a.csv", b"3"), ("/", b"4")]
    assert [name for name, _ in apart(together(files), MOST)] == ["a.csv", "a (2).csv", "a (3).csv", "input"]


def test_packed_files_are_unpacked():
    packed = gzip.compress(b"ja\n")
    assert apart(packed, MOST, "a.de.gz") == (("a.de", b"ja\n"),)
    assert apart(zipped([("a.de.gz", packed), ("b", b"2")]), MOST) == (("a.de", b"ja\n"), ("b", b"2"))


def test_what_systems_put_beside_files_is_passed_over():
    files = [("__MACOSX/._a", b"x"), ("d/", b""), ("d/.DS_Store", b"x"), ("d/a.txt", b"1")]
    assert apart(zipped(files), MOST) == (("d/a.txt", b"1"),)


def test_all_files_together_are_bounded():
    bomb = zipped([(f"{i}.txt", b"0" * 300_000) for i in range(4)])
    with pytest.raises(
        DataError, match=r"^Unpacked, this is larger than 1 MB; leave out what is not needed\.$"
    ):
        apart(bomb, MOST)
    inner = zipped([("a.gz", gzip.compress(b"0" * 2_000_000))])
    with pytest.raises(
        DataError, match=r"^Unpacked, this is larger than 1 MB; leave out what is not needed\.$"
    ):
        apart(inner, MOST)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zipped([("a", b"1")])[:-30], "damaged or cut off"),
        (zipped([("d/", b"")]), "^The ZIP file is empty.$"),
        (
            gzip.compress(b"1" * 100, mtime=0)[:-9],
            "^The gzip file is damaged or cut off; get or make it again.$",
        ),
    ],
    ids=["archive", "folder", "packed"],
)
def test_damage_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(DataError, match=sentence):
        apart(content, MOST)


def test_too_many_files_are_refused_before_they_are_counted(monkeypatch):
    monkeypatch.setattr("rnnkit.data.source.unpack.MOST_ENTRIES", 2)
    with pytest.raises(
        DataError, match=r"^The ZIP file holds 3 files; pack only the ones that are needed\.$"
    ):
        apart(zipped([(str(i), b"") for i in range(3)]), MOST)


def test_what_is_too_large_is_told_by_what_is_allowed_and_not_by_what_is_left():
    large, packed = b"1\n" * 475_000, gzip.compress(b"1\n" * 100_000)
    with pytest.raises(DataError, match=r"larger than 1 MB;"):
        apart(zipped([("a", large), ("b.gz", packed)]), MOST)
    with pytest.raises(DataError, match=r"larger than 10 MB;"):
        tables_of(zipped([(f"{i}.csv", large) for i in range(11)]), MOST)
    with pytest.raises(DataError, match=r"larger than 1 MB;"):
        tables_of(zipped([("a.csv", 2 * large)]), MOST)

"""All runs of a person in one file: taken along, opened in another store, refused where it is not ours."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from rnnkit.bundle import kept_of, write_kept
from rnnkit.bundle.archive import pack
from rnnkit.bundle.take_home import INDEX, came_words, come_home, is_runs_file, take_home
from rnnkit.errors import DataError
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from tests.kept.models import trained
from tests.runs.conftest import queue


@pytest.fixture
def away(tmp_path):
    """A server that never saw any of it."""
    opened = Store(f"sqlite:///{tmp_path / 'away.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def file(store):
    """Two runs of ann, in a store where bob has one, too."""
    for kind in ("lstm", "char"):
        trained(store, kind, "ann")
    trained(store, "cnn", "bob")
    return take_home(store.of("ann"), store.of("ann").runs.newest()[::-1]).content


def unpacked(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_runs_come_back_whole_in_another_store_and_are_computed_again(file, store, away):
    came = come_home(away.of("ann"), "runs.zip", file)
    assert (len(came.opened), came.here, came.refused) == (2, 0, [])
    InlineJobs(away.url).wake()
    assert [away.runs.get(run_id).state for run_id in came.opened] == ["finished"] * 2
    before = store.of("ann").runs.newest()[::-1]
    for run, run_id in zip(before, came.opened, strict=True):
        assert write_kept(kept_of(away, run_id)) == write_kept(kept_of(store, run.id))
    again = come_home(away.of("ann"), "runs.zip", file)
    assert (again.opened, again.here) == ([], 2)
    assert came_words(again) == "0 runs were opened. 2 were here already."


def test_it_is_of_one_person_and_says_what_is_in_it_and_what_is_not(file, store):
    files = unpacked(file)
    index = files[INDEX].decode()
    assert {name.partition("/")[0] for name in files} == {INDEX, "run-01", "run-02"}
    assert "- `run-01`: char, text" in index
    (waiting,) = queue(store, "ann")
    ann = store.of("ann")
    left = take_home(ann, ann.runs.newest())
    assert (left.runs, len(left.left_out)) == (2, 1)
    assert "Left out:" in unpacked(left.content)[INDEX].decode()
    with pytest.raises(DataError, match="None of these runs holds a whole model"):
        take_home(ann, [ann.runs.get(waiting)])


def test_what_has_no_room_is_left_out_with_its_reason(store, monkeypatch):
    for kind in ("lstm", "char"):
        trained(store, kind, "ann")
    runs = store.of("ann").runs.newest()
    sizes = [len(write_kept(kept_of(store, run.id))) for run in runs]
    monkeypatch.setattr("rnnkit.bundle.take_home.megabytes", lambda: (sizes[0] + 8_000) / 2**20)
    made = take_home(store.of("ann"), runs)
    assert (made.runs, len(made.left_out)) == (1, 1)
    assert "The file is full: it takes at most" in made.left_out[0]


def test_a_full_queue_opens_the_file_in_several_goes(file, tmp_path):
    away = Store(f"sqlite:///{tmp_path / 'small.sqlite'}")
    away.quotas = replace(away.quotas, queued_each=1)
    first = come_home(away.of("ann"), "runs.zip", file)
    assert (len(first.opened), len(first.refused)) == (1, 1)
    assert "At most 1 of your runs may wait at once" in first.refused[0]
    InlineJobs(away.url).wake()
    second = come_home(away.of("ann"), "runs.zip", file)
    assert (len(second.opened), second.here, second.refused) == (1, 1, [])
    away.close()


def test_a_file_of_one_run_is_opened_as_ever(store, away):
    content = write_kept(kept_of(store, trained(store, "lstm", "ann")))
    assert not is_runs_file(content)
    assert len(come_home(away.of("ann"), "model.zip", content).opened) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda files: files | {"../evil.py": b"1"}, "No model description"),
        (lambda files: files | {"run-41/settings.json": b"1"}, "No model description"),
        (lambda files: {INDEX: files[INDEX], "run-01/settings.json": b"{}"}, "is missing"),
    ],
)
def test_a_file_that_is_none_of_ours_keeps_nothing(file, away, change, sentence):
    content = pack(change(unpacked(file)))
    try:
        came = come_home(away.of("ann"), "runs.zip", content)
    except DataError as error:
        said = str(error)
    else:
        said = " ".join(came.refused)
    assert sentence in said
    assert away.of("ann").runs.find() == []
    assert away.of("ann").library.usage().datasets == 0


def test_damage_is_refused_before_anything_is_kept(file, away):
    for content in (
        file[:-10],
        file + b"x",
        file[: len(file) // 2],
        file.replace(b"settings", b"settingz", 1),
    ):
        with pytest.raises(DataError):
            come_home(away.of("ann"), "runs.zip", content)
    squeezed = BytesIO()
    with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in unpacked(file).items():
            archive.writestr(name, data)
    with pytest.raises(DataError, match="is compressed or locked"):
        come_home(away.of("ann"), "runs.zip", squeezed.getvalue())
    assert away.of("ann").library.usage().datasets == 0

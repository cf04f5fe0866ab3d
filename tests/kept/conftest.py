"""A fresh store, and the files of all kinds of models, each trained once."""

from functools import cache

import pytest
from filelock import FileLock

from rnnkit.runs.store import Store
from tests.kept.models import KINDS, kept_file


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id):
    """A folder that all test processes see."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def made(tmp_path_factory, shared):
    """The file of a model, by its kind; trained by the first test process that asks, for all of them."""

    @cache
    def file_of(kind):
        path = shared / f"made {kind}.zip"
        with FileLock(f"{path}.lock"):
            if not path.exists():
                path.write_bytes(kept_file(kind, tmp_path_factory.mktemp("made")))
        return path.read_bytes()

    return file_of


@pytest.fixture(params=KINDS)
def file(request, made):
    """The file of a model, one kind after the other."""
    return made(request.param)


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    yield store
    store.close()

"""A fresh store, and the files of all kinds of models, each trained once."""

import pytest

from rnnkit.runs.store import Store
from tests.kept.models import KINDS, kept_file


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The file of a model, by its kind."""
    folder = tmp_path_factory.mktemp("made")
    return lambda kind: kept_file(kind, folder)


@pytest.fixture(params=KINDS)
def file(request, made):
    """The file of a model, one kind after the other."""
    return made(request.param)


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    yield store
    store.close()

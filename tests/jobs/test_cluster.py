"""What an app with a Dask cluster says where there is none, and what the broker of a worker is told."""

import signal
import sys
from collections.abc import Iterator

import pytest

from rnnkit.errors import ConfigError
from rnnkit.jobs import cluster
from rnnkit.jobs.client import BROKER, PLACER, Jobs
from rnnkit.jobs.cluster import FACT, Placement
from rnnkit.jobs.cluster_plugin import PlacedBroker, settings
from rnnkit.jobs.lifeline import Lifeline
from rnnkit.runs.store import Store
from tests.runs.conftest import emptied, postgres

__all__ = ["postgres"]  # a fixture

NOWHERE = "tcp://127.0.0.1:9"


@pytest.fixture
def server(postgres: str) -> Iterator[Store]:
    store = Store(emptied(postgres))
    yield store
    store.close()


def test_an_address_without_an_answer_is_said_with_what_becomes_of_runs(
    server: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(cluster, "AGAIN_SECONDS", 0.0)
    lifeline = Lifeline()
    placement = Placement(server, NOWHERE)
    monkeypatch.setattr(placement, "_say", lambda said: (Placement._say(placement, said), lifeline.end()))
    placement.serve(lifeline)
    assert server.facts.get(FACT) == f"No Dask cluster answers at {NOWHERE}; runs wait until one does."


def test_a_missing_package_is_said(server: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = Placement(server, NOWHERE).follow(Lifeline())
    expected = "The package distributed is missing (requirements-cluster.txt); runs wait until it is there."
    assert said == expected


def test_a_store_that_workers_cannot_reach_is_said(tmp_path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    said = Placement(store, NOWHERE).follow(Lifeline())
    assert said.startswith("A Dask cluster needs a store on PostgreSQL (RNNKIT_DATABASE_URL)")
    store.close()


def test_an_app_with_a_cluster_starts_what_places_brokers_and_else_a_broker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Jobs("sqlite://")._command == BROKER
    monkeypatch.setenv("RNNKIT_CLUSTER", "tcp://scheduler:8786")
    assert Jobs("sqlite://")._command == PLACER
    monkeypatch.setenv("RNNKIT_CLUSTER", "scheduler")
    with pytest.raises(ConfigError, match="RNNKIT_CLUSTER must be like tcp://host:8786, not 'scheduler'"):
        Jobs("sqlite://")


@pytest.mark.parametrize(
    ("resources", "visible", "devices"),
    [
        ({}, None, ""),
        ({}, "0,1", ""),
        ({"GPU": 2.0}, None, "0,1"),
        ({"GPU": 1.0}, "3", "3"),
        ({"GPU": 2.0}, "GPU-a,GPU-b,GPU-c", "GPU-a,GPU-b"),
    ],
)
def test_a_broker_has_a_place_per_thread_and_the_cards_of_its_worker(
    monkeypatch: pytest.MonkeyPatch, resources: dict[str, float], visible: str | None, devices: str
) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    assert settings("tcp://10.0.0.7:4242", 3, resources) == {
        "RNNKIT_MACHINE": "10.0.0.7:4242",
        "RNNKIT_MAX_RUNS": "3",
        "CUDA_VISIBLE_DEVICES": devices,
    }


def test_apps_of_one_store_share_a_plugin_and_those_of_another_have_their_own() -> None:
    one, same, other = (PlacedBroker(url, "module") for url in ("a", "a", "b"))
    assert one.name == same.name != other.name
    assert one.idempotent


def test_only_linux_is_asked_to_end_what_places_brokers_with_its_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere there is no such call, and the end of standard input has to do."""

    def refuse() -> Store:
        raise ConfigError("No such store.")

    asked: list[int] = []
    monkeypatch.setattr(cluster, "start_log", lambda _: None)
    monkeypatch.setattr(cluster, "standard_input", lambda: None)
    monkeypatch.setattr(cluster, "open_store", refuse)
    monkeypatch.setattr(cluster, "die_with_parent", lambda number, _: asked.append(number))
    for platform, expected in (("darwin", []), ("linux", [signal.SIGTERM])):
        monkeypatch.setattr(sys, "platform", platform)
        assert (cluster.main(), asked) == (1, expected)

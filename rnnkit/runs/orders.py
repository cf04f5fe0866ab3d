"""Runs as they are asked for, and how they come into the queue."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from rnnkit.config.stored import stamped_json
from rnnkit.errors import ConfigError
from rnnkit.files.encoding import clean_text
from rnnkit.runs.fair_queue import next_turn
from rnnkit.runs.needs import needs_of
from rnnkit.runs.rooms.locks import StartWanted, check_start
from rnnkit.runs.sql.schema import runs
from rnnkit.runs.transitions import record_event
from rnnkit.words import t


@dataclass(frozen=True)
class Order:
    """A run that is asked for: settings as JSON, what it is called, the megabytes it is expected to take."""

    config: str
    label: str = ""
    megabytes: float = 0.0


def write_queued(
    connection: Connection,
    viewer: str,
    orders: Mapping[str, Order],
    dataset_id: str,
    *,
    group: str = "",
    search: str | None = None,
) -> None:
    """Write down waiting runs of a visitor, by their ids; as trials where there is a search.

    Without a group each is a group of its own. Raises `ConfigError` for settings that name no task, and what
    `rnnkit.runs.rooms.locks` refuses on the data of a room.
    """
    wanted = [StartWanted(_task_of(order.config), order.config) for order in orders.values()]
    check_start(connection, viewer, wanted, dataset_id, searching=search is not None)
    turn, now = next_turn(connection, viewer), time.time()
    for place, (run_id, order) in enumerate(orders.items()):
        row = {
            "id": run_id,
            "viewer": viewer,
            "group": clean_text(group, 64) or run_id,
            "task": _task_of(order.config),
            "needs": needs_of(json.loads(order.config)),
            "label": clean_text(order.label),
            "turn": turn + place,
            "megabytes": order.megabytes,
            "dataset_id": dataset_id,
            "config": stamped_json(order.config),
            "state": "queued",
            "created": now,
            "seen": now,
            "search": search,
        }
        connection.execute(insert(runs).values(row))
        record_event(connection, run_id, 0, "queued")


def _task_of(config_json: str) -> str:
    try:
        return str(json.loads(config_json)["task"])
    except (ValueError, KeyError, TypeError):
        raise ConfigError(t("The settings of a run must be JSON that names its task.")) from None

"""Putting runs into the queue: once, however often the button was hit."""

import hashlib
from collections.abc import Iterable, Mapping

from pages.ui.access.resources import jobs, plan, visitor
from pages.ui.frame import address, state
from pages.ui.frame.folds import fold
from pages.ui.tasks import task_of
from rnnkit.config import TrainingSettings
from rnnkit.files.encoding import new_id
from rnnkit.runs.visitor import Order

_LAST = "_last_start"


def start_runs(dataset_id: str, configs: Mapping[str, TrainingSettings]) -> str:
    """Queue one run a configuration, as one group, and show it. Returns the group.

    The note about the last start is written before the runs are: a second click that arrives in
    between finds it and changes nothing.
    """
    wanted = _fingerprint(dataset_id, configs)
    before, group = state.get(_LAST, ("", ""))
    if before != wanted or not group or not any(run.active for run in visitor().runs.find(group=group)):
        group = new_id()
        state.put({_LAST: (wanted, group)})
        queue(dataset_id, configs.items(), group)
    address.show_run(dataset_id, group)
    fold(data=False, model=False)
    return str(group)


def queue(dataset_id: str, configs: Iterable[tuple[str, TrainingSettings]], group: str) -> list[str]:
    """Queue one run a label and configuration, all or none, without showing them. Returns their ids."""
    orders = [_order(dataset_id, label, config) for label, config in configs]
    ids = visitor().queue.submit_all(orders, dataset_id, group)
    jobs().wake()
    return ids


def _order(dataset_id: str, label: str, config: TrainingSettings) -> Order:
    settings = config.model_dump_json()
    _, cost = plan(task_of(config).name, dataset_id, settings)
    return Order(settings, label, cost.megabytes)


def _fingerprint(dataset_id: str, configs: Mapping[str, TrainingSettings]) -> str:
    text = dataset_id + "".join(config.model_dump_json() for config in configs.values())
    return hashlib.sha256(text.encode()).hexdigest()

"""Putting runs into the queue: once, however often the button was hit."""

import hashlib
import secrets
from collections.abc import Mapping

from pages.ui import address, state
from pages.ui.part import fold
from pages.ui.resources import jobs, store
from rnnkit.config import ForecastConfig

_LAST = "_last_start"


def start_runs(dataset_id: str, configs: Mapping[str, ForecastConfig]) -> str:
    """Queue one run a configuration, as one group, and show it. Returns the group.

    The note about the last start is written before the runs are: a second click that arrives in
    between finds it and changes nothing.
    """
    wanted = _fingerprint(dataset_id, configs)
    before, group = state.get(_LAST, ("", ""))
    if before != wanted or not group or not any(run.active for run in store().runs(group=group)):
        group = secrets.token_urlsafe(16)
        state.put({_LAST: (wanted, group)})
        _queue(dataset_id, configs, group)
    address.show_run(dataset_id, group)
    fold(data=False, model=False)
    return str(group)


def _queue(dataset_id: str, configs: Mapping[str, ForecastConfig], group: str) -> None:
    for label, config in configs.items():
        run_id = store().create_run(
            config.model_dump_json(), dataset_id, label, group=group, viewer=state.viewer()
        )
        jobs().submit(run_id)


def _fingerprint(dataset_id: str, configs: Mapping[str, ForecastConfig]) -> str:
    text = dataset_id + "".join(config.model_dump_json() for config in configs.values())
    return hashlib.sha256(text.encode()).hexdigest()

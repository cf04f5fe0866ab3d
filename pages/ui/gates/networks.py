"""Trained networks that have gates: two that come with the app, and the person's own runs."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from safetensors.numpy import load

from pages.ui.access import resources
from pages.ui.access.bounded_cache import Bounded
from pages.ui.forecast.access import table_of
from pages.ui.tasks import TASKS, network_of
from rnnkit.config import TrainingSettings, parse
from rnnkit.config.stored import parse_stored
from rnnkit.data import Vocabulary
from rnnkit.inspect.activations import GATES, Activations
from rnnkit.numpy_rnn.copied_weights import Weights
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.forecast.inputs.channels import Channel, channels
from rnnkit.tasks.forecast.reading import read_series
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.tasks.task import named
from rnnkit.tasks.text.reading import read_text
from rnnkit.tasks.text.sample_networks import NETWORKS, trained
from rnnkit.tasks.text.settings import ResolvedText
from rnnkit.words import t

NEWEST = 50  # runs that are offered
READINGS = 16.0  # megabytes of what was read
_readings = resources.forgettable(Bounded[Activations](READINGS, lambda found: found.bytes))


@dataclass(frozen=True)
class TrainedNetwork:
    """A trained network: who it is in the address and on screen, and what it is made of."""

    key: str
    label: str
    weights: Weights
    config: TrainingSettings
    vocabulary: Vocabulary | None = None
    scores: Mapping[str, Any] = field(default_factory=dict)
    run: Run | None = None

    @property
    def bytes(self) -> int:
        """Memory that the weights take."""
        return sum(array.nbytes for array in self.weights.values())

    def _kept(self, what: str, make: Callable[[], Activations]) -> Activations:
        """What goes on inside while it reads something, computed once."""
        attempt = self.run.attempt if self.run else 0
        who = resources.visitor().key if self.run else ""
        return _readings.get((who, self.key, attempt, what), make)


class TextNetwork(TrainedNetwork):
    """A language model, which can be given any text."""

    def read(self, text: str) -> Activations:
        """What goes on inside while it reads a text."""
        config, vocabulary = self.config, self.vocabulary
        assert isinstance(config, ResolvedText)
        assert vocabulary is not None
        return self._kept(text, lambda: read_text(self.weights, config, vocabulary, text))


class SeriesNetwork(TrainedNetwork):
    """A forecaster, which reads the series it was trained on."""

    def channels(self) -> list[Channel]:
        """Those series."""
        assert self.run is not None
        assert isinstance(self.config, ResolvedForecast)
        table = table_of(self.run.dataset_id)
        found = channels(table, self.config)
        width = self.config.segment * (1 + found[0].past.shape[1] + found[0].future.shape[1])
        # A run that was trained before short series were learned from is not told what is missing.
        known = width == self.weights["embed.weight"].shape[1]
        return found if known else channels(table, self.config, masked=False)

    def read_series(self, channel: Channel) -> Activations:
        """What goes on inside while it reads the window before the test part of a series."""
        config = self.config
        assert isinstance(config, ResolvedForecast)
        name = f"{channel.unique_id}\n{channel.target}"
        return self._kept(name, lambda: read_series(self.weights, config, channel))


_networks = resources.forgettable(Bounded[TrainedNetwork](READINGS, lambda found: found.bytes))


def sample(key: str) -> TextNetwork:
    """One of the two that come with the app."""
    cell = next(cell for cell in NETWORKS if cell == key)
    found = trained(cell)
    label = t("{cell} trained on Shakespeare", cell=cell.upper())
    scores = json.loads(found.extra["scores"])
    return TextNetwork(key, label, found.weights, found.config, found.vocabulary, scores)


def own(run: Run, label: str) -> TrainedNetwork:
    """One of the person's own, called so. Raises `NotFoundError` where it is gone."""
    key = (resources.visitor().key, run.id, run.attempt)
    return _networks.get(key, lambda: _own(run, label))


def _own(run: Run, label: str) -> TrainedNetwork:
    found = resources.summary(run)
    page = TASKS[run.task]
    assert page.gates is not None
    kind: type[TrainedNetwork] = named(page.gates)
    config = parse_stored(page.task.resolved, found["config"])
    vocabulary = parse(Vocabulary, found["vocabulary"]) if "vocabulary" in found else None
    weights = load(resources.visitor().results.weights(run.id))
    return kind(run.id, label, weights, config, vocabulary, found["metrics"], run)


def own_runs() -> list[Run]:
    """The newest of the person's finished runs whose network has gates, the newest first."""
    ended = resources.visitor().runs.newest(NEWEST, ("finished", "stopped"))
    return [run for run in reversed(ended) if offered(run)]


def offered(run: Run) -> bool:
    """Whether the network of a run has gates, and its task shows them."""
    return run.task in TASKS and TASKS[run.task].gates is not None and network_of(run) in GATES

"""What each task says of its model files."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rnnkit.config import Settings, TrainingSettings
from rnnkit.data import Vocabulary
from rnnkit.files import model_file as modelfile
from rnnkit.files.kept import Kept, Part
from rnnkit.files.model_file import Model, ModelKind
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import Bundle


@cache
def kinds() -> Mapping[str, ModelKind]:
    """The kinds of models that leave as a file, by the names of their tasks."""
    bundles = {task: task.bundling for task in TASKS.values()}
    return {
        task.name: ModelKind(task.asked, task.resolved, bundle.shapes)
        for task, bundle in bundles.items()
        if bundle is not None
    }


@cache
def parts() -> tuple[Part, ...]:
    """The files that models of any task have beside those that all have, each once."""
    bundles = [task.bundling for task in TASKS.values()]
    return tuple(dict.fromkeys(part for bundle in bundles if bundle is not None for part in bundle.parts))


def bundle_of(kept: Kept | TrainingSettings) -> Bundle:
    """How a model leaves and comes back. Only of those that do."""
    bundle = TASKS[kept.task if isinstance(kept, Kept) else kept.kind()].bundling
    assert bundle is not None
    return bundle


def read_model(content: bytes) -> Model:
    """A model of any task from the bytes of its file. Raises `DataError` or `ConfigError`."""
    return modelfile.read_model(content, kinds())


def write_model(
    weights: bytes,
    config: Settings,
    vocabulary: Vocabulary | None = None,
    extra: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The file of a model of any task. Raises where `read_model` would not take it."""
    return modelfile.write_model(weights, config, kinds(), vocabulary, extra)

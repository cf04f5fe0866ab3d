"""A file of a model becomes a run again: checked at once, and its predictions computed again by a job."""

from rnnkit.bundle.read import read_kept
from rnnkit.runs.visitor import Visitor


def import_model(store: Visitor, name: str, content: bytes) -> str:
    """Put the run of a file into the queue, and return its id; its data set is the file itself.

    Raises `DataError` or `ConfigError` with one sentence; then nothing was kept.
    """
    kept = read_kept(content)
    dataset_id = store.uploads.add(name, content)
    settings = kept.config.replace(start_from="").model_dump_json()
    return store.queue.submit(settings, dataset_id, kept.about.label)

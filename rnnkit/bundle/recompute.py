"""The job that checks a model that came back: its stored predictions, computed again on this machine."""

from safetensors.torch import load

from rnnkit.bundle.models import bundle_of
from rnnkit.bundle.read import read_kept
from rnnkit.files.kept import Kept
from rnnkit.runs.sql.rows import Dataset
from rnnkit.tasks.task import named
from rnnkit.training.fitting import Clock, OnProgress
from rnnkit.training.outcome import Outcome


def load_kept(dataset: Dataset) -> Kept:
    """The model of a file that was uploaded."""
    return read_kept(dataset.content)


def run(
    kept: Kept,
    config: object,  # noqa: ARG001  # the model brings its own, checked
    *,
    on_progress: OnProgress = lambda _: None,
    **_: object,  # it takes a moment: nobody stops it or goes on from its middle
) -> Outcome:
    """Results as they were, with the largest difference of the predictions (spreads, or nats)."""
    clock = Clock(on_progress)
    clock.tell("evaluating", device="cpu")
    found = kept.about.summary.model_dump(mode="json", exclude_none=True)
    summary = found | {
        "config": kept.config.model_dump(mode="json"),
        "imported": {"difference": difference(kept), "source": kept.about.source.model_dump(mode="json")},
        **bundle_of(kept).said(kept.parts),
    }
    return Outcome(summary, kept.frames, kept.weights, kept.files)


def difference(kept: Kept) -> float:
    """The largest difference between what the model answered and what it answers now."""
    answers, before = named(bundle_of(kept).answer)(kept, load(kept.predictions))
    return float((answers - before).abs().max())

"""The job that checks a model that came back: its stored predictions, computed again on this machine."""

from collections.abc import Callable, Mapping

from safetensors.torch import load
from torch import Tensor

from rnnkit.config import ResolvedForecast, ResolvedText
from rnnkit.kept.kept import Kept
from rnnkit.kept.read import read_kept
from rnnkit.nn.forecaster import Forecaster
from rnnkit.nn.language import LanguageModel
from rnnkit.runs.rows import Dataset
from rnnkit.tasks import forecast_files, text_files, text_model
from rnnkit.tasks.fitting import Clock, OnProgress
from rnnkit.tasks.forecast_model import shape_of
from rnnkit.tasks.outcome import Outcome


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
    }
    if kept.task == "text":
        summary["vocabulary"] = kept.vocabulary.model_dump(mode="json")
    return Outcome(summary, kept.frames, kept.weights, kept.files)


def difference(kept: Kept) -> float:
    """The largest difference between what the model answered and what it answers now."""
    stored = load(kept.predictions)
    answers, before = ANSWERS[kept.task](kept, stored)
    return float((answers - before).abs().max())


def forecaster(kept: Kept) -> Forecaster:
    """The network of a kept forecaster, ready to answer."""
    assert isinstance(kept.config, ResolvedForecast)
    config = kept.config
    features = kept.scaler.features(len(config.past_covariates), len(config.future_covariates))
    model = Forecaster(shape_of(config, *features))
    model.load_state_dict(load(kept.weights))
    return model.eval()


def language_model(kept: Kept) -> LanguageModel:
    """The network of a kept language model, ready to answer."""
    assert isinstance(kept.config, ResolvedText)
    model = text_model.build(kept.config, len(kept.vocabulary))
    model.load_state_dict(load(kept.weights))
    return model.eval()


Stored = Mapping[str, Tensor]


def _forecasts(kept: Kept, stored: Stored) -> tuple[Tensor, Tensor]:
    assert isinstance(kept.config, ResolvedForecast)
    answers = forecast_files.answer(forecaster(kept), kept.config, kept.scaler.factors, stored)
    return answers, stored["answers"]


def _scores(kept: Kept, stored: Stored) -> tuple[Tensor, Tensor]:
    assert isinstance(kept.config, ResolvedText)
    return text_files.answer(language_model(kept), kept.config, stored["ids"]), stored["scores"]


ANSWERS: Mapping[str, Callable[[Kept, Stored], tuple[Tensor, Tensor]]] = {
    "forecast": _forecasts,
    "text": _scores,
}

"""A text run from settings to scores: count n-grams, train, write samples, score, judge."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from safetensors.torch import save

from rnnkit.baselines import NgramScores, score_ngrams
from rnnkit.config import ResolvedText, TextConfig
from rnnkit.data import Text, Vocabulary, read_prompt
from rnnkit.devices import choose_device
from rnnkit.errors import DataError
from rnnkit.generation import Generator
from rnnkit.nn.language import LanguageModel
from rnnkit.tasks.corpus import read_corpus
from rnnkit.tasks.fitting import Clock, OnProgress, ShouldStop, fit, pace_of, replayable, rules_of
from rnnkit.tasks.outcome import Outcome
from rnnkit.tasks.text_model import build, choose_precision
from rnnkit.tasks.text_objective import TextObjective
from rnnkit.tasks.text_plan import resolve, step_work, steps_an_epoch
from rnnkit.tasks.text_report import Measured, summarize
from rnnkit.training import Interval, Trainer

MARGIN = 0.4  # seconds for loading, saving and drawing a breath
CHECKS = 30
SAMPLE_LENGTH = 200
WINDOW_SAMPLE_LENGTH = 60  # of a bidirectional model, which writes slowly
SAMPLE_TEMPERATURE = 0.8


def run(
    text: Text | str,
    config: TextConfig,
    *,
    validation: Text | str | None = None,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
) -> Outcome:
    """Train a language model on the first 90 % of a text and score it on the rest, or on `validation`.

    Raises `DataError` or `ConfigError` before training where the text cannot bear the settings. A run
    that diverges or is stopped is scored with its best weights so far, and says so in its summary.
    """
    clock = Clock(on_progress)
    clock.tell("preparing")
    corpus = read_corpus(text, config, validation)
    device = choose_device(config.device)
    resolved = resolve(corpus, config)
    read_prompt(resolved.sample_prompt, corpus.vocabulary)  # refused now rather than in a minute
    resolved = resolved.replace(precision=choose_precision(resolved, device))
    clock.tell("preparing", device=str(device))
    torch.manual_seed(resolved.seed)
    V = len(corpus.vocabulary)
    ngrams = score_ngrams(corpus.training, corpus.validation, V)
    model = build(resolved, V).to(device)
    objective = TextObjective(model, corpus, resolved, device)
    clock.keep(None if resolved.pace else resolved.budget, MARGIN)
    samples = Samples(objective, resolved, corpus.vocabulary, clock)
    pace = pace_of(resolved, steps_an_epoch(resolved, len(corpus.training)))
    rules = rules_of(resolved, checks=CHECKS, fused=True, work=step_work(resolved, V))
    trainer = Trainer(model, objective.loss, samples.validate, rules)
    ending, curve = fit(trainer, pace, clock, should_stop, samples.news)
    clock.tell("evaluating", ending.steps, pace.total)
    measured = Measured(objective.score(), ngrams, pd.DataFrame(curve), bool(ending.diverged))
    summary = summarize(corpus, resolved, measured, sum(w.numel() for w in model.parameters())) | {
        "config": replayable(resolved, pace).model_dump(mode="json"),
        "vocabulary": corpus.vocabulary.model_dump(mode="json"),
        "device": str(device),
        "seconds": clock.seconds,
        "steps": ending.steps,
        "best_step": ending.best_step,
        "stopped_early": ending.early,
    }
    frames = {"curve": measured.curve, "samples": samples.frame(), "ngram": ngram_frame(ngrams)}
    return Outcome(summary, frames, save(weights_of(model)), ending.diverged)


def weights_of(model: LanguageModel) -> dict[str, torch.Tensor]:
    """The weights by name, on the processor."""
    return {name: tensor.cpu().contiguous() for name, tensor in model.state_dict().items()}


def arrays_of(model: LanguageModel) -> dict[str, npt.NDArray[np.float32]]:
    """The weights as the arrays that a `Generator` reads."""
    return {name: tensor.numpy() for name, tensor in weights_of(model).items()}


def ngram_frame(scores: NgramScores) -> pd.DataFrame:
    """Order and nats a symbol of every n-gram that was counted."""
    return pd.DataFrame({"order": range(1, len(scores.nats) + 1), "nats": scores.nats})


class Samples:
    """Writes a few lines with the averaged weights of a check every few seconds."""

    def __init__(
        self, objective: TextObjective, config: ResolvedText, vocabulary: Vocabulary, clock: Clock
    ) -> None:
        self._objective, self._config, self._vocabulary, self._clock = objective, config, vocabulary, clock
        self._rows: list[dict[str, object]] = []
        self._next, self._new = 0.0, ""

    def validate(self) -> float:
        """Look at the validation part; where it is time, write a sample as well."""
        loss = self._objective.validate()
        budget = None if self._config.pace else self._config.budget
        self._clock.keep(budget, self._objective.scoring_seconds() + MARGIN)
        if self._clock.seconds >= self._next:
            self._new = self._write()
            self._next = self._clock.seconds + self._config.sample_every
        return loss

    def news(self, interval: Interval) -> Mapping[str, str]:
        """The sample written at this check, as a field of the progress; nothing where there is none."""
        new, self._new = self._new, ""
        if not new:
            return {}
        self._rows.append({"step": interval.step, "seconds": self._clock.seconds, "text": new})
        return {"sample": new}

    def frame(self) -> pd.DataFrame:
        """All samples: step, seconds, text."""
        return pd.DataFrame(self._rows, columns=["step", "seconds", "text"])

    def _write(self) -> str:
        length = WINDOW_SAMPLE_LENGTH if self._config.bidirectional else SAMPLE_LENGTH
        try:
            generator = Generator(arrays_of(self._objective.model), self._config, self._vocabulary)
        except DataError:  # the weights are no longer finite, which the next step of training explains
            return ""
        prompt = self._config.sample_prompt
        return prompt + generator.write(prompt, SAMPLE_TEMPERATURE, length=length, seed=self._config.seed)

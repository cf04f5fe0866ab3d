"""A text run from settings to scores: count n-grams, train, write samples, score, judge."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from safetensors.torch import save

from rnnkit import machine
from rnnkit.baselines import NgramScores, score_ngrams
from rnnkit.config import ResolvedText, TextConfig
from rnnkit.config.lowered import lowered
from rnnkit.data import Text, Vocabulary, read_prompt
from rnnkit.devices import choose_device
from rnnkit.errors import DataError
from rnnkit.generation import Generator
from rnnkit.leaks.finding import Gain
from rnnkit.leaks.text import leaks_of, repeats_of
from rnnkit.leaks.trained import text_gain, with_network
from rnnkit.modelfile import Model
from rnnkit.nn.language import LanguageModel
from rnnkit.snapshot import State, Stateful
from rnnkit.tasks.corpus import Corpus, read_corpus
from rnnkit.tasks.fitting import (
    NOBODY,
    Clock,
    Keeper,
    OnProgress,
    ShouldStop,
    fit,
    pace_of,
    replayable,
    rules_of,
)
from rnnkit.tasks.outcome import Outcome
from rnnkit.tasks.start import check_start, start_with
from rnnkit.tasks.text_files import text_files
from rnnkit.tasks.text_model import build, choose_precision
from rnnkit.tasks.text_objective import TextObjective
from rnnkit.tasks.text_plan import resolve, step_work, steps_an_epoch
from rnnkit.tasks.text_report import Measured, summarize
from rnnkit.training import Interval, Trainer
from rnnkit.versions import versions

MARGIN = 0.4  # seconds for loading, saving and drawing a breath
CHECKS = 30
STRAIGHT = {"bfloat16": torch.bfloat16, "float32": torch.float32}  # the products of an optimizer's step
SAMPLE_LENGTH = 200
WINDOW_SAMPLE_LENGTH = 60  # of a bidirectional model, which writes slowly
SAMPLE_TEMPERATURE = 0.8


def run(
    text: Text | str,
    config: TextConfig,
    *,
    test: Text | str | None = None,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
    keeper: Keeper = NOBODY,
    start: Model | None = None,
) -> Outcome:
    """Train a language model on a text and score it on its last 10 %, or on `test`; see `rnnkit.data.split`.

    Raises `DataError` or `ConfigError` before training where the text cannot bear the settings.
    A run that diverges or is stopped is scored with its best weights so far, and says so in its summary.
    Where the `keeper` has a checkpoint, the run goes on from it; with a `start` it begins with those weights.
    """
    check_start(config, start)
    clock = Clock(on_progress)
    clock.tell("preparing")
    corpus = read_corpus(text, config, test)
    device = choose_device(config.device)
    resolved = resolve(corpus, config)
    read_prompt(resolved.sample_prompt, corpus.vocabulary)  # refused now rather than in a minute
    resolved = resolved.replace(precision=choose_precision(resolved, device))
    clock.tell("preparing", device=str(device))
    torch.manual_seed(resolved.seed)
    V = len(corpus.vocabulary)
    leaks = leaks_of(text, resolved, test)
    ngrams = score_ngrams(corpus.training, corpus.validation, corpus.test, V)
    machine.give_back_memory()  # counting takes far more than the text, and comes before all else
    model = build(resolved, V).to(device)
    if start is not None:
        start_with(model, start, resolved, corpus.vocabulary)
    objective = TextObjective(model, corpus, resolved, device)
    clock.keep(None if resolved.pace else resolved.budget, MARGIN)
    samples = Samples(objective, resolved, corpus.vocabulary, clock)
    pace = pace_of(resolved, steps_an_epoch(resolved, len(corpus.training)))
    rules = rules_of(
        resolved,
        checks=CHECKS,
        fused=True,
        work=step_work(resolved, V),
        straight=STRAIGHT[resolved.precision],
    )
    trainer = Trainer(model, objective.loss, samples.validate, rules)
    parts: dict[str, Stateful] = {"objective": objective, "samples": samples}
    ending, curve = fit(trainer, pace, clock, should_stop, more=samples.news, keeper=keeper, **parts)
    clock.tell("evaluating", ending.steps, pace.total)
    measured = Measured(objective.score(), ngrams, pd.DataFrame(curve), bool(ending.diverged))
    summary = summarize(corpus, resolved, measured, sum(w.numel() for w in model.parameters())) | {
        "config": replayable(resolved, pace).model_dump(mode="json"),
        "vocabulary": corpus.vocabulary.model_dump(mode="json"),
        "notes": lowered(config, resolved),
        "device": str(device),
        "seconds": clock.seconds,
        "steps": ending.steps,
        "best_step": ending.best_step,
        "stopped_early": ending.early,
        "versions": versions(),
    }
    summary["leaks"] = [finding.as_dict() for finding in with_network(leaks, lambda: _gain(corpus, measured))]
    frames = {
        "curve": measured.curve,
        "samples": samples.frame(),
        "ngram": ngram_frame(ngrams),
        "segments": measured.segments(),
    }
    files = text_files(model, resolved, corpus.vocabulary)
    return Outcome(summary, frames, save(weights_of(model)), files, ending.diverged)


def _gain(corpus: Corpus, measured: Measured) -> Gain | None:
    """What the repeated passages are worth to this network; unknown where symbols hide letters."""
    if corpus.unknown_share or not corpus.held_out:
        return None
    widths = np.array([len(symbol) for symbol in corpus.vocabulary.symbols])
    return text_gain(measured.each, widths[corpus.test].tolist(), repeats_of(corpus.parts))


def weights_of(model: LanguageModel) -> dict[str, torch.Tensor]:
    """The weights by name, on the processor."""
    return {name: tensor.cpu().contiguous() for name, tensor in model.state_dict().items()}


def arrays_of(model: LanguageModel) -> dict[str, npt.NDArray[np.float32]]:
    """The weights as the arrays that a `Generator` reads."""
    return {name: tensor.numpy() for name, tensor in weights_of(model).items()}


def ngram_frame(scores: NgramScores) -> pd.DataFrame:
    """Order, nats per symbol and the same on the validation part, of every n-gram that was counted."""
    orders = range(1, len(scores.nats) + 1)
    return pd.DataFrame({"order": orders, "nats": scores.nats, "validation": scores.validation})


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
        self._keep_time()
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

    def state(self) -> State:
        """What was written, and when it is time again."""
        return {"rows": self._rows, "next": self._next}

    def resume(self, state: State) -> None:
        """Go on after what was written."""
        self._rows, self._next = state["rows"], state["next"]
        self._keep_time()

    def frame(self) -> pd.DataFrame:
        """All samples: step, seconds, text."""
        return pd.DataFrame(self._rows, columns=["step", "seconds", "text"])

    def _keep_time(self) -> None:
        """Leave time for the final score, told from the newest check."""
        budget = None if self._config.pace else self._config.budget
        self._clock.keep(budget, self._objective.scoring_seconds() + MARGIN)

    def _write(self) -> str:
        length = WINDOW_SAMPLE_LENGTH if self._config.bidirectional else SAMPLE_LENGTH
        try:
            generator = Generator(arrays_of(self._objective.model), self._config, self._vocabulary)
        except DataError:  # the weights are no longer finite, which the next step of training explains
            return ""
        prompt = self._config.sample_prompt
        return prompt + generator.write(prompt, SAMPLE_TEMPERATURE, length=length, seed=self._config.seed)

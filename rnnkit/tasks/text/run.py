"""A text run from settings to scores: count n-grams, train, write samples, score, judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import torch

from rnnkit.baselines import NgramScores, score_ngrams
from rnnkit.data import Text, read_prompt
from rnnkit.host import machine
from rnnkit.leaks.finding import Finding, Gain
from rnnkit.leaks.network_gain import text_gain, with_network
from rnnkit.tasks.text.corpus import Corpus, read_corpus
from rnnkit.tasks.text.kept.files import text_files
from rnnkit.tasks.text.leaks import text_leaks
from rnnkit.tasks.text.networks.model import build, choose_precision
from rnnkit.tasks.text.networks.network import LanguageModel
from rnnkit.tasks.text.networks.objective import TextObjective
from rnnkit.tasks.text.plan import resolve, step_work, steps_an_epoch
from rnnkit.tasks.text.report import TextMeasured, summarize
from rnnkit.tasks.text.samples import MARGIN, SampleWriter
from rnnkit.tasks.text.settings import ResolvedText, TextConfig
from rnnkit.training.fitting import Clock, Curve, Ending, rules_of
from rnnkit.training.outcome import Outcome
from rnnkit.training.run import Prepared, train

CHECKS = 30
MUON_DTYPES = {"bfloat16": torch.bfloat16, "float32": torch.float32}  # of the products


@dataclass(frozen=True)
class Writing:
    """What a language model learns from, what it is compared with, and what gives its answers away."""

    corpus: Corpus
    config: ResolvedText
    model: LanguageModel
    objective: TextObjective
    samples: SampleWriter
    ngrams: NgramScores
    leaks: Sequence[Finding]


def run(text: Text | str, config: TextConfig, *, test: Text | str | None = None, **doings: Any) -> Outcome:
    """Train a language model on a text and score it on its last 10 %, or on `test`; see `rnnkit.data.split`.

    See `rnnkit.training.run` for what else can be asked for, and for what it raises.
    """
    return train(partial(prepare, test=test), report, text, config, **doings)


def prepare(
    text: Text | str,
    config: TextConfig,
    device: torch.device,
    clock: Clock,
    test: Text | str | None = None,
) -> Prepared[Writing]:
    """The text as numbers, n-grams counted, and a network that has not read anything."""
    corpus = read_corpus(text, config, test)
    resolved = resolve(corpus, config)
    read_prompt(resolved.sample_prompt, corpus.vocabulary)  # refused now rather than in a minute
    resolved = resolved.replace(precision=choose_precision(resolved, device))
    V = len(corpus.vocabulary)
    leaks = text_leaks(corpus.repeats, skipped=resolved.skip_repeats)
    ngrams = score_ngrams(corpus.training, corpus.validation, corpus.test, V)
    machine.give_back_memory()  # counting takes far more than the text, and comes before all else
    model = build(resolved, V).to(device)
    objective = TextObjective(model, corpus, resolved, device)
    samples = SampleWriter(objective, resolved, corpus.vocabulary, clock)
    muon_dtype = MUON_DTYPES[resolved.precision]
    return Prepared(
        resolved,
        model,
        objective.loss,
        samples.validate,
        rules_of(resolved, checks=CHECKS, fused=True, work=step_work(resolved, V), muon_dtype=muon_dtype),
        epoch=steps_an_epoch(resolved, len(corpus.training)),
        reserve=MARGIN,
        parts={"objective": objective, "samples": samples},
        work=Writing(corpus, resolved, model, objective, samples, ngrams, leaks),
        vocabulary=corpus.vocabulary,
        more=samples.news,
        half=False,
    )


def report(prepared: Prepared[Writing], ending: Ending, curve: Curve) -> Outcome:
    """Scores beside the n-grams, the verdict, what it wrote on the way, and what leaks are worth."""
    work = prepared.work
    corpus, vocabulary = work.corpus, work.corpus.vocabulary
    measured = TextMeasured(work.objective.score(), work.ngrams, pd.DataFrame(curve), bool(ending.diverged))
    weights = sum(weight.numel() for weight in work.model.parameters())
    findings = with_network(work.leaks, lambda: _gain(corpus, measured))
    summary = summarize(corpus, work.config, measured, weights) | {
        "vocabulary": vocabulary.model_dump(mode="json"),
        "leaks": [finding.as_dict() for finding in findings],
    }
    frames = {
        "curve": measured.curve,
        "samples": work.samples.frame(),
        "ngram": ngram_frame(work.ngrams),
        "segments": measured.segments(),
    }
    return Outcome(summary, frames, files=text_files(work.model, work.config, vocabulary))


def _gain(corpus: Corpus, measured: TextMeasured) -> Gain | None:
    """What the repeated passages are worth to this network; unknown where symbols hide letters."""
    if corpus.unknown_share or not corpus.held_out:
        return None
    widths = np.array([len(symbol) for symbol in corpus.vocabulary.symbols])
    return text_gain(measured.each, widths[corpus.test].tolist(), corpus.repeats.spans)


def ngram_frame(scores: NgramScores) -> pd.DataFrame:
    """Order, nats per symbol and the same on the validation part, of every n-gram that was counted."""
    orders = range(1, len(scores.nats) + 1)
    return pd.DataFrame({"order": orders, "nats": scores.nats, "validation": scores.validation})

"""A translation run from settings to scores: number pairs, train, translate the test part, judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch

from rnnkit.data.pairs import Pairs
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.translate.corpus import Corpus, read_corpus
from rnnkit.tasks.translate.kept.files import translate_files
from rnnkit.tasks.translate.leaks import leaks_in
from rnnkit.tasks.translate.networks.model import build
from rnnkit.tasks.translate.networks.network import Translator
from rnnkit.tasks.translate.networks.objective import TranslateObjective
from rnnkit.tasks.translate.plan import resolve, step_work, steps_an_epoch
from rnnkit.tasks.translate.report import Rivals, frames_of, measure, rivals_of, summarize
from rnnkit.tasks.translate.samples import MARGIN, SampleTranslator, translator_of
from rnnkit.tasks.translate.settings import ResolvedTranslate, TranslateConfig
from rnnkit.training.fitting import Clock, Curve, Ending, rules_of
from rnnkit.training.outcome import Outcome
from rnnkit.training.run import Prepared, train

CHECKS = 20


@dataclass(frozen=True)
class Translating:
    """What a translator learns from, itself, its samples and rivals, and what gives its answers away."""

    corpus: Corpus
    config: ResolvedTranslate
    model: Translator
    samples: SampleTranslator
    rivals: Rivals
    leaks: Sequence[Finding]


def run(pairs: Pairs, config: TranslateConfig, *, test: Pairs | None = None, **doings: Any) -> Outcome:
    """Train a translator on pairs and score it on a part of them, or on `test`.

    See `rnnkit.training.run` for what else can be asked for, and for what it raises.
    """
    return train(partial(prepare, test=test), report, pairs, config, **doings)


def prepare(
    pairs: Pairs, config: TranslateConfig, device: torch.device, clock: Clock, test: Pairs | None = None
) -> Prepared[Translating]:
    """Pairs as numbers, and a network that has not read anything."""
    corpus = read_corpus(pairs, config, test)
    resolved = resolve(corpus, config)
    model = build(resolved, len(corpus.vocabulary)).to(device)
    objective = TranslateObjective(model, corpus, resolved, device)
    rivals = rivals_of(corpus)
    samples = SampleTranslator(objective, corpus, resolved, clock, rivals.seconds)
    return Prepared(
        resolved,
        model,
        objective.loss,
        samples.validate,
        rules_of(resolved, checks=CHECKS, fused=True, work=step_work(resolved, corpus)),
        epoch=steps_an_epoch(resolved, corpus),
        reserve=rivals.seconds + MARGIN,
        parts={"objective": objective, "samples": samples},
        work=Translating(corpus, resolved, model, samples, rivals, leaks_in(corpus)),
        vocabulary=corpus.vocabulary,
        more=samples.news,
    )


def report(prepared: Prepared[Translating], ending: Ending, curve: Curve) -> Outcome:
    """The test part translated, scored beside copying, a phrase memory and the nearest source known."""
    work = prepared.work
    corpus, config = work.corpus, work.config
    translator = translator_of(work.model.eval(), config, corpus.vocabulary)
    written = translator.best([source for source, _ in corpus.held])
    measured = measure(corpus, written, work.rivals, curve, bool(ending.diverged))
    weights = sum(weight.numel() for weight in work.model.parameters())
    summary = summarize(corpus, config, measured, weights) | {
        "vocabulary": corpus.vocabulary.model_dump(mode="json"),
        "leaks": [finding.as_dict() for finding in work.leaks],
    }
    frames = frames_of(measured) | {"samples": work.samples.frame()}
    return Outcome(summary, frames, files=translate_files(work.model, config, corpus.vocabulary))

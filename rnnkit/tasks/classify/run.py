"""A run from settings to scores: fit the linear partner, train the network, mix both, score, judge."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import torch

from rnnkit.data.labelled import Labelled
from rnnkit.host import machine
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.classify import baselines
from rnnkit.tasks.classify.corpus import Corpus, read_corpus
from rnnkit.tasks.classify.embedding_start import ENOUGH, brought, near
from rnnkit.tasks.classify.files import classify_files
from rnnkit.tasks.classify.grams import counted
from rnnkit.tasks.classify.leaks import leaks_of
from rnnkit.tasks.classify.linear import Fitted, fit_partner, matrices
from rnnkit.tasks.classify.model import build
from rnnkit.tasks.classify.network import Classifier
from rnnkit.tasks.classify.objective import ClassifyObjective
from rnnkit.tasks.classify.plan import resolve, step_work, steps_an_epoch
from rnnkit.tasks.classify.report import MethodPredictions, frames_of, share_of, summarize
from rnnkit.tasks.classify.settings import ClassifyConfig, ResolvedClassify
from rnnkit.training.fitting import Clock, Curve, Ending, rules_of
from rnnkit.training.outcome import Outcome
from rnnkit.training.run import Prepared, train

MARGIN = 0.5  # seconds for saving and drawing a breath
CHECKS = 20
SLACK = 1.3  # of the time that scoring takes, as told by a check


@dataclass(frozen=True)
class Telling:
    """What is learned from, who answers beside the network, and what it has to beat, all on the test part."""

    corpus: Corpus
    config: ResolvedClassify
    model: Classifier
    objective: ClassifyObjective
    fitted: Fitted
    beside: dict[str, Any]
    leaks: Sequence[Finding]


def run(data: Labelled, config: ClassifyConfig, **doings: Any) -> Outcome:
    """Train a classifier and score it on the test part; `doings` are those of `rnnkit.training.run.train`."""
    return train(prepare, report, data, config, **doings)


def prepare(data: Labelled, config: ClassifyConfig, device: torch.device, clock: Clock) -> Prepared[Telling]:
    """Texts as numbers, the linear partner fitted, and a network that has not read anything."""
    corpus = read_corpus(data, config)
    resolved = resolve(corpus, config)
    fitted = fit_partner(
        corpus.texts(corpus.learned), corpus.labels[corpus.learned], len(corpus.classes), corpus.grams
    )
    beside = _beside(corpus, fitted)
    machine.give_back_memory()  # counting takes far more than the texts, and comes before all else
    model = begun(corpus, resolved).to(device)
    objective = ClassifyObjective(model, corpus, resolved, device)
    length = float(np.minimum(corpus.lengths, corpus.longest).mean())
    return Prepared(
        resolved,
        model,
        objective.loss,
        partial(_check, objective, resolved, clock),
        rules_of(resolved, checks=CHECKS, fused=True, work=step_work(resolved, length)),
        epoch=steps_an_epoch(resolved, len(corpus.parts.train)),
        reserve=MARGIN,
        parts={"objective": objective},
        work=Telling(corpus, resolved, model, objective, fitted, beside, leaks_of(data, config)),
        vocabulary=corpus.vocabulary,
    )


def begun(corpus: Corpus, config: ResolvedClassify) -> Classifier:
    """The network at its start; its embeddings are word vectors that were brought, or know from texts enough
    which symbols are alike."""
    V = len(corpus.vocabulary)
    model = build(config, V, len(corpus.classes), corpus.vocabulary.unk or 0)
    texts = [corpus.ids[row] for row in corpus.parts.train.tolist()]
    enough = sum(map(len, texts)) >= ENOUGH
    for number, net in enumerate(model.nets):
        weight: torch.Tensor = net.embed.weight.data  # type: ignore[union-attr, assignment]
        begin = near(texts, config.embedding_size, V, config.seed + number) if enough else weight.numpy()
        if corpus.vectors is not None:
            begin = brought(begin, corpus.vectors, corpus.vocabulary)
        weight.copy_(torch.from_numpy(begin))
    return model


def report(prepared: Prepared[Telling], ending: Ending, curve: Curve) -> Outcome:
    """Scores beside the baselines, the verdict, and all that the page draws."""
    work = prepared.work
    corpus, objective = work.corpus, work.objective
    work.model.eval()
    share = None
    if work.config.partner:
        checked = corpus.checked
        share = share_of(_left_out(work), objective.log_p(checked), corpus.labels[checked])
    measured = MethodPredictions(
        network=objective.log_p(corpus.parts.test),
        share=share,
        curve=pd.DataFrame(curve),
        diverged=bool(ending.diverged),
        **work.beside,
    )
    weights = sum(weight.numel() for weight in work.model.parameters())
    summary = summarize(corpus, work.config, measured, weights) | {
        "vocabulary": corpus.vocabulary.model_dump(mode="json"),
        "leaks": [finding.as_dict() for finding in work.leaks],
    }
    files = classify_files(
        work.model, work.config, corpus, work.fitted.partner, 1.0 if share is None else share
    )
    return Outcome(summary, frames_of(corpus, measured), files=files)


def _left_out(work: Telling) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """What the partner says of the rows that choose when it was not fitted to them `(N, C)`."""
    train, validation = work.corpus.parts.train, work.corpus.parts.validation
    return work.fitted.left_out[len(train) :] if len(validation) else work.fitted.left_out[: len(train)]


def _beside(corpus: Corpus, fitted: Fitted) -> dict[str, Any]:
    """What the partner and the baselines say about the test part."""
    texts, labels, C = corpus.texts(corpus.parts.test), corpus.labels[corpus.learned], len(corpus.classes)
    features = fitted.partner.features
    asked, present = matrices(counted(texts, corpus.grams), features)
    learned = fitted.texts.copy()
    learned.data[:] = 1.0
    return {
        "linear": fitted.partner.log_p(texts),
        "majority": baselines.majority(labels, C, len(texts)),
        "naive_bayes": baselines.naive_bayes(learned, labels, C, present),
        "nearest": baselines.nearest(fitted.texts, labels, asked),
    }


def _check(objective: ClassifyObjective, config: ResolvedClassify, clock: Clock) -> float:
    """Look at the validation part, and leave as much time for the final score as that says it takes."""
    start = time.monotonic()
    loss = objective.validate()
    corpus = objective.corpus
    rows = len(corpus.parts.test) + (len(corpus.checked) if config.partner else 0)
    seconds = (time.monotonic() - start) * rows / objective.checked_rows
    clock.keep(None if config.pace else config.budget, SLACK * seconds + MARGIN)
    return loss

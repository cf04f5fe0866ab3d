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
from rnnkit.tasks.classify.kept.files import classify_files
from rnnkit.tasks.classify.kinds import KINDS, Beside, read_rows
from rnnkit.tasks.classify.leaks import leaks_of
from rnnkit.tasks.classify.networks.model import build
from rnnkit.tasks.classify.networks.network import Classifier
from rnnkit.tasks.classify.networks.objective import ClassifyObjective
from rnnkit.tasks.classify.plan import mean_length, resolve, step_work, steps_an_epoch
from rnnkit.tasks.classify.report import MethodPredictions, frames_of, share_of, summarize
from rnnkit.tasks.classify.rows import NumberedRows
from rnnkit.tasks.classify.settings import ClassifyConfig, ResolvedClassify
from rnnkit.tasks.task import named
from rnnkit.training.fitting import Clock, Curve, Ending, rules_of
from rnnkit.training.outcome import Outcome
from rnnkit.training.run import Prepared, train

MARGIN = 0.5  # seconds for saving and drawing a breath
CHECKS = 20
SLACK = 1.3  # of the time that scoring takes, as told by a check


@dataclass(frozen=True)
class Telling:
    """What is learned from, who answers beside the network, and what it has to beat, all on the test part."""

    rows: NumberedRows
    config: ResolvedClassify
    model: Classifier
    objective: ClassifyObjective
    beside: Beside
    leaks: Sequence[Finding]


def run(data: Labelled, config: ClassifyConfig, **doings: Any) -> Outcome:
    """Train a classifier and score it on the test part; `doings` are those of `rnnkit.training.run.train`."""
    return train(prepare, report, data, config, **doings)


def prepare(data: Labelled, config: ClassifyConfig, device: torch.device, clock: Clock) -> Prepared[Telling]:
    """Rows as numbers, the linear partner fitted, and a network that has not read anything."""
    rows = read_rows(data, config)
    resolved = resolve(rows, config)
    beside: Beside = named(KINDS[rows.kind].beside)(rows)
    machine.give_back_memory()  # the partner takes far more than the rows, and comes before all else
    model = begun(rows, resolved).to(device)
    objective = ClassifyObjective(model, rows, resolved, device)
    return Prepared(
        resolved,
        model,
        objective.loss,
        partial(_check, objective, resolved, clock),
        rules_of(resolved, checks=CHECKS, fused=True, work=step_work(resolved, mean_length(rows))),
        epoch=steps_an_epoch(resolved, len(rows.parts.train)),
        reserve=MARGIN,
        parts={"objective": objective},
        work=Telling(rows, resolved, model, objective, beside, leaks_of(data, config)),
        vocabulary=rows.vocabulary,
    )


def begun(rows: NumberedRows, config: ResolvedClassify) -> Classifier:
    """The network at its start, which may know something already."""
    model = build(config, rows.entry, len(rows.classes))
    if start := KINDS[rows.kind].begin:
        named(start)(rows, config, model)
    return model


def report(prepared: Prepared[Telling], ending: Ending, curve: Curve) -> Outcome:
    """Scores beside the baselines, the verdict, and all that the page draws."""
    work = prepared.work
    rows, objective = work.rows, work.objective
    work.model.eval()
    share = None
    if work.config.partner:
        checked = rows.checked
        share = share_of(_left_out(work), objective.log_p(checked), rows.labels[checked])
    measured = MethodPredictions(
        network=objective.log_p(rows.parts.test),
        partner=KINDS[rows.kind].partner,
        beside=work.beside.answers,
        share=share,
        curve=pd.DataFrame(curve),
        diverged=bool(ending.diverged),
    )
    weights = sum(weight.numel() for weight in work.model.parameters())
    summary = summarize(rows, work.config, measured, weights) | {
        "leaks": [finding.as_dict() for finding in work.leaks],
    }
    if rows.vocabulary is not None:
        summary["vocabulary"] = rows.vocabulary.model_dump(mode="json")
        summary["vocabulary_size"] = len(rows.vocabulary)
    counts = 1.0 if share is None else share
    files = classify_files(work.model, work.config, rows, work.beside.partner, counts)
    return Outcome(summary, frames_of(rows, measured), files=files)


def _left_out(work: Telling) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """What the partner says of the rows that choose when it was not fitted to them `(N, C)`."""
    train, validation = work.rows.parts.train, work.rows.parts.validation
    left_out = work.beside.left_out
    return left_out[len(train) :] if len(validation) else left_out[: len(train)]


def _check(objective: ClassifyObjective, config: ResolvedClassify, clock: Clock) -> float:
    """Look at the validation part, and leave as much time for the final score as that says it takes."""
    start = time.monotonic()
    loss = objective.validate()
    rows = objective.rows
    scored = len(rows.parts.test) + (len(rows.checked) if config.partner else 0)
    seconds = (time.monotonic() - start) * scored / objective.checked_rows
    clock.keep(None if config.pace else config.budget, SLACK * seconds + MARGIN)
    return loss

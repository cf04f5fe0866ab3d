"""A labelling run from settings to scores: part the sentences, count, train, label the test part, judge."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import torch

from rnnkit.data.tagged.tagged import Tagged
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.label.kept.files import label_files
from rnnkit.tasks.label.leaks import findings
from rnnkit.tasks.label.networks.encoded import Encoded, encode
from rnnkit.tasks.label.networks.network import Tagger
from rnnkit.tasks.label.networks.objective import LabelObjective, answer, build, start_from_counts
from rnnkit.tasks.label.plan import resolve, step_work, steps_an_epoch
from rnnkit.tasks.label.report import LabelledTest, summarize
from rnnkit.tasks.label.sets import Sets, make_sets
from rnnkit.tasks.label.settings import LabelConfig, ResolvedLabel
from rnnkit.training.fitting import Clock, Curve, Ending, rules_of
from rnnkit.training.outcome import Outcome
from rnnkit.training.run import Prepared, train

MARGIN = 0.6  # seconds for loading, saving and drawing a breath
TOKENS_A_SECOND = 20_000  # that are labelled at the end, at least
CHECKS = 40


@dataclass(frozen=True)
class Labelling:
    """What a labeller learns from and is scored on."""

    sets: Sets
    config: ResolvedLabel
    model: Tagger
    test: Encoded
    device: torch.device
    leaks: tuple[Finding, ...]


def run(data: Tagged, config: LabelConfig, **doings: Any) -> Outcome:
    """Train a labeller on tagged sentences and score it on those of its test part.

    See `rnnkit.training.run` for what else can be asked for, and for what it raises.
    """
    return train(prepare, report, data, config, **doings)


def prepare(data: Tagged, config: LabelConfig, device: torch.device, clock: Clock) -> Prepared[Labelling]:
    """The sentences as numbers, and a network that knows what was counted in them."""
    del clock
    sets = make_sets(data, config)
    resolved = resolve(sets, config)
    model = build(resolved, sets.labels.rows, sets.labels.tags)
    parts = [
        encode(
            data,
            numbers,
            sets.labels,
            neighbours=resolved.neighbours,
            characters=resolved.characters == "cnn",
        )
        for numbers in (sets.training, sets.validation, sets.test)
    ]
    training, checked, test = parts
    if resolved.counts:
        start_from_counts(model, training)
    model.to(device)
    objective = LabelObjective(model, training, checked, resolved, device)
    return Prepared(
        resolved,
        model,
        objective.loss,
        objective.validate,
        rules_of(resolved, checks=CHECKS, fused=True, work=step_work(resolved, sets)),
        epoch=steps_an_epoch(resolved, sets),
        reserve=MARGIN + test.tokens / TOKENS_A_SECOND,
        parts={"objective": objective},
        work=Labelling(sets, resolved, model, test, device, findings(sets, resolved)),
    )


def report(prepared: Prepared[Labelling], ending: Ending, curve: Curve) -> Outcome:
    """Scores beside the rules, the verdict, the mistakes, and what leaves with the model."""
    work = prepared.work
    labelled = LabelledTest(work.sets, answer(work.model, work.test, work.device))
    weights = sum(weight.numel() for weight in work.model.parameters())
    summary, frames = summarize(labelled, work.config, pd.DataFrame(curve), weights, bool(ending.diverged))
    told = summary | {"leaks": [finding.as_dict() for finding in work.leaks]}
    return Outcome(told, frames, files=label_files(work.model, work.config, work.sets.labels))

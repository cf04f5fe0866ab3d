"""A composing run from settings to scores: part the tunes, count, train, write a hundred tunes, judge."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import torch

from rnnkit.data.tunes import TuneData
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.compose.generation.copied import KnownBars
from rnnkit.tasks.compose.generation.made import Made, by_counting, by_network, judged, starts_of
from rnnkit.tasks.compose.generation.samples import MARGIN, TuneSamples, writing
from rnnkit.tasks.compose.kept.files import compose_files
from rnnkit.tasks.compose.leaks import findings
from rnnkit.tasks.compose.networks.encoded import CodedTunes, encode
from rnnkit.tasks.compose.networks.network import Composer, build
from rnnkit.tasks.compose.networks.objective import ComposeObjective, nats_of
from rnnkit.tasks.compose.plan import resolve, step_work, steps_an_epoch
from rnnkit.tasks.compose.report import ComposeMeasured, CountedRivals, count_rivals, summarize
from rnnkit.tasks.compose.sets import TuneSets, make_sets
from rnnkit.tasks.compose.settings import ComposeConfig, ResolvedCompose
from rnnkit.training.fitting import Clock, Curve, Ending, rules_of
from rnnkit.training.outcome import Outcome
from rnnkit.training.run import Prepared, train

CHECKS = 30


@dataclass(frozen=True)
class Composing:
    """What a composer learns from, itself, its samples, what counting scores and writes, and leaks."""

    sets: TuneSets
    config: ResolvedCompose
    model: Composer
    samples: TuneSamples
    test: CodedTunes
    known: KnownBars
    counted: CountedRivals
    rival: Made
    device: torch.device
    leaks: tuple[Finding, ...]


def run(data: TuneData, config: ComposeConfig, **doings: Any) -> Outcome:
    """Train a composer on tunes and score it on those of its test part.

    See `rnnkit.training.run` for what else can be asked for, and for what it raises.
    """
    return train(prepare, report, data, config, **doings)


def prepare(data: TuneData, config: ComposeConfig, device: torch.device, clock: Clock) -> Prepared[Composing]:
    """The tunes as numbers, what counting makes of them, and a network that has not read anything."""
    sets = make_sets(data, config)
    resolved = resolve(sets, config)
    training, checked, test = (
        encode(tunes, sets.symbols)
        for tunes in (sets.lessons, sets.tunes(sets.validation), sets.tunes(sets.test))
    )
    known = KnownBars(sets.tunes(sets.training))
    counted = count_rivals(sets)
    starts = starts_of(sets.tunes(sets.test))
    rival = by_counting(sets, counted.tokens.order, starts, known)
    model = build(resolved, len(sets.symbols)).to(device)
    objective = ComposeObjective(model, training, checked, resolved, device)
    samples = TuneSamples(objective, resolved, sets.symbols, clock)
    return Prepared(
        resolved,
        model,
        objective.loss,
        samples.validate,
        rules_of(resolved, checks=CHECKS, fused=True, work=step_work(resolved, sets)),
        epoch=steps_an_epoch(resolved, sets),
        reserve=MARGIN,
        parts={"objective": objective, "samples": samples},
        work=Composing(
            sets,
            resolved,
            model,
            samples,
            test,
            known,
            counted,
            rival,
            device,
            findings(sets, resolved),
        ),
        more=samples.news,
    )


def report(prepared: Prepared[Composing], ending: Ending, curve: Curve) -> Outcome:
    """Surprise at test tunes beside counting, a hundred tunes of its own, what leaves with the model."""
    work = prepared.work
    sets, model = work.sets, work.model.eval()
    tested = sets.tunes(sets.test)
    measured = ComposeMeasured(
        nats_of(model, work.test, work.device),
        work.counted,
        by_network(writing(model, work.config, sets.symbols), starts_of(tested), work.known),
        work.rival,
        judged(tested, work.known),
        pd.DataFrame(curve),
        bool(ending.diverged),
    )
    weights = sum(weight.numel() for weight in model.parameters())
    summary, frames = summarize(sets, work.config, measured, weights)
    told = summary | {"leaks": [finding.as_dict() for finding in work.leaks]}
    frames["samples"] = work.samples.frame()
    return Outcome(told, frames, files=compose_files(model, work.config, sets.symbols))

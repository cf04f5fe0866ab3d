"""A trained network of any task, looked into: its states along its own data, and a probe of its answers.

What comes out are frames that the screen draws without torch. Rows of the probe are validation rows: the
weights were never fitted to them, and they are not those of the score either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from torch import Tensor
from torch.nn.functional import mse_loss

from rnnkit.config import ResolvedForecast, ResolvedMemory, ResolvedText, parse
from rnnkit.data import Table, Text, Vocabulary
from rnnkit.data.calendar import calendar_features, cycles_of
from rnnkit.errors import DataError
from rnnkit.inspect.effect import ANSWERS, Probe, effects, lookings, reach
from rnnkit.inspect.reach import effective_memory
from rnnkit.inspect.tracking import series_features, strongest, text_features, tracking
from rnnkit.modelfile import SCALER_KEY, Model
from rnnkit.nn.forecaster import MIDDLE
from rnnkit.snapshot import refill
from rnnkit.tasks import forecast_model, memory_objective, text_model
from rnnkit.tasks.channels import Channel, channels, cutoffs
from rnnkit.tasks.corpus import read_corpus
from rnnkit.tasks.fitting import Clock, OnProgress, ShouldStop
from rnnkit.tasks.memory_rows import KINDS
from rnnkit.tasks.memory_sets import validation_rows
from rnnkit.tasks.objective import thinned
from rnnkit.tasks.outcome import Outcome
from rnnkit.tasks.scaler import Scaler
from rnnkit.tasks.windows import LEVELS, Batch, Windows
from rnnkit.text import t

MOST_LINES = 3  # series, or rows of a memory problem, whose states are kept
MOST_STATES = 400  # of each of them
MOST_SYMBOLS = 1_500  # of a text
MOST_UNITS = 64  # that are kept: those that vary most
CONTEXT = 100  # symbols back that are looked at in a network that has no fixed window
WORK = 2.5e11  # multiplications in all, which decides how many windows are asked
FEWEST, MOST = 64, 400  # of them
SWAP_SEED = 0

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Inside:
    """What a task gives: a probe, states `(R, U)` after each of `R` steps, and what those steps were.

    `steps` has the columns `line` (from 0), `name`, `at` (a moment or a number), `read` (what was read, in
    words) and `y` (as a number); `features` are what units may go with. `seconds` is the length of a step.
    """

    probe: Probe
    part: str
    states: Array
    steps: pd.DataFrame
    features: Mapping[str, Array]
    seconds: float | None = None


class StoppedError(Exception):
    """Somebody does not want to know any more."""


def look_inside(
    model: Model,
    data: Any,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
) -> Outcome:
    """Everything the screen shows of a trained network; stopped before the end, there is nothing to show.

    Raises `DataError` where nothing is left to ask it about.
    """
    clock = Clock(on_progress)
    clock.tell("preparing", device="cpu")
    inside = LOOKS[model.config.task](model, data)  # type: ignore[attr-defined]
    if len(inside.probe.own) < 2:
        raise DataError(t("There are too few validation rows to look inside; bring a longer series or text."))
    try:
        effect, found = probed(inside.probe, clock, should_stop)
    except StoppedError:
        return Outcome({})
    return outcome_of(model, inside, effect, found, clock)


def probed(probe: Probe, clock: Clock, should_stop: ShouldStop) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What hiding steps does, and how far back it looks. Raises `StoppedError` where that is wished."""
    total, done = lookings(probe.steps), 0

    def told() -> None:
        nonlocal done
        done += 1
        clock.tell("evaluating", min(done, total), total)
        if should_stop():
            raise StoppedError

    return effects(probe, told), reach(probe, told)


def outcome_of(
    model: Model, inside: Inside, effect: pd.DataFrame, found: pd.DataFrame, clock: Clock
) -> Outcome:
    """The summary and the frames that the screen draws."""
    varied = np.sort(np.argsort(-inside.states.std(axis=0), kind="stable")[:MOST_UNITS])
    tracks = tracking(inside.states[:, varied], inside.features).set_axis(varied + 1)
    error = float(inside.probe.error(inside.probe.whole()).mean())
    summary = {
        "kind": model.config.task,  # type: ignore[attr-defined]
        "memory": effective_memory(found, error),
        "steps": inside.probe.steps,
        "windows": len(inside.probe.own),
        "part": inside.part,
        "error": error,
        "step_seconds": inside.seconds,
        "units": inside.states.shape[1],
        "config": model.config.model_dump(mode="json"),
        "seconds": clock.seconds,
    }
    kept = pd.DataFrame(inside.states[:, varied].astype(np.float32), columns=[str(n + 1) for n in varied])
    frames = {
        "steps": inside.steps,
        "states": kept,
        "units": strongest(tracks),
        "tracks": tracks.rename_axis("unit").reset_index(),
        "effect": effect,
        "reach": found,
    }
    return Outcome(summary, frames)


def inside_forecaster(model: Model, table: Table) -> Inside:
    """A forecaster; its states are what it knows after reading the lookback up to each step."""
    config = model.config
    assert isinstance(config, ResolvedForecast)
    masked = parse(Scaler, model.extra[SCALER_KEY]).masked if SCALER_KEY in model.extra else None
    windows = Windows(channels(table, config, masked), config, torch.device("cpu"))
    network = forecast_model.build(config, windows)
    fill(network, model)
    batches = -(-config.lookback // config.segment)
    part = "valid" if len(windows.positions("valid")) > 1 else "train"
    positions = thinned(windows.positions(part), rows_for(network.encoder, batches, config.lookback))
    batch = windows.gather(positions)
    truth = batch.answers + batch.level

    def answer(steps: Tensor) -> Tensor:
        level = LEVELS[config.normalization](steps[..., 0])
        read = Batch(steps[..., 0] - level, steps[..., 1:], batch.future, batch.answers, level)
        return forecast_model.forecast(network, read, config.normalization)[..., MIDDLE] + level

    own = torch.cat([(batch.values + batch.level)[..., None], batch.past], dim=-1)
    other = own[swapped(len(own))].clone()
    if config.normalization != "none":  # else a step of another time would stand out by its level alone
        other[..., 0] += (own[..., 0] - other[..., 0]).mean(dim=1, keepdim=True)
    probe = Probe(own, other, answer, lambda answers: (answers - truth).abs().mean(dim=1))
    long = [number for number, channel in enumerate(windows.channels) if len(cutoffs(channel, "all"))]
    lines = {number: line_of(windows, number) for number in long[:MOST_LINES]}
    states = [summaries(network, windows, ends) for ends in lines.values()]
    cycles = cycles_of(table.freq, len(windows.channels[long[0]].y)) if dated(table.frame["ds"]) else ()
    each = [
        series_part(windows.channels[number], windows.owners(ends)[1] - 1, config, cycles)
        for number, ends in lines.items()
    ]
    return Inside(
        probe,
        part,
        np.concatenate(states),
        pd.concat([steps.assign(line=number) for number, (steps, _) in enumerate(each)], ignore_index=True),
        {name: np.concatenate([features[name] for _, features in each]) for name in each[0][1]},
        seconds_of(windows.channels[0]),
    )


def dated(ds: pd.Series) -> bool:
    """Whether steps are moments."""
    return pd.api.types.is_datetime64_any_dtype(ds)


def seconds_of(channel: Channel) -> float | None:
    """The length of a step of a channel on average, as months differ; `None` where steps are no moments."""
    ds = channel.ds
    return (ds.iloc[-1] - ds.iloc[0]).total_seconds() / (len(ds) - 1) if dated(ds) else None


def line_of(windows: Windows, number: int) -> Tensor:
    """The newest windows of one channel, also those beyond the validation part."""
    every = windows.positions("all")
    owner, _ = windows.owners(every)
    return every[torch.from_numpy(owner == number)][-MOST_STATES:]


@torch.no_grad()
def summaries(network: Any, windows: Windows, positions: Tensor) -> Array:
    """What a forecaster knows at the end of these windows, `(R, D * H)`."""
    batches = [windows.gather(chunk) for chunk in windows.chunks(positions)]
    parts = [network.summary(batch.values, batch.past) for batch in batches]
    found: Array = torch.cat(parts).double().numpy()
    return found


def series_part(
    channel: Channel, places: npt.NDArray[np.int64], config: ResolvedForecast, cycles: tuple[str, ...]
) -> tuple[pd.DataFrame, dict[str, Array]]:
    """The steps of a channel at these places, and what units may go with there."""
    y = (channel.y - channel.center) / channel.scale
    stamps = channel.ds.iloc[places].reset_index(drop=True)
    features = {name: values[places] for name, values in series_features(y, config.lookback).items()}
    calendar = calendar_features(stamps, cycles)
    for number, cycle in enumerate(cycles):
        features[f"place in the {cycle}"] = calendar[:, 2 * number : 2 * number + 2]
    name = channel.unique_id if len(config.targets) == 1 else f"{channel.unique_id} · {channel.target}"
    steps = {"name": name, "at": stamps, "read": "", "y": channel.y[places]}
    return pd.DataFrame(steps), features


def inside_writer(model: Model, text: Text) -> Inside:
    """A language model on the part of the text that chose its weights."""
    config, vocabulary = model.config, model.vocabulary
    assert isinstance(config, ResolvedText)
    assert isinstance(vocabulary, Vocabulary)
    corpus = read_corpus(text, config)
    ids = torch.from_numpy(corpus.checked).long()
    network = text_model.build(config, len(vocabulary))
    fill(network, model)
    steps = min(config.context if config.bidirectional else CONTEXT, len(ids) // 2)
    places = thinned(
        torch.arange(steps, len(ids)),
        rows_for(network.recurrent, steps, steps),
    )
    windows = ids[places[:, None] + torch.arange(-steps, 0)]
    wanted = ids[places][:, None]

    def answer(embedded: Tensor) -> Tensor:
        return network.after(embedded).log_softmax(dim=-1).gather(1, wanted)

    with torch.no_grad():
        own = network.embedded(windows)
        states, first = writer_states(network, config, ids)
    probe = Probe(own, own[swapped(len(own))], answer, lambda answers: -answers[:, 0])
    symbols = [vocabulary.symbols[number] for number in ids[: first + len(states)].tolist()]
    features = {name: values[first:] for name, values in text_features(symbols).items()}
    shown = {
        "line": 0,
        "name": "",
        "at": np.arange(first, len(symbols)),
        "read": symbols[first:],
        "y": np.nan,
    }
    part = "valid" if corpus.held_out else "train"
    return Inside(probe, part, states, pd.DataFrame(shown), features)


def writer_states(network: Any, config: ResolvedText, ids: Tensor) -> tuple[Array, int]:
    """The states `(R, D * H)` after symbols of a text in turn, and which symbol was the first of them.

    Both directions: a window is read anew for each, so the first states are those after a whole window.
    """
    if not config.bidirectional:
        outputs, _ = network.recurrent.read(network.embedded(ids[None, :MOST_SYMBOLS]))
        return outputs[0].double().numpy(), 0
    context = min(config.context, len(ids) // 2)
    ends = torch.arange(context, min(len(ids), context + MOST_STATES) + 1)
    windows = ids[ends[:, None] + torch.arange(-context, 0)]
    return network.recurrent(network.embedded(windows))[1].double().numpy(), context - 1


def inside_rememberer(model: Model, _: Any) -> Inside:
    """The network of a memory problem on its validation rows; the probe asks for the last answer."""
    config = model.config
    assert isinstance(config, ResolvedMemory)
    network = memory_objective.build(config)
    fill(network, model)
    rows = validation_rows(config)[:MOST]
    inputs, wanted = torch.from_numpy(rows.inputs), torch.from_numpy(rows.answers[:, -1:])
    numbers = KINDS[config.problem].classes(config) == 0

    def answer(steps: Tensor) -> Tensor:
        scores = network(steps, 1)[:, 0]
        found: Tensor = scores[:, :1] if numbers else scores.log_softmax(dim=-1).gather(1, wanted)
        return found

    def error(answers: Tensor) -> Tensor:
        return mse_loss(answers, wanted, reduction="none")[:, 0] if numbers else -answers[:, 0]

    probe = Probe(inputs, inputs[swapped(len(inputs))], answer, error)
    shown = rows[:MOST_LINES]
    with torch.no_grad():
        states = network.states(inputs[:MOST_LINES]).flatten(0, 1).double().numpy()
    T, F = shown.inputs.shape[1:]
    flat = shown.inputs.reshape(-1, F).astype(np.float64)
    features = {f"input {number + 1}": flat[:, number] for number in range(F)}
    features["step"] = np.tile(np.arange(T, dtype=np.float64), MOST_LINES)
    if remembered := KINDS[config.problem].remembered:
        known = np.full((MOST_LINES, T), np.nan)
        known[:, : remembered(shown).shape[1]] = remembered(shown)
        features["what has to be remembered"] = known.ravel()
    steps = {
        "line": np.repeat(np.arange(MOST_LINES), T),
        "name": np.repeat([t("row {number}", number=n + 1) for n in range(MOST_LINES)], T),
        "at": np.tile(np.arange(1, T + 1), MOST_LINES),
        "read": [" ".join(f"{value:.2g}" for value in row) for row in flat],
        "y": flat[:, 0],
    }
    return Inside(probe, "valid", states, pd.DataFrame(steps), features)


def rows_for(reader: torch.nn.Module, read: int, steps: int) -> int:
    """How many windows can be asked with a fixed amount of work: each weight works once a step."""
    weights = sum(weight.numel() for weight in reader.parameters())
    each = weights * read * (lookings(steps) + ANSWERS)
    return int(np.clip(WORK / each, FEWEST, MOST))


def swapped(count: int) -> Tensor:
    """For each of so many windows another one, whose steps stand in for hidden ones."""
    order = np.random.default_rng(SWAP_SEED).permutation(count)
    found = np.empty(count, np.int64)
    found[order] = np.roll(order, 1)  # one large circle: nobody stands in for itself
    return torch.from_numpy(found)


def fill(network: torch.nn.Module, model: Model) -> None:
    """Put the trained weights in, ready to answer."""
    refill(network.state_dict(), {name: torch.from_numpy(w.copy()) for name, w in model.weights.items()})
    network.eval()
    network.requires_grad_(False)


LOOKS: Mapping[str, Callable[[Model, Any], Inside]] = {
    "forecast": inside_forecaster,
    "text": inside_writer,
    "memory": inside_rememberer,
}

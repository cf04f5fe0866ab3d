"""What a memory run found: its score beside that without a memory, on the same rows, and a look inside.

No torch in here.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.numpy_rnn.steps import log_softmax
from rnnkit.tasks.memory.judge import judge_memory
from rnnkit.tasks.memory.plan import decide
from rnnkit.tasks.memory.rows import KINDS, MemoryRows, Scores, memoryless
from rnnkit.tasks.memory.sets import validation_rows
from rnnkit.tasks.memory.settings import MemoryConfig, ResolvedMemory
from rnnkit.tasks.memory.spelling import spell, spell_answer
from rnnkit.words import t

EXAMPLES = 12  # rows shown with what was answered
LOOKED_INSIDE = 6  # rows shown with the state of a unit


def summarize(
    config: ResolvedMemory, rows: MemoryRows, scores: Scores, weights: int, diverged: bool
) -> dict[str, object]:
    """Metrics of "model" and "memoryless", verdict and sizes, JSON-able."""
    metrics = {
        "model": score(config, rows, scores),
        "memoryless": score(config, rows, memoryless(rows, config)),
    }
    return {
        "metrics": metrics,
        "verdict": judge_memory(metrics, config, diverged=diverged).as_dict(),
        "weights": weights,
        "scored": len(rows),
    }


def score(config: ResolvedMemory, rows: MemoryRows, scores: Scores) -> dict[str, float]:
    """How good answers are, given as numbers or scores of classes `(N, A, max(C, 1))`.

    Numbers have "mse". Classes have "nats" (-ln of the probability of the right one, the mean of all
    answers), "right" (share of the judged answers) and "whole" (share of rows without a mistake).
    """
    kind = KINDS[config.problem]
    if not kind.classes(config):
        return {"mse": float(np.mean((scores[:, :, 0] - rows.answers) ** 2))}
    right = (scores.argmax(axis=2) == rows.answers)[:, -kind.judged :]
    chosen = np.take_along_axis(log_softmax(scores), rows.answers[:, :, None].astype(int), axis=2)
    return {
        "nats": float(-chosen.mean()),
        "right": float(right.mean()),
        "whole": float(right.all(axis=1).mean()),
    }


def loss_without(config: ResolvedMemory) -> float:
    """What the loss on the validation rows is without a memory: the line that a network has to get below."""
    rows = validation_rows(config)
    found = score(config, rows, memoryless(rows, config))
    return found["mse"] if "mse" in found else found["nats"]


def level(asked: MemoryConfig) -> tuple[str, float]:
    """That loss, and what it is called."""
    return t("no memory"), loss_without(decide(asked))


def examples(config: ResolvedMemory, rows: MemoryRows, scores: Scores) -> pd.DataFrame:
    """The first rows in words: what was `read`, the `right` answer, and what was `answered`."""
    shown = rows[:EXAMPLES]
    kind = KINDS[config.problem]
    answered = scores[:EXAMPLES, :, 0] if not kind.classes(config) else scores[:EXAMPLES].argmax(axis=2)
    return pd.DataFrame(
        {
            "read": spell(config.problem, shown),
            "right": spell_answer(config.problem, shown.answers),
            "answered": spell_answer(config.problem, answered),
        }
    )


def most_like(states: Scores, remembered: npt.NDArray[np.int64]) -> tuple[int, float]:
    """The unit whose state `(N, T, H)` goes most with what has to be remembered `(N, T)`: (unit, r).

    r is Pearson's correlation; a unit that never moves has none and counts as 0.
    """
    flat, wanted = states[:, : remembered.shape[1]].reshape(-1, states.shape[2]), remembered.reshape(-1)
    moved = flat - flat.mean(axis=0)
    told = wanted - wanted.mean()
    size = np.sqrt((moved**2).sum(axis=0) * (told**2).sum())
    r = np.divide(told @ moved, size, out=np.zeros_like(size), where=size > 0)
    unit = int(np.abs(r).argmax())
    return unit, float(r[unit])


def inside(rows: MemoryRows, states: Scores, remembered: npt.NDArray[np.int64], unit: int) -> pd.DataFrame:
    """A unit beside what has to be remembered, over the steps of the first rows.

    Columns: row, step (from 1), read (the inputs of the step), remembered (after it), state.
    """
    T = remembered.shape[1]
    parts = [
        pd.DataFrame(
            {
                "row": row,
                "step": np.arange(1, T + 1),
                "read": [" ".join(f"{number:g}" for number in numbers) for numbers in rows.inputs[row, :T]],
                "remembered": remembered[row],
                "state": states[row, :T, unit],
            }
        )
        for row in range(min(LOOKED_INSIDE, len(rows)))
    ]
    return pd.concat(parts, ignore_index=True)

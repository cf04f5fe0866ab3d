"""The verdict on a memory run: did the network remember, or does it only know what anybody would guess?"""

from collections.abc import Mapping
from typing import Literal

from rnnkit.config import is_recurrent
from rnnkit.rounding import percent
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.verdict.verdict import Verdict, longer, lower_rate
from rnnkit.words import t

Grade = Literal["solved", "partly", "forgot"]

SOLVED_ERROR = 0.03  # of the error without a memory; of 1/6 that is 0.005
SOLVED_SHARE = 0.99  # of rows or symbols
FORGOT = 0.97  # of the loss without a memory: hardly anything was remembered


def judge_memory(
    metrics: Mapping[str, Mapping[str, float]], config: MemoryConfig, *, diverged: bool = False
) -> Verdict:
    """The verdict from the metrics of "model" and "memoryless"."""
    model, without = metrics["model"], metrics["memoryless"]
    sentence = _numbers(config, model, without)
    if diverged:
        rate, change = lower_rate(config.learning_rate)
        return Verdict("diverged", t("Training exploded. {numbers}", numbers=sentence), rate, change)
    grade = grade_of(config, model, without)
    if config.problem == "ahead":
        return _judge_ahead(config, grade, sentence)
    if grade == "solved":
        return Verdict("beats", t("It remembers. {numbers}", numbers=sentence))
    advice, change = longer(config)
    if grade == "partly":
        return Verdict(
            "undertrained", t("It remembers some of it. {numbers}", numbers=sentence), advice, change
        )
    words = t("It does not remember. {numbers}", numbers=sentence)
    if config.cell == "rnn":
        return Verdict(
            "ties", words, t("Take an LSTM or a GRU: gates keep what is remembered."), {"cell": "gru"}
        )
    return Verdict("ties", words, advice, change)


def _judge_ahead(config: MemoryConfig, grade: Grade, sentence: str) -> Verdict:
    """Whether a network knows the next bit, which stands behind it."""
    if grade == "solved":
        return Verdict("beats", t("It predicts the next bit. {numbers}", numbers=sentence))
    words = t("It does not predict the next bit. {numbers}", numbers=sentence)
    if config.bidirectional:
        return Verdict("undertrained", words, *longer(config))
    cell = config.cell if is_recurrent(config.cell) else "gru"
    return Verdict(
        "ties",
        words,
        t("Take a network that reads from both ends: only that one has seen the answer."),
        {"cell": cell, "bidirectional": True},
    )


def grade_of(config: MemoryConfig, model: Mapping[str, float], without: Mapping[str, float]) -> Grade:
    """How much of the problem is solved; nothing is, where guessing does as well."""
    if "mse" in model:
        share = model["mse"] / without["mse"]
        solved = share <= SOLVED_ERROR
    else:
        name, _ = RIGHT[config.problem]
        share = model["nats"] / without["nats"]
        solved = model[name] >= SOLVED_SHARE and model[name] > without[name] and share < FORGOT
    return "solved" if solved else "partly" if share < FORGOT else "forgot"


def _numbers(config: MemoryConfig, model: Mapping[str, float], without: Mapping[str, float]) -> str:
    """What was measured beside what it is without a memory."""
    if "mse" in model:
        return t(
            "Its squared error is {own:.2g}; without a memory it would be {other:.3g}.",
            own=model["mse"],
            other=without["mse"],
        )
    name, words = RIGHT[config.problem]
    return t(words, own=percent(model[name]), other=percent(without[name]))


RIGHT: Mapping[str, tuple[str, str]] = {
    "copying": ("right", "{own} of its symbols are right; without a memory it would be {other}."),
    "parity": ("whole", "{own} of its rows are right at every step; without a memory it would be {other}."),
    "addition": ("whole", "{own} of its sums are right; without a memory it would be {other}."),
    "ahead": ("right", "{own} of its answers are right; guessing gives {other}."),
}

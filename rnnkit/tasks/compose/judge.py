"""The verdict on a composer: does it know tunes better than counting, and are its own ones sound?"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from rnnkit.rounding import percent, three
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.verdict.curve import curve_facts
from rnnkit.verdict.verdict import Advice, Verdict, longer, lower_rate
from rnnkit.words import t

CLEAR = 0.02  # share of the nats of counting that have to be saved
RISING, STILL_FALLING = 0.05, 0.01
BY_HEART = 0.7
FEW = 20_000  # tokens that hardly teach anybody
COPIED = 0.9  # share of the bars of a written tune that stand in training, from which on it writes by heart


@dataclass(frozen=True, kw_only=True)
class ComposeFacts:
    """What was measured: nats per token of the network and of n-grams; shares of what each wrote."""

    model: float
    ngram: float
    tokens: int  # that were learned from
    valid: tuple[float, float] = (math.nan, math.nan)
    full: tuple[float, float] = (math.nan, math.nan)
    known_bars: float = 0.0
    valid_fall: float = 0.0
    valid_rise: float = 0.0
    train_gap: float = 1.0
    diverged: bool = False

    def with_curve(self, curve: pd.DataFrame) -> "ComposeFacts":
        """The same with how the loss went."""
        found = curve_facts(curve)
        return replace(
            self,
            valid_fall=found.get("valid_fall", self.valid_fall),
            valid_rise=found.get("valid_rise", self.valid_rise),
            train_gap=found.get("train_gap", self.train_gap),
        )


def judge_tunes(facts: ComposeFacts, config: ComposeConfig | None = None) -> Verdict:
    """The verdict on a composing run; `config` lets it offer fitting changes."""
    config = config or ComposeConfig()
    for opinion in OPINIONS:
        verdict = opinion(facts, config)
        if verdict is not None:
            return verdict
    return _plain(facts, config)


def _diverged(facts: ComposeFacts, config: ComposeConfig) -> Verdict | None:
    if not facts.diverged:
        return None
    sentence = t("Training met numbers that are not finite; these scores are those of the last good weights.")
    return Verdict("diverged", sentence, *lower_rate(config.learning_rate))


def _beats(facts: ComposeFacts, config: ComposeConfig) -> Verdict | None:
    if not facts.model < facts.ngram * (1 - CLEAR):
        return None
    sentence = t("Beats n-grams: {numbers}. {tunes}", numbers=_numbers(facts), tunes=_tunes(facts))
    return Verdict("beats", sentence, *_advice(facts, config))


def _memorised(facts: ComposeFacts, config: ComposeConfig) -> Verdict | None:
    if not (facts.valid_rise > RISING and facts.train_gap < BY_HEART):
        return None
    sentence = t(
        "It learned its tunes by heart and knows new ones no better than n-grams: {numbers}.",
        numbers=_numbers(facts),
    )
    return Verdict("memorised", sentence, *_advice(facts, config))


def _undertrained(facts: ComposeFacts, config: ComposeConfig) -> Verdict | None:
    if not _still_learning(facts):
        return None
    sentence = t("It was still learning when training ended; so far {numbers}.", numbers=_numbers(facts))
    return Verdict("undertrained", sentence, *longer(config))


OPINIONS: tuple[Callable[[ComposeFacts, ComposeConfig], Verdict | None], ...] = (
    _diverged,
    _beats,
    _memorised,
    _undertrained,
)


def _plain(facts: ComposeFacts, config: ComposeConfig) -> Verdict:
    """It ties or loses, and nothing special explains why."""
    worse = facts.model > facts.ngram * (1 + CLEAR)
    words = t("N-grams know tunes better: {numbers}.") if worse else t("No better than n-grams: {numbers}.")
    advice = _advice(facts, config)
    return Verdict(
        "loses" if worse else "ties",
        words.format(numbers=_numbers(facts)),
        *(advice if advice[0] else longer(config)),
    )


def _advice(facts: ComposeFacts, config: ComposeConfig) -> Advice:
    """The one change that usually helps."""
    if not config.look_back:
        return t("Let it look back by bars: tunes repeat themselves."), {"look_back": True}
    if _still_learning(facts):
        return longer(config)
    if facts.known_bars > COPIED:
        return t("Bring more tunes: it mostly puts bars together that it has read."), {}
    if facts.tokens < FEW:
        return t("Bring more tunes: {tokens:,} tokens are few to learn from.", tokens=facts.tokens), {}
    return "", {}


def _still_learning(facts: ComposeFacts) -> bool:
    return facts.valid_fall > STILL_FALLING and facts.valid_rise < STILL_FALLING


def _numbers(facts: ComposeFacts) -> str:
    return t("{model} nats per token against {ngram}", model=three(facts.model), ngram=three(facts.ngram))


def _tunes(facts: ComposeFacts) -> str:
    """What its own tunes are worth, beside those of counting."""
    return t(
        "{valid} of the tunes that it writes are sound, and {full} of their bars are full (n-grams: "
        "{other_valid} and {other_full}).",
        valid=percent(facts.valid[0]),
        full=percent(facts.full[0]),
        other_valid=percent(facts.valid[1]),
        other_full=percent(facts.full[1]),
    )

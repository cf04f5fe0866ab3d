"""The verdict on a composer: does it know tunes better than counting, and are its own ones sound?"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from rnnkit.rounding import percent, three
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.verdict.curve import CurveFacts
from rnnkit.verdict.verdict import Advice, Verdict, diverged, first_of, longer
from rnnkit.words import t

CLEAR = 0.02  # share of the nats of counting that have to be saved
RISING, STILL_FALLING = 0.05, 0.01
BY_HEART = 0.7
FEW = 20_000  # tokens that hardly teach anybody
COPIED = 0.9  # share of the bars of a written tune that stand in training, from which on it writes by heart


@dataclass(frozen=True, kw_only=True)
class ComposeFacts(CurveFacts):
    """What was measured: nats per token of the network and of n-grams; shares of what each wrote."""

    model: float
    ngram: float
    tokens: int  # that were learned from
    valid: tuple[float, float] = (math.nan, math.nan)
    full: tuple[float, float] = (math.nan, math.nan)
    known_bars: float = 0.0
    diverged: bool = False


def judge_tunes(facts: ComposeFacts, config: ComposeConfig | None = None) -> Verdict:
    """The verdict on a composing run; `config` lets it offer fitting changes."""
    config = config or ComposeConfig()
    return first_of(OPINIONS, facts, config)


def _diverged(facts: ComposeFacts, config: ComposeConfig) -> Verdict | None:
    return diverged(config.learning_rate) if facts.diverged else None


def _beats(facts: ComposeFacts, config: ComposeConfig) -> Verdict | None:
    if not facts.model < facts.ngram * (1 - CLEAR):
        return None
    sentence = t("Beats n-grams: {numbers}. {tunes}", numbers=_numbers(facts), tunes=_tunes(facts))
    return Verdict("beats", sentence, *_advice(facts, config))


def _memorised(facts: ComposeFacts, config: ComposeConfig) -> Verdict | None:
    if not facts.by_heart(RISING, BY_HEART):
        return None
    sentence = t(
        "It learned its tunes by heart and knows new ones no better than n-grams: {numbers}.",
        numbers=_numbers(facts),
    )
    return Verdict("memorised", sentence, *_advice(facts, config))


def _undertrained(facts: ComposeFacts, config: ComposeConfig) -> Verdict | None:
    if not facts.still_falling(STILL_FALLING):
        return None
    sentence = t("It was still learning when training ended; so far {numbers}.", numbers=_numbers(facts))
    return Verdict("undertrained", sentence, *longer(config))


def _plain(facts: ComposeFacts, config: ComposeConfig) -> Verdict:
    """It ties or loses, and nothing special explains why."""
    worse = facts.model > facts.ngram * (1 + CLEAR)
    words = "N-grams know tunes better: {numbers}." if worse else "No better than n-grams: {numbers}."
    advice = _advice(facts, config)
    return Verdict(
        "loses" if worse else "ties",
        t(words, numbers=_numbers(facts)),
        *(advice if advice[0] else longer(config)),
    )


OPINIONS: tuple[Callable[[ComposeFacts, ComposeConfig], Verdict | None], ...] = (
    _diverged,
    _beats,
    _memorised,
    _undertrained,
    _plain,
)


def _advice(facts: ComposeFacts, config: ComposeConfig) -> Advice:
    """The one change that usually helps."""
    if not config.look_back:
        return t("Let it look back by bars: tunes repeat themselves."), {"look_back": True}
    if facts.still_falling(STILL_FALLING):
        return longer(config)
    if facts.known_bars > COPIED:
        return t("Bring more tunes: it mostly puts bars together that it has read."), {}
    if facts.tokens < FEW:
        return t("Bring more tunes: {tokens:,} tokens are few to learn from.", tokens=facts.tokens), {}
    return "", {}


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

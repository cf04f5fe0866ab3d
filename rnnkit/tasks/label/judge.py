"""The verdict on a labeller: does the context tell it more than each word does by itself?"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from rnnkit.rounding import share
from rnnkit.tasks.label.settings import LabelConfig
from rnnkit.verdict.curve import CurveFacts
from rnnkit.verdict.verdict import Advice, Verdict, diverged, first_of, longer
from rnnkit.words import t

RISING, STILL_FALLING = 0.1, 0.02
ERRORS = 2.0  # standard errors of the difference below which it is called luck
FEW = 2_000  # tokens that hardly teach anybody


@dataclass(frozen=True, kw_only=True)
class LabelFacts(CurveFacts):
    """What was measured: shares of wrong tokens, of the network, of the best rule, and of the usual tag."""

    model: float
    frequent: float
    majority: float
    tokens: int  # that were scored
    learned: int  # that were learned from
    spans: tuple[float, float] | None = None  # F1 of the network and of the best rule
    unknown: float = math.nan  # accuracy on words that nobody learned
    apart: int = 0  # tokens on which network and rule differ in being right
    diverged: bool = False


def judge_labels(facts: LabelFacts, config: LabelConfig | None = None) -> Verdict:
    """The verdict on a labelling run; `config` (with everything resolved) lets it offer fitting changes."""
    config = config or LabelConfig()
    return first_of(OPINIONS, facts, config)


def _diverged(facts: LabelFacts, config: LabelConfig) -> Verdict | None:
    return diverged(config.learning_rate) if facts.diverged else None


def _flat(facts: LabelFacts, config: LabelConfig) -> Verdict | None:
    """No better than one tag for everything, where a rule is."""
    if facts.model < facts.majority or facts.frequent >= facts.majority:
        return None
    sentence = t(
        "It does no better than the most frequent tag for every token ({numbers}).", numbers=_numbers(facts)
    )
    return Verdict("flat", sentence, *longer(config))


def _beats(facts: LabelFacts, config: LabelConfig) -> Verdict | None:
    if _gain(facts) < _luck(facts):
        return None
    sentence = t("The context helps: {numbers}.", numbers=_numbers(facts))
    return Verdict("beats", sentence, *_advice(facts, config))


def _undertrained(facts: LabelFacts, config: LabelConfig) -> Verdict | None:
    if not facts.still_falling(STILL_FALLING):
        return None
    sentence = t("It was still learning when training ended; so far {numbers}.", numbers=_numbers(facts))
    return Verdict("undertrained", sentence, *longer(config))


def _plain(facts: LabelFacts, config: LabelConfig) -> Verdict:
    """It ties or loses, and nothing special explains why."""
    if _gain(facts) <= -_luck(facts):
        sentence = t("Each word by itself tells more than this network: {numbers}.", numbers=_numbers(facts))
        return Verdict("loses", sentence, *_advice(facts, config))
    sentence = t(
        "No clear difference from the most frequent tag of each word: {numbers}.", numbers=_numbers(facts)
    )
    return Verdict("ties", sentence, *_advice(facts, config))


OPINIONS: tuple[Callable[[LabelFacts, LabelConfig], Verdict | None], ...] = (
    _diverged,
    _beats,
    _flat,
    _undertrained,
    _plain,
)


def _advice(facts: LabelFacts, config: LabelConfig) -> Advice:
    """The one change that usually helps; none where nothing is left to gain."""
    if facts.model == 0:
        return "", {}
    if not config.bidirectional:
        return t("Read the sentence from both ends: a tag often depends on what comes after it."), {
            "bidirectional": True
        }
    if facts.still_falling(STILL_FALLING):
        return longer(config)
    if facts.learned < FEW:
        return t(
            "Bring more tagged sentences: {tokens:,} tokens are few to learn from.", tokens=facts.learned
        ), {}
    if facts.valid_rise > RISING and (config.dropout or 0.0) < 0.6:
        return t("It learns the training part by heart: take dropout 0.6."), {"dropout": 0.6}
    return "", {}


def _gain(facts: LabelFacts) -> float:
    """By how much fewer tokens it labels wrong than the best rule."""
    return min(facts.frequent, facts.majority) - facts.model


def _luck(facts: LabelFacts) -> float:
    """A difference that luck alone brings: as many errors of its own on either side (McNemar 1947)."""
    return ERRORS * math.sqrt(max(facts.apart, 1)) / max(1, facts.tokens)


def _numbers(facts: LabelFacts) -> str:
    """The scores in words: accuracy, and the spans where tags mark any."""
    said = t(
        "{model} of the tokens are right, against {rule} by the most frequent tag of each word",
        model=share(1 - facts.model),
        rule=share(1 - facts.frequent),
    )
    if facts.spans is None:
        return said
    return t(
        "span F1 {model} against {rule}; {said}",
        model=share(facts.spans[0]),
        rule=share(facts.spans[1]),
        said=said,
    )

"""The verdict on a language model: does it know more than counting does, or only its text by heart?"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from rnnkit.metrics import METRICS
from rnnkit.rounding import percent
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.verdict.curve import CurveFacts
from rnnkit.verdict.verdict import Advice, Verdict, diverged, first_of, longer
from rnnkit.words import plural, t

LUCK = 0.01  # a smaller relative difference between two models of one text is never called one
CLEAR = 0.03  # and a gain below that is worth no network
RISING = 0.05
STILL_FALLING = 0.02
BY_HEART = 0.7
LEARNED = 0.3  # nats per character on the training text, below which it can be said by heart
ENOUGH = 100_000  # characters; with fewer, spelling can be learned but hardly anything else
WEAK_DROPOUT = 0.25


@dataclass(frozen=True, kw_only=True)
class TextFacts(CurveFacts):
    """What was measured; all scores are nats per character, those without a validation part are NaN."""

    characters: int  # of the training part
    model: float = math.nan
    ngram: float = math.nan
    order: int = 0  # of the best n-gram
    unigram: float = math.nan
    training: float = math.nan  # the loss on the training part at the end, per character
    weights: int = 0
    diverged: bool = False


def judge_text(facts: TextFacts, config: TextConfig | None = None) -> Verdict:
    """The verdict on a text run; `config` (with everything resolved) lets it offer fitting changes."""
    config = config or TextConfig()
    return first_of(OPINIONS, facts, config)


def size_that_helps(facts: TextFacts) -> int:
    """How many characters a text should have for this network: about one a weight, and more than now."""
    wanted = max(ENOUGH, facts.weights, 3 * facts.characters)
    digits = int(10 ** (len(str(wanted)) - 1))
    return math.ceil(wanted / digits) * digits


def _diverged(facts: TextFacts, config: TextConfig) -> Verdict | None:
    return diverged(config.learning_rate) if facts.diverged else None


def _too_small(facts: TextFacts, config: TextConfig) -> Verdict | None:
    """Without a validation part there is nothing to be good at but the text itself."""
    if not math.isnan(facts.model):
        return None
    if facts.training > LEARNED:
        sentence = t("Too small a text to score on, and not yet known by heart either.")
        return Verdict("undertrained", sentence, *longer(config))
    sentence = t(
        "This is memory, not skill: it knows its {characters:,} characters by heart, too few to score on.",
        characters=facts.characters,
    )
    return Verdict("memorised", sentence, _bring_more(facts))


def _beats(facts: TextFacts, config: TextConfig) -> Verdict | None:
    if not facts.model < min(facts.ngram, facts.unigram) * (1 - CLEAR):
        return None
    sentence = t(
        "Beats counting: {gain} less surprise than the best n-gram, of order {order} ({numbers}).",
        gain=percent(1 - facts.model / facts.ngram),
        order=facts.order,
        numbers=_numbers(facts),
    )
    if facts.by_heart(RISING, BY_HEART):
        return Verdict("beats", sentence, *_less_by_heart(facts, config))
    return Verdict("beats", sentence, *(longer(config) if facts.still_falling(STILL_FALLING) else ("", {})))


def _memorised(facts: TextFacts, config: TextConfig) -> Verdict | None:
    if not facts.by_heart(RISING, BY_HEART):
        return None
    sentence = t(
        "It learned {characters:,} characters by heart and {standing} on the part it has not seen.",
        characters=facts.characters,
        standing=_standing(facts),
    )
    return Verdict("memorised", sentence, *_less_by_heart(facts, config))


def _undertrained(facts: TextFacts, config: TextConfig) -> Verdict | None:
    if not facts.still_falling(STILL_FALLING):
        return None
    sentence = t(
        "It was still learning when training ended; so far it {standing}.", standing=_standing(facts)
    )
    return Verdict("undertrained", sentence, *longer(config))


def _plain(facts: TextFacts, config: TextConfig) -> Verdict:
    """It ties or loses, and nothing special explains why."""
    if math.isnan(facts.ngram):
        return Verdict("ties", t("No n-gram could be counted on this text, so there is nothing to beat."))
    words = _standing(facts)
    sentence = t("{standing} ({numbers}).", standing=words[:1].upper() + words[1:], numbers=_numbers(facts))
    return Verdict("loses" if _loses(facts) else "ties", sentence, *longer(config))


OPINIONS: tuple[Callable[[TextFacts, TextConfig], Verdict | None], ...] = (
    _diverged,
    _too_small,
    _beats,
    _memorised,
    _undertrained,
    _plain,
)


def _loses(facts: TextFacts) -> bool:
    return facts.model > facts.ngram * (1 + LUCK)


def _standing(facts: TextFacts) -> str:
    """How it stands to counting, as the end of a sentence."""
    if facts.model > facts.unigram * (1 + LUCK):
        return t("knows less than how frequent every symbol is")
    if _loses(facts):
        return t("loses to {counting}", counting=_counting(facts))
    if facts.model < facts.ngram * (1 - LUCK):
        return t(
            "is hardly better than {counting}, by {gain}",
            counting=_counting(facts),
            gain=percent(1 - facts.model / facts.ngram),
        )
    return t("does no better than {counting}", counting=_counting(facts))


def _counting(facts: TextFacts) -> str:
    """The best n-gram in words."""
    return plural("counting single symbols", "counting {number} symbols at a time", facts.order)


def _numbers(facts: TextFacts) -> str:
    return t(
        "{model:.3g} against {ngram:.3g} {metric}",
        model=facts.model,
        ngram=facts.ngram,
        metric=METRICS["nats_per_char"].name,
    )


def _bring_more(facts: TextFacts) -> str:
    return t("Bring a longer text: about {size:,} characters would help.", size=size_that_helps(facts))


def _less_by_heart(facts: TextFacts, config: TextConfig) -> Advice:
    """More text is the cure; dropout is what can be changed here and now."""
    more = _bring_more(facts)
    if (config.dropout or 0.0) < WEAK_DROPOUT:
        return t("{more} Until then, take dropout 0.5.", more=more), {"dropout": 0.5}
    return more, {}

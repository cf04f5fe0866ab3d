"""The verdict on a translator: is it better than copying, a phrase memory and the nearest source it knows?"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from rnnkit.rounding import percent
from rnnkit.tasks.translate.settings import TranslateConfig
from rnnkit.verdict.curve import CurveFacts
from rnnkit.verdict.verdict import Advice, Verdict, diverged, first_of, longer
from rnnkit.words import t

CLEAR = 0.05  # share of the edits of the best simple method that have to be saved
RISING = 0.05
STILL_FALLING = 0.02
BY_HEART = 0.7
ALL_RIGHT = 0.99  # of exact matches
SENTENCES = 3.0  # words of a target, from which on BLEU says more than exact matches
NAMES = {
    "copy": t("copying the source"),
    "phrases": t("a phrase memory"),
    "nearest": t("the nearest source it knows"),
}


@dataclass(frozen=True, kw_only=True)
class TranslateFacts(CurveFacts):
    """What was measured; `model` and `baseline` are character error rates, `name` is the best method."""

    pairs: int
    model: float = math.nan
    baseline: float = math.nan
    name: str = "copy"
    exact: float = 0.0
    bleu: float = 0.0
    baseline_bleu: float = 0.0
    words: float = 1.0
    weights: int = 0
    diverged: bool = False


def judge_translate(facts: TranslateFacts, config: TranslateConfig | None = None) -> Verdict:
    """The verdict on a translation run; `config` lets it offer fitting changes."""
    config = config or TranslateConfig()
    return first_of(OPINIONS, facts, config)


def _diverged(facts: TranslateFacts, config: TranslateConfig) -> Verdict | None:
    return diverged(config.learning_rate) if facts.diverged else None


def _beats(facts: TranslateFacts, config: TranslateConfig) -> Verdict | None:
    if not facts.model < facts.baseline * (1 - CLEAR):
        return None
    sentence = t(
        "Beats {name}: {exact} of the test part word for word, {gain} fewer edits ({numbers}).",
        name=t(NAMES[facts.name]),
        exact=percent(facts.exact),
        gain=percent(1 - facts.model / facts.baseline),
        numbers=_numbers(facts),
    )
    return Verdict("beats", sentence, *_next(facts, config))


def _memorised(facts: TranslateFacts, config: TranslateConfig) -> Verdict | None:
    if not facts.by_heart(RISING, BY_HEART):
        return None
    sentence = t(
        "It learned its {pairs:,} pairs by heart and does no better than {name} on new ones ({numbers}).",
        pairs=facts.pairs,
        name=t(NAMES[facts.name]),
        numbers=_numbers(facts),
    )
    return Verdict("memorised", sentence, *_more_pairs(facts, config))


def _undertrained(facts: TranslateFacts, config: TranslateConfig) -> Verdict | None:
    if not facts.still_falling(STILL_FALLING):
        return None
    sentence = t(
        "It was still learning when training ended; so far it does no better than {name} ({numbers}).",
        name=t(NAMES[facts.name]),
        numbers=_numbers(facts),
    )
    return Verdict("undertrained", sentence, *longer(config))


def _plain(facts: TranslateFacts, config: TranslateConfig) -> Verdict:
    """It ties or loses, and nothing special explains why."""
    worse = facts.model > facts.baseline * (1 + CLEAR)
    words = "Loses to {name} ({numbers})." if worse else "Does no better than {name} ({numbers})."
    sentence = t(words, name=t(NAMES[facts.name]), numbers=_numbers(facts))
    advice = _next(facts, config)
    return Verdict("loses" if worse else "ties", sentence, *(advice if advice[0] else longer(config)))


OPINIONS: tuple[Callable[[TranslateFacts, TranslateConfig], Verdict | None], ...] = (
    _diverged,
    _beats,
    _memorised,
    _undertrained,
    _plain,
)


def _next(facts: TranslateFacts, config: TranslateConfig) -> Advice:
    """What usually helps next."""
    if facts.exact >= ALL_RIGHT:
        return "", {}
    if config.attention == "none":
        return t("Take attention: without it, the whole source has to fit into one state."), {
            "attention": "luong"
        }
    if facts.by_heart(RISING, BY_HEART):
        return _more_pairs(facts, config)
    return longer(config) if facts.still_falling(STILL_FALLING) else ("", {})


def _numbers(facts: TranslateFacts) -> str:
    """BLEU of sentences, or else edits per hundred characters."""
    if facts.words >= SENTENCES:
        return t("BLEU {model:.3g} against {other:.3g}", model=facts.bleu, other=facts.baseline_bleu)
    return t(
        "{model:.3g} against {other:.3g} edits per 100 characters", model=facts.model, other=facts.baseline
    )


def _more_pairs(facts: TranslateFacts, config: TranslateConfig) -> Advice:
    """More pairs are the cure; dropout is what can be changed here and now."""
    more = t("Bring more pairs: about {count:,} would help.", count=3 * facts.pairs)
    if (config.dropout or 0.0) < 0.4:
        return t("{more} Until then, take dropout 0.5.", more=more), {"dropout": 0.5}
    return more, {}

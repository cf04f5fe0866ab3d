"""The verdict on a classifier: does reading in order tell more than its linear partner does?"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from rnnkit.rounding import exact_percent, three
from rnnkit.tasks.classify.settings import ClassifyConfig, InputKind, ResolvedClassify
from rnnkit.tasks.classify.wording import SAID
from rnnkit.verdict.curve import CurveFacts
from rnnkit.verdict.verdict import Advice, Verdict, diverged, first_of, longer
from rnnkit.words import t

ERRORS = 2.0  # standard errors that a difference has to exceed
RISING, STILL_FALLING, BY_HEART = 0.1, 0.02, 0.5
FEWEST_PASSES = 3  # over the rows; with fewer, a network has hardly begun
NO_BETTER = 0.02  # of log loss below that of the usual class


@dataclass(frozen=True, kw_only=True)
class ClassifyFacts(CurveFacts):
    """What was measured on the test part: log losses, shares of right answers, how sure the difference is.

    `gain` is the mean of the log loss of the linear model minus that of the answer, `error` its standard
    error over the rows. `share` is that of the network in the answer; NaN where it answers alone.
    """

    rows: int
    model: float
    linear: float
    majority: float
    right: float
    right_linear: float
    right_majority: float
    gain: float
    error: float
    share: float = math.nan
    passes: float = math.inf  # over the rows, in training
    diverged: bool = False


def judge_classes(facts: ClassifyFacts, config: ClassifyConfig) -> Verdict:
    """The verdict on a run; `config` (with everything resolved) lets it offer fitting changes."""
    return first_of(OPINIONS, facts, config)


def numbers(facts: ClassifyFacts, kind: InputKind = "text") -> str:
    """The shares of right answers, beside each other; where they are alike, how sure it was decides."""
    model, linear = exact_percent(facts.right), exact_percent(facts.right_linear)
    said = t(
        SAID[kind]["right"],
        model=model,
        rows=facts.rows,
        linear=linear,
        majority=exact_percent(facts.right_majority),
    )
    if model != linear:
        return said
    return t(
        "{said}; log loss, which counts how sure it is, {model} against {linear}",
        said=said,
        model=three(facts.model),
        linear=three(facts.linear),
    )


def _diverged(facts: ClassifyFacts, config: ClassifyConfig) -> Verdict | None:
    return diverged(config.learning_rate) if facts.diverged else None


def _nothing(facts: ClassifyFacts, config: ClassifyConfig) -> Verdict | None:
    """Nothing in the rows says anything about the class."""
    if facts.model < facts.majority * (1 - NO_BETTER):
        return None
    sentence = t(
        "Does no better than knowing how frequent the classes are: {numbers}.",
        numbers=numbers(facts, _kind(config)),
    )
    if facts.still_falling(STILL_FALLING) or facts.passes < FEWEST_PASSES:
        return Verdict("undertrained", sentence, *longer(config))
    advice = t("Look at the most confident mistakes: the labels may be in another column, or wrong.")
    return Verdict("flat", sentence, advice)


def _words_decide(facts: ClassifyFacts, config: ClassifyConfig) -> Verdict | None:
    if facts.share != 0:
        return None
    sentence = _said("partner_decides", facts, config)
    return Verdict("ties", sentence, *_advice(facts, config))


def _beats(facts: ClassifyFacts, config: ClassifyConfig) -> Verdict | None:
    if not facts.gain > ERRORS * facts.error:
        return None
    sentence = _said("beats", facts, config)
    return Verdict("beats", sentence, *(_advice(facts, config)))


def _loses(facts: ClassifyFacts, config: ClassifyConfig) -> Verdict | None:
    if not facts.gain < -ERRORS * facts.error:
        return None
    sentence = _said("loses", facts, config)
    if not config.partner:
        return Verdict("loses", sentence, t("Let the linear partner answer, too."), {"partner": True})
    return Verdict("loses", sentence, *_advice(facts, config))


def _ties(facts: ClassifyFacts, config: ClassifyConfig) -> Verdict | None:
    sentence = _said("ties", facts, config)
    return Verdict("ties", sentence, *_advice(facts, config))


OPINIONS: tuple[Callable[[ClassifyFacts, ClassifyConfig], Verdict | None], ...] = (
    _diverged,
    _nothing,
    _words_decide,
    _beats,
    _loses,
    _ties,
)


def _kind(config: ClassifyConfig) -> InputKind:
    """What the rows are; settings that leave it open are those of texts."""
    return config.inputs if isinstance(config, ResolvedClassify) else "text"


def _said(key: str, facts: ClassifyFacts, config: ClassifyConfig) -> str:
    return t(SAID[_kind(config)][key], numbers=numbers(facts, _kind(config)))


def _advice(facts: ClassifyFacts, config: ClassifyConfig) -> Advice:
    """The one change that usually helps; none where nothing is left to gain."""
    if facts.right == 1:
        return "", {}
    if facts.still_falling(STILL_FALLING) or facts.passes < FEWEST_PASSES:
        return longer(config)
    if facts.by_heart(RISING, BY_HEART) and config.dropout < 0.6:
        return t(SAID[_kind(config)]["by_heart"]), {"dropout": 0.7}
    return "", {}

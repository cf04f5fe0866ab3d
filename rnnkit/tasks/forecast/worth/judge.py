"""From numbers to one plain sentence. Pure: the same facts and settings always give the same verdict.

Data that nothing can forecast is named first, because no setting helps there. Then a forecast that is
almost exact, then one that beats every baseline; and only a forecast that does not is searched for
the reason: it hardly moves, it comes a step late, it learned by heart, or it was still learning.

Praise is for a network that beats every baseline by more than chance explains, and for no other.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from rnnkit.metrics import METRICS, MODEL
from rnnkit.rounding import percent
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.worth.facts import LEAST_MARGIN, ForecastFacts
from rnnkit.verdict.verdict import Advice, Verdict, diverged, first_of, longer
from rnnkit.words import t

EXACT = 0.03  # an error below this share of the last value's is almost none
NOTHING = 1e-5  # and below this share it is none
FAR_BEHIND = 2.0  # times the error of the best baseline: both almost exact, but not alike
LUCK = 0.1  # what a network may seem to find in noise
WALK_LUCK = 0.15  # walks wander one way or the other, so luck is larger there
MULTIPLES = 3  # times the error: from here on a loss is told in multiples, not in percent
FLAT = 0.15
COPY = 0.5
NO_BETTER = 0.8  # share of the last value's error from which on a late copy explains it
CLOSE = 0.05  # a tie further apart than that needs its reason said
STILL_FALLING = 0.05
RISING = 0.1
BY_HEART = 0.7

LABELS: Mapping[str, str] = {
    "last value": "the last value",
    "seasonal naive": "the seasonal naive forecast",
    "mean": "the mean",
    "linear": "the linear model",
    "ets": "ETS",
    "theta": "Theta",
}


def judge(facts: ForecastFacts, config: ForecastConfig | None = None) -> Verdict:
    """The verdict on a run; `config` (with everything resolved) lets it offer fitting changes."""
    config = config or ForecastConfig()
    return first_of(OPINIONS, facts, config)


def _diverged(facts: ForecastFacts, config: ForecastConfig) -> Verdict | None:
    sound = MODEL in facts.errors and not facts.diverged
    return None if sound else diverged(config.learning_rate)


def _noise(facts: ForecastFacts, _config: ForecastConfig) -> Verdict | None:
    if facts.noise_share <= 0.5 or not _nothing_beats(facts, "mean", LUCK):
        return None
    return Verdict(
        "noise",
        t("Nothing to learn: this cannot be told from noise, and the mean is as good as any forecast."),
        t("No setting helps. Bring columns that explain the target, or rows averaged over longer spans."),
    )


def _random_walk(facts: ForecastFacts, _config: ForecastConfig) -> Verdict | None:
    last = facts.errors.get("last value")
    if facts.walk_share <= 0.5 or not last or not _nothing_beats(facts, "last value", WALK_LUCK):
        return None
    ratio = facts.errors[MODEL] / last
    margin = facts.margins.get("last value", 0.0)
    return Verdict(
        "loses" if ratio > 1 + margin else "ties",
        t(
            "This moves like a random walk: nothing reliably beats the last value, and {model}.",
            model=_behind(ratio) if ratio > 1 + margin else t("the network does no better"),
        ),
        t("No setting helps. Trust the interval more than the line, or bring columns that lead the target."),
    )


def _behind(ratio: float) -> str:
    if ratio > MULTIPLES:
        return t("the network has {times:.3g} times its error", times=ratio)
    return t("the network is {percent} worse", percent=percent(ratio - 1))


def _nothing_beats(facts: ForecastFacts, rule: str, luck: float) -> bool:
    """Whether neither the network nor another baseline is better than a rule by more than luck explains."""
    error = facts.errors.get(rule)
    if error is None:
        return False
    return min(facts.errors.values()) >= error * (1 - max(luck, facts.margins.get(rule, 0.0)))


def _exact(facts: ForecastFacts, config: ForecastConfig) -> Verdict | None:
    """The forecast is almost exact; whether that needed a network depends on the best baseline."""
    last, model = facts.errors.get("last value"), facts.errors[MODEL]
    best = _best(facts)
    if last is None or best is None or model > EXACT * last:
        return None
    if _beats_all(facts):
        sentence = t(
            "Almost exact: {gain} less error than repeating the last value, {more} less than the best "
            "baseline, {name}.",
            gain=percent(1 - model / last),
            more=percent(1 - model / facts.errors[best]),
            name=_label(best),
        )
        return Verdict("beats", sentence, *_refine(facts, config))
    return Verdict(
        "ties",
        _needless(facts, best, last),
        t("Nothing to change. Try data in which a simple method fails."),
    )


def _needless(facts: ForecastFacts, best: str, last: float) -> str:
    """A network is almost exact where a baseline is that, too, or far more so."""
    model, error, name = facts.errors[MODEL], facts.errors[best], _label(best)
    if model <= FAR_BEHIND * error:
        return t("Almost exact, but so is {name}: this needs no network.", name=name)
    return t(
        "Very accurate: {gain} less error than repeating the last value. But {name} is {better}, "
        "so this needs no network.",
        gain=percent(1 - model / last),
        name=name,
        better=t("exact")
        if error <= NOTHING * last
        else t("{times:.2g} times as accurate", times=model / error),
    )


def _beats(facts: ForecastFacts, config: ForecastConfig) -> Verdict | None:
    best = _best(facts)
    if best is None or not _beats_all(facts):
        return None
    return Verdict(
        "beats",
        t(
            "Beats the best baseline, {name}, by {gain} ({metric} {model} against {other}).",
            name=_label(best),
            gain=percent(1 - facts.errors[MODEL] / facts.errors[best]),
            **_numbers(facts, best),
        ),
        *_refine(facts, config),
    )


def _flat(facts: ForecastFacts, config: ForecastConfig) -> Verdict | None:
    if facts.movement >= FLAT:
        return None
    sentence = t(
        "The forecast hardly moves, {share} as much as the data, and {standing}.",
        share=percent(facts.movement),
        standing=_standing(facts),
    )
    return Verdict("flat", sentence, *_see_more(facts, config))


def _copy(facts: ForecastFacts, config: ForecastConfig) -> Verdict | None:
    better = facts.errors[MODEL] < NO_BETTER * facts.errors.get("last value", 0.0)
    if facts.copying >= COPY or better:
        return None
    sentence = t(
        "The forecast comes a step late: it repeats the value before, and {standing}.",
        standing=_standing(facts),
    )
    return Verdict("copy", sentence, *_see_more(facts, config))


def _overfit(facts: ForecastFacts, config: ForecastConfig) -> Verdict | None:
    if not facts.by_heart(RISING, BY_HEART) or _standing_kind(facts) != "loses":
        return None
    sentence = t(
        "It learns the training part by heart: the loss rises on rows it has not seen; it {standing}.",
        standing=_standing(facts),
    )
    return Verdict("overfit", sentence, *_smaller(config))


def _undertrained(facts: ForecastFacts, config: ForecastConfig) -> Verdict | None:
    if not facts.still_falling(STILL_FALLING) or _standing_kind(facts) != "loses":
        return None
    sentence = t("It was still improving when time ran out; so far it {standing}.", standing=_standing(facts))
    return Verdict("undertrained", sentence, *longer(config))


def _plain(facts: ForecastFacts, config: ForecastConfig) -> Verdict:
    """It ties or loses, and nothing special explains why."""
    best, kind = _best(facts), _standing_kind(facts)
    if best is None:
        return Verdict("ties", t("No baseline could be computed on these rows, so there is nothing to beat."))
    numbers = t(" ({metric} {model} against {other}).", **_numbers(facts, best))
    sentence = _sentence_case(_standing(facts)) + numbers
    if kind == "ties" and not (facts.still_falling(STILL_FALLING) or facts.by_heart(RISING, BY_HEART)):
        return Verdict("ties", sentence, *_see_more(facts, config))
    if facts.by_heart(RISING, BY_HEART):
        return Verdict(kind, sentence, *_smaller(config))
    return Verdict(
        kind, sentence, *(longer(config) if facts.still_falling(STILL_FALLING) else _see_more(facts, config))
    )


OPINIONS: tuple[Callable[[ForecastFacts, ForecastConfig], Verdict | None], ...] = (
    _diverged,
    _noise,
    _random_walk,
    _exact,
    _beats,
    _flat,
    _copy,
    _overfit,
    _undertrained,
    _plain,
)


def _best(facts: ForecastFacts) -> str | None:
    """The baseline with the smallest error."""
    return min((name for name in facts.errors if name != MODEL), key=facts.errors.__getitem__, default=None)


def _beats_all(facts: ForecastFacts) -> bool:
    """Whether the network is better than each baseline by more than luck may explain."""
    others = ((name, error) for name, error in facts.errors.items() if name != MODEL)
    return all(
        facts.errors[MODEL] < error * (1 - facts.margins.get(name, LEAST_MARGIN)) for name, error in others
    )


def _standing_kind(facts: ForecastFacts) -> Literal["ties", "loses"]:
    best = _best(facts)
    if best is None:
        return "ties"
    return (
        "loses" if facts.errors[MODEL] > facts.errors[best] * (1 + facts.margins.get(best, 0.0)) else "ties"
    )


def _standing(facts: ForecastFacts) -> str:
    """How it stands to the best baseline, as the end of a sentence."""
    best = _best(facts)
    if best is None:
        return t("has no baseline to compare with")
    if _standing_kind(facts) == "ties":
        gap = facts.errors[MODEL] / facts.errors[best] - 1 if facts.errors[best] else 0.0
        if gap > CLOSE:
            return t(
                "is {gap} behind {name}, but with so few test windows that could be chance",
                gap=percent(gap),
                name=_label(best),
            )
        return t("ties with the best baseline, {name}", name=_label(best))
    worse = facts.errors[MODEL] / facts.errors[best] if facts.errors[best] else float("inf")
    if worse == float("inf"):
        return t("loses to {name}, which is exact", name=_label(best))
    if worse > MULTIPLES:
        return t("loses to {name}, with {times:.3g} times its error", name=_label(best), times=worse)
    return t("loses to {name} by {loss}", name=_label(best), loss=percent(worse - 1))


def _numbers(facts: ForecastFacts, best: str) -> dict[str, object]:
    return {
        "metric": METRICS[facts.metric].name,
        "model": f"{facts.errors[MODEL]:.3g}",
        "other": f"{facts.errors[best]:.3g}",
    }


def _refine(facts: ForecastFacts, config: ForecastConfig) -> Advice:
    """What may still be gained when it is good already: only time, and only if the loss was falling."""
    return longer(config) if facts.still_falling(STILL_FALLING) else ("", {})


def _smaller(config: ForecastConfig) -> Advice:
    """Fewer numbers to learn by heart with; a net that is small already gets weight decay."""
    if config.hidden_size > 16:
        size = max(config.hidden_size // 2, 16)
        return t("Take a smaller network: hidden size {size}.", size=size), {"hidden_size": size}
    return t("Keep the weights small: add weight decay 0.01."), {"weight_decay": 0.01}


def _see_more(facts: ForecastFacts, config: ForecastConfig) -> Advice:
    """The first thing that is missing for a forecast to follow the data; then more time."""
    if config.normalization != "last":
        return t("Normalize every window by its last value, so that it can follow the level."), {
            "normalization": "last"
        }
    wanted = 2 * facts.seasonality
    if facts.seasonality > 1 and (config.lookback or wanted) < wanted <= facts.train_length // 3:
        return t("Let it see two whole seasons: lookback {wanted}.", wanted=wanted), {"lookback": wanted}
    if not config.shortcut:
        return t("Switch the linear shortcut on, so that it starts from a straight line."), {"shortcut": True}
    return longer(config)


def _label(name: str) -> str:
    return t(LABELS.get(name, name))


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]

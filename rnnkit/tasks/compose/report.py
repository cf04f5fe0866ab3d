"""What came of a composing run: its surprise at new tunes beside counting, what its own are worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.baselines import NgramScores, score_ngrams
from rnnkit.data.tunes import Tune
from rnnkit.metrics import bits_per_char
from rnnkit.tasks.compose.generation.made import Made, stream_of
from rnnkit.tasks.compose.judge import ComposeFacts, judge_tunes
from rnnkit.tasks.compose.networks.place import HEADER
from rnnkit.tasks.compose.sets import TuneSets
from rnnkit.tasks.compose.settings import ResolvedCompose
from rnnkit.tasks.compose.symbols import Symbols

Ids = npt.NDArray[np.int32]


@dataclass(frozen=True)
class CountedRivals:
    """What counting scores on the test part: tokens that follow the last few, and characters likewise."""

    tokens: NgramScores
    characters: NgramScores
    seconds: float = 0.0


@dataclass(frozen=True)
class ComposeMeasured:
    """Nats of every scored token tune by tune, what counting scores, and the tunes that were written."""

    nats: Sequence[npt.NDArray[np.float64]]
    counted: CountedRivals
    model: Made
    ngram: Made
    real: Made
    curve: pd.DataFrame
    diverged: bool


def count_rivals(sets: TuneSets) -> CountedRivals:
    """N-grams of tokens and of characters. Meter and key are given to them as they are to the network."""
    parts = [sets.tunes(part) for part in (sets.training, sets.validation, sets.test)]
    training, validation, test = (stream_of(tunes, sets) for tunes in parts)
    asked = (_asked(parts[1], tokens=True), _asked(parts[2], tokens=True))
    tokens = score_ngrams(training, validation, test, len(sets.symbols), scored=asked)
    letters = {
        letter: number for number, letter in enumerate(sorted(set(_text(parts[0] + parts[1] + parts[2]))))
    }
    training, validation, test = (
        np.array([letters[letter] for letter in _text(tunes)], dtype=np.int32) for tunes in parts
    )
    asked = (_asked(parts[1], tokens=False), _asked(parts[2], tokens=False))
    characters = score_ngrams(training, validation, test, len(letters), scored=asked)
    return CountedRivals(tokens, characters)


def _text(tunes: Sequence[Tune]) -> str:
    """Tunes as characters: the header, the tokens without blanks, and an end."""
    return "".join("".join([*tune.header, *tune.tokens, "\n"]) for tune in tunes)


def _asked(tunes: Sequence[Tune], *, tokens: bool) -> npt.NDArray[np.bool_]:
    """What of such a stream is scored: all but the headers."""
    parts = []
    for tune in tunes:
        given = HEADER if tokens else len("".join(tune.header))
        whole = HEADER + len(tune.tokens) + 1 if tokens else given + characters_of(tune)
        parts.append(np.arange(whole) >= given)
    return np.concatenate(parts)


def characters_of(tune: Tune) -> int:
    """Characters of the body without blanks, and one for its end."""
    return sum(map(len, tune.tokens)) + 1


def spelled(tune: Tune, symbols: Symbols) -> float:
    """Nats that the tokens cost that nobody learned, once it is said that they are: their letters at random.

    Every letter of the known tokens is as likely as any other, and so is the end of such a token.
    """
    letters = len(set("".join(symbols.tokens))) + 1
    strange = [token for token in tune.tokens if token not in symbols.numbers]
    return sum(len(token) + 1 for token in strange) * float(np.log(max(2, letters)))


def tune_frame(sets: TuneSets, nats: Sequence[npt.NDArray[np.float64]]) -> pd.DataFrame:
    """One row per scored tune: title, tokens, characters, and nats with what unknown tokens cost."""
    tunes = sets.tunes(sets.test)
    return pd.DataFrame(
        {
            "title": [tune.title[:80] for tune in tunes],
            "tokens": [len(each) for each in nats],
            "characters": [characters_of(tune) for tune in tunes],
            "nats": [
                float(each.sum()) + spelled(tune, sets.symbols)
                for tune, each in zip(tunes, nats, strict=True)
            ],
        }
    )


def surprise(nats: float, tokens: int, characters: int) -> dict[str, float]:
    """So many nats in all, by token and by character."""
    return {
        "nats_per_token": nats / tokens,
        "nats_per_char": nats / characters,
        "bits_per_char": bits_per_char(nats / characters),
    }


def summarize(
    sets: TuneSets, config: ResolvedCompose, measured: ComposeMeasured, weights: int
) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """The summary and the frames of a run."""
    frame = tune_frame(sets, measured.nats)
    tokens, characters = int(frame["tokens"].sum()), int(frame["characters"].sum())
    tunes = sets.tunes(sets.test)
    strange = sum(spelled(tune, sets.symbols) for tune in tunes)
    counted = measured.counted
    scores = partial(surprise, tokens=tokens, characters=characters)
    metrics = {
        "model": scores(float(frame["nats"].sum())) | measured.model.metrics(),
        "ngram": scores(counted.tokens.best * tokens + strange)
        | measured.ngram.metrics()
        | {"order": float(counted.tokens.order)},
        "characters": scores(counted.characters.best * characters)
        | {"order": float(counted.characters.order)},
        "unigram": scores(counted.tokens.unigram * tokens + strange),
        "real": measured.real.metrics(),
    }
    copies = {
        "model": measured.model.copies(),
        "ngram": measured.ngram.copies(),
        "real": measured.real.copies(),
    }
    verdict = judge_tunes(_facts(sets, measured, metrics), config)
    unknown = sum(token not in sets.symbols.numbers for tune in tunes for token in tune.tokens)
    summary = {
        "metrics": metrics,
        "copies": copies,
        "verdict": verdict.as_dict(),
        "weights": weights,
        "symbols": sets.tokens(sets.training),
        "validated": sets.tokens(sets.validation),
        "scored": tokens,
        "scored_characters": characters,
        "tunes": [len(sets.training), len(sets.validation), len(sets.test)],
        "written": len(measured.model.tunes),
        "unknown_share": unknown / tokens,
        "vocabulary_size": len(sets.symbols),
        "left_versions": sets.left,
        "own_test": sets.own_test,
    }
    return summary, {"curve": measured.curve, "tunes": frame, "made": measured.model.frame()}


def _facts(sets: TuneSets, measured: ComposeMeasured, metrics: dict[str, dict[str, float]]) -> ComposeFacts:
    model, ngram = metrics["model"], metrics["ngram"]
    return ComposeFacts(
        model=model["nats_per_token"],
        ngram=min(ngram["nats_per_token"], metrics["characters"]["nats_per_token"]),
        tokens=sets.tokens(sets.training),
        valid=(model["valid_tunes"], ngram["valid_tunes"]),
        full=(model["full_bars"], ngram["full_bars"]),
        known_bars=measured.model.copies()["known_bars"],
        diverged=measured.diverged,
    ).with_curve(measured.curve)

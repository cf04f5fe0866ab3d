"""A hundred tunes that were written, and what is said of them: sound, of full bars, and their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice

import numpy as np
import pandas as pd

from rnnkit.data.tunes import Tune, bars_of, valid, write_abc
from rnnkit.tasks.compose.generation.copied import CopiedBars, KnownBars
from rnnkit.tasks.compose.generation.ngram_writer import NgramWriter
from rnnkit.tasks.compose.generation.tune_writer import UNIT, tune_of
from rnnkit.tasks.compose.generation.writing import MOST_TOKENS, Boldness, TuneStart, TuneWriter
from rnnkit.tasks.compose.sets import TuneSets
from rnnkit.words import t

WRITTEN = 100  # tunes of each method
HOW = Boldness(temperature=0.8)


@dataclass(frozen=True)
class Made:
    """Tunes of one method: what is wrong with each (or nothing), its bars, full ones, and what is copied."""

    tunes: Sequence[Tune]
    wrong: Sequence[str]
    bars: Sequence[int]
    full: Sequence[int]
    copied: Sequence[CopiedBars]

    def metrics(self) -> dict[str, float]:
        """Shares of sound tunes and of full bars."""
        return {
            "valid_tunes": sum(not wrong for wrong in self.wrong) / max(1, len(self.tunes)),
            "full_bars": sum(self.full) / max(1, sum(self.bars)),
        }

    def copies(self) -> dict[str, float]:
        """Of all bars with notes, the share that stands in training; the longest and the usual run of such
        bars; and how many of the tunes stand in a single training tune from end to end."""
        bars = sum(one.bars for one in self.copied)
        longest = [one.longest for one in self.copied]
        return {
            "known_bars": sum(one.known for one in self.copied) / max(1, bars),
            "longest_run": max(longest, default=0),
            "usual_run": float(np.median(longest)) if longest else 0.0,
            "verbatim": sum(one.longest == one.bars > 0 for one in self.copied),
            "tunes": len(self.tunes),
        }

    def frame(self) -> pd.DataFrame:
        """One row per tune: `abc`, what is `wrong`; its `bars`, how many are `full`, and how many are there
        `with_notes`; of these, how many are `known`, and the `longest` run of known ones."""
        return pd.DataFrame(
            {
                "abc": [write_abc(tune, number) for number, tune in enumerate(self.tunes, 1)],
                "wrong": self.wrong,
                "bars": self.bars,
                "full": self.full,
                "with_notes": [one.bars for one in self.copied],
                "known": [one.known for one in self.copied],
                "longest": [one.longest for one in self.copied],
            }
        )


def judged(tunes: Sequence[Tune], known: KnownBars, cut: Sequence[bool] = ()) -> Made:
    """What is to be said of tunes; those that were `cut` off have no end."""
    bars = [bars_of(tune) for tune in tunes]
    wrong = [valid(tune) or "" for tune in tunes]
    for place, off in enumerate(cut):
        if off:
            wrong[place] = wrong[place] or t("It has no end.")
    return Made(
        tunes,
        wrong,
        [len(own) for own in bars],
        [sum(bar.full for bar in own) for own in bars],
        [known.copied(tune) for tune in tunes],
    )


def starts_of(tunes: Sequence[Tune], count: int = WRITTEN) -> list[TuneStart]:
    """Meters and keys to write in: those of real tunes, in turn."""
    return [TuneStart(tune.meter, tune.key) for tune in islice(cycle(tunes), count)]


def by_network(writer: TuneWriter, starts: Sequence[TuneStart], known: KnownBars) -> Made:
    """Tunes drawn freely from the network: nothing but what it learned makes bars full."""
    written = writer.write(starts, HOW)
    tunes = [tune_of(one, t("Tune {number}", number=number)) for number, one in enumerate(written, 1)]
    return judged(tunes, known, [not one.ended for one in written])


def by_counting(sets: TuneSets, order: int, starts: Sequence[TuneStart], known: KnownBars) -> Made:
    """Tunes drawn from n-grams, from the same starts with the same temperature."""
    symbols = sets.symbols
    writer = NgramWriter(stream_of(sets.tunes(sets.training), sets), order, symbols.all, symbols.first_token)
    tunes, cut = [], []
    for number, start in enumerate(starts):
        begin = symbols.encode([f"M:{start.meter}", f"K:{start.key}"])
        ids = writer.write(begin, HOW, number)
        tokens = tuple(symbols.all[one] for one in ids)
        tunes.append(Tune("", start.meter, UNIT, start.key, tokens))
        cut.append(len(begin) + len(ids) >= MOST_TOKENS)
    return judged(tunes, known, cut)


def stream_of(tunes: Sequence[Tune], sets: TuneSets) -> np.ndarray:
    """Tunes one after the other by number, each with its header and its end."""
    rows = [[*sets.symbols.encode([*tune.header, *tune.tokens]), 0] for tune in tunes]
    return np.array([number for row in rows for number in row], dtype=np.int32)

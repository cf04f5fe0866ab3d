"""A few sources translated while a network trains, and how long scoring will take, told by that."""

import time
from collections.abc import Mapping

import pandas as pd

from rnnkit.data import Vocabulary
from rnnkit.errors import DataError
from rnnkit.tasks.translate.corpus import Corpus
from rnnkit.tasks.translate.network import Translator
from rnnkit.tasks.translate.objective import TranslateObjective
from rnnkit.tasks.translate.settings import ResolvedTranslate
from rnnkit.tasks.translate.translating import TextTranslator
from rnnkit.training.checkpoint import State
from rnnkit.training.fitting import Clock
from rnnkit.training.loop import Interval

SHOWN = 3  # sources that are translated
TIMED = 24  # of which this many tell how long scoring takes
MARGIN = 0.5  # seconds for loading, saving and drawing a breath
SHARE = 0.4  # of a budget that scoring takes at most


def translator_of(model: Translator, config: ResolvedTranslate, vocabulary: Vocabulary) -> TextTranslator:
    """The network as it is now, ready to write."""
    arrays = {name: tensor.detach().cpu().numpy() for name, tensor in model.state_dict().items()}
    return TextTranslator(arrays, config, vocabulary)


class SampleTranslator:
    """Translates sources of the validation part with the averaged weights of a check every few seconds."""

    def __init__(
        self,
        objective: TranslateObjective,
        corpus: Corpus,
        config: ResolvedTranslate,
        clock: Clock,
        scoring: float = 0.0,
    ) -> None:
        self._scoring = scoring  # seconds, once all is translated
        self._objective, self._corpus, self._config, self._clock = objective, corpus, config, clock
        self._rows: list[dict[str, object]] = []
        self._next, self._new, self._each = 0.0, "", 0.0
        self._begun = False  # before the first step it would write what says nothing, at length

    def validate(self) -> float:
        """Look at the validation part; where it is time, translate as well."""
        loss = self._objective.validate()
        if self._begun and self._clock.seconds >= self._next:
            self._new = self._write()
            self._next = self._clock.seconds + self._config.sample_every
        self._begun = True
        return loss

    def news(self, interval: Interval) -> Mapping[str, str]:
        """What was translated at this check, as a field of the progress; nothing where there is none."""
        new, self._new = self._new, ""
        if not new:
            return {}
        self._rows.append({"step": interval.step, "seconds": self._clock.seconds, "text": new})
        return {"sample": new}

    def state(self) -> State:
        """What was translated, and when it is time again."""
        return {"rows": self._rows, "next": self._next, "each": self._each, "begun": self._begun}

    def resume(self, state: State) -> None:
        """Go on after what was translated."""
        self._rows, self._next, self._each = state["rows"], state["next"], state["each"]
        self._begun = state["begun"]
        self._keep_time()

    def frame(self) -> pd.DataFrame:
        """All samples: step, seconds, text."""
        return pd.DataFrame(self._rows, columns=["step", "seconds", "text"])

    def _write(self) -> str:
        rows = self._corpus.checked[:TIMED]
        try:
            translator = translator_of(self._objective.model, self._config, self._corpus.vocabulary)
        except DataError:  # the weights are no longer finite, which the next step of training explains
            return ""
        if self._config.budget is not None and not self._config.pace:
            start = time.monotonic()
            translator.best([source for source, _ in rows])
            self._each = (time.monotonic() - start) / len(rows)
            self._keep_time()
        shown = rows[:SHOWN]
        written = translator.best([source for source, _ in shown], beam=1)
        return "\n".join(f"{source} → {text}" for (source, _), text in zip(shown, written, strict=True))

    def _keep_time(self) -> None:
        """Leave time for the final score, told from the newest sample."""
        if self._config.budget is None or self._config.pace:
            return
        needed = self._each * len(self._corpus.held) + self._scoring + MARGIN
        self._clock.keep(self._config.budget, min(needed, SHARE * self._config.budget))

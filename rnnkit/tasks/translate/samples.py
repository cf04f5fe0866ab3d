"""A few sources translated while a network trains, and how long scoring will take, told by that."""

import time

from rnnkit.data import Vocabulary
from rnnkit.tasks.translate.corpus import Corpus
from rnnkit.tasks.translate.networks.network import Translator
from rnnkit.tasks.translate.networks.objective import TranslateObjective
from rnnkit.tasks.translate.settings import ResolvedTranslate
from rnnkit.tasks.translate.translating import TextTranslator
from rnnkit.training.checkpoint import State
from rnnkit.training.fitting import Clock
from rnnkit.training.live_samples import LiveSamples

SHOWN = 3  # sources that are translated
TIMED = 24  # of which this many tell how long scoring takes
MARGIN = 0.5  # seconds for loading, saving and drawing a breath
SHARE = 0.4  # of a budget that scoring takes at most


def translator_of(model: Translator, config: ResolvedTranslate, vocabulary: Vocabulary) -> TextTranslator:
    """The network as it is now, ready to write."""
    arrays = {name: tensor.detach().cpu().numpy() for name, tensor in model.state_dict().items()}
    return TextTranslator(arrays, config, vocabulary)


class SampleTranslator(LiveSamples):
    """Translates a few sources of the validation part."""

    def __init__(
        self,
        objective: TranslateObjective,
        corpus: Corpus,
        config: ResolvedTranslate,
        clock: Clock,
        scoring: float = 0.0,
    ) -> None:
        super().__init__(objective.validate, clock, config.sample_every)
        self._model, self._corpus, self._config = objective.model, corpus, config
        self._scoring = scoring  # seconds, once all is translated
        self._each = 0.0

    def write(self) -> str:
        """Sources and what they become, one per line."""
        rows = self._corpus.checked[:TIMED]
        translator = translator_of(self._model, self._config, self._corpus.vocabulary)
        if self._config.budget is not None and not self._config.pace:
            start = time.monotonic()
            translator.best([source for source, _ in rows])
            self._each = (time.monotonic() - start) / len(rows)
            self._keep_time()
        shown = rows[:SHOWN]
        written = translator.best([source for source, _ in shown], beam=1)
        return "\n".join(f"{source} → {text}" for (source, _), text in zip(shown, written, strict=True))

    def state(self) -> State:
        """What was translated, when it is time again, and how long a source took."""
        return super().state() | {"each": self._each}

    def resume(self, state: State) -> None:
        """Go on after what was translated."""
        super().resume(state)
        self._each = state["each"]
        self._keep_time()

    def _keep_time(self) -> None:
        """Leave time for the final score, told from the newest sample."""
        if self._config.budget is None or self._config.pace:
            return
        needed = self._each * len(self._corpus.held) + self._scoring + MARGIN
        self._clock.keep(self._config.budget, min(needed, SHARE * self._config.budget))

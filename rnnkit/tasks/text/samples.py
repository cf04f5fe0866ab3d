"""A few lines written every few seconds while a language model trains."""

from rnnkit.data import Vocabulary
from rnnkit.tasks.text.generation import Generator
from rnnkit.tasks.text.networks.model import arrays_of
from rnnkit.tasks.text.networks.objective import TextObjective
from rnnkit.tasks.text.settings import ResolvedText
from rnnkit.training.checkpoint import State
from rnnkit.training.fitting import Clock
from rnnkit.training.live_samples import LiveSamples

MARGIN = 0.4  # seconds for loading, saving and drawing a breath
LENGTH = 200
WINDOW_LENGTH = 60  # of a bidirectional model, which writes slowly
TEMPERATURE = 0.8


class SampleWriter(LiveSamples):
    """Writes a few lines after the prompt of the settings, also before the first step."""

    def __init__(
        self, objective: TextObjective, config: ResolvedText, vocabulary: Vocabulary, clock: Clock
    ) -> None:
        super().__init__(self._checked, clock, config.sample_every, eager=True)
        self._objective, self._config, self._vocabulary = objective, config, vocabulary

    def write(self) -> str:
        """The prompt and what follows it."""
        length = WINDOW_LENGTH if self._config.bidirectional else LENGTH
        generator = Generator(arrays_of(self._objective.model), self._config, self._vocabulary)
        prompt = self._config.sample_prompt
        return prompt + generator.write(prompt, TEMPERATURE, length=length, seed=self._config.seed)

    def resume(self, state: State) -> None:
        """Go on after what was written."""
        super().resume(state)
        self._keep_time()

    def _checked(self) -> float:
        loss = self._objective.validate()
        self._keep_time()
        return loss

    def _keep_time(self) -> None:
        """Leave time for the final score, told from the newest check."""
        self._clock.reserve(self._objective.scoring_seconds() + MARGIN)

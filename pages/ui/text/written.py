"""A text as far as a model has written it, plain enough for a tab to remember. No screen in here."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from rnnkit.tasks.text.generation.settings import GenerateConfig

Ids = npt.NDArray[np.int32]

MOMENT = 1.5  # seconds that a change of a setting may take to be followed by a new text


@dataclass(frozen=True)
class SymbolColumn:
    """What one temperature wrote: symbols by number, their probabilities, and which stretches are copied."""

    temperature: float
    ids: Sequence[int]
    chances: Sequence[float]
    copied: Sequence[Sequence[int]] = ()  # (start, end) of each stretch
    copied_share: float | None = 0.0  # `None` where nobody has the text it was learned from


@dataclass(frozen=True)
class Written:
    """What a run wrote after a beginning. `number` tells one writing of a tab from the next."""

    run_id: str
    number: int
    beginning: Sequence[int]  # what the model read first
    prompt: str  # what of it a person typed
    columns: Sequence[SymbolColumn]
    asked: int = 0  # symbols of each column; there are fewer where writing took too long
    settings: str = ""  # of the form when it was written, as JSON
    seconds: float = 0.0  # it took to write

    def is_of(self, config: GenerateConfig) -> bool:
        """Whether these settings wrote it."""
        return self.settings == config.model_dump_json()

    def soon(self, config: GenerateConfig) -> bool:
        """Whether a text of these settings is written in a moment, told from how long this one took."""
        symbols = sum(len(column.ids) for column in self.columns)
        wanted = config.length * len(config.temperatures)
        return self.seconds * wanted <= MOMENT * symbols

    def before(self, column: int, position: int) -> Ids:
        """Everything that stands before a position of a column."""
        return np.array([*self.beginning, *self.columns[column].ids[:position]], dtype=np.int32)

    def to_state(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def from_state(cls, values: Mapping[str, Any]) -> Self:
        """From plain data."""
        columns = tuple(SymbolColumn(**column) for column in values["columns"])
        return cls(**{**values, "columns": columns})


@dataclass(frozen=True)
class KeptText:
    """The part of a text that stays when another symbol is chosen: symbols with their probabilities."""

    temperature: float = 1.0
    ids: Sequence[int] = ()
    chances: Sequence[float] = ()

    def settings(self, config: GenerateConfig) -> GenerateConfig:
        """How the text goes on: with its own temperature, up to the length that was asked for."""
        left = config.length - len(self.ids)
        return config.replace(temperatures=(self.temperature,), length=left if left > 0 else config.length)

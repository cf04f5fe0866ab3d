"""What a kept model says about where it comes from: its data, its scores, and what computed it."""

from typing import Annotated, Any

from annotated_types import Ge, Le, MaxLen
from pydantic import Field, field_validator

from rnnkit.config import Settings
from rnnkit.config.training import Pace, Rates
from rnnkit.words import t

VERSION = 1

Words = Annotated[str, Field(strict=True), MaxLen(500)]
Count = Annotated[int, Field(strict=True), Ge(0), Le(2**53)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Scores = dict[Words, Number | None]


class KeptVerdict(Settings):
    """Whether the network was worth it, in one sentence, and what usually helps if it was not."""

    kind: Words
    sentence: Words
    suggestion: Words = ""
    setting_changes: dict[Words, Number | bool | Words | None] = Field({})


class Summary(Settings):
    """What a run found, beside every baseline on the same rows."""

    metrics: Annotated[dict[Words, Scores], MaxLen(50)]
    verdict: KeptVerdict
    weights: Count
    seconds: Annotated[Number, Ge(0)]
    steps: Count
    best_step: Count = 0
    stopped_early: bool = False
    device: Words = ""
    versions: dict[Words, Words] = Field({})
    notes: Annotated[tuple[Words, ...], MaxLen(50)] = ()
    assumed: Words = ""
    beyond: Words = ""
    series: Count | None = None
    symbols: Count | None = None
    validated: Count | None = None
    characters: Count | None = None
    scored: Count | None = None
    vocabulary_size: Count | None = None
    unknown_share: Number | None = None


class DataSource(Settings):
    """The data a model was trained on, by its fingerprint; the data itself stays where it is."""

    name: Words
    sha256: Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
    bytes: Count


class About(Settings):
    """The file `summary.json`."""

    version: Annotated[int, Field(strict=True), Ge(1)] = VERSION
    label: Words
    seed: Count
    pace: Pace = ()
    rates: Rates = ()
    source: DataSource
    summary: Summary

    @field_validator("version")
    @classmethod
    def _known(cls, version: int) -> int:
        if version > VERSION:
            raise ValueError(
                t(
                    "Made by a newer version ({version}); this is {known}.",
                    version=version,
                    known=VERSION,
                )
            )
        return version


def summary_of(found: dict[str, Any]) -> Summary:
    """The part of what a run found that every reader of the file knows."""
    return Summary.model_validate({name: found[name] for name in Summary.model_fields if name in found})

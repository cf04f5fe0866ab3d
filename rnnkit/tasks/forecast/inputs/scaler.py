"""How numbers become inputs and answers become numbers: measured in training, kept with the model."""

import math
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Literal, Self

import pandas as pd
from annotated_types import Ge, Gt, Le
from pydantic import Field, field_validator, model_validator

from rnnkit.config import Settings
from rnnkit.data.series.transform import Transform
from rnnkit.tasks.forecast.settings import Scaling
from rnnkit.words import t

VERSION = 1
MOST_LINES = 100_000
POWERS: Mapping[Scaling, float] = {"none": 1.0, "root": 0.5, "log": 0.0}

Number = Annotated[float, Field(allow_inf_nan=False)]
Size = Annotated[float, Field(allow_inf_nan=False), Gt(0)]
Share4 = tuple[Number, Number, Number, Number]  # of the methods of `rnnkit.baselines.starts`, in their order
Units = tuple[Number, Size]  # mean and deviation of a covariate


class Scale(Settings):
    """The units of one channel and its covariates: a value is read as `(y - center) / scale`.

    Where its target is transformed, `y` is the transformed value.
    """

    center: Number
    scale: Size
    past: tuple[Units, ...] = Field((), fail_fast=True)
    future: tuple[Units, ...] = Field((), fail_fast=True)


class KeptLine(Settings):
    """One target of one series: its units, and the last stamp that training has seen."""

    unique_id: str
    target: str
    seen: Annotated[int, Field(strict=True)] | str
    units: Scale

    @field_validator("seen")
    @classmethod
    def _a_moment(cls, seen: int | str) -> int | str:
        if isinstance(seen, str) and datetime.fromisoformat(seen).tzinfo is not None:
            raise ValueError(t("Stamps have no time zone."))
        return seen

    @cached_property
    def seen_stamp(self) -> "pd.Timestamp | int":
        """The last stamp that training has seen, as it compares with stamps of a table."""
        return self.seen if isinstance(self.seen, int) else pd.Timestamp(self.seen)


class KeptStarts(Settings):
    """How much of each method the forecast of each series begins with, where each has a start of its own."""

    weights: tuple[Share4, ...] = Field(
        max_length=MOST_LINES, fail_fast=True, description="In the order of the lines."
    )
    trust: Number = Field(1.0, ge=0, le=1, description="How much of the correction of the network is taken.")
    new: Share4 = Field(description="Of a series that the network was not trained on.")
    line: tuple[tuple[Number, ...], ...] = Field(
        (), fail_fast=True, description="The straight line among the methods: a row for each step it reads."
    )
    bias: tuple[Number, ...] = Field((), fail_fast=True)

    @model_validator(mode="after")
    def _a_line(self) -> Self:
        if {len(row) for row in self.line} - {len(self.bias)}:
            raise ValueError(t("The straight line is damaged."))
        return self


class Scaler(Settings):
    """Everything needed to go from a clean table to the inputs of the network and back."""

    version: Annotated[int, Ge(1), Le(VERSION)] = VERSION
    freq: str | None = Field(None, max_length=20)
    seasonality: Annotated[int, Ge(1)] = 1
    cycles: tuple[Literal["day", "week", "year"], ...] = Field((), max_length=3, fail_fast=True)
    holidays: tuple[date, ...] = Field((), max_length=10_000, fail_fast=True)
    masked: bool = Field(
        False, description="The first past feature says which steps of a window are missing."
    )
    factors: tuple[Annotated[float, Field(allow_inf_nan=False), Ge(0)], ...] = Field(
        (),
        fail_fast=True,
        description="By how much the half width of the interval of each step is multiplied.",
    )
    transforms: dict[str, Transform] = Field(
        {}, max_length=10_000, description="How each target is read; one that is not named is as it is."
    )
    starts: KeptStarts | None = Field(None, description="Where the forecast of each series begins.")
    lines: tuple[KeptLine, ...] = Field(min_length=1, max_length=MOST_LINES, fail_fast=True)

    @model_validator(mode="after")
    def _a_start_each(self) -> Self:
        if self.starts is not None and len(self.starts.weights) != len(self.lines):
            raise ValueError(t("There is not a start for each series."))
        return self

    @field_validator("transforms")
    @classmethod
    def _usable(cls, transforms: dict[str, Transform]) -> dict[str, Transform]:
        for one in transforms.values():
            borders = [border for border in (one.floor, one.ceiling) if border is not None]
            finite = all(map(math.isfinite, (one.shift, one.least, *borders)))
            if one.power not in POWERS.values() or not finite or one.least < 0:
                raise ValueError(t("There is no such transform."))
        return transforms

    def transform(self, target: str) -> Transform:
        """How the values of a target are read."""
        return self.transforms.get(target, Transform())

    @property
    def trust(self) -> float:
        """How much of what the network corrects is taken."""
        return 1.0 if self.starts is None else self.starts.trust

    def features(self, past_covariates: int, future_covariates: int) -> tuple[int, int]:
        """Features of a step of the past, and of one of the future, with so many covariates."""
        future = future_covariates + 2 * len(self.cycles) + bool(self.holidays)
        return int(self.masked) + past_covariates + future, future

    def line(self, unique_id: str, target: str) -> KeptLine | None:
        """A line that the network was trained on."""
        return self._by_name.get((unique_id, target))

    def number(self, unique_id: str, target: str) -> int:
        """The place of a line among those that the network was trained on; -1 for a new one."""
        return self._numbers.get((unique_id, target), -1)

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], int]:
        return {(line.unique_id, line.target): number for number, line in enumerate(self.lines)}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], KeptLine]:
        return {(line.unique_id, line.target): line for line in self.lines}

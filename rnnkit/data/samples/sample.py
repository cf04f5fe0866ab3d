"""What a sample is, whatever its task."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from rnnkit.data.samples.fetch import Remote
from rnnkit.words import t

SEEDED = t("Generated here from a seed.")


@dataclass(frozen=True)
class Sample:
    """One data set: what it is, where it comes from, and settings that suit it.

    `generate` makes it from a seed, a table or a text; `remote` says where it is fetched from on request;
    a sample with neither has a file in this folder. What is `found_here` comes with Python, not all the same.
    """

    key: str
    title: str
    sentence: str
    source: str
    task: str
    settings: Mapping[str, object] = field(default_factory=dict)
    generate: Callable[[int], pd.DataFrame] | Callable[[int], str] | None = None
    noisy: tuple[str, ...] = ()  # columns the noise slider acts on; empty: measured data stays as it is
    encoding: str = "utf-8"
    remote: Remote | None = None
    found_here: bool = False

"""What a person can decide about reading texts with labels; what is left open is found out."""

from typing import Literal

from pydantic import Field

from rnnkit.config.settings import Columns
from rnnkit.data.decisions import Decisions
from rnnkit.words import t


class LabelledOverrides(Decisions):
    """What the person fixed; `None` or empty means: find out.

    A column is named by its name, or by its place from 0: `("1", "2")`.
    """

    encoding: str | None = Field(None, max_length=40)
    sheet: str | None = Field(None, max_length=100, description="Sheet of a workbook, or file of an archive.")
    separator: str | None = Field(None, min_length=1, max_length=3)
    header: bool | None = None
    quotes: bool | None = Field(None, description="Quotes hold a cell together; else they are characters.")
    text: Columns = Field((), description=t("Column of texts, by name or place from 0; several are joined."))
    label: Columns = Field((), description=t("Column of labels; several are one column per class."))
    part: str | None = Field(None, max_length=200, description=t("Column that says train or test."))
    kind: Literal["text", "series"] | None = Field(None, description=t("What is classified."))
    level: Literal["coarse", "fine"] | None = Field(
        None, description=t("Whether a:b is read as the class a, or as a class of its own.")
    )
    na_is_missing: bool | None = Field(
        None, description=t("Whether a word such as NA means that a label is missing.")
    )
    several: bool | None = Field(None, description=t("Whether one cell may hold several classes."))
    several_as: Literal["single", "combination"] | None = Field(
        None,
        description=t(
            "One class per row where rows have several: those of exactly one, or each combination."
        ),
    )
    has: str | None = Field(
        None, max_length=200, description=t("Class that is told from all others: a row has it, or not.")
    )
    off: frozenset[str] = Field(frozenset(), description="Keys of changes that are switched off.")

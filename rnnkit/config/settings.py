"""What every set of settings is: frozen, validated, and refused in one sentence that names the field."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from rnnkit.errors import ConfigError
from rnnkit.words import t

Whole = Annotated[int, Field(strict=True)]
Real = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]
Columns = Annotated[
    tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=10_000, fail_fast=True)
]
"""Names of columns of a file."""


WORDINGS = {
    "bool_type": "{title}: yes or no.",
    "too_long": "{title}: at most {most:,}.",
    "string_too_long": "{title}: at most {most:,} characters.",
}
"""What is said of some kinds of wrong values, by pydantic's name for them."""


class Settings(BaseModel):
    """A frozen set of validated settings.

    Where two sets stand on one page, the fields of one begin with its `prefix` in the address.
    """

    prefix: ClassVar[str] = ""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def replace(self, **changes: object) -> Self:
        """The same settings with some of them changed, validated again."""
        return parse(type(self), self.model_dump() | changes)


S = TypeVar("S", bound=Settings)


def parse(kind: type[S], values: Mapping[str, object] | str | bytes) -> S:
    """Build validated settings from a mapping or from JSON text.

    Raises `ConfigError` with one sentence that names the field and its bounds.
    """
    try:
        if isinstance(values, str | bytes):
            return kind.model_validate_json(values)
        return kind.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_sentence(kind, error)) from None


def narrowing(parent: type[Settings]) -> Any:
    """A validator for settings that leave less open than those of `parent`: they have to be such, too.

    A field that is declared anew, without its "or nothing", would otherwise lose its bounds.
    """

    def check(values: Any) -> Any:
        if isinstance(values, Mapping):
            parse(parent, values)
        return values

    return model_validator(mode="before")(check)


def title(kind: type[Settings], name: str) -> str:
    """What a field is called, also where a class only narrows the field of another."""
    fields = (part.model_fields.get(name) for part in kind.__mro__ if issubclass(part, Settings))
    return next((field.title for field in fields if field is not None and field.title), name)


def bounds(kind: type[Settings], name: str) -> tuple[float | None, float | None]:
    """The smallest and largest allowed value of a numeric field (`None`: open)."""
    low = high = None
    for rule in _rules(kind.model_fields[name]):
        low = next((v for v in (getattr(rule, "ge", None), getattr(rule, "gt", None)) if v is not None), low)
        high = next(
            (v for v in (getattr(rule, "le", None), getattr(rule, "lt", None)) if v is not None), high
        )
    return low, high


def choices(kind: type[Settings], name: str) -> tuple[str, ...]:
    """The allowed words of a field that offers a choice; empty for any other field."""
    annotation = kind.model_fields[name].annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _rules(field: FieldInfo) -> list[Any]:
    """Bounds of a field, wherever pydantic keeps them (an optional field keeps them inside its union)."""
    inner = [getattr(part, "__metadata__", ()) for part in get_args(field.annotation)]
    return [*field.metadata, *(rule for rules in inner for rule in rules)]


def _sentence(kind: type[Settings], error: ValidationError) -> str:
    """The first problem of a validation error, in the words of the form."""
    problem = error.errors()[0]
    name = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    if name not in kind.model_fields:
        return t("There is no setting called {name}.", name=name[:40] or "?")
    called = title(kind, name)
    if wording := WORDINGS.get(problem["type"]):
        return t(wording, title=called, most=problem.get("ctx", {}).get("max_length", 0))
    if words := choices(kind, name):
        return t("{title}: one of {words}.", title=called, words=", ".join(words))
    low, high = bounds(kind, name)
    if low is None or high is None:
        return t("{title}: {problem}.", title=called, problem=problem["msg"].lower())
    whole = "float" not in str(kind.model_fields[name].annotation)
    text = (
        t("{title}: whole number {low:,}-{high:,}.")
        if whole
        else t("{title}: number from {low:g} to {high:g}.")
    )
    return text.format(title=called, low=low, high=high)

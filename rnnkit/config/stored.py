"""Settings that were written down, by this version of the app, an older one or a newer one.

Settings in a store or in a file say in which form they are, as the store does of its tables. Where they
come back they are lifted to the form of this app. What it still does not know is named, so that a run can be
looked at and taken along although it cannot be trained again here.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, cast

from pydantic import ValidationError

from rnnkit.config.settings import S, parse
from rnnkit.errors import ConfigError
from rnnkit.words import t

KEY = "version"  # in JSON; where it is missing, the settings are of version 1
Values = Mapping[str, Any]
Lift = Callable[[Values], dict[str, Any]]

# Each function lifts settings by one version; the first takes version 1 to 2. Never edit one that shipped.
LIFTS: Sequence[Lift] = ()


@dataclass(frozen=True)
class Known(Generic[S]):
    """Settings as far as this app knows them, those that it does not, and why in a sentence, else empty."""

    config: S
    strange: tuple[str, ...] = ()
    why: str = ""


def stamped(values: Values) -> dict[str, Any]:
    """Settings with the version of their form, for whoever keeps them: `{"horizon": 6, "version": 2}`."""
    newest = 1 + len(LIFTS)
    return {**values, KEY: newest} if newest > 1 else dict(values)


def stamped_json(text: str, indent: int | None = None) -> str:
    """The same for JSON text."""
    return json.dumps(stamped(json.loads(text)), indent=indent) if LIFTS else text


def lifted(values: Values) -> dict[str, Any]:
    """Settings of an older version in the form of this one; those of a newer one stay as they are."""
    version, newest = values.get(KEY, 1), 1 + len(LIFTS)
    if type(version) is not int or not 1 <= version <= newest:
        return dict(values)
    found = {name: value for name, value in values.items() if name != KEY}
    for lift in LIFTS[version - 1 :]:
        found = lift(found)
    return found


def lifted_json(text: str) -> str:
    """The same for JSON text; what is of this version comes back as it is."""
    if not LIFTS and f'"{KEY}"' not in text:
        return text
    found = _mapping(text)
    return text if found is None else json.dumps(lifted(found))


def parse_stored(kind: type[S], values: Values | str | bytes) -> S:
    """Settings that were written down. Raises `ConfigError` for those that this app does not take."""
    text = values.decode(errors="replace") if isinstance(values, bytes) else values
    try:
        return parse(kind, lifted_json(text) if isinstance(text, str) else lifted(text))
    except ConfigError as error:
        raise ConfigError(other_version(str(error))) from None


def as_far_as_known(kind: type[S], text: str) -> Known[S]:
    """Settings to be looked at, not trained with: what this app does not take gives way to the default."""
    try:
        return Known(parse(kind, lifted_json(text)))
    except ConfigError as error:
        left, why = lifted(_mapping(text) or {}), str(error)
    config, taken = _taken(kind, left)
    return Known(config, tuple(name for name in left if name not in taken), why)


def _taken(kind: type[S], values: Values) -> tuple[S, Values]:
    """Settings without those that are not allowed, and the values that they were made of."""
    try:
        return kind.model_validate(values), values
    except ValidationError as error:
        wrong = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
    if not wrong & set(values):  # each is allowed, all of them together are not
        fields: Any = {name: _frozen(value) for name, value in values.items()}
        return cast(S, kind.model_construct(None, **fields)), values
    return _taken(kind, {name: value for name, value in values.items() if name not in wrong})


def other_version(why: str) -> str:
    """What is said of settings that another version of the app has written."""
    return t("Made by another version of this app. {why}", why=why)


def _mapping(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _frozen(value: object) -> object:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value

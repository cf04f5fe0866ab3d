"""Options made from the settings themselves, so that the command line can do all that the pages can.

Names, types and help come from the fields of `rnnkit.config` and of the overrides; bounds stay there, too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin

import click
from pydantic.fields import FieldInfo

from rnnkit.config import Settings, TrainingSettings
from rnnkit.data import Overrides
from rnnkit.words import t

F = TypeVar("F", bound=Callable[..., Any])

SEPARATORS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|"}
STORED = ("task", "pace", "rates", "refit_steps", "start_from")  # written down, never typed


@dataclass(frozen=True)
class Wording:
    """How a field is said on the command line, where its own name or description will not do."""

    names: str = ""
    help: str = ""
    metavar: str | None = None


WORDING: Mapping[str, Wording] = {
    "targets": Wording("--target", t("Column to forecast; repeat it for several."), "COLUMN"),
    "past_covariates": Wording("--past-covariate", metavar="COLUMN"),
    "future_covariates": Wording("--future-covariate", metavar="COLUMN"),
    "encoding": Wording(help=t("Encoding of the file, such as gb18030.")),
    "separator": Wording(help=t("What stands between two cells: a character, or tab, comma, semicolon.")),
    "decimal": Wording(help=t("Decimal mark.")),
    "thousands": Wording(help=t("Thousands mark.")),
    "header": Wording(help=t("Whether the first line holds names.")),
    "skip_rows": Wording(help=t("Lines before the table.")),
    "skip_footer": Wording(help=t("Lines after the table.")),
    "time": Wording(
        help=t('Column with the time; repeat it for a split date, "" for none.'), metavar="COLUMN"
    ),
    "day_first": Wording("--day-first/--month-first", t("How 03/04/2020 is meant.")),
    "time_format": Wording(help=t("How dates are written, such as %d.%m.%Y.")),
    "series": Wording(help=t("Column that names the series."), metavar="COLUMN"),
    "layout": Wording(help=t("One row per series and time (long), or one column per series (wide).")),
    "values": Wording("--keep", t("Column to keep; the others are left out."), "COLUMN"),
    "without_series": Wording(metavar="NAME", help=t("Series to leave out, by its name.")),
    "without": Wording(metavar="COLUMN", help=t("Column to leave out, such as one that leaks.")),
    "missing": Wording(metavar="WORD", help=t("A further spelling of a missing value.")),
    "sentinels": Wording("--sentinel", t("Number that means missing, such as -999."), "NUMBER"),
    "keep_sentinels": Wording("--keep-sentinel", t("Number that looks like it but is real."), "NUMBER"),
    "duplicates": Wording(help=t("What to do with several rows of the same time.")),
    "gaps": Wording(help=t("How gaps are filled.")),
    "freq": Wording(help=t("Step of the time, such as D, h, 15min, ME.")),
    "temperatures": Wording(
        "--temperature",
        t("0 takes the likeliest symbol, 1 draws as learned, 2 is wild; repeat it to compare."),
    ),
    "off": Wording(help=t("Switch a change off, by its key."), metavar="KEY"),
}


def settings_options(kind: type[Settings], *skip: str) -> Callable[[F], F]:
    """A decorator that adds one option for every field of the settings."""
    made = [_option(name, field) for name, field in kind.model_fields.items() if name not in skip]

    def decorate(command: F) -> F:
        for option in reversed(made):
            command = option(command)
        return command

    return decorate


def chosen(kind: type[Settings], values: Mapping[str, Any]) -> dict[str, Any]:
    """What was given on the command line for these settings; anything else is left to their defaults."""
    return {
        name: value for name in kind.model_fields if (value := values.get(name)) is not None and value != ()
    }


def overrides_from(values: Mapping[str, Any], kind: type[Settings] = Overrides) -> dict[str, Any]:
    """The overrides given, with the words for separators and "none" translated."""
    given = chosen(kind, values)
    if "separator" in given:
        given["separator"] = SEPARATORS.get(given["separator"].lower(), given["separator"])
    if given.get("thousands") == "none":
        given["thousands"] = ""
    return given


def _option(name: str, field: FieldInfo) -> Callable[[F], F]:
    wording = WORDING.get(name, Wording())
    flag = "--" + name.replace("_", "-")
    kinds = list(_kinds(field.annotation))
    options: dict[str, Any] = {"default": None, "metavar": wording.metavar}
    if bool in kinds:
        flag = f"{flag}/--no-{flag[2:]}"
    elif words := _words(field.annotation):
        options |= {"type": click.Choice([word or "none" for word in words]), "metavar": None}
    else:
        options["type"] = next(kind for kind in (int, float, str) if kind in kinds)
    if repeated(field):
        options |= {"multiple": True, "default": ()}
    return click.option(wording.names or flag, name, help=_help(wording, field), **options)


def flag_of(name: str) -> str:
    """The option of a field as it is typed: that of `targets` is `--target`."""
    return WORDING.get(name, Wording()).names or "--" + name.replace("_", "-")


def repeated(field: FieldInfo) -> bool:
    """Whether the option of a field may be given several times."""
    return bool({tuple, frozenset} & set(_kinds(field.annotation)))


def _help(wording: Wording, field: FieldInfo) -> str:
    text = wording.help or field.description or ""
    default = field.default
    if isinstance(default, bool) or default in (None, (), "") or isinstance(default, frozenset):
        return text
    if isinstance(default, tuple):
        default = ", ".join(map(str, default))
    return t("{text} Default: {default}.", text=text, default=default)


def _kinds(annotation: Any) -> Iterator[Any]:
    """All plain types inside an annotation, containers among them."""
    origin = get_origin(annotation)
    if origin is Literal:
        return
    if origin in (tuple, frozenset):
        yield origin
    inner = get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        inner = inner[:1]
    if not inner:
        yield annotation
    for part in inner:
        yield from _kinds(part)


def _words(annotation: Any) -> tuple[str, ...]:
    """The words of a choice, wherever in the annotation it stands."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((words for part in get_args(annotation) if (words := _words(part))), ())


def data_options(command: F) -> F:
    """The options that say how a file is to be read."""
    return settings_options(Overrides)(command)


def further_options(command: F) -> F:
    """The options that may differ when a run is trained further."""
    fixed = set(TrainingSettings.model_fields) - TrainingSettings.free | {
        "initialization",
        "forget_bias",
        *STORED,
    }
    return settings_options(TrainingSettings, *fixed)(command)

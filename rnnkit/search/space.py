"""What can be varied, how a person spells it, and the settings that come of it."""

import itertools
import json
import math
import random
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args, get_origin

from rnnkit.config import parse, title
from rnnkit.config.cells import CELLS, names_for
from rnnkit.config.training import TrainingSettings
from rnnkit.errors import ConfigError
from rnnkit.search.settings import Range, SearchConfig
from rnnkit.words import t

WIDE = 8.0  # a range whose ends are so many times apart is drawn from evenly by its logarithm
DIGITS = 3  # of a number that was drawn
UNVARIED = frozenset(
    {"task", "pace", "start_from", "seed", "device", "budget", "epochs", "steps", "skip_repeats"}
)
"""What no search varies: what is asked, how long, and on what."""

C = TypeVar("C", bound=TrainingSettings)
Change = Mapping[str, Any]


def searchable(kind: type[TrainingSettings], fixed: frozenset[str]) -> list[str]:
    """The settings that a search may vary, in the order of the form; `fixed` decide what is asked."""
    names = [name for name, field in kind.model_fields.items() if not _is_list(field.annotation)]
    return [name for name in names if name not in UNVARIED | fixed | {"bidirectional"}]


def read_dimension(text: str) -> tuple[str, tuple[Any, ...] | Range]:
    """A setting and its values as typed.

    >>> read_dimension("hidden_size=16,32")
    ('hidden_size', (16, 32))
    >>> read_dimension("learning_rate=0.001..0.01")[1]
    Range(low=0.001, high=0.01)
    """
    name, sign, values = text.partition("=")
    if not sign or not values.strip():
        raise ConfigError(
            t("Write what to vary as name=value,value or name=low..high, not {text}.", text=text)
        )
    return name.strip().replace("-", "_"), read_values(values)


def read_values(text: str) -> tuple[Any, ...] | Range:
    """Values as typed: a list with commas, or a range with two dots."""
    low, dots, high = text.partition("..")
    if dots:
        return parse(Range, {"low": _word(low), "high": _word(high)})
    found = [_word(word) for word in text.split(",") if word.strip()]
    return tuple(dict.fromkeys(found))


def settings_of(base: C, config: SearchConfig, fixed: frozenset[str] = frozenset()) -> list[C]:
    """The settings that are tried, each valid by itself; the same for the same seed.

    Raises `ConfigError` with one sentence for what cannot be varied and for values that are none.
    """
    kind = type(base)
    allowed = searchable(kind, fixed)
    for name in config.over:
        if name not in kind.model_fields:
            raise ConfigError(t("There is no setting called {name}.", name=name[:40]))
        if name not in allowed:
            raise ConfigError(
                t(
                    "{title}: a search does not vary it, since scores would not compare.",
                    title=title(kind, name),
                )
            )
    chosen = _drawn(config) if _draws(config) else _cut(_grid(config), config)
    return [applied(base, change) for change in chosen]


def left_out(config: SearchConfig) -> int:
    """How many combinations a grid has more than there are trials; 0 where they are drawn."""
    return 0 if _draws(config) else max(0, combinations(config) - config.trials)


def combinations(config: SearchConfig) -> int:
    """How many combinations of listed values there are; ranges count as one."""
    return math.prod(1 if isinstance(values, Range) else len(values) for values in config.over.values())


def applied(base: C, change: Change) -> C:
    """The settings with a change; a cell may be named as a network: `BiGRU` reads from both ends."""
    values = dict(change)
    if (named := values.get("cell")) in CELLS:
        if named not in names_for(type(base)):
            raise ConfigError(t("{name}: this task cannot train it.", name=named))
        values["cell"], values["bidirectional"] = CELLS[str(named)]
    return parse(type(base), base.model_dump() | values)


def _draws(config: SearchConfig) -> bool:
    """Whether combinations are drawn: asked for, or because a range has no grid."""
    return config.sampler == "random" or any(isinstance(values, Range) for values in config.over.values())


def _grid(config: SearchConfig) -> list[Change]:
    names = list(config.over)
    lists = [values for values in config.over.values() if not isinstance(values, Range)]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*lists)]


def _cut(changes: list[Change], config: SearchConfig) -> list[Change]:
    """As many as are tried; which, the seed decides."""
    if len(changes) <= config.trials:
        return changes
    kept = sorted(random.Random(config.seed).sample(range(len(changes)), config.trials))
    return [changes[place] for place in kept]


def _drawn(config: SearchConfig) -> list[Change]:
    """Different combinations drawn at random; fewer where there are no more."""
    ranges = any(isinstance(values, Range) for values in config.over.values())
    if not ranges:
        return _cut(_grid(config), config)
    chance = random.Random(config.seed)
    found: dict[str, Change] = {}
    for _ in range(20 * config.trials):
        change = {name: _one(chance, values) for name, values in config.over.items()}
        found.setdefault(json.dumps(change), change)
        if len(found) == config.trials:
            break
    return list(found.values())


def _one(chance: random.Random, values: Sequence[Any] | Range) -> Any:
    if not isinstance(values, Range):
        return chance.choice(values)
    low, high = values.low, values.high
    if low > 0 and high / low >= WIDE:
        drawn = math.exp(chance.uniform(math.log(low), math.log(high)))
    else:
        drawn = chance.uniform(low, high)
    if isinstance(low, int) and isinstance(high, int):
        return min(high, max(low, round(drawn)))
    return min(float(high), max(float(low), float(f"{drawn:.{DIGITS}g}")))


def _word(text: str) -> Any:
    """`16`, `0.01`, `true`, `none` or a word."""
    word = text.strip()
    lowered = {"none": "null", "true": "true", "false": "false"}.get(word.lower(), word)
    try:
        found = json.loads(lowered)
    except ValueError:
        return word
    return found if isinstance(found, int | float | bool) or found is None else word


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) in (tuple, frozenset) or any(map(_is_list, get_args(annotation)))

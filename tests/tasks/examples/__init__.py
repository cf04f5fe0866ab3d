"""The smallest data and settings of every task: a file a task, `EXAMPLE` in it, found by its name."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from tests.tasks.example import Example

EXAMPLES: Mapping[str, Example] = {
    found.name: import_module(f"{__name__}.{found.name}").EXAMPLE for found in iter_modules(__path__)
}

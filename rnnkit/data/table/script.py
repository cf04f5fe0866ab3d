"""The script that does again what was done to a table, while it is written."""

from dataclasses import dataclass, field

from rnnkit.data.table.recipe import Recipe


@dataclass
class Script:
    """The functions that a script takes along, and the steps of its `clean`."""

    recipe: Recipe
    steps: list[str] = field(default_factory=list)
    functions: list[tuple[str, str]] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)

    def take(self, module: str, name: str) -> None:
        """Take along a function of this package, with all that it uses."""
        self.functions.append((f"rnnkit.data.{module}", name))

"""Run the benchmarks: `python -m bench` all of them, `python -m bench forecast` the named ones.

A benchmark is a module of this package with a function `main()`, which prints its own table. One that has
`PARTS` of other names than benchmarks can be asked for some: `python -m bench peers equal quality`.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

import bench


def names() -> list[str]:
    """Benchmarks that exist: the public modules of this package."""
    return sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name[0] != "_")


def asked(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Benchmarks with their parts: `["core", "peers", "equal"]` is `core`, and `peers` with its part `equal`.

    Raises `ValueError` for a word that is neither.
    """
    there, found = names(), list[tuple[str, list[str]]]()
    for word in words:
        if found and word in parts_of(load(found[-1][0])):
            found[-1][1].append(word)
        elif word in there:
            found.append((word, []))
        else:
            raise ValueError(f"No benchmark {word}; there are: {', '.join(there)}")
    yield from found


def load(name: str) -> ModuleType:
    """The module of a benchmark."""
    return importlib.import_module(f"bench.{name}")


def parts_of(module: ModuleType) -> Sequence[str]:
    """What can be asked of it alone."""
    found = getattr(module, "PARTS", ())
    return [part for part in found if isinstance(part, str)]


def main(words: Sequence[str]) -> int:
    """Run each benchmark in turn; an unknown name ends with one line and exit code 2."""
    try:
        wanted = list(asked(words or names()))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    for name, parts in wanted:
        print(f"\n## {name}\n", flush=True)
        module = load(name)
        if parts:
            module.main(parts)
        else:
            module.main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

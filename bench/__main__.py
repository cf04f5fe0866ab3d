"""Run the benchmarks: `python -m bench` all of them, `python -m bench forecast` the named ones.

A benchmark is a module of this package with a function `main()`, which prints its own table.
"""

import importlib
import pkgutil
import sys

import bench


def names() -> list[str]:
    """Benchmarks that exist: the public modules of this package."""
    return sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name[0] != "_")


def main(wanted: list[str]) -> int:
    """Run each benchmark in turn; an unknown name ends with one line and exit code 2."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(
            f"No benchmark {', '.join(unknown)}; there are: {', '.join(names()) or 'none'}", file=sys.stderr
        )
        return 2
    for name in wanted or names():
        print(f"\n## {name}\n", flush=True)
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

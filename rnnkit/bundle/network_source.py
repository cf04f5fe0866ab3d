"""The part of this project that a kept model computes with, as one file that needs torch and pandas only.

Nothing is written twice: the classes and functions are those of the app, taken out of its own source.
"""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]

Imported = ast.Import | ast.ImportFrom

# Words of annotations that the app defines elsewhere.
NAMES = """\
Cell = Encoder = Activation = Initialization = Strategy = Normalization = str  # words such as "lstm"
ResolvedForecast = ResolvedText = object  # has the settings as attributes
Array = np.ndarray
"""


def network_source(sources: Mapping[str, tuple[str, ...]]) -> str:
    """The module `network.py` of a kept model, from files of `rnnkit` in the order they build on each other.

    With what is taken of each; empty takes all.
    """
    taken = [_taken(ROOT / path, names) for path, names in sources.items()]
    pieces = [piece for _, found in taken for piece in found]
    imports = _imports([node for nodes, _ in taken for node in nodes], _used("\n".join(pieces)))
    head = [
        '"""The network and what it reads, as the app that trained it has them."""',
        "from __future__ import annotations",
        "\n".join(imports),
        NAMES.strip(),
    ]
    return "\n\n".join(head) + "\n" + "".join(map(_spaced, pieces))


def _taken(path: Path, names: tuple[str, ...]) -> tuple[list[Imported], list[str]]:
    """The imports of a file that are not ours, and the pieces of it that are wanted, as they stand there."""
    source = path.read_text("utf-8")
    imports: list[Imported] = []
    pieces: list[str] = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(node)
        elif not _is_text(node) and (not names or set(names) & set(_defined(node))):
            pieces.append(_segment(source, node))
    return imports, pieces


def _imports(nodes: Iterable[Imported], used: Collection[str]) -> Iterator[str]:
    """Import lines for what is used, each name once, sorted; our own modules are not there."""
    plain: dict[str, str] = {"numpy": "np"}  # which NAMES uses
    members: dict[str, set[str]] = {"collections.abc": set()}
    for node in nodes:
        if isinstance(node, ast.Import):
            plain |= {a.name: a.asname or "" for a in node.names if (a.asname or a.name) in used}
        elif not (node.module or "").startswith("rnnkit"):
            names = {alias.name for alias in node.names} & set(used)
            members.setdefault(node.module or "", set()).update(names)
    yield from (f"import {name}" + (f" as {short}" if short else "") for name, short in sorted(plain.items()))
    yield from (f"from {name} import {', '.join(sorted(m))}" for name, m in sorted(members.items()) if m)


def _used(source: str) -> set[str]:
    """All names that a source mentions."""
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}


def _spaced(piece: str) -> str:
    return ("\n\n" if piece.startswith(("def ", "class ", "@")) else "\n") + piece.rstrip() + "\n"


def _segment(source: str, node: ast.stmt) -> str:
    """A piece of a file with its decorators and the remark behind it."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _defined(node: ast.stmt) -> Iterator[str]:
    """The names that a statement defines."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    yield from (target.id for target in targets if isinstance(target, ast.Name))

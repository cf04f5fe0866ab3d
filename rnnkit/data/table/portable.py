"""Functions of this package as source that runs without it: what reads here is what travels.

A function brings along what it uses of ours, and nothing else. In tables named in `entries` only the
entries that are needed stay.
"""

import ast
import importlib
import inspect
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType

OURS = "rnnkit."


@dataclass
class Parsed:
    """A module taken apart: its lines, what each name is defined by, and where imported names come from."""

    lines: list[str]
    defined: dict[str, ast.stmt]
    imported: dict[str, tuple[str, str]]  # name here -> module, name there ("" for a module itself)


@dataclass
class Collected:
    """What was found to be needed, in the order of modules and lines."""

    pieces: dict[tuple[str, str], str] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)


def source_of(wanted: Iterable[tuple[str, str]], entries: Mapping[str, Collection[str]] | None = None) -> str:
    """Source that defines these names (module, name), below the imports that it needs."""
    found = Collected()
    for module, name in wanted:
        _collect(module, name, found, entries or {})
    head = "\n".join(sorted(found.imports, key=lambda line: (line.startswith("from"), line)))
    return head + "\n" + "".join(map(_spaced, found.pieces.values()))


def merged(sources: Iterable[str]) -> str:
    """Sources one behind the other, their imports first and each once."""
    imports: dict[str, None] = {}
    bodies = []
    for source in sources:
        lines = source.split("\n")
        count = next(
            (i for i, line in enumerate(lines) if line and not line.startswith(("import ", "from "))),
            len(lines),
        )
        imports |= dict.fromkeys(line for line in lines[:count] if line)
        bodies.append("\n".join(lines[count:]))
    head = sorted(imports, key=lambda line: (line.startswith("from"), line))
    return (
        "\n".join(head) + "\n\n\n" + "\n\n\n".join(body.strip("\n") for body in bodies if body.strip()) + "\n"
    )


@cache
def _parsed(name: str) -> Parsed:
    module: ModuleType = importlib.import_module(name)
    source = inspect.getsource(module)
    defined: dict[str, ast.stmt] = {}
    imported: dict[str, tuple[str, str]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom):
            imported |= {a.asname or a.name: (node.module or "", a.name) for a in node.names}
        elif isinstance(node, ast.Import):
            imported |= {a.asname or a.name: (a.name, "") for a in node.names}
        else:
            defined |= dict.fromkeys(names_of(node), node)
    return Parsed(source.split("\n"), defined, imported)


def names_of(node: ast.stmt) -> Iterator[str]:
    """The names that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    for target in targets:
        inside = target.elts if isinstance(target, ast.Tuple) else [target]
        yield from (part.id for part in inside if isinstance(part, ast.Name))


def _collect(module: str, name: str, found: Collected, entries: Mapping[str, Collection[str]]) -> None:
    """Add a name and all that it uses, what is used first."""
    parsed = _parsed(module)
    if name in parsed.imported:
        origin, there = parsed.imported[name]
        if origin.startswith(OURS):
            return _collect(origin, there, found, entries)
        short = "" if name == (there or origin) else f" as {name}"
        found.imports.add(f"from {origin} import {there}{short}" if there else f"import {origin}{short}")
        return None
    node = parsed.defined.get(name)
    first = next(names_of(node), name) if node is not None else name
    if node is None or (module, first) in found.pieces:
        return None
    found.pieces[module, first] = ""  # so that functions may use each other
    text = _text(parsed, node, name, entries)
    for used in _used(text):
        _collect(module, used, found, entries)
    del found.pieces[module, first]
    found.pieces[module, first] = text
    return None


def _text(parsed: Parsed, node: ast.stmt, name: str, entries: Mapping[str, Collection[str]]) -> str:
    """The statement as it stands in the file; a table with the wanted entries only."""
    value = getattr(node, "value", None)
    if name in entries and isinstance(value, ast.Dict):
        pairs = [(key, each) for key, each in zip(value.keys, value.values, strict=True) if key is not None]
        kept = [
            (ast.literal_eval(key), ast.unparse(each))
            for key, each in pairs
            if ast.literal_eval(key) in entries[name]
        ]
        inner = "".join(f"    {key!r}: {each},\n" for key, each in kept)
        return f"{name} = {{\n{inner}}}"
    decorators = getattr(node, "decorator_list", [])
    start = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(parsed.lines[start - 1 : node.end_lineno])


@cache
def _used(text: str) -> tuple[str, ...]:
    """The names that a statement uses, but for those that only say types."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in [*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs]:
                argument.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(value=None)
    names = (
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )
    return tuple(dict.fromkeys(names))


def _spaced(piece: str) -> str:
    return ("\n\n" if piece.startswith(("def ", "class ", "@")) else "\n") + piece.rstrip() + "\n"

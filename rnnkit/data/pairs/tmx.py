"""Pairs of a translation memory (TMX): segments by language, code inside them left out, entities refused."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from xml.parsers import expat

from rnnkit.data.pairs.pair_records import Cells, PairRecords
from rnnkit.errors import DataError
from rnnkit.words import t

CODE = frozenset({"bpt", "ept", "it", "ph", "ut", "sub"})
"""Elements inside a segment whose contents are code of the original, and no text."""
MOST_LANGUAGES = 50
DEEPEST = 100


@dataclass
class _Reader:
    """What the parser is at: the unit and its segments by language, and all units so far."""

    parser: Any
    lines: list[int] = field(default_factory=list)
    units: list[dict[str, str]] = field(default_factory=list)
    languages: dict[str, None] = field(default_factory=dict)
    source: str = ""
    unit: dict[str, str] | None = None
    language: str = ""
    text: list[str] | None = None
    code: int = 0
    depth: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise DataError(
                t("Line {line}: elements are nested too deeply.", line=self.parser.CurrentLineNumber)
            )
        if name == "header":
            self.source = _language(attributes.get("srclang", ""))
        elif name == "tu":
            self.unit = {}
            self.lines.append(self.parser.CurrentLineNumber)
        elif name == "tuv":
            self.language = _language(attributes.get("xml:lang") or attributes.get("lang") or "")
        elif name == "seg":
            self.text, self.code = [], 0
        elif self.text is not None and name in CODE:
            self.code += 1

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth -= 1
        if name == "seg" and self.unit is not None and self.text is not None:
            self.unit.setdefault(self.language, " ".join("".join(self.text).split()))
            self.languages.setdefault(self.language)
            self.text = None
            if len(self.languages) > MOST_LANGUAGES:
                line = self.parser.CurrentLineNumber
                raise DataError(t("Line {line}: more than {most} languages.", line=line, most=MOST_LANGUAGES))
        elif name == "tu" and self.unit is not None:
            self.units.append(self.unit)
            self.unit = None
        elif self.text is not None and name in CODE:
            self.code -= 1

    def characters(self, data: str) -> None:
        """Text between elements."""
        if self.text is not None and not self.code:
            self.text.append(data)

    def entity(self, *_: Any) -> None:
        """A document that makes up entities of its own could grow without bounds."""
        line = self.parser.CurrentLineNumber
        raise DataError(t("Line {line} declares an XML entity; save the file without it.", line=line))


def read_tmx(text: str, encoding: str) -> PairRecords:
    """A column a language: `en-US`, `EN` and `en` are one. Units in fewer than two languages have gaps.

    Raises `DataError` that names the line where the XML is broken.

    >>> sides = '<tuv xml:lang="en"><seg>one</seg></tuv><tuv xml:lang="DE-de"><seg>eins</seg></tuv>'
    >>> found = read_tmx(f"<tmx><body><tu>{sides}</tu></body></tmx>", "utf-8")
    >>> found.columns, found.rows
    (('en', 'de'), [('one', 'eins')])
    """
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    reader = _Reader(parser)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.EntityDeclHandler = reader.entity
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise DataError(
            t("Line {line}: this is no complete XML; export the memory again.", line=error.lineno)
        ) from None
    if len(reader.languages) < 2:
        raise DataError(t("Line {line}: the memory holds no two languages.", line=(reader.lines or [1])[0]))
    first, second = _best_two(reader)
    names = (first, second, *(name for name in reader.languages if name not in (first, second)))
    rows: list[Cells] = [tuple(unit.get(name) for name in names) for unit in reader.units]
    return PairRecords("tmx", names, reader.lines[: len(rows)], rows, encoding, source=first)


def _best_two(reader: _Reader) -> tuple[str, str]:
    """The languages that make the most pairs, the source of the memory first where it is one of them."""
    times: Counter[tuple[str, str]] = Counter()
    order = {name: place for place, name in enumerate(reader.languages)}
    for unit in reader.units:
        held = sorted((name for name, text in unit.items() if text), key=lambda name: order[name])
        times.update(combinations(held[:MOST_LANGUAGES], 2))
    if not times:
        first, second = list(order)[:2]
    else:
        first, second = max(times, key=lambda two: (times[two], -order[two[0]], -order[two[1]]))
    return (second, first) if reader.source == second else (first, second)


def _language(code: str) -> str:
    """`en-US` and `EN` -> `en`."""
    return code.strip().lower().replace("_", "-").partition("-")[0][:40]

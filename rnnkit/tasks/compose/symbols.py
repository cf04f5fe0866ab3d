"""What a composer knows: its tokens by number, and the meters and keys that it learned from."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Annotated

from annotated_types import MaxLen
from pydantic import Field

from rnnkit.config import Settings, parse
from rnnkit.data.tunes import Tune

SYMBOLS = "symbols.json"
END, UNKNOWN = "<end>", "<unknown>"
SPECIAL = (END, UNKNOWN)
FEW = 2  # times that a token has to come to be known
MOST = 20_000
MOST_HEADERS = 500

Word = Annotated[str, Field(strict=True), MaxLen(64)]
Times = Annotated[int, Field(strict=True, ge=0)]


class Header(Settings):
    """A meter and a key, and how many training tunes have both."""

    meter: Word
    key: Word
    tunes: Times = 0

    @property
    def tokens(self) -> tuple[str, str]:
        """As a tune begins."""
        return f"M:{self.meter}", f"K:{self.key}"


class Symbols(Settings):
    """The file `symbols.json`: the end of a tune and what is unknown, meters and keys, and then tokens.

    `fields` are `M:` and `K:` of a header; `headers` are the pairs that came, the most frequent first.
    """

    fields: Annotated[tuple[Word, ...], MaxLen(2 * MOST_HEADERS)]
    tokens: Annotated[tuple[Word, ...], MaxLen(MOST)]
    headers: Annotated[tuple[Header, ...], MaxLen(MOST_HEADERS)]

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Every symbol, in the order of its number."""
        return (*SPECIAL, *self.fields, *self.tokens)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every symbol but the special ones."""
        return {symbol: number for number, symbol in enumerate(self.all) if number >= len(SPECIAL)}

    @property
    def first_token(self) -> int:
        """The number of the first token of a body; smaller ones but the end are never written."""
        return len(SPECIAL) + len(self.fields)

    def __len__(self) -> int:
        return len(self.all)

    def encode(self, tokens: Iterable[str]) -> list[int]:
        """The numbers of tokens; that of the unknown for those that are."""
        unknown = SPECIAL.index(UNKNOWN)
        return [self.numbers.get(token, unknown) for token in tokens]

    @classmethod
    def from_json(cls, content: bytes | str) -> "Symbols":
        """From the JSON of a file. Raises `ConfigError` with one sentence."""
        return parse(cls, content)


def symbols_of(tunes: Sequence[Tune]) -> Symbols:
    """What is known after these tunes: tokens that come at least twice, and all their meters and keys."""
    times = Counter(token for tune in tunes for token in tune.tokens)
    known = sorted(
        (token for token in times if times[token] >= FEW), key=lambda token: (-times[token], token)
    )
    pairs = Counter((tune.meter, tune.key) for tune in tunes).most_common(MOST_HEADERS)
    headers = tuple(Header(meter=meter, key=key, tunes=number) for (meter, key), number in pairs)
    fields = dict.fromkeys(
        [header.tokens[0] for header in headers] + sorted(header.tokens[1] for header in headers)
    )
    return Symbols(fields=tuple(fields), tokens=tuple(known[:MOST]), headers=headers)

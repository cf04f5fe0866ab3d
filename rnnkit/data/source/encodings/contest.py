"""The contest: what a file costs in every encoding, the cheapest, and how near the next one comes."""

from dataclasses import dataclass

from rnnkit.data.source.encodings import double, single
from rnnkit.data.source.encodings.evidence import Evidence, gather
from rnnkit.data.source.encodings.known_encodings import DOUBLE, SINGLE, base_cost

CLOSE = 7.0  # nats: about a thousand to one
CLOSE_SHARE = 0.04  # more is asked of a long text, as its letters do not come independently
NOTHING, PLAIN = 10.5, 3.4  # nats a byte beyond ASCII and a letter: what reads worse is no language
EQUAL = 4.0  # of encodings that read the same, the commonest is named unless its languages fit much worse


@dataclass(frozen=True)
class EncodingVerdict:
    """The encodings from the likeliest on, the likeliest other reading, and whether it comes near.

    `nonsense` says that none reads like any language.
    """

    names: tuple[str, ...]
    language: str
    rival: str | None
    close: bool
    margin: float
    nonsense: bool


def contest(content: bytes) -> EncodingVerdict:
    """Rank all encodings for bytes that are no Unicode."""
    evidence = gather(content)
    costs = {name: single.cost(name, evidence) for name in SINGLE}
    costs |= {name: double.cost(name, evidence) for name in DOUBLE}
    names = sorted(costs, key=lambda name: costs[name][0])
    likeliest = costs[names[0]][0]
    best = min(_alike(names, costs, evidence), key=base_cost)
    names.insert(0, names.pop(names.index(best)))
    rival = next((name for name in names[1:] if _differ(best, name, evidence)), None)
    margin = costs[rival][0] - likeliest if rival else float("inf")
    close = margin < max(CLOSE, CLOSE_SHARE * evidence.spread)
    nonsense = likeliest > NOTHING * evidence.spread + PLAIN * evidence.letters
    return EncodingVerdict(tuple(names), costs[best][1], rival, close, margin, nonsense)


def _alike(names: list[str], costs: dict[str, tuple[float, str]], evidence: Evidence) -> list[str]:
    """The likeliest and those hardly less likely that read the same."""
    best = names[0]
    near = [name for name in names if costs[name][0] - costs[best][0] < EQUAL]
    return [best, *(name for name in near[1:] if not _differ(best, name, evidence))]


def _differ(one: str, other: str, evidence: Evidence) -> bool:
    """Whether the two read the bytes that are there as different characters."""
    if one in SINGLE and other in SINGLE:
        a, b = single.characters(one), single.characters(other)
        return any(a[code] != b[code] for code in evidence.used.tolist())
    return evidence.sample.decode(one, "replace") != evidence.sample.decode(other, "replace")

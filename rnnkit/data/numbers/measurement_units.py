"""Units at numbers: which of them can be converted into each other, and which multiply."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rnnkit.data.numbers.cell import UNIT_BEFORE, UNIT_BEHIND
from rnnkit.data.times.written.month_names import MONTHS

GROUPS: tuple[Mapping[str, float], ...] = (
    {"mW": 1e-3, "W": 1.0, "kW": 1e3, "KW": 1e3, "MW": 1e6, "GW": 1e9},
    {"Wh": 1.0, "kWh": 1e3, "KWh": 1e3, "KWH": 1e3, "MWh": 1e6, "GWh": 1e9, "TWh": 1e12},
    {"mV": 1e-3, "V": 1.0, "kV": 1e3},
    {"mA": 1e-3, "A": 1.0},
    {"Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9},
    {"mm": 1e-3, "cm": 1e-2, "m": 1.0, "km": 1e3},
    {"mg": 1e-3, "g": 1.0, "kg": 1e3},
    {"ml": 1e-3, "mL": 1e-3, "cl": 1e-2, "l": 1.0, "L": 1.0, "hl": 100.0},
    {"ms": 1e-3, "s": 1.0, "sec": 1.0},
    {"Pa": 1.0, "hPa": 100.0, "mbar": 100.0, "kPa": 1e3, "bar": 1e5},
    {"B": 1.0, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12},
    {"kbit/s": 1e3, "Mbit/s": 1e6, "Gbit/s": 1e9, "kbps": 1e3, "Kbps": 1e3, "Mbps": 1e6, "Gbps": 1e9},
)
"""Units of one measure, with their factors; what is not here is never converted."""
LETTERS: Mapping[str, float] = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "b": 1e9, "B": 1e9, "T": 1e12}
"""Multiples of one letter: only where they are written right behind the number, or several of them."""
MULTIPLES: Mapping[str, float] = {
    **dict.fromkeys(("tsd", "tsd.", "thousand", "thousands", "тыс", "тыс.", "千", "천"), 1e3),
    **dict.fromkeys(("万", "萬", "만"), 1e4),
    **dict.fromkeys(("lakh", "lakhs", "lac"), 1e5),
    **dict.fromkeys(("mn", "mn.", "mio", "mio.", "mln", "mln.", "million", "millions", "millionen"), 1e6),
    **dict.fromkeys(("millones", "milhões", "milioni", "млн", "млн.", "百万"), 1e6),
    **dict.fromkeys(("crore", "crores"), 1e7),
    **dict.fromkeys(("亿", "億", "억"), 1e8),
    **dict.fromkeys(("bn", "bn.", "bln", "billion", "billions", "mrd", "mrd.", "mld", "mld."), 1e9),
    **dict.fromkeys(("milliarden", "milliards", "miliardi", "млрд", "млрд."), 1e9),
    **dict.fromkeys(("tn", "trillion", "兆"), 1e12),
}
FLAGS = frozenset("bcdefinprsuzEPRF")
"""Letters by which offices of statistics mark numbers: estimated, provisional, revised ..."""
NO_UNITS = frozenset({"am", "pm", "a.m.", "p.m.", "a.m", "p.m", "st", "nd", "rd", "th", "uhr", "q"})
DATE_SIGNS = frozenset("年月日时時分秒년월일시")
BEFORE = frozenset(
    ("Rs", "Rs.", "kr", "kr.", "Kč", "zł", "RM", "Rp", "lei", "Ft", "Fr.", "SEK", "NOK", "DKK", "PLN", "CZK")
) | {"INR", "BRL", "AUD", "CAD", "MXN", "ZAR", "TRY", "RUB", "KRW", "HKD", "SGD", "THB", "IDR", "MYR", "PHP"}
"""Words that may stand before a number; any other (Store 5, Week 12) makes it a name."""


def find_units(cells: Sequence[str]) -> dict[str, float]:
    """The units in a sample of cells with their factors; none where they cannot be told for certain.

    `["3 kW", "200 W", "1 kW"]` gives `{"kW": 1, "W": 0.001, ...}`: the most frequent one counts.

    >>> find_units(["3 kW", "200 W", "1 kW"])
    {'mW': 1e-06, 'W': 0.001, 'kW': 1.0, 'KW': 1.0, 'MW': 1000.0, 'GW': 1000000.0}
    """
    attached, behind, before = Counter[str](), Counter[str](), Counter[str]()
    for cell in cells:
        if found := UNIT_BEHIND.match(cell):
            behind[found[2].strip()] += 1
            attached[found[2].strip()] += not found[1].endswith(" ") and f" {found[2]}" not in cell
        elif found := UNIT_BEFORE.match(cell):
            before[found[2]] += 1
    known = {name for group in GROUPS for name in group} | BEFORE | {"°C", "°F", "€", "EUR", "USD"}
    units = behind + Counter({name: count for name, count in before.items() if name in known})
    if not units or any(_is_of_a_date(unit) for unit in units):
        return {}
    return _multiples(units, attached, len(cells)) or _measures(units)


def _is_of_a_date(unit: str) -> bool:
    first = unit.split(maxsplit=1)[0].rstrip(".").lower()
    return unit.lower() in NO_UNITS or bool(set(unit) & DATE_SIGNS) or first in MONTHS


def _multiples(units: Counter[str], attached: Counter[str], cells: int) -> dict[str, float]:
    """Factors where all units are thousands, millions and so on."""
    factors = {unit: MULTIPLES.get(unit.lower(), LETTERS.get(unit, 0.0)) for unit in units}
    if set(units) == {"CR", "DR"} or {unit.lower().rstrip(".") for unit in units} == {"cr", "dr"}:
        return {unit: -1.0 if unit.lower().startswith("d") else 1.0 for unit in units}
    if set(units) <= {"Cr", "Cr.", "Lakh", "lakh", "L"} and {"Cr", "Cr."} & set(units):
        return {"Cr": 1e7, "Cr.": 1e7, "Lakh": 1e5, "lakh": 1e5, "L": 1e5}
    if not all(factors.values()):
        return {}
    letters = [unit for unit in units if unit.lower() not in MULTIPLES]
    if len(letters) == 1 == len(units):
        unit = letters[0]
        sure = unit in {"k", "K", "M", "B"} and attached[unit] == units[unit]
        sure = sure and (unit in {"k", "K", "M"} or units[unit] < cells)
        return {**LETTERS} if sure else {}
    if letters and set(letters) <= set(FLAGS):
        return {}
    return {**LETTERS, **factors} if letters else factors


def _measures(units: Counter[str]) -> dict[str, float]:
    """Factors of units of one measure, or the one unit there is."""
    (most, _), *others = units.most_common()
    if not others:
        group = next((group for group in GROUPS if most in group), {most: 1.0})
        return {unit: float(f"{factor / group[most]:.12g}") for unit, factor in group.items()}
    for group in GROUPS:
        if set(units) <= set(group):
            return {unit: float(f"{factor / group[most]:.12g}") for unit, factor in group.items()}
    plural = {unit.lower().rstrip("s.") for unit in units}
    return dict.fromkeys(units, 1.0) if len(plural) == 1 else {}


def are_flags(cells: Sequence[str]) -> bool:
    """Whether the letters behind numbers are flags (12.3 b, 45 e), not a unit of all of them."""
    letters = [found[2].strip() for cell in cells if (found := UNIT_BEHIND.match(cell))]
    if not letters or not all(len(word) <= 3 and set(word) <= FLAGS for word in letters):
        return False
    return len(letters) < 0.5 * len(cells) or len(set(letters)) > 1

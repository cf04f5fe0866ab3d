"""The many ways to write one date, brought to few: digits, month names, a.m. and p.m., intervals, zones.

A rule is a function of one cell; a reading uses only the rules that change something. Everything here
needs the standard library alone, because cleaning programs take it along.
"""

import re
import unicodedata
from collections.abc import Callable

from rnnkit.data.times.written.month_names import month_of

LONGEST_DATE = 80
"""A longer cell is no date, and is not looked into."""

INVISIBLE_MARKS = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
SIGNS = {**INVISIBLE_MARKS, **DASHES, **dict.fromkeys(map(ord, "’‘ʼ`´"), "'"), ord("،"): ","}


def _each(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


WEEKDAYS = _each(
    "sabato måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag maanantai "
    "tiistai keskiviikko torstai perjantai lauantai sunnuntai pondělí úterý středa čtvrtek pátek "
    "neděle luni marți miercuri joi vineri sâmbătă duminică hétfő kedd szerda csütörtök péntek szombat "
    "vasárnap понеділок вівторок середа четвер субота неділя senin selasa rabu kamis jumat sabtu "
    "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ "
    "อาทิตย์ mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat "
    "saturday sun sunday mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag "
    "sonnabend so sonntag lun lundi mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche "
    "lunes martes mie mié miercoles miércoles jue jueves vie viernes sab sáb sabado sábado dom domingo "
    "lunedì martedì mercoledì giovedì venerdì domenica seg ter qua qui sex segunda terça quarta quinta "
    "sexta segunda-feira terça-feira quarta-feira quinta-feira sexta-feira ma maandag dinsdag wo "
    "woensdag donderdag vr vrijdag za zaterdag zo zondag pon poniedziałek wt wtorek śr środa czw "
    "czwartek pt piątek sobota nd niedz niedziela пн понедельник вт вторник ср среда чт четверг пт "
    "пятница сб суббота вс воскресенье 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 星期一 星期二 "
    "星期三 星期四 星期五 星期六 星期日 星期天 周一 周二 周三 周四 周五 周六 周日 월요일 화요일 수요일 "
    "목요일 금요일 토요일 일요일 pzt pazartesi sal salı çar çarşamba per perşembe cum cuma cmt "
    "cumartesi paz pazar"
)
UNIT_LETTERS = {
    letter: _each(words)
    for letter, words in {
        "Q": "q qtr quarter qrt quartal trimestre trimester trim tri kwartał kwartal kw. кв квартал квартала "
        "kwartaal çeyrek kvartal kvart τρίμηνο 四半期 季度 季 quý tr",
        "W": "w wk week weeknum kw cw woche kalenderwoche semaine semana settimana sett неделя неделе нед "
        "tydzień tydz hafta uke vecka uge viikko 周 週 주 주차",
        "H": "half halbjahr semestre semester semestr hj półrocze полугодие 半年 반기 hy",
    }.items()
}
NOISE = _each(
    "o de del di da do of the le la el den der dem am um à a at o'clock uhr ur year yr jahr ano año г год "
    "года гг р рік року r rok roku st nd rd th er ère e º ª ก.ศ พ.ศ ค.ศ"
)
TOKEN = re.compile(r"[^\d\s,/:;'()\[\]+\-]+")
NOON = re.compile(r"(?<![^\W\d_])([apAPπΠμΜ])\.?\s?[mMμΜ](?![^\W\d_])\.?")
NOON_LETTERS = {"p": "P", "μ": "P", "a": "A", "π": "A"}
EASTERN_NOON = re.compile(
    r"\s?(上午|午前|오전|下午|午後|오후)\s?(\d{1,2}(?:[:時时시]\s?\d{1,2})?(?:[:分분]\s?\d{1,2})?)"
)
HAN_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}
HAN_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])月")
ERA = re.compile(r"(令和|平成|昭和|民國|民国)\s?(元|\d{1,3})")
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
POLISH_QUARTER = re.compile(r"(?<!\d)([1-4]) kw\.?(?= )")
IN_BRACKETS = re.compile(r" ?\([^()\d]{1,40}\)")
EASTERN = (
    (re.compile(r"年?\s?第\s?(?=\d)"), " "),
    (re.compile(r"(\d)\s?분기"), r"\1Q"),
    (re.compile(r"^(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?(?!\d) ?"), r"\1-\2-\3 "),
    (re.compile(r"^(\d{4})\. (\d{1,2})\.?$"), r"\1-\2"),
    (re.compile(r"(\d)\s?[時时点點시]\s?(?=\d)"), r"\1:"),
    (re.compile(r"(\d)\s?[時时点點시]"), r"\1:00"),
    (re.compile(r"(\d)\s?[分분]\s?(?=\d)"), r"\1:"),
    (re.compile(r"(\d)\s?[分분秒초]"), r"\1"),
    (re.compile(r"(\d)\s?년\s?"), r"\1-"),
    (re.compile(r"(\d)\s?월\s?"), r"\1-"),
    (re.compile(r"(\d)\s?[일号號]\s?"), r"\1 "),
    (re.compile(r"-$"), ""),
)
NAMED = re.compile(
    r"[\s,.'/-]*(M\d\d)\x00[\s,.'/-]*"
)  # \x00 tells the name of a month from an M that was there
DOUBLE = re.compile(r"(Q[1-4]) Q(?!\d)")  # of `III kwartał`
ROMAN = {"i": "Q1", "ii": "Q2", "iii": "Q3", "iv": "Q4"}

APART = re.compile(
    r" (?:-|--|~|to|until|till|bis|até|al|do|до) |\.\.+| ?~ ?|(?<=[\dZ])/(?=\d{4}-\d)|/(?=P[\dT])"
    r"|(?<= \d\d:\d\d)-(?=\d\d:\d\d$)"
    r"|(?<=[^\W\d_]{3})\.?-(?=[^\W\d_]{3,9}\.?(?: \d{4})?$)",
    re.IGNORECASE,
)
CLOCK_END = re.compile(r"^\d{1,2}:\d\d(?::\d\d)?$|^P[\dT]")

ZONE_MINUTES = {
    **{
        "utc": 0,
        "gmt": 0,
        "wet": 0,
        "z": 0,
        "bst": 60,
        "west": 60,
        "cet": 60,
        "mez": 60,
        "cest": 120,
        "mesz": 120,
    },
    **{
        "eet": 120,
        "eest": 180,
        "msk": 180,
        "trt": 180,
        "ist": 330,
        "jst": 540,
        "kst": 540,
        "aest": 600,
        "aedt": 660,
    },
    **{
        "est": -300,
        "edt": -240,
        "cst": -360,
        "cdt": -300,
        "mst": -420,
        "mdt": -360,
        "pst": -480,
        "pdt": -420,
    },
    **{
        "brt": -180,
        "art": -180,
        "clt": -240,
        "hkt": 480,
        "sgt": 480,
        "akst": -540,
        "akdt": -480,
        "hst": -600,
    },
}
ZONE = re.compile(
    r"(?<![\s(\[]) ?(?:[(\[]?\b(?P<word>"
    + "|".join([*sorted(ZONE_MINUTES, key=len, reverse=True), "dst"])
    + r")\b"
    r"(?:(?P<s1>[+-])(?P<h1>\d{1,2})(?::?(?P<m1>\d\d))?)?[)\]]?"
    r"|\[?[A-Z][a-z]+/[A-Za-z_]+\]?"
    r"|(?<=\d)(?P<zulu>z)"
    r"|(?<=\d) ?(?P<s2>[+-])(?P<h2>\d\d)(?::?(?P<m2>\d\d))?(?: ?\[[A-Za-z_/]+\])?)$",
    re.IGNORECASE,
)


BRACKETED_ZONE = re.compile(r" \([A-Z][A-Za-z ]{4,40}\)$")


def plain_signs(cell: str) -> str:
    """One kind of digits, dashes, quotes and blanks: `٢٠٢٣–٠١–٠٢` is `2023-01-02`."""
    text = unicodedata.normalize("NFKC", cell).translate(SIGNS)
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    return " ".join(text.split())


def first_of_interval(cell: str) -> str:
    """The beginning of an interval: `1.3.2023 00:00 - 1.3.2023 01:00` is `1.3.2023 00:00`."""
    parts = APART.split(cell, maxsplit=1)
    if len(parts) < 2 or not parts[0].strip():
        return cell
    first, last = parts[0].strip(), parts[1].strip()
    shapes = _shape(first), _shape(last)
    if shapes[0] == shapes[1] or CLOCK_END.match(last) or shapes[0].endswith(" " + shapes[1]):
        return first
    if shapes[1].startswith(
        shapes[0]
    ):  # `Jan - Mar 2020`, `01.03. - 07.03.2023`: the year stands behind the end
        return first + last[_length(last, shapes[0]) :]
    return cell


def _shape(text: str) -> str:
    """Digits as `0`, words as one `a`."""
    return re.sub(r"[^\W\d_]+\.?", "a", re.sub(r"\d", "0", text))


def _length(text: str, shape: str) -> int:
    """How much of a text has that shape."""
    return next(
        n for n in range(len(text) + 1) if _shape(text[:n]) == shape and _shape(text[: n + 1]) != shape
    )


def english(cell: str) -> str:
    """Names of months as M01 to M12, quarters as Q, weeks as W; weekdays and small words gone.

    `5 de enero de 2020` is `5 M01 2020`, `1. Quartal 2012` is `1Q 2012`, `5:00 p. m.` is `5:00 PM`.
    """
    text = POLISH_QUARTER.sub(r"\1Q", IN_BRACKETS.sub("", cell))
    text = ERA.sub(lambda m: str(ERAS[m[1]] + (1 if m[2] == "元" else int(m[2]))), text)
    text = HAN_MONTH.sub(lambda m: f"{sum(HAN_DIGITS[sign] for sign in m[1])}月", text)
    text = EASTERN_NOON.sub(lambda m: f" {m[2]} {'AM' if m[1] in '上午 午前 오전' else 'PM'}", text)
    noon = NOON.search(text)
    if noon:
        text = NOON.sub("", text, count=1).rstrip(" -")
    for form, by in EASTERN:
        text = form.sub(by, text)
    text = TOKEN.sub(_word, text)
    text = DOUBLE.sub(r"\1", NAMED.sub(r" \1 ", text))
    return " ".join(text.split()).strip(" ,-") + (f" {NOON_LETTERS[noon[1].lower()]}M" if noon else "")


def _word(match: re.Match[str]) -> str:
    """What one word of a date becomes."""
    whole = match[0]
    low = whole.casefold().strip(".")
    dots = len(whole) - len(whole.lstrip("."))
    if month := month_of(low) or month_of(low.replace(".", "")):
        return "." * dots + f"M{month:02d}\x00"
    if low in ROMAN and whole.isupper():
        return ROMAN[low]
    if unit := next((letter for letter, words in UNIT_LETTERS.items() if low in words), None):
        return unit
    if low in WEEKDAYS or low in NOISE:
        return " "
    return whole


def without_zone(cell: str) -> str:
    """Words and offsets of a time zone taken off the end; the clock on the wall is kept."""
    cell = BRACKETED_ZONE.sub("", cell)
    found = ZONE.search(cell)
    if not found or (found["s2"] and ":" not in cell[: found.start()]):
        return cell
    return cell[: found.start()].rstrip()


def zone_minutes(cell: str) -> int | None:
    """Minutes by which the clock of a date is ahead of UTC, where the date says so."""
    found = ZONE.search(BRACKETED_ZONE.sub("", cell))
    if not found or (found["s2"] and ":" not in cell[: found.start()]):
        return None
    sign, hours, minutes = (
        (found["s1"], found["h1"], found["m1"]) if found["h1"] else (found["s2"], found["h2"], found["m2"])
    )
    if hours:
        return (-1 if sign == "-" else 1) * (60 * int(hours) + int(minutes or 0))
    return ZONE_MINUTES.get((found["word"] or found["zulu"] or "").lower())


BUDDHIST = re.compile(r"(?<!\d)(2[4-6]\d\d)(?!\d)")


def common_era(cell: str) -> str:
    """Years of the Buddhist calendar as those of most others: `2566-01-02` is `2023-01-02`."""
    return BUDDHIST.sub(lambda found: str(int(found[1]) - 543), cell)


TIDY: dict[str, Callable[[str], str]] = {
    "signs": plain_signs,
    "interval": first_of_interval,
    "zone": without_zone,
    "words": english,
    "buddhist": common_era,
}
"""The rules by name, in the order in which they are applied."""


def tidy(cell: str, rules: tuple[str, ...] | list[str]) -> str:
    """A cell after these rules; nothing where it is too long to be a date."""
    if len(cell) > LONGEST_DATE:
        return ""
    for rule in rules:
        cell = TIDY[rule](cell)
    return cell

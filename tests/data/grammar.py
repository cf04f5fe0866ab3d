"""Files from a grammar of formats, with the truth known: encoding x separator x line end x date form x step
x layout x numbers x lines above and below x order x header. The same seed always makes the same file.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

Stamp = pd.Timestamp
NAN = float("nan")

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
}
# Of each language: words for the date, values and keys; words that name series; encodings of old.
LANGUAGES = {
    "en": ("Date", ("load", "price", "sales"), ("shop", "item", "region"), ("North", "South", "West"), ()),
    "de": (
        "Datum",
        ("Menge", "Größe", "Umsatz"),
        ("Filiale", "Artikel", "Land"),
        ("Köln", "Süd", "Öst"),
        ("cp1252",),
    ),
    "fr": (
        "Date",
        ("débit", "prix", "quantité"),
        ("ville", "produit", "région"),
        ("Nîmes", "Été", "Vélo"),
        ("cp1252",),
    ),
    "es": (
        "Fecha",
        ("caudal", "precio", "número"),
        ("ciudad", "artículo", "región"),
        ("León", "Peñón", "Sur"),
        ("cp1252",),
    ),
    "pl": (
        "Data",
        ("sprzedaż", "cena", "ilość"),
        ("miasto", "towar", "województwo"),
        ("Łódź", "Gdańsk", "Świdnik"),
        ("cp1250",),
    ),
    "ru": (
        "Дата",
        ("Выручка", "Цена", "Спрос"),
        ("Город", "Товар", "Регион"),
        ("Тверь", "Псков", "Орёл"),
        ("cp1251",),
    ),
    "tr": (
        "Tarih",
        ("satış", "fiyat", "ağırlık"),
        ("şehir", "ürün", "bölge"),
        ("Iğdır", "Şile", "Muş"),
        ("cp1254",),
    ),
    "zh": (
        "日期",
        ("销售额", "价格", "流量"),
        ("城市", "产品", "地区"),
        ("北城", "南湖", "西岭"),
        ("gb18030",),
    ),
    "ja": (
        "日付",
        ("売上", "価格", "流量"),
        ("店舗", "商品", "地域"),
        ("北店", "みなと", "サクラ"),
        ("cp932",),
    ),
    "ko": (
        "날짜",
        ("판매량", "가격", "유량"),
        ("매장", "상품", "지역"),
        ("강남", "부산", "제주"),
        ("cp949",),
    ),
}


def month(language: str, t: Stamp) -> str:
    """The name of the month, in English where the language has none here."""
    return MONTHS.get(language, MONTHS["en"]).split()[t.month - 1]


def iso(t: Stamp) -> tuple[int, int]:
    """Year and number of the week."""
    return t.isocalendar()[:2]


def day_and_clock(form: str) -> Callable[[Stamp, str], list[str]]:
    """Two columns: the date in this form, and hours and minutes."""
    return lambda t, _: [t.strftime(form), t.strftime("%H:%M")]


def seconds(t: Stamp) -> int:
    return int((t - Stamp("1970-01-01")).total_seconds())


def days(t: Stamp) -> float:
    """Days as spreadsheets count them."""
    return (t - Stamp("1899-12-30")) / pd.Timedelta("1D")


HOUR_PARTS = ("year", "month", "day", "hour")
MINUTE_PARTS = (*HOUR_PARTS, "minute")
# name: (how a stamp is written: a strftime form or a function; names of further columns or of all)
CLOCK_FORMS: dict[str, object] = {
    "iso minutes": "%Y-%m-%d %H:%M",
    "iso seconds": "%Y-%m-%d %H:%M:%S",
    "iso T Z": "%Y-%m-%dT%H:%M:%SZ",
    "iso offset": "%Y-%m-%dT%H:%M:%S+02:00",
    "iso fraction": "%Y-%m-%d %H:%M:%S.000",
    "slashes": "%Y/%m/%d %H:%M",
    "dots": "%d.%m.%Y %H:%M",
    "day first": "%d/%m/%Y %H:%M:%S",
    "month first": "%m/%d/%Y %I:%M %p",
    "short year": "%d.%m.%y %H:%M",
    "named month": "%d-%b-%Y %H:%M",
    "long": "%b %d, %Y %I:%M %p",
    "packed minutes": "%Y%m%d%H%M",
    "packed T": "%Y%m%dT%H%M%S",
    "packed gap": "%Y%m%d %H:%M",
    "epoch s": lambda t, _: [str(seconds(t))],
    "epoch ms": lambda t, _: [f"{seconds(t)}000"],
    "spreadsheet": lambda t, _: [f"{days(t):.8f}"],
    "date and clock": (day_and_clock("%Y-%m-%d"), ("Date", "Time")),
    "dots and clock": (day_and_clock("%d.%m.%Y"), ("Datum", "Uhrzeit")),
    "packed and packed": (lambda t, _: [f"{t:%Y%m%d}", f"{t:%H%M%S}"], ("<DATE>", "<TIME>")),
    "minute parts": (lambda t, _: [str(getattr(t, part)) for part in MINUTE_PARTS], MINUTE_PARTS),
}
HOUR_FORMS: dict[str, object] = {
    "packed hours": "%Y%m%d%H",
    "date and hour": (lambda t, _: [f"{t:%Y-%m-%d}", str(t.hour)], ("date", "hour")),
    "hour parts": (lambda t, _: [str(getattr(t, part)) for part in HOUR_PARTS], HOUR_PARTS),
    "interval": lambda t, _: [f"{t:%d.%m.%Y %H:%M} - {t + pd.Timedelta('1h'):%d.%m.%Y %H:%M}"],
    "hour 24": lambda t, _: [
        f"{t - pd.Timedelta('1h'):%Y-%m-%d} 24:00" if t.hour == 0 else f"{t:%Y-%m-%d %H:%M}"
    ],
}
DAY_FORMS: dict[str, object] = {
    "iso day": "%Y-%m-%d",
    "slashed day": "%Y/%m/%d",
    "dotted day": "%d.%m.%Y",
    "day/month": "%d/%m/%Y",
    "month/day": "%m/%d/%Y",
    "bare month/day": lambda t, _: [f"{t.month}/{t.day}/{t.year}"],
    "packed day": "%Y%m%d",
    "named day": "%d-%b-%Y",
    "short named day": "%d-%b-%y",
    "long day": "%B %d, %Y",
    "weekday": "%a %d %b %Y",
    "day of language": lambda t, lang: [f"{t.day} {month(lang, t)} {t.year}"],
    "signs": lambda t, _: [f"{t.year}年{t.month}月{t.day}日"],
    "dots of Korea": lambda t, _: [f"{t.year}. {t.month}. {t.day}."],
    "midnight": "%Y-%m-%d 00:00:00",
    "spreadsheet day": lambda t, _: [f"{days(t):.0f}"],
    "ordinal": "%Y-%j",
    "day of the year": (lambda t, _: [str(t.year), str(t.day_of_year)], ("YEAR", "DOY")),
    "day parts": (lambda t, _: [str(t.year), str(t.month), str(t.day)], ("year", "month", "day")),
}
WEEK_FORMS: dict[str, object] = {
    "iso week": lambda t, _: ["{}-W{:02d}".format(*iso(t))],
    "week label": lambda t, _: ["{} W{:02d}".format(*iso(t))],
    "packed week": lambda t, _: ["{}{:02d}".format(*iso(t))],
    "KW": lambda t, _: ["KW {1}/{0}".format(*iso(t))],
    "year and week": (lambda t, _: [str(part) for part in iso(t)], ("year", "week")),
}
MONTH_FORMS: dict[str, object] = {
    "year-month": "%Y-%m",
    "month/year": "%m/%Y",
    "packed month": "%Y%m",
    "M01": "%YM%m",
    "-M01": "%Y-M%m",
    "short month": "%b %Y",
    "short month, short year": "%b-%y",
    "month of language": lambda t, lang: [f"{month(lang, t)} {t.year}"],
    "month signs": lambda t, _: [f"{t.year}年{t.month}月"],
    "year and month": (lambda t, _: [str(t.year), str(t.month)], ("Year", "Month")),
    "year and month name": (lambda t, lang: [str(t.year), month(lang, t)], ("Year", "Month")),
}
DECIMAL_MONTHS: dict[str, object] = {
    "decimal year": lambda t, _: [f"{t.year + (t.month - 0.5) / 12:.4f}"],
}
QUARTER_FORMS: dict[str, object] = {
    "2020Q1": lambda t, _: [f"{t.year}Q{t.quarter}"],
    "2020-Q1": lambda t, _: [f"{t.year}-Q{t.quarter}"],
    "Q1 2020": lambda t, _: [f"Q{t.quarter} {t.year}"],
    "Q1/2020": lambda t, _: [f"Q{t.quarter}/{t.year}"],
    "Q1'20": lambda t, _: [f"Q{t.quarter}'{t:%y}"],
    "year and quarter": (lambda t, _: [str(t.year), str(t.quarter)], ("Year", "Quarter")),
    "year and Q1": (lambda t, _: [str(t.year), f"Q{t.quarter}"], ("Year", "Qtr")),
}
YEAR_FORMS: dict[str, object] = {"year": "%Y", "fiscal": lambda t, _: [f"{t.year}/{(t.year + 1) % 100:02d}"]}
ENDS = {"month end": "%Y-%m-%d", "dotted month end": "%d.%m.%Y"}

FORMS = {
    **dict.fromkeys(("min", "5min", "15min", "30min", "3h"), CLOCK_FORMS),
    "h": CLOCK_FORMS | HOUR_FORMS,
    "D": DAY_FORMS,
    "B": DAY_FORMS,
    "W-MON": DAY_FORMS | WEEK_FORMS,
    "W-SUN": DAY_FORMS,
    "MS": DAY_FORMS | MONTH_FORMS | DECIMAL_MONTHS,
    "ME": ENDS,
    "2MS": DAY_FORMS | MONTH_FORMS,
    "QS": DAY_FORMS | QUARTER_FORMS,
    "YS": YEAR_FORMS | {"iso day": "%Y-%m-%d"},
    "SMS": {"iso day": "%Y-%m-%d", "dotted day": "%d.%m.%Y"},
}
CLOCK_STEPS = ("min", "5min", "15min", "30min", "h", "3h")
STEPS = [*FORMS, "h", "D", "MS", "D", "MS", "QS", "W-MON"]
COUNTED = {"epoch s", "epoch ms", "spreadsheet", "spreadsheet day", "decimal year", "packed week"}
"""Forms that say what they are only by the name of their column."""

NUMBERS: dict[str, Callable[[float], str]] = {
    "plain": lambda x: f"{x:.2f}",
    "whole": lambda x: f"{x:.0f}",
    "comma": lambda x: f"{x:.2f}".replace(".", ","),
    "thousands": lambda x: f"{x:,.2f}",
    "thousands, comma": lambda x: f"{x:,.2f}".translate(str.maketrans(",.", ".,")),
    "blanks, comma": lambda x: f"{x:,.2f}".replace(",", " ").replace(".", ","),
    "apostrophes": lambda x: f"{x:,.2f}".replace(",", "'"),
    "percent": lambda x: f"{x:.2f}%",
    "percent, comma": lambda x: f"{x:.2f} %".replace(".", ","),
    "unit": lambda x: f"{x:.2f} kW",
    "dollars": lambda x: f"${x:,.2f}" if x >= 0 else f"-${-x:,.2f}",
    "euros": lambda x: f"{x:.2f} €".replace(".", ","),
    "parentheses": lambda x: f"{x:.2f}" if x >= 0 else f"({-x:.2f})",
    "minus behind": lambda x: f"{x:.2f}" if x >= 0 else f"{-x:.2f}-",
    "long minus": lambda x: f"{x:.2f}".replace("-", "−"),
    "exponent": lambda x: f"{x:.4e}",
}
FURTHER = (("A1", "B2", "C3"), ("red", "blue"))
"""What series are called by a second and a third key."""
MISSING = ("", "", "NA", "n/a", "-", "null", "..")


@dataclass
class Made:
    """One file and the truth about it."""

    seed: int
    content: bytes
    truth: pd.DataFrame
    """unique_id, ds and the values by name."""
    step: str
    percent: bool
    spec: dict[str, object] = field(default_factory=dict)


def make(seed: int) -> Made:
    """The file of this seed."""
    rng = random.Random(seed)
    step = rng.choice(STEPS)
    name = rng.choice(list(FORMS[step]))
    language = _language(rng, name)
    layout = rng.choice(["one", "one", "wide", "long", "long", "header"])
    written, columns = _written(FORMS[step][name], language)
    if layout == "header" and (columns or name in COUNTED or name == "interval"):
        layout = "long"
    numbers = rng.choice(["plain"] * 6 + list(NUMBERS))
    separator = _separator(rng, numbers)
    truth, keys = _truth(rng, step, layout, language)
    header = bool(columns) or layout in ("long", "header") or name in COUNTED or rng.random() < 0.85
    rows = _rows(rng, truth, layout, NUMBERS[numbers], lambda t: written(t, language))
    newest = layout != "header" and rng.random() < 0.3
    rows = rows[::-1] if newest else rows
    names = _names(truth, keys, columns or (LANGUAGES[language][0],))
    if layout == "header":
        names = [
            *keys,
            *dict.fromkeys(cell for t in sorted(truth["ds"].unique()) for cell in written(t, language)),
        ]
    above, below = _around(rng, separator, header)
    lines = [*above, *([_join(names, separator)] if header else []), *(_join(row, separator) for row in rows)]
    end = rng.choice(["\n"] * 3 + ["\r\n"] * 2 + ["\r"])
    text = end.join([*lines, *below]) + end
    encoding = _encoding(rng, text, language)
    spec = {
        "form": name, "layout": layout, "numbers": numbers, "separator": separator, "language": language,
        "header": header, "newest": newest, "encoding": encoding, "above": above, "below": below,
    }  # fmt: skip
    return Made(seed, text.encode(encoding), truth, step, "percent" in numbers, {"step": step, **spec})


def _language(rng: random.Random, form: str) -> str:
    if form in ("day of language", "month of language", "year and month name"):
        return rng.choice(list(MONTHS))
    return rng.choice(["en", "en", "en", *LANGUAGES])


def _written(form: object, language: str) -> tuple[Callable[[Stamp, str], list[str]], tuple[str, ...]]:
    columns: tuple[str, ...] = ()
    if isinstance(form, tuple):
        form, columns = form
    if isinstance(form, str):
        return (lambda t, _, form=form: [t.strftime(form)]), columns
    return form, columns


def _separator(rng: random.Random, numbers: str) -> str:
    if "comma" in numbers or numbers == "euros":
        return rng.choice(";;;\t|")
    return rng.choice(",,,,;\t|")


def _truth(rng: random.Random, step: str, layout: str, language: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """What the file tells, and the names of the columns that name its series."""
    _, values, keys, words, _ = LANGUAGES[language]
    start = Stamp(rng.randint(1998, 2020), rng.randint(1, 12), rng.randint(13, 27))
    count = {"one": 0, "wide": 0, "long": rng.randint(1, 3), "header": 1}[layout]
    periods = rng.randint(26, 40) if count < 2 else rng.randint(13, 18)
    stamps = pd.date_range(start, periods=periods, freq=step, unit="us")
    stamps = stamps if step in CLOCK_STEPS else stamps.normalize()
    used = keys[:count]
    sizes = [rng.randint(2, 3) if i < 2 else 2 for i in range(count)]
    ids: list[tuple[str, ...]] = [()]
    for size, choice in zip(sizes, (words, *FURTHER), strict=False):
        ids = [(*one, word) for one in ids for word in choice[:size]]
    columns = values[: rng.randint(2, 3)] if layout == "wide" else values[:1]
    base = rng.choice([20, 150, 4000])
    shift = rng.choice([1.5, 1.5, 0])
    parts = []
    for one in ids:
        data = {name: [base * (shift + rng.gauss(0, 0.4)) for _ in stamps] for name in columns}
        parts.append(pd.DataFrame({"unique_id": " / ".join(one) or "series", "ds": stamps, **data}))
    return pd.concat(parts, ignore_index=True), used


def _rows(
    rng: random.Random,
    truth: pd.DataFrame,
    layout: str,
    number: Callable[[float], str],
    written: Callable[[Stamp], list[str]],
) -> list[list[str]]:
    """The cells of the file; the truth is rounded to what they say, and loses what they leave out."""
    values = [name for name in truth.columns if name not in ("unique_id", "ds")]
    missing = rng.choice(MISSING) if rng.random() < 0.25 else None
    precise = _precise(number)
    cells: dict[str, list[str]] = {}
    for name in values:
        written_cells, known = [], []
        for x in truth[name]:
            gone = missing is not None and rng.random() < 0.04
            written_cells.append(str(missing) if gone else number(x))
            known.append(NAN if gone else precise(x))
        cells[name], truth[name] = written_cells, known
    if layout == "header":
        series: dict[str, list[str]] = {}
        for one, cell in zip(truth["unique_id"], cells[values[0]], strict=True):
            series.setdefault(one, one.split(" / ")).append(cell)
        return list(series.values())
    order = truth.sort_values("ds", kind="stable").index if rng.random() < 0.5 else truth.index
    return [
        [
            *written(truth["ds"][i]),
            *(truth["unique_id"][i].split(" / ") if layout == "long" else []),
            *(cells[n][i] for n in values),
        ]
        for i in order
    ]


def _precise(number: Callable[[float], str]) -> Callable[[float], float]:
    """The number that is left after rounding as this style does."""
    sample = number(1234.5678)
    if "e" in sample:
        return lambda x: float(f"{x:.4e}")
    places = 0 if sample == "1235" else 2
    return lambda x: round(x, places)


def _names(truth: pd.DataFrame, keys: tuple[str, ...], time: tuple[str, ...]) -> list[str]:
    return [*time, *keys, *(name for name in truth.columns if name not in ("unique_id", "ds"))]


def _around(rng: random.Random, separator: str, header: bool) -> tuple[list[str], list[str]]:
    """Lines above and below the table."""
    above = rng.choice(
        [[]] * 5
        + [["Made-up report of nothing"], ["Made-up report of nothing", ""]]
        + [["# made up", "# nobody measured this"], [f"Station{separator}Hill", f"Sensor{separator}A 7", ""]]
    )
    below = rng.choice([[]] * 6 + [["Source: nobody"], ["", "Note: all of it is made up."]])
    return (above if header else [line for line in above if line.startswith("#")]), below


def _join(cells: list[str], separator: str) -> str:
    return separator.join(f'"{cell}"' if separator in cell else cell for cell in cells)


def _encoding(rng: random.Random, text: str, language: str) -> str:
    wanted = rng.choice(["utf-8"] * 4 + ["utf-8-sig", "utf-16", *LANGUAGES[language][4] * 2])
    try:
        text.encode(wanted)
    except UnicodeEncodeError:
        return "utf-8"
    return wanted

"""Totals and means between the rows of a table, which are no rows of their own."""

import re

from rnnkit.data.look import look
from rnnkit.data.notes import Notes
from rnnkit.data.records import Records
from rnnkit.text import plural, t

SUM_WORDS = (
    *(
        "grand total",
        "subtotal",
        "sub total",
        "total",
        "totals",
        "sum",
        "average",
        "avg",
        "mean",
        "annual",
        "year",
    ),
    *(
        "summe",
        "gesamt",
        "mittel",
        "mittelwert",
        "jahr",
        "jahresmittel",
        "durchschnitt",
        "zwischensumme",
        "moyenne",
    ),
    *(
        "totaux",
        "année",
        "somme",
        "suma",
        "promedio",
        "media",
        "anual",
        "año",
        "totale",
        "média",
        "ano",
        "totaal",
    ),
    *(
        "gemiddelde",
        "jaar",
        "razem",
        "średnia",
        "rok",
        "итого",
        "всего",
        "среднее",
        "год",
        "toplam",
        "ortalama",
    ),
    *("合计", "总计", "平均", "小计", "全年", "合計", "小計", "年平均", "합계", "평균", "소계"),
)
SUM = re.compile(
    rf"^\W{{0,3}}(?:\d{{4}}\W{{1,3}})?(?:{'|'.join(SUM_WORDS)})(?:\W{{0,3}}|[\W_]{{1,3}}\d{{4}}\W{{0,3}})$",
    re.IGNORECASE,
)
PLAIN = re.compile(r"^[+-]?\d{1,15}(?:\.\d{0,15})?$", re.ASCII)
FEW_SUMS = 0.3


def _is_sum(body: Records) -> bool:
    """Whether the numbers of the last row are the sums of those above."""
    last, found = body.rows[-1], []
    for k in range(1, min(len(last), 60)):
        cells = [_number(row[k]) for row in body.rows if k < len(row)]
        if len(cells) == len(body) and all(cell is not None for cell in cells):
            numbers = [cell or 0.0 for cell in cells]
            found.append(abs(sum(numbers[:-1]) - numbers[-1]) <= 0.001 * abs(numbers[-1]))
    return len(found) > 1 and all(found)


def _number(cell: str) -> float | None:
    """A number with or without marks of thousands; `None` for anything else."""
    plain = cell.strip().replace(",", "").replace(" ", "")
    return float(plain) if PLAIN.match(plain) else None


def drop_sums(body: Records, notes: Notes) -> Records:
    """Drop means and totals between the rows: words for these where all other rows hold a number or a date.

    2020,12,41.4
    2020,Mean,50.0     is left out
    2021,1,50.8
    """
    if len(body) < 3:
        return body
    width = min(3, len(body.rows[0]))
    sums = {i for i, row in enumerate(body.rows) if any(SUM.match(cell[:60]) for cell in row[:width])}
    if sums == {len(body) - 1} and _is_sum(body):
        sentence = t("The last line holds the totals of the others; left out.")
        shown = [" ".join(body.rows[-1])]
        return body.without(sums) if notes.change("sums", sentence, 1, shown) else body
    if not sums or len(sums) > FEW_SUMS * len(body):
        return body
    rows = [row for i, row in enumerate(body.rows) if i not in sums]
    typed = [all(look(row[k]) != "text" for row in rows if k < len(row)) for k in range(width)]
    found = [
        i for i in sorted(sums)
        if any(typed[k] and SUM.match(cell[:60]) for k, cell in enumerate(body.rows[i][:width]))
    ]  # fmt: skip
    if not found:
        return body
    sentence = plural(
        "{number} line of totals or means between the rows left out.",
        "{number} lines of totals or means between the rows left out.",
        len(found),
    )
    shown = [" ".join(body.rows[i]) for i in found]
    return body.without(found) if notes.change("sums", sentence, len(found), shown) else body

"""Totals and means between the rows of a table, which are no rows of their own."""

import re
from collections.abc import Sequence

from rnnkit.data.lines.look import look
from rnnkit.data.lines.records import Records
from rnnkit.data.table.notes import Notes
from rnnkit.words import plural, t

TOTALS = (
    "grand total", "subtotal", "sub total", "total", "totals", "sum", "average", "mean",
    "summe", "gesamt", "mittelwert", "durchschnitt", "moyenne", "totaux", "somme", "suma",
    "promedio", "totale", "média", "totaal", "gemiddelde", "razem", "średnia", "итого",
    "всего", "среднее", "toplam", "合计", "总计", "平均", "合計", "합계", "평균",
)  # fmt: skip
"""Words for totals and means of several languages, between the rows as well as below them."""
SUM_WORDS = (
    *TOTALS,
    "avg", "annual", "year", "mittel", "jahr", "jahresmittel", "zwischensumme", "année",
    "media", "anual", "año", "ano", "jaar", "rok", "год", "ortalama", "小计", "全年", "小計",
    "年平均", "소계",
)  # fmt: skip
SUM = re.compile(
    rf"^\W{{0,3}}(?:\d{{4}}\W{{1,3}})?(?:{'|'.join(SUM_WORDS)})(?:\W{{0,3}}|[\W_]{{1,3}}\d{{4}}\W{{0,3}})$",
    re.IGNORECASE,
)
PLAIN = re.compile(r"^[+-]?\d{1,15}(?:\.\d{0,15})?$", re.ASCII)
FEW_SUMS = 0.3


def sum_rows(rows: Sequence[Sequence[str]]) -> list[int]:
    """The rows with words for means or totals where all other rows hold a number or a date.

    2020,12,41.4
    2020,Mean,50.0     is one
    2021,1,50.8
    """
    if len(rows) < 3:
        return []
    width = min(3, len(rows[0]))
    sums = [i for i, row in enumerate(rows) if any(SUM.match(cell[:60]) for cell in row[:width])]
    if sums == [len(rows) - 1] and is_sum(rows):
        return sums
    if not sums or len(sums) > FEW_SUMS * len(rows):
        return []
    own = set(sums)
    others = [row for i, row in enumerate(rows) if i not in own]
    typed = [all(look(row[k]) != "text" for row in others if k < len(row)) for k in range(width)]
    return [i for i in sums if any(typed[k] and SUM.match(c[:60]) for k, c in enumerate(rows[i][:width]))]


def is_sum(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the numbers of the last row are the sums of those above."""
    last, found = rows[-1], []
    for k in range(1, min(len(last), 60)):
        cells = [number_in(row[k]) for row in rows if k < len(row)]
        if len(cells) == len(rows) and all(cell is not None for cell in cells):
            numbers = [cell or 0.0 for cell in cells]
            found.append(abs(sum(numbers[:-1]) - numbers[-1]) <= 0.001 * abs(numbers[-1]))
    return len(found) > 1 and all(found)


def number_in(cell: str) -> float | None:
    """A number with or without marks of thousands; `None` for anything else."""
    plain = cell.strip().replace(",", "").replace(" ", "")
    return float(plain) if PLAIN.match(plain) else None


def drop_sums(body: Records, notes: Notes) -> Records:
    """Drop means and totals between the rows, and the sums in the last line, and say so."""
    found = sum_rows(body.rows)
    if not found:
        return body
    if found == [len(body) - 1] and is_sum(body.rows):
        sentence = t("The last line holds the totals of the others; left out.")
    else:
        sentence = plural(
            "{number} line of totals or means between the rows left out.",
            "{number} lines of totals or means between the rows left out.",
            len(found),
        )
    shown = [" ".join(body.rows[i]) for i in found]
    return body.without(found) if notes.change("sums", sentence, len(found), shown) else body

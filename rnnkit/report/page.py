"""A run as one HTML page: everything in it is text or shapes, and what a person named is never markup."""

from collections.abc import Iterator
from html import escape
from typing import Any

import pandas as pd

from rnnkit.files.encoding import clean_text
from rnnkit.files.report_parts import LinePicture, Section
from rnnkit.pictures import palette
from rnnkit.pictures.line_svg import line_svg
from rnnkit.report.sections import sections
from rnnkit.rounding import three
from rnnkit.tasks.task import EndedRun
from rnnkit.words import t

LONGEST = 5_000  # characters of a cell
# Nothing may be loaded and nothing may run, whatever stands on the page.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def report_html(run: EndedRun) -> bytes:
    """The report of a run; it loads nothing, and holds no script."""
    title = escape(t("{label} on {data}", label=run.label, data=run.data))
    body = "".join([*_head(run), *(_section(part) for part in sections(run))])
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_style()}</style></head><body><main>{body}</main></body></html>"
    )
    return clean_text(page, len(page)).encode()


def _head(run: EndedRun) -> Iterator[str]:
    """What was trained, on what, when, and what came of it."""
    summary = run.summary
    yield f"<h1>{_text(t('{label} on {data}', label=run.label, data=run.data))}</h1>"
    took = t("Trained on {day:%Y-%m-%d %H:%M} UTC", day=run.created)
    facts = [took, *_facts(summary)]
    yield f'<p class="quiet">{_text(" · ".join(facts))}</p>'
    verdict = summary.get("verdict") or {}
    if verdict.get("sentence"):
        yield f'<p class="verdict">{_text(verdict["sentence"])}</p>'
    if verdict.get("suggestion"):
        yield f"<p>{_text(verdict['suggestion'])}</p>"
    for said in (*summary.get("notes", ()), *filter(None, [summary.get("assumed")])):
        yield f"<p>{_text(said)}</p>"


def _facts(summary: Any) -> Iterator[str]:
    """How much was trained, for how long, and on what."""
    if summary.get("weights"):
        yield t("{number:,} weights", number=summary["weights"])
    if summary.get("steps"):
        yield t("{number:,} steps", number=summary["steps"])
    if summary.get("seconds"):
        yield t(
            "{seconds:.0f} s on {device}", seconds=summary["seconds"], device=summary.get("device") or "?"
        )


def _section(part: Section) -> str:
    said = "".join(f"<li>{_text(sentence)}</li>" for sentence in part.sentences)
    pictures = "".join(_figure(picture) for picture in part.pictures)
    table = "" if part.table is None or part.table.empty else _table(part.table)
    listed = f"<ul>{said}</ul>" if said else ""
    return f"<section><h2>{_text(part.title)}</h2>{listed}{pictures}{table}</section>"


def _figure(picture: LinePicture) -> str:
    names = "".join(f'<span class="key {one.kind}">{_text(one.name)}</span>' for one in picture.curves)
    return f"<figure>{line_svg(picture)}<figcaption>{_text(picture.title)}<br>{names}</figcaption></figure>"


def _table(frame: pd.DataFrame) -> str:
    head = "".join(f"<th>{_text(name)}</th>" for name in frame)
    rows = "".join(
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>" for row in frame.itertuples(index=False)
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f'<td class="number">{_text(three(value))}</td>'
    return f"<td>{_text(value)}</td>"


def _text(value: object) -> str:
    """What a person or a file named, as text and nothing else."""
    return escape(str(value)[:LONGEST], quote=True)


def _style() -> str:
    """The style of the page: light or dark as the reader's system is, and light on paper."""
    dark = "".join(f"--{name}:{color};" for name, color in _colors(dark=True))
    light = "".join(f"--{name}:{color};" for name, color in _colors(dark=False))
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{RULES}"
    )


def _colors(*, dark: bool) -> Iterator[tuple[str, str]]:
    mode = palette.mode(dark)
    yield "paper", palette.BACKGROUND[mode]
    yield "ink", palette.ink(dark)
    yield "grey", palette.grey(dark)
    yield "grid", palette.grid(dark)
    yield "network", palette.CELL_COLORS[mode]["lstm"]


RULES = """
body{background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;margin:0}
main{max-width:800px;margin:0 auto;padding:24px 16px}
h1{font-size:1.6rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:2rem}
.quiet,figcaption{color:var(--grey);font-size:.875rem}
.verdict{font-size:1.15rem;border-left:4px solid var(--network);padding-left:12px}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid var(--grid);
white-space:pre-wrap;overflow-wrap:break-word;max-width:24rem}
td.number{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:16px 0;break-inside:avoid}svg{width:100%;height:auto}
svg text{font:11px system-ui,sans-serif;fill:var(--grey)}
svg path{fill:none;stroke-width:1.6}
svg .grid{stroke:var(--grid)}svg .actual{stroke:var(--ink)}
svg .network{stroke:var(--network)}svg .baseline{stroke:var(--grey);stroke-dasharray:6 4}
svg .band{fill:var(--network);fill-opacity:.18;stroke:var(--network);stroke-width:.5}
.key{margin-right:16px}.key::before{content:"";display:inline-block;width:20px;margin-right:6px;
vertical-align:middle;border-top:2px solid var(--ink)}
.key.network::before{border-color:var(--network)}.key.baseline::before{border-top:2px dashed var(--grey)}
@media print{body{font-size:11pt}main{padding:0}h2{break-after:avoid}tr{break-inside:avoid}}
"""

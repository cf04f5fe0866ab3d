"""The same table in other containers: workbooks written by hand, and packed files."""

import gzip
import io
import zipfile
from xml.sax.saxutils import escape

import pandas as pd

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(sheets):
    """An .xlsx of tables by the names of their sheets; dates are dates, as spreadsheets keep them."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>']
    parts.append(f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>')
    names, links = [], [f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>']
    files = {}
    for i, (name, table) in enumerate(sheets.items(), start=1):
        file = f"worksheets/sheet{i}.xml"
        parts.append(f'<Override PartName="/xl/{file}" ContentType="{kinds}.worksheet+xml"/>')
        names.append(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="r{i}"/>')
        links.append(f'<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="{file}"/>')
        files["xl/" + file] = _sheet(table)
    root = f'<Relationship Id="b" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    xml = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    files |= {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{xml}{"".join(parts)}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{root}</Relationships>',
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(names)}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(links)}</Relationships>'
        ),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
            '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
        ),
    }
    return zipped({name: text.encode() for name, text in files.items()})


def _sheet(table):
    rows = [table.columns.tolist(), *table.itertuples(index=False, name=None)]
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(value):
    if isinstance(value, pd.Timestamp):
        return f'<c s="1"><v>{(value - pd.Timestamp("1899-12-30")).days}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def zipped(files):
    """An archive of these files."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return sink.getvalue()


def containers(table, content):
    """A table with dates, of which `content` is the CSV, in every container that people send."""
    dated = table.assign(date=pd.to_datetime(table["date"]))
    words = pd.DataFrame({"about": ["made up"], "by": ["nobody"]})
    return {
        "workbook": workbook({"Data": dated}),
        "second sheet": workbook({"Readme": words, "Data": dated}),
        "workbook of words": workbook({"Data": table}),
        "gzip": gzip.compress(content),
        "zip": zipped({"new.csv": content}),
        "json lines": table.to_json(orient="records", lines=True).encode(),
    }

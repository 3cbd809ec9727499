"""The one writer of spreadsheets: text stays text, numbers stay numbers, and no cell becomes a formula."""

import csv
import datetime as dt
import io
import re
import zipfile
from xml.sax.saxutils import escape

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's calendar, after 1900-03-01
TEXT, WHOLE, DAY = 0, 1, 2  # styles, as they are numbered in STYLES
LONGEST_CELL = 32_767

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def defuse(cell):
    """Text that a spreadsheet would calculate gets an apostrophe in front; all else is left as it is."""
    is_formula = isinstance(cell, str) and cell.lstrip(" \u00a0\ufeff").startswith(FORMULA_SIGNS)
    return f"'{cell}" if is_formula else cell


def to_csv(headers, rows):
    """As Norwegian Excel opens it: semicolons, and a byte order mark so that æ, ø and å come out right."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (headers, *rows):
        writer.writerow([_as_text(defuse(cell)) for cell in row])
    return ("\ufeff" + out.getvalue()).encode()


def _as_text(cell):
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return cell.strftime("%d.%m.%Y") if isinstance(cell, dt.date) else cell


def to_xlsx(headers, rows, *, sheet="Ark1"):
    """One sheet with a frozen, bold first row. The same rows give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in {**PARTS, "xl/workbook.xml": WORKBOOK.format(sheet=escape(sheet[:31]))}.items():
            book.writestr(zipfile.ZipInfo(name), XML + content, zipfile.ZIP_DEFLATED)
        written = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        book.writestr(written, XML + _sheet(headers, rows), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet(headers, rows):
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{min(max(len(str(head)) + 4, 12), 40)}" customWidth="1"/>'
        for i, head in enumerate(headers, 1)
    )
    body = _row(headers, bold=True) + "".join(map(_row, rows))
    return (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols>"
        f"<sheetData>{body}</sheetData></worksheet>"
    )


def _row(cells, *, bold=False):
    return f"<row>{''.join(_cell(cell, bold=bold) for cell in cells)}</row>"


def _cell(cell, *, bold=False):
    """Text is written as an inline string: a type that is never calculated, whatever is in it."""
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, dt.date):
        return f'<c s="{DAY}"><v>{(cell - EPOCH).days}</v></c>'
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f'<c s="{WHOLE if isinstance(cell, int) else TEXT}"><v>{cell}</v></c>'
    text = NOT_IN_XML.sub("", str(defuse(str(cell))))[:LONGEST_CELL]
    style = ' s="3"' if bold else ""
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(text)}</t></is></c>'


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    ),
    # 0 text, 1 whole numbers, 2 days (format 14 follows the reader's own country), 3 bold headings
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}

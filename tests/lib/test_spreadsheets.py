import csv
import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkehelse.lib.spreadsheets import MAIN, defuse, to_csv, to_xlsx

HOSTILE = [
    "=1+1",
    "==1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    "=cmd|' /C calc'!A0",
    " =1",
    "\ufeff=1",
]


def cells(xlsx):
    """[[(type, text)]] of the first sheet, as a reader of the format sees it."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row]
        for row in sheet.iter(f"{{{MAIN}}}row")
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_in_any_format(text):
    read = list(csv.reader(io.StringIO(to_csv([text], [[text]]).decode("utf-8-sig")), delimiter=";"))
    written = cells(to_xlsx([text], [[text]]))

    assert defuse(text) == f"'{text}"
    assert [row[0][0] for row in read] == ["'", "'"]
    assert [row[0][0] for row in written] == ["inlineStr", "inlineStr"]
    assert all(row[0][1].startswith("'") for row in written)


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_a_sheet_of_any_text_has_no_formula_and_can_be_read(texts):
    written = to_xlsx(["a"] * len(texts), [texts])

    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(written)).read("xl/worksheets/sheet1.xml")
    assert {kind for kind, text in cells(written)[1] if text} <= {"inlineStr"}


def test_numbers_and_days_keep_their_type_and_codes_stay_text():
    row = ["0301", 12, 1.5, -3, dt.date(2026, 11, 21), None, "Bærum"]

    assert to_csv(["a"], [row]).decode("utf-8-sig").splitlines()[1] == "0301;12;1,5;-3;21.11.2026;;Bærum"
    assert cells(to_xlsx(["a"], [row]))[1] == [
        ("inlineStr", "0301"),
        ("n", "12"),
        ("n", "1.5"),
        ("n", "-3"),
        ("n", "46347"),
        ("n", ""),
        ("inlineStr", "Bærum"),
    ]


def test_csv_opens_in_norwegian_excel():
    written = to_csv(["Kommune", "Tiltak"], [["Åmot", 'Sa "hei"; gikk']])

    assert written == '\ufeffKommune;Tiltak\r\nÅmot;"Sa ""hei""; gikk"\r\n'.encode()


def test_the_same_rows_are_the_same_bytes():
    assert to_xlsx(["a"], [["b", 1]]) == to_xlsx(["a"], [["b", 1]])

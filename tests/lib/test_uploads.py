"""Every file that people may send, and every trick that we know of: what is taken in, and what is not."""

import io
import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from folkehelse.lib.uploads import MOST_BYTES, Refused, clean_name, inspect
from folkehelse.lib.uploads.names import LONGEST
from folkehelse.lib.uploads.numbers import holds_number, holds_whole_number
from tests.lib.upload_files import (
    NUMBER,
    archive,
    bomb,
    docx,
    image,
    odf,
    pdf,
    photo,
    png_of,
    relation,
    xlsx,
)

GOOD = {
    "plan.pdf": lambda: pdf("Vi vil bygge laget rundt barna i kommunen vår."),
    "plan.docx": lambda: docx("Hei", "på deg"),
    "budsjett.xlsx": lambda: xlsx(["Lønn", 450000], ["Kjøp", 12500]),
    "plan.odt": lambda: odf("text", "<office:text><text:p>Hei</text:p></office:text>"),
    "budsjett.ods": lambda: odf(
        "spreadsheet", '<table:table table:name="Ark"><table:table-row/></table:table>'
    ),
    "kart.png": lambda: image("PNG"),
    "bilde.jpg": lambda: image("JPEG"),
    "bilde.JPEG": lambda: image("JPEG"),
    "notat.txt": lambda: "Blåbær på Sørøya\r\nog mer".encode(),
    "gammelt notat.txt": lambda: "Blåbær – «på» Sørøya".encode("cp1252"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_people_send_is_taken_in(name):
    kept = inspect(name, GOOD[name]())

    assert (kept.name.lower(), bool(kept.content)) == (name.lower(), True)


def test_a_file_without_an_ending_gets_the_right_one():
    assert inspect("vedtak", GOOD["plan.pdf"]()).name == "vedtak.pdf"


def scripted(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launching(made):
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"),
    )
    made.pages[0].Annots = pikepdf.Array([link])


def carrying(made):
    made.attachments["ekstra.exe"] = b"MZ"


LOCKED = pikepdf.Encryption(owner="a", user="b")
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
OUT = {"word/_rels/settings.xml.rels": relation("attachedTemplate", "https://x.no/a.dotm", mode="External")}
FIELD = '<w:p xmlns:w="x"><w:r><w:instrText>DDEAUTO c:\\\\cmd "/k"</w:instrText></w:r></w:p>'
DTD = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# (name, content, a word of the reason)
BAD = {
    "empty": ("tom.pdf", lambda: b"", "tom"),
    "only spaces": ("tom.txt", lambda: b" \n ", "tom"),
    "too big": ("stor.txt", lambda: b"a" * (MOST_BYTES + 1), "for stor"),
    "program": ("plan.pdf", lambda: b"MZ\x90\x00" + bytes(range(256)), "type"),
    "page as image": ("kart.png", lambda: b"<html><script>1</script>", "type"),
    "svg": ("kart.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
    "gif and script": ("kart.png", lambda: b"GIF89a/*\x01\x00*/=1;alert(1)//", "type"),
    "pdf as jpg": ("bilde.jpg", GOOD["plan.pdf"], "«bilde.pdf»"),
    "docx as pdf": ("plan.pdf", GOOD["plan.docx"], "«plan.docx»"),
    "broken pdf": ("plan.pdf", lambda: b"%PDF-1.7\nnei", "ødelagt"),
    "pdf with script": ("plan.pdf", lambda: pdf("Hei", change=scripted), "skript"),
    "pdf that starts programs": ("plan.pdf", lambda: pdf("Hei", change=launching), "skript"),
    "pdf with a file in it": ("plan.pdf", lambda: pdf("Hei", change=carrying), "andre filer"),
    "pdf with password": ("plan.pdf", lambda: pdf("Hei", encryption=LOCKED), "passord"),
    "pdf open to all, but locked": (
        "plan.pdf",
        lambda: pdf("Hei", encryption=pikepdf.Encryption(owner="a", user="")),
        "passord",
    ),
    "zip": ("alt.zip", lambda: archive({"a.txt": "hei"}), "type"),
    "bomb": ("plan.docx", bomb, "pakkes ut"),
    "many entries": ("plan.docx", lambda: docx(parts={f"x/{n}": "" for n in range(2100)}), "pakkes ut"),
    "nested": ("plan.docx", lambda: docx(parts={"word/media/a.png": archive({"b": "c"})}), "andre filer"),
    "path": ("plan.docx", lambda: docx(parts={"../../etc/passwd": "x"}), "ulovlige navn"),
    "absolute path": ("plan.docx", lambda: docx(parts={"/etc/passwd": "x"}), "ulovlige navn"),
    "something before": ("plan.docx", lambda: archive({"x": "y"}) + docx("Hei"), "ødelagt"),
    "something after": ("plan.docx", lambda: docx("Hei") + b"<script>", "ødelagt"),
    "macro": ("plan.docx", lambda: docx(parts={"word/vbaProject.bin": OLE}), "makroer"),
    "macro by type": ("plan.docx", lambda: docx(types=f'<Override ContentType="{MACRO}"/>'), "makroer"),
    "macro sheet": ("b.xlsx", lambda: xlsx([1], parts={"xl/macrosheets/sheet1.xml": "<a/>"}), "makroer"),
    "external sheet": (
        "b.xlsx",
        lambda: xlsx([1], parts={"xl/externalLinks/externalLink1.xml": "<a/>"}),
        "annet sted",
    ),
    "remote template": ("plan.docx", lambda: docx(parts=OUT), "annet sted"),
    "field that runs": ("plan.docx", lambda: docx(parts={"word/header1.xml": FIELD}), "annet sted"),
    "ole": ("plan.docx", lambda: docx(parts={"word/embeddings/oleObject1.bin": OLE}), "andre filer"),
    "ole elsewhere": ("plan.docx", lambda: docx(parts={"word/media/image1.wmf": OLE}), "andre filer"),
    "active x": ("plan.docx", lambda: docx(parts={"word/activeX/activeX1.xml": "<a/>"}), "andre filer"),
    "entities": ("plan.docx", lambda: docx(parts={"word/header1.xml": DTD}), "ødelagt"),
    "not xml": ("plan.docx", lambda: docx("&&&"), "ødelagt"),
    "old office": ("plan.doc", lambda: OLE + b"x" * 600, "gammelt"),
    "locked office": ("plan.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "passord"),
    "odf macro": ("p.odt", lambda: odf("text", "", {"Basic/Standard/Module1.xml": "<a/>"}), "makroer"),
    "odf that fetches": (
        "p.odt",
        lambda: odf("text", '<draw:image xlink:href="https://x.no/a.png"/>'),
        "annet sted",
    ),
    "odf with password": (
        "p.odt",
        lambda: odf("text", "", {"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        "passord",
    ),
    "pixel flood": ("kart.png", lambda: png_of(20_000, 20_000), "bildepunkter"),
    "broken image": ("kart.png", lambda: image("PNG")[:60], "ødelagt"),
}


@pytest.mark.slow
@pytest.mark.parametrize("trick", BAD)
def test_tricks_are_refused_with_the_reason(trick):
    name, content, word = BAD[trick]

    with pytest.raises(Refused) as told:
        inspect(name, content())

    assert word in told.value.why


def test_the_bomb_is_a_bomb():
    """It would be no test of the table of contents if it were large itself."""
    assert len(bomb()) < 400_000


def test_a_table_of_contents_that_lies_about_a_size_is_broken():
    honest = docx("a" * 5000)
    with zipfile.ZipFile(io.BytesIO(honest)) as whole:
        size = whole.getinfo("word/document.xml").file_size
    lying = honest.replace(size.to_bytes(4, "little"), (40).to_bytes(4, "little"))

    with pytest.raises(Refused, match="ødelagt"):
        inspect("plan.docx", lying)


def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken():
    kept = Image.open(io.BytesIO(inspect("bilde.jpg", photo()).content))

    assert (kept.size, dict(kept.getexif()), kept.info.get("comment")) == ((20, 40), {}, None)
    assert b"Kari" in photo()
    assert b"Kari" not in inspect("bilde.jpg", photo()).content


def test_what_is_hidden_behind_an_image_is_not_kept():
    kept = inspect("kart.png", image("PNG") + b"<script>alert(1)</script>").content

    assert b"script" not in kept


def named(made):
    with made.open_metadata() as xmp:
        xmp["dc:creator"] = ["Kari Nordmann"]
        xmp["pdfuaid:part"] = "1"
    made.docinfo["/Author"] = "Kari Nordmann"
    made.docinfo["/Title"] = "Planen"


def test_a_pdf_forgets_who_made_it_and_keeps_title_and_standard():
    kept = inspect("plan.pdf", pdf("En plan for folkehelsa i kommunen", change=named))

    with pikepdf.open(io.BytesIO(kept.content)) as stored:
        said = dict(stored.open_metadata())
        title, author = str(stored.docinfo["/Title"]), stored.docinfo.get("/Author")
    assert (title, author) == ("Planen", None)
    assert [key.rpartition("}")[2] for key in said] == ["part"]
    assert kept.warnings == ()


def signed(made):
    mark = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"x")
    made.Root.AcroForm = pikepdf.Dictionary(
        Fields=[made.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="s", V=mark))]
    )


def test_a_signed_pdf_is_kept_byte_for_byte():
    content = pdf("Vedtatt av kommunestyret i møte", change=signed)

    kept = inspect("vedtak.pdf", content)

    assert (kept.content, len(kept.warnings)) == (content, 1)


def test_a_scan_is_taken_in_with_a_warning():
    assert ["bilder av tekst" in one for one in inspect("skann.pdf", pdf("")).warnings] == [True]


def test_the_name_of_the_author_of_an_office_file_is_told_to_the_sender():
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Kari</dc:creator></c>'

    kept = inspect("plan.docx", docx("Hei", parts={"docProps/core.xml": core}))

    assert kept.warnings == ("Filen forteller hvem som laget den: Kari.",)


FORMATTED = f"{NUMBER[:6]} {NUMBER[6:]}"
SPLIT_RUNS = f"<w:p><w:r><w:t>{NUMBER[:4]}</w:t></w:r><w:r><w:t>{NUMBER[4:]}</w:t></w:r></w:p>"
FOUND = {
    "txt": ("a.txt", lambda: f"Hei\nKari {FORMATTED}\n".encode(), "linje 2"),
    "txt over lines": ("a.txt", lambda: f"{NUMBER[:6]}\n{NUMBER[6:]}".encode(), "linje 1"),
    "txt invisible": ("a.txt", lambda: f"{NUMBER[:5]}\u200b{NUMBER[5:]}".encode(), "linje 1"),
    "docx": ("a.docx", lambda: docx("Hei", f"Kari {NUMBER} kom"), "avsnitt 2"),
    "docx in pieces": (
        "a.docx",
        lambda: docx(parts={"word/footer1.xml": f'<w:ftr xmlns:w="x">{SPLIT_RUNS}</w:ftr>'}),
        "avsnitt 1",
    ),
    "xlsx text": ("a.xlsx", lambda: xlsx(["Navn"], ["Kari", FORMATTED], title="Barn"), "arket «Barn», rad 2"),
    "xlsx number": ("a.xlsx", lambda: xlsx(["Navn"], ["Kari", int(NUMBER)]), "arket «Ark1», rad 2"),
    "xlsx beside": ("a.xlsx", lambda: xlsx([NUMBER[:6], NUMBER[6:]]), "arket «Ark1», rad 1"),
    "pdf": ("a.pdf", lambda: pdf("Forside", f"Kari {FORMATTED}"), "side 2"),
    "odt": ("a.odt", lambda: odf("text", f"<text:p>Hei</text:p><text:p>{NUMBER}</text:p>"), "avsnitt 2"),
    "ods": (
        "a.ods",
        lambda: odf(
            "spreadsheet",
            '<table:table table:name="Barn"><table:table-row table:number-rows-repeated="4"/>'
            f"<table:table-row><table:table-cell><text:p>{NUMBER}</text:p></table:table-cell>"
            "</table:table-row></table:table>",
        ),
        "arket «Barn», rad 5",
    ),
}


@pytest.mark.parametrize("place", FOUND)
def test_an_identity_number_is_refused_with_its_place_and_without_itself(place, caplog):
    name, content, where = FOUND[place]

    with pytest.raises(Refused) as told:
        inspect(name, content())

    said = told.value.why + caplog.text
    assert (where in said, NUMBER[6:] in said, NUMBER[:6] in said) == (True, False, False)


def test_a_budget_is_not_full_of_identity_numbers():
    """Amounts in groups of three, side by side, hold eleven digits in a row everywhere."""
    amounts = [f"{n:,}".replace(",", " ") for n in range(100_000, 90_000_000, 7_919)]

    assert [one for one in amounts if holds_number(one)] == []
    assert holds_number("  ".join(amounts)) is False
    assert holds_whole_number("450000.5") is False


@given(st.text(max_size=300))
def test_a_name_is_always_one_that_can_be_shown(name):
    shown = clean_name(name)

    assert 0 < len(shown) <= LONGEST
    assert not set(shown) & set("/\\\x00\u202e\n\r")
    assert clean_name(shown) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\kari\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("Søknad – Kárášjohka (ny).docx", "Søknad – Kárášjohka (ny).docx"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie x.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("...", "fil"),
        ("", "fil"),
    ],
)
def test_names_as_they_are_shown(name, shown):
    assert clean_name(name) == shown

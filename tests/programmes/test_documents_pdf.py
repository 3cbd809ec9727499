"""The finished PDF, read back: structure, language, and figures that the database sums once more."""

import re
import socket
import threading

import pytest
from django.db import connection, transaction

from folkehelse.lib.pdf import render_pdf
from municipalities.models import Municipality
from programmes.documents.content import collect
from programmes.documents.headings import headings
from programmes.documents.report import html, render, stylesheet
from programmes.enums import DocumentKind
from programmes.models import Document, LogEntry, Measure
from tests.factories import LogEntryFactory
from tests.programmes.pdf_reader import Pdf, plain
from tests.programmes.report_world import ORDERED_AT, YEAR, hidden_entry, make_land

pytestmark = pytest.mark.slow

KINDS = ["municipality", "nynorsk", "county", "nation"]


def _document(name, programme, county):
    code = {"municipality": "0812", "nynorsk": "0813"}.get(name)
    municipality = Municipality.objects.get(code=code) if code else None
    kind = DocumentKind.MUNICIPALITY if municipality else DocumentKind(name)
    scope = {"municipality": municipality, "county": county if kind == DocumentKind.COUNTY else None}
    language = municipality.document_language if municipality else "nb"
    content = collect(kind, programme=programme, year=YEAR, language=language, **scope)
    document = Document(
        kind=kind,
        programme=programme,
        year=YEAR,
        language=language,
        content=content,
        ordered_at=ORDERED_AT,
        **scope,
    )
    document.content = Document._meta.get_field("content").clean(content, document)
    return document


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """All four reports of the same small land, made once: name → (Pdf, document)."""
    with django_db_blocker.unblock(), transaction.atomic():
        programme, county = make_land()
        hidden_entry(Measure.objects.first())
        withdrawn = LogEntryFactory(
            measure=Measure.objects.first(), happened_on=f"{YEAR}-06-06", children=900, what_learned="TRUKKET"
        )
        withdrawn.withdraw(by=withdrawn.created_by, why="feil")
        documents = {name: _document(name, programme, county) for name in KINDS}
        found = {name: (Pdf(render(one, lambda percent: None)[0]), one) for name, one in documents.items()}
        sums = _sums()
        transaction.set_rollback(True)
    return found | {"sums": sums}


def _sums():
    """The land's figures of the year, in SQL that shares nothing with the report's queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT y.code, count(*), sum(l.sessions), sum(coalesce(l.children,0) + coalesce(l.parents,0)
                      + coalesce(l.staff,0) + coalesce(l.volunteers,0)), sum(l.children), sum(l.own_hours)
               FROM programmes_logentry l
               JOIN programmes_measure m ON m.id = l.measure_id
               JOIN programmes_enrolment e ON e.id = m.enrolment_id
               JOIN municipalities_municipality y ON y.id = e.municipality_id
               WHERE l.state = 'submitted' AND l.happened_on BETWEEN %s AND %s GROUP BY y.code""",
            [f"{YEAR}-01-01", f"{YEAR}-12-31"],
        )
        return {
            row[0]: [int(value) if value is not None else None for value in row[1:]]
            for row in cursor.fetchall()
        }


@pytest.mark.parametrize("name", KINDS)
def test_it_is_tagged_for_everyone(made, name):
    pdf, document = made[name]

    assert pdf.root.MarkInfo.Marked
    assert str(pdf.root.Lang) == document.language == ("nn" if name == "nynorsk" else "nb")
    assert pdf.root.ViewerPreferences.DisplayDocTitle
    assert pdf.metadata("pdfuaid:part") == "1"
    assert pdf.metadata("dc:title").startswith(f"Framdriftsrapport {YEAR} – ")
    assert pdf.orphans() == 0
    assert len(pdf.elements("/Figure")) >= 4
    assert all(str(figure.get("/Alt", "")) for figure in pdf.elements("/Figure"))
    assert all("/Contents" in link for page in pdf.file.pages for link in page.get("/Annots", []))
    assert len(pdf.elements("/H1")) == 1
    assert pdf.elements("/Table")
    assert pdf.elements("/TH")


@pytest.mark.parametrize("name", KINDS)
def test_bookmarks_and_contents_are_the_headings_and_lead_to_their_pages(made, name):
    pdf, document = made[name]
    expected = [(one.level - 1, plain(one.text)) for one in headings(html(document))]

    outline = pdf.outline()

    assert [(depth, plain(title)) for depth, title, _page in outline] == expected
    for _depth, title, page in outline:
        assert pdf.has_on_page(page, plain(title))
        if title not in ("Innhold", "Innhald"):
            line = rf"{re.escape(plain(title))}[ .]* {page}(?!\d)"
            assert any(re.search(line, plain(text)) for text in pdf.pages[2:5]), title


def test_a_nynorsk_municipality_gets_nynorsk(made):
    nynorsk, bokmal = made["nynorsk"][0].text, made["municipality"][0].text

    for in_nynorsk, in_bokmal in (
        ("Innhald", "Innhold"),
        ("Kva vi lærte", "Hva vi lærte"),
        ("Kjelder", "Kilder"),
    ):
        assert in_nynorsk in nynorsk
        assert in_bokmal not in nynorsk
        assert in_bokmal in bokmal


def test_running_heads_name_the_report_and_count_the_pages(made):
    pdf, _document = made["municipality"]
    last = len(pdf.pages)

    assert pdf.has_on_page(2, f"Framdriftsrapport {YEAR} – Sømna kommune")
    assert pdf.has_on_page(2, f"Side 2 av {last}")
    assert pdf.has_on_page(last, f"Side {last} av {last}")
    assert "Side 1 av" not in pdf.pages[0]


def test_the_municipality_s_figures_are_those_of_the_database(made):
    pdf, _document = made["municipality"]
    entries, sessions, people, children, hours = made["sums"]["0812"]

    first = plain(pdf.pages[1])
    labels = ["loggføringer", "ganger gjennomført", "deltakelser", "timer egeninnsats"]
    for value, label in zip((entries, sessions, people, hours), labels, strict=True):
        assert re.search(rf"\b{value} ?{label}", first)  # a line break between them is no space to the reader
    assert f"Barn og unge {children} 7" in first
    assert "450 000 kr i tilskudd" in first
    assert "Turglede i Sømna" in pdf.text
    assert "1 936" in pdf.text


def test_the_county_s_and_the_nation_s_figures_are_those_of_the_database(made):
    totals = [sum(column) for column in zip(*made["sums"].values(), strict=True)]
    entries, sessions, people, _children, hours = totals
    row = " ".join(map(str, (2, entries, sessions, people, hours)))

    assert f"Til sammen {row}" in made["county"][0].text
    assert f"Til sammen {row}" in made["nation"][0].text
    for code, name in (("0812", "Sømna"), ("0813", "Kårvik")):
        line = f"{code} {name} 1 " + " ".join(str(made["sums"][code][i]) for i in (0, 1, 2, 4))
        assert line in made["county"][0].text
    assert "Har ikke vært med: Utenfor." in made["county"][0].text


@pytest.mark.parametrize("name", KINDS)
def test_what_a_municipality_keeps_and_what_is_withdrawn_is_never_told(made, name):
    pdf, _document = made[name]

    assert b"KANARIFUGL" not in pdf.data
    assert "KANARIFUGL" not in pdf.text
    assert "TRUKKET" not in pdf.text
    assert "Lærdom nummer" in pdf.text


def test_the_same_document_gives_the_same_bytes(made):
    pdf, document = made["municipality"]

    assert render(document, lambda percent: None)[0] == pdf.data


def test_nothing_is_fetched_from_net_or_disk(tmp_path, caplog):
    (tmp_path / "secret.css").write_text("p::after { content: 'HEMMELIG' }")
    hits = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        thread = threading.Thread(target=_count_callers, args=(server, hits))
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        pdf, _pages = render_pdf(
            f"""<html lang="nb"><head><title>t</title><link rel="stylesheet" href="{address}a.css">
            <link rel="stylesheet" href="file://{tmp_path}/secret.css">
            <link rel="attachment" href="file:///etc/passwd"><style>@import "{address}b.css";
            @font-face {{ font-family: x; src: url({address}c.woff2) }}
            p {{ background: url({address}d.png) }}</style>
            </head><body><p>Synlig</p><img alt="x" src="{address}e.png"><img alt="y" src="file:///etc/hostname">
            <svg xmlns="http://www.w3.org/2000/svg"><title>s</title><image href="{address}f.png"/></svg>
            </body></html>""",
            stylesheet=stylesheet(),
        )
        thread.join()

    read = Pdf(pdf)
    assert hits == []
    assert "Synlig" in read.text
    assert "HEMMELIG" not in read.text
    assert "/EmbeddedFiles" not in read.root.get("/Names", {})


def _count_callers(server, hits):
    for _wait in range(15):
        try:
            connection_, _address = server.accept()
        except TimeoutError:
            continue
        hits.append(connection_.recv(100))
        connection_.close()


def test_text_that_looks_like_markup_is_text(db):
    programme, county = make_land(1)
    entry = LogEntry.objects.filter(happened_on__year=YEAR).order_by("-happened_on").first()
    LogEntry.objects.filter(pk=entry.pk).update(what_learned="<b onclick=x>1 < 2</b> & {{ year }}")

    text = html(_document("municipality", programme, county))

    assert "&lt;b onclick=x&gt;1 &lt; 2&lt;/b&gt; &amp; {{ year }}" in text

"""The letter on paper: PDF/A-2a, whole, tagged, and in its own written form."""

import pikepdf
import pytest
import time_machine

from municipalities.enums import LanguageForm
from programmes.actions.letters import draft_letter, send_letter
from programmes.documents.letter import content_of_letter
from programmes.documents.report import render_letter_draft
from programmes.enums import DocumentState
from programmes.enums.decisions import Outcome
from programmes.models import Document
from programmes.tasks import make_document
from tests.programmes.letters.world import call_with_appeal, decided, make_county
from tests.programmes.pdf_reader import Pdf

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def sent():
    county, adviser = make_county(name="Vestland")
    decision = decided(call_with_appeal(county), outcome=Outcome.PARTIAL, language=LanguageForm.NYNORSK)
    letter = draft_letter(decision, by=adviser)
    send_letter(letter, by=adviser)
    letter.refresh_from_db()
    return letter


def fonts(pdf):
    for page in pdf.file.pages:
        for font in page.Resources.get("/Font", {}).values():
            yield (
                font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
            )


def test_a_letter_that_is_sent_becomes_an_archive_document(sent):
    document = Document.objects.get(letter=sent)

    assert make_document(document.pk) == "made"

    document.refresh_from_db()
    with document.file.open() as file:
        pdf = Pdf(file.read())
    assert document.state == DocumentState.DONE
    assert pdf.metadata("pdfaid:part") == "2"
    assert pdf.metadata("pdfaid:conformance") == "A"
    assert [str(one.S) for one in pdf.root.OutputIntents] == ["/GTS_PDFA1"]
    assert "/DestOutputProfile" in pdf.root.OutputIntents[0]
    assert str(pdf.root.Lang) == "nn"
    assert bool(pdf.root.MarkInfo.Marked)
    assert pdf.orphans() == 0
    assert all(set(one.keys()) & {"/FontFile", "/FontFile2", "/FontFile3"} for one in fonts(pdf))
    assert pdf.metadata("dc:title") == sent.subject
    assert not pdf.file.is_encrypted
    assert not any(
        isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/JavaScript" for one in pdf.file.objects
    )
    for text in ("Vestland fylkeskommune", "Delvis tilsegn om tilskot", "atterhald", "De kan klage"):
        assert text in pdf.text
    assert [str(one.S) for one in pdf.elements("/H1", "/H2")].count("/H1") == 1


def test_a_draft_on_paper_says_so(sent):
    sent.sent_at = None
    told = content_of_letter(sent)

    pdf = Pdf(render_letter_draft(told, sent.language))

    assert told["is_draft"]
    assert "elektronisk" not in pdf.text
    assert pdf.metadata("pdfaid:part") == "2"


def test_the_same_letter_is_the_same_bytes(sent):
    told = content_of_letter(sent)

    with time_machine.travel("2026-12-01T12:00:00Z", tick=False):
        assert render_letter_draft(told, sent.language) == render_letter_draft(told, sent.language)

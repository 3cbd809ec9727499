"""The receipt as PDF: all that was sent, in the municipality's written form, for everybody's eyes."""

import datetime as dt

import pikepdf
import pytest

from folkehelse.lib.pdf import ARCHIVED, render_pdf
from programmes.documents.report import html, stylesheet
from programmes.enums import DocumentState
from programmes.models import Document
from programmes.tasks import make_document
from tests.factories import MunicipalityFactory
from tests.factories_grant import AttachmentFactory
from tests.programmes.pdf_reader import Pdf
from tests.programmes.submissions.world import ANSWERS, make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def made(world):
    receipt = Document.objects.get(submission__application=world.application)
    assert make_document(receipt.pk) == "made"
    receipt.refresh_from_db()
    with receipt.file.open("rb") as file:
        return receipt, Pdf(file.read())


def test_the_receipt_has_all_that_was_sent():
    world = make_world(answers=ANSWERS | {"own": "Første avsnitt.\n\nAndre <avsnitt> & slutt."})
    world.application.answers.filter(key="criterion-weighed").update(text="", ready_by=dt.date(2027, 2, 1))
    file = AttachmentFactory(application=world.application, name="vedtak i formannskapet.pdf")
    submission = world.submit()

    receipt, pdf = made(world)

    assert receipt.state == DocumentState.DONE
    squeezed = pdf.text.replace(" ", "")
    for text in (
        world.fresh().case, world.approver.full_name, world.coordinator.full_name, submission.sha256,
        file.name, file.sha256, "Sammen om ungdommen", "Vi vil bygge laget rundt barna.", "Første avsnitt.",
        "Andre <avsnitt> & slutt.", "Fylkets eget spørsmål", "Er forankret", "Ja", "1. februar 2027",
        "Åpen hall", "400 000", "Lønn og frikjøp", "Tilskudd det søkes om", "Kostnader i alt",
    ):  # fmt: skip
        assert text.replace(" ", "") in squeezed, text
    assert pdf.metadata("pdfuaid:part") == "1"
    assert pdf.root.Lang == "nb"
    assert pdf.orphans() == 0
    assert len(pdf.elements("/H1")) == 1


def test_the_receipt_is_in_the_municipalitys_written_form():
    world = make_world()
    municipality = MunicipalityFactory(county=world.application.call.county, language_form="nn")
    other = make_world(municipality=municipality)

    assert other.submit().content["language"] == "nn"
    receipt = Document.objects.get(submission__application=other.application)

    assert receipt.language == "nn"
    assert '<html lang="nn">' in html(receipt)


def test_an_archived_pdf_keeps_its_marks():
    """Artifacts are written into the finished file; what makes it PDF/A-2a must still be there."""
    page = (
        "<html lang='nb'><head><title>Brev</title></head><body data-page='Side' data-of='av' data-report='B'>"
    )
    page += "<h1>Tilsagn</h1><p>Dere får tilskudd.</p></body></html>"

    data, pages = render_pdf(page, stylesheet=stylesheet("letter"), variant=ARCHIVED)

    pdf = Pdf(data)
    intent = pdf.root.OutputIntents[0]
    assert pages == 1
    assert (pdf.metadata("pdfaid:part"), pdf.metadata("pdfaid:conformance")) == ("2", "A")
    assert (str(intent.S), intent.DestOutputProfile.N) == ("/GTS_PDFA1", 3)
    assert pdf.root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.root
    assert pdf.orphans() == 0
    assert "/Filter" not in pdf.root.Metadata
    assert "/ID" in pdf.file.trailer
    assert not pdf.file.is_encrypted
    fonts = [
        font for one in pdf.file.pages for font in one.Resources.get("/Font", pikepdf.Dictionary()).values()
    ]
    assert fonts
    assert all(
        "/FontFile2" in f.DescendantFonts[0].FontDescriptor
        or "/FontFile3" in f.DescendantFonts[0].FontDescriptor
        for f in fonts
    )
    assert data == render_pdf(page, stylesheet=stylesheet("letter"), variant=ARCHIVED)[0]

"""Ordering reports and receipts. The row is the job; the ring only wakes a worker (ADR 0004)."""

from django.db import IntegrityError, transaction

from audit.record import record
from folkehelse.lib.bell import ring
from programmes.documents.content import collect, fingerprint
from programmes.documents.letter import content_of_letter
from programmes.documents.receipt import told_of
from programmes.enums import DocumentKind
from programmes.models import Document, Letter, Submission
from programmes.models.document import LIVE
from programmes.models.moving import WrongState
from programmes.tasks import make_document


def order_report(kind, *, programme, year, municipality=None, county=None, language=None, by):
    """The report as a Document: the one that has the same content already, or a new one in the queue."""
    language = str(language or _language(kind, municipality, by))  # a bare string, not a choice's member
    scope = {"programme": programme, "year": year, "municipality": municipality, "county": county}
    content = collect(kind, language=language, **scope)
    key = {"kind": kind, "language": language, "fingerprint": fingerprint(content, language), **scope}
    return _same(key) or _create(key, content, by)


def order_receipt(submission: Submission, *, by) -> Document:
    """The receipt of what was sent, in the municipality's own written form, whole and once."""
    application = submission.application
    content = told_of(submission)
    language = submission.content["language"]
    key = {
        "kind": DocumentKind.RECEIPT,
        "language": language,
        "fingerprint": fingerprint(content, language),
        "programme": application.call.area.programme,
        "municipality": application.municipality,
        "year": application.case_year,
        "submission": submission,
    }
    return _same(key) or _create(key, content, by)


def order_letter(letter: Letter, *, by) -> Document:
    """A letter that was sent, as it is to stand in the archives."""
    application, content = letter.application, content_of_letter(letter)
    key = {
        "kind": DocumentKind.LETTER,
        "language": letter.language,
        "fingerprint": fingerprint(content, letter.language),
        "programme": application.call.area.programme,
        "municipality": application.municipality,
        "year": content["date"].year,
        "letter": letter,
    }
    return _same(key) or _create(key, content, by)


def _language(kind, municipality, by):
    """A municipality's own written form; otherwise that of the person who asks."""
    if kind == DocumentKind.MUNICIPALITY:
        return municipality.document_language
    return by.language if by else "nb"


def _same(key):
    document = Document.objects.filter(**key, state__in=LIVE).for_list().first()
    if document and document.is_waiting:
        ring(make_document, document.pk)
    return document


def _create(key, content, by):
    try:
        with transaction.atomic():
            document = Document.objects.create(**key, content=content, ordered_by=by)
            record("document.ordered", actor=by, subject=document)
            ring(make_document, document.pk)
    except IntegrityError:  # somebody ordered the same in this very moment
        if document := _same(key):
            return document
        raise
    return document


def retry(document, *, by):
    """A failed report back in the queue, with the content that was ordered."""
    try:
        with transaction.atomic():
            document.retry(by=by)
            ring(make_document, document.pk)
    except IntegrityError as error:  # the same content has been ordered anew meanwhile
        raise WrongState(f"document {document.pk}: ordered anew") from error

"""Making documents. A task may run twice, late, or die half-way: the row says what is to be done."""

import hashlib
import logging
import time

from celery import shared_task
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from folkehelse.tasks import heartbeat
from programmes.documents.report import render
from programmes.models import Document, WrongState

log = logging.getLogger(__name__)

SECONDS_BETWEEN = 1  # a row is told how far the work is at most this often


@shared_task(name="programmes.make_document")
def make_document(document_id):
    """Make the PDF if this worker gets the row; being rung twice costs one UPDATE."""
    document = Document.objects.claim(document_id)
    if document is None:
        return "not due"
    try:
        if document.attempts > document.attempts_allowed:  # each time before, the worker died
            document.give_up(document.last_error or "Arbeideren falt ut hver gang.")
            return "given up"
        return _make(document)
    except WrongState:  # overtaken: whoever has the row now finishes it
        log.warning("document %s: attempt %s was overtaken", document.pk, document.attempts)
        return "overtaken"
    except Exception as error:
        log.exception("document %s: attempt %s failed", document.pk, document.attempts)
        return _set_aside(document, f"{type(error).__name__}: {error}"[:2000])


def _make(document):
    started = time.monotonic()
    pdf, pages = render(document, Telling(document))
    digest = hashlib.sha256(pdf).hexdigest()
    name = default_storage.save(f"documents/{document.year}/{digest[:32]}.pdf", ContentFile(pdf))
    try:
        document.finish(file=name, sha256=digest, size=len(pdf), pages=pages)
    except WrongState:  # any other error may come after the commit: then the file is the document's
        default_storage.delete(name)
        raise
    log.info("document %s: %s pages in %.1f s", document.pk, pages, time.monotonic() - started)
    return "made"


def _set_aside(document, error):
    if document.attempts < document.attempts_allowed:
        document.postpone(error)
        return "postponed"
    try:
        document.give_up(error)
    except WrongState:
        return "overtaken"
    return "given up"


class Telling:
    """Writes progress to the row, now and then: each time also renews the lease."""

    def __init__(self, document):
        self.document = document
        self.told_at = 0.0

    def __call__(self, percent):
        if time.monotonic() - self.told_at >= SECONDS_BETWEEN:
            self.document.note_progress(max(percent, self.document.progress))
            heartbeat()  # a worker that makes a long report has no time for the one of the clock
            self.told_at = time.monotonic()

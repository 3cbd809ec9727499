"""From a document's content to its PDF."""

import base64
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from folkehelse.lib.pdf import ACCESSIBLE, ARCHIVED, render_pdf
from programmes.documents.headings import headings
from programmes.documents.layout import LAYOUTS
from programmes.enums import DocumentKind
from programmes.models import Document

COLLECTED, WRITTEN = 10, 30  # per cent of the work
CONTENTS = "<!-- contents -->"
VARIANTS = {DocumentKind.LETTER: ARCHIVED}


def render(document, on_progress):
    """(bytes, number of pages) of a document with its content."""
    on_progress(COLLECTED)
    text = html(document)
    on_progress(WRITTEN)
    variant = VARIANTS.get(document.kind, ACCESSIBLE)
    return render_pdf(text, stylesheet=stylesheet(document.kind), variant=variant, on_progress=on_progress)


def html(document):
    """The document as HTML, in its written form; a report has a table of contents of the headings in it."""
    with override(document.language):
        context = LAYOUTS[document.kind](document.content, document.ordered_at)
        context |= {"language": document.language, "ordered_at": document.ordered_at}
        body = render_to_string(f"documents/{document.kind}.html", context)
        contents = render_to_string("documents/_contents.html", {"headings": headings(body)})
        return body.replace(CONTENTS, contents)


def render_letter_draft(content, language):
    """A letter that is not sent yet, as bytes, to be looked at."""
    draft = Document(kind=DocumentKind.LETTER, language=language, content=content, ordered_at=timezone.now())
    return render(draft, lambda percent: None)[0]


@cache
def stylesheet(kind=None):
    """The print style sheet with the portal's own font in it, because nothing is fetched.

    What is sent as one person's paper, a receipt or a letter, has a sheet of its own upon it.
    """
    static = Path(settings.BASE_DIR) / "static"
    faces = [
        _font_face("Inter Variable", static / "vendor/inter/inter-latin-wght-normal.woff2"),
        _font_face("Inter", static / "vendor/inter/inter-latin-ext-wght-normal.woff2"),  # Sámi letters
    ]
    own = static / f"css/print-{kind}.css"
    sheets = [static / "css/print.css", *([own] if own.exists() else [])]
    return "\n".join([*faces, *(sheet.read_text() for sheet in sheets)])


def _font_face(family, file):
    data = base64.b64encode(file.read_bytes()).decode()
    source = f'url("data:font/woff2;base64,{data}") format("woff2")'
    return f'@font-face {{ font-family: "{family}"; src: {source}; }}'

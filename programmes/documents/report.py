"""From a document's content to its PDF."""

import base64
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from folkehelse.lib.pdf import render_pdf
from programmes.documents.headings import headings
from programmes.documents.layout import LAYOUTS

COLLECTED, WRITTEN = 10, 30  # per cent of the work
CONTENTS = "<!-- contents -->"


def render(document, on_progress):
    """(bytes, number of pages) of a document with its content."""
    on_progress(COLLECTED)
    text = html(document)
    on_progress(WRITTEN)
    return render_pdf(text, stylesheet=stylesheet(), on_progress=on_progress)


def html(document):
    """The report as HTML, in its written form; the table of contents is made of the headings in it."""
    with override(document.language):
        context = LAYOUTS[document.kind](document.content, document.ordered_at)
        context |= {"language": document.language, "ordered_at": document.ordered_at}
        body = render_to_string(f"documents/{document.kind}.html", context)
        contents = render_to_string("documents/_contents.html", {"headings": headings(body)})
        return body.replace(CONTENTS, contents)


@cache
def stylesheet():
    """The print style sheet with the portal's own font in it, because nothing is fetched."""
    static = Path(settings.BASE_DIR) / "static"
    faces = [
        _font_face("Inter Variable", static / "vendor/inter/inter-latin-wght-normal.woff2"),
        _font_face("Inter", static / "vendor/inter/inter-latin-ext-wght-normal.woff2"),  # Sámi letters
    ]
    return "\n".join([*faces, (static / "css/print.css").read_text()])


def _font_face(family, file):
    data = base64.b64encode(file.read_bytes()).decode()
    source = f'url("data:font/woff2;base64,{data}") format("woff2")'
    return f'@font-face {{ font-family: "{family}"; src: {source}; }}'

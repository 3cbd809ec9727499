"""What a report tells, and the fingerprint that says whether it has been told before."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from folkehelse.lib.snapshot import canonical
from programmes.enums import DocumentKind
from programmes.queries.progress import municipality_progress
from programmes.queries.progress_region import county_progress, nation_progress

# Everything that draws a report: a change in any of these makes a new document of the same content.
DRAWN_BY = (
    "templates/documents/*.html",
    "static/css/print*.css",
    "static/vendor/inter/*.woff2",
    "folkehelse/lib/pdf.py",
    "folkehelse/lib/tags.py",
    "folkehelse/lib/numbers.py",
    "folkehelse/lib/charts/*",
    "programmes/documents/*.py",
)


def collect(kind, *, programme, year, language, municipality=None, county=None):
    with override(language):
        if kind == DocumentKind.MUNICIPALITY:
            return municipality_progress(municipality, programme, year)
        if kind == DocumentKind.COUNTY:
            return county_progress(county, programme, year)
        return nation_progress(programme, year)


def fingerprint(content, language):
    return hashlib.sha256(f"{language}\n{edition(language)}\n{canonical(content)}".encode()).hexdigest()


@cache
def edition(language):
    """A hash of the files that draw, and of the words of that language."""
    base = Path(settings.BASE_DIR)
    patterns = (*DRAWN_BY, f"locale/{language}/LC_MESSAGES/*.mo")
    files = sorted(file for pattern in patterns for file in base.glob(pattern) if file.is_file())
    found = hashlib.sha256()
    for file in files:
        found.update(f"{file.relative_to(base)}\n".encode())
        found.update(file.read_bytes())
    return found.hexdigest()

"""One file: its kind by what is in it, and what of it is kept."""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from folkehelse.lib.uploads import images, odf, ooxml, pdfs, texts
from folkehelse.lib.uploads.archives import broken, opened
from folkehelse.lib.uploads.names import clean_name, split
from folkehelse.lib.uploads.refused import Refused, has_macros, has_password

MOST_BYTES = 20 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007; Office with a password


@dataclass(frozen=True)
class Upload:
    """What is kept: the name to show, the bytes to store, and what the sender should know of them."""

    name: str
    content_type: str
    content: bytes
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    endings: tuple[str, ...]
    content_type: str
    read: Callable  # content → (content to keep, warnings); raises Refused

    @property
    def label(self):
        return self.endings[0].lstrip(".").upper()


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
PDF = Kind((".pdf",), "application/pdf", pdfs.read)
PNG = Kind((".png",), "image/png", images.read_png)
JPEG = Kind((".jpg", ".jpeg", ".jfif"), "image/jpeg", images.read_jpeg)
DOCX = Kind((".docx",), f"{OFFICE}.wordprocessingml.document", ooxml.read_docx)
XLSX = Kind((".xlsx",), f"{OFFICE}.spreadsheetml.sheet", ooxml.read_xlsx)
ODT = Kind((".odt",), f"{OPEN_DOCUMENT}.text", odf.read_odt)
ODS = Kind((".ods",), f"{OPEN_DOCUMENT}.spreadsheet", odf.read_ods)
TEXT = Kind((".txt",), "text/plain; charset=utf-8", texts.read)
KINDS = (PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, TEXT)


def inspect(name, content: bytes) -> Upload:
    """The file as it may be kept, or Refused."""
    if not content:
        raise Refused(_("Den er tom."))
    if len(content) > MOST_BYTES:
        raise Refused(
            _("Den er for stor. En fil kan være på %(most)s.") % {"most": filesizeformat(MOST_BYTES)}
        )
    try:
        return _inspected(clean_name(name), content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise broken() from error  # an archive whose table of contents told something else


def _inspected(shown, content):
    kind, ending = kind_of(content), split(shown)[1]
    if kind is TEXT and ending not in ("", ".txt"):
        raise _unknown()
    if ending and ending not in kind.endings:
        what = _("Navnet ender på «%(ending)s», men innholdet er %(kind)s. Gi den navnet «%(better)s».")
        better = f"{split(shown)[0]}{kind.endings[0]}"
        raise Refused(what % {"ending": ending, "kind": kind.label, "better": better})
    kept, warnings = kind.read(content)
    return Upload(shown if ending else f"{shown}{kind.endings[0]}", kind.content_type, kept, tuple(warnings))


def kind_of(content):
    """By the first bytes, and for archives by what they hold. The name has no say."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise has_password()
        raise Refused(_("Den er i et gammelt Office-format. Lagre den som DOCX, XLSX eller PDF."))
    if texts.is_text(content):
        return TEXT
    raise _unknown()


def _kind_of_archive(content):
    with opened(content) as archive:
        names = set(archive.namelist())
        if "mimetype" in names:
            said = archive.read("mimetype")[:100].decode("ascii", "replace").strip()
            for kind in (ODT, ODS):
                if said == kind.content_type:
                    return kind
        elif "[Content_Types].xml" in names:
            if re.search(rb"macroEnabled", archive.read("[Content_Types].xml")):
                raise has_macros()
            if "word/document.xml" in names:
                return DOCX
            if "xl/workbook.xml" in names:
                return XLSX
    raise _unknown()


def _unknown():
    kinds = ", ".join(kind.label for kind in KINDS)
    return Refused(_("Den er ikke av en type som kan lastes opp. Vi tar imot %(kinds)s.") % {"kinds": kinds})

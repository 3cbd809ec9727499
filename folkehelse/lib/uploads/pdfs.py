"""PDF: nothing that acts, nothing inside it, nothing about who made it; its text searched."""

import logging
import time
from io import BytesIO

import pikepdf
import pypdf
from django.utils.translation import gettext as _

from folkehelse.lib.uploads.numbers import holds_number, refuse_number
from folkehelse.lib.uploads.refused import Refused, has_password

MOST_OBJECTS = 300_000
MOST_SECONDS = 10  # to read the text; the rest of a huge document is told to be unread
ACTING_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent"}
HOLDING_KEYS = {"/EmbeddedFiles", "/EF"}
ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/Movie", "/Sound"}
PARTS = {"/RichMedia", "/FileAttachment", "/Screen", "/3D", "/EmbeddedFile"}
WRITTEN = ("/V", "/Contents", "/RC")  # what people have typed into fields and notes
KEPT_XMP = ("title", "language", "part", "conformance", "rev")  # archive and accessibility claims
TEXT_ENOUGH = 20  # characters; less on all pages together is a scan


def read(content):
    """Drawn up anew without its metadata. One that is signed is kept as it came: the signature is of it."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise has_password()
            is_signed, written = _looked_through(pdf)
            pages = len(pdf.pages)
            kept = content if is_signed else _without_metadata(pdf)
    except pikepdf.PasswordError as error:
        raise has_password() from error
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError) as error:
        raise Refused(_("PDF-filen er ødelagt. Lagre den på nytt, og prøv igjen.")) from error
    if not pages:
        raise Refused(_("Den er tom."))
    if any(holds_number(text) for text in written):
        refuse_number(_("et skjemafelt eller en merknad"))
    warnings = _search_pages(kept)
    if is_signed:
        warnings.append(_("Filen er signert og lagres som den er, også med navnet på den som laget den."))
    return kept, warnings


def _looked_through(pdf):
    """(whether it is signed, what people wrote in fields and notes); Refused for anything that acts."""
    is_signed, written = False, []
    for number, part in enumerate(_dictionaries(pdf)):
        if number > MOST_OBJECTS:
            raise Refused(_("Den har for mange deler til å bli sett gjennom."))
        _refuse_acts(part)
        is_signed = is_signed or ("/ByteRange" in part and "/Contents" in part)
        if "/ByteRange" not in part:
            written += [str(part[key]) for key in WRITTEN if isinstance(part.get(key), pikepdf.String)]
    return is_signed, written


def _dictionaries(pdf):
    """Every dictionary of the file, those inside others too."""
    for indirect in pdf.objects:
        waiting = [indirect]
        while waiting:
            one = waiting.pop()
            if isinstance(one, pikepdf.Stream):
                one = one.stream_dict
            if isinstance(one, pikepdf.Dictionary):
                yield one
                inner = one.values()
            else:
                inner = one if isinstance(one, pikepdf.Array) else ()
            waiting += [
                value
                for value in inner
                if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect
            ]


def _refuse_acts(part):
    keys = set(part.keys())
    kinds = {str(part[key]) for key in ("/S", "/Subtype", "/Type") if isinstance(part.get(key), pikepdf.Name)}
    if keys & HOLDING_KEYS or kinds & PARTS:
        raise Refused(_("Den har andre filer lagt inn i seg. Skriv den ut til en ny PDF, og last opp den."))
    if keys & ACTING_KEYS or ("/S" in keys and str(part["/S"]) in ACTIONS):
        raise Refused(
            _("Den har skript eller handlinger i seg. Skriv den ut til en ny PDF, og last opp den.")
        )


def _without_metadata(pdf):
    for part in _dictionaries(pdf):
        if "/PieceInfo" in part:
            del part["/PieceInfo"]
        if "/Metadata" in part and part.get("/Type") != pikepdf.Name.Catalog:
            del part["/Metadata"]
    _forget_author(pdf)
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def _forget_author(pdf):
    """Only the title and the claims to a standard stay."""
    title = pdf.docinfo.get("/Title") if "/Info" in pdf.trailer else None
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if isinstance(title, pikepdf.String):
        pdf.docinfo["/Title"] = title
    if "/Metadata" not in pdf.Root:
        return
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            for key in list(xmp):
                if key.rpartition("}")[2] not in KEPT_XMP:
                    del xmp[key]
    except (ValueError, KeyError, TypeError, SyntaxError):
        del pdf.Root["/Metadata"]


def _search_pages(content):
    """Warnings about what could not be read; Refused for a page with an identity number."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    until, seen = time.monotonic() + MOST_SECONDS, 0
    reader = pypdf.PdfReader(BytesIO(content))
    for number, page in enumerate(reader.pages, start=1):
        if time.monotonic() > until:
            last = number - 1
            return [_("Vi rakk bare å se etter fødselsnumre på de %(last)d første sidene.") % {"last": last}]
        text = _text_of(page)
        seen += len(text.strip())
        if holds_number(text):
            refuse_number(_("side %(page)d") % {"page": number})
    if seen < TEXT_ENOUGH:
        return [_("Filen er bilder av tekst, så vi kan ikke se om det står fødselsnumre i den.")]
    return []


def _text_of(page):
    """A page that pypdf cannot read counts as a picture: readers are many, and its errors of every kind."""
    try:
        return page.extract_text()
    except Exception:
        return ""

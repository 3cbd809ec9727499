"""ODT and ODS (LibreOffice): the same as for DOCX and XLSX."""

from io import BytesIO

from django.utils.translation import gettext as _

from folkehelse.lib.uploads.archives import opened, parts
from folkehelse.lib.uploads.markup import Makers, Reader, parse
from folkehelse.lib.uploads.numbers import holds_number, holds_whole_number, refuse_number
from folkehelse.lib.uploads.ooxml import ARCHIVES
from folkehelse.lib.uploads.refused import fetches, has_files_inside, has_macros, has_password

MACROS = ("Basic/", "Scripts/", "Dialogs/")
FETCHING = {
    "cell-range-source", "section-source", "table-source", "dde-source", "dde-connection-decl",
    "applet", "plugin", "floating-frame", "database-range-source", "connection-resource",
}  # fmt: skip
DRAWN = {"image", "object", "object-ole", "fill-image", "background-image"}


def read_odt(content):
    return _read(content, _Paragraphs)


def read_ods(content):
    return _read(content, _Rows)


def _read(content, reader):
    with opened(content) as archive:
        names = archive.namelist()
        for name, first in parts(archive):
            if name.startswith(MACROS):
                raise has_macros()
            if first.startswith(ARCHIVES):
                raise has_files_inside()
        if "META-INF/manifest.xml" in names:
            parse(BytesIO(archive.read("META-INF/manifest.xml")), _Manifest())
        for name in ("content.xml", "styles.xml"):
            if name in names:
                with archive.open(name) as file:
                    parse(file, reader())
        makers = Makers("creator", "initial-creator")
        if "meta.xml" in names:
            parse(BytesIO(archive.read("meta.xml")), makers)
    return content, makers.warnings


class _Manifest(Reader):
    def start(self, name, attributes):
        if name == "encryption-data":
            raise has_password()
        if "sun.star.oleobject" in attributes.get("media-type", ""):
            raise has_files_inside()


class _Paragraphs(Reader):
    """Text by paragraph; refuses what acts or fetches."""

    def __init__(self):
        self.number, self.depth, self.pieces = 0, 0, []

    def start(self, name, attributes):
        self._refuse(name, attributes)
        if name in ("p", "h"):
            self.number += 1
            self.depth += 1
        elif name in ("tab", "s", "line-break"):
            self.pieces.append(" ")

    def _refuse(self, name, attributes):
        if name in ("event-listener", "script") and attributes:
            raise has_macros()
        leads_out = ":" in attributes.get("href", "").partition("/")[0]
        if name in FETCHING or (name in DRAWN and leads_out):
            raise fetches()

    def text(self, data):
        if self.depth:
            self.pieces.append(data)

    def end(self, name):
        if name in ("p", "h"):
            self.depth -= 1
            self.check("".join(self.pieces))
            self.pieces = []

    def check(self, text):
        if holds_number(text):
            refuse_number(_("avsnitt %(number)d") % {"number": self.number})


class _Rows(_Paragraphs):
    """The same, told by sheet and row; a cell's own value too."""

    def __init__(self):
        super().__init__()
        self.sheet, self.row = "", 0

    def start(self, name, attributes):
        super().start(name, attributes)
        if name == "table":
            self.sheet, self.row = attributes.get("name", ""), 0
        elif name == "table-row":
            self.row += 1
            self.repeated = int(attributes.get("number-rows-repeated", "1") or 1)
        elif name == "table-cell" and holds_whole_number(attributes.get("value", "")):
            self._refuse_row()

    def end(self, name):
        super().end(name)
        if name == "table-row":
            self.row += self.repeated - 1

    def check(self, text):
        if holds_number(text):
            self._refuse_row()

    def _refuse_row(self):
        refuse_number(_("arket «%(sheet)s», rad %(row)d") % {"sheet": self.sheet, "row": self.row})

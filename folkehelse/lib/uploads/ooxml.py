"""DOCX and XLSX: no macros, nothing fetched from elsewhere, nothing packed inside; their text searched."""

import re
from io import BytesIO

from django.utils.translation import gettext as _

from folkehelse.lib.uploads.archives import opened, parts
from folkehelse.lib.uploads.markup import Makers, Reader, parse
from folkehelse.lib.uploads.numbers import holds_number, holds_whole_number, refuse_number
from folkehelse.lib.uploads.refused import fetches, has_files_inside, has_macros

MACROS = re.compile(r"vba(project|data)|macrosheets/|customui|attachedtoolbars|intlmacrosheet", re.IGNORECASE)
PACKED = re.compile(r"embeddings/|activex/|oleobject", re.IGNORECASE)
FETCHED = re.compile(r"externallinks/|querytables/|xl/connections|webextensions/", re.IGNORECASE)
HARMLESS_BINARIES = re.compile(r"printersettings/|/media/|thumbnail", re.IGNORECASE)
ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"Rar!", b"7z\xbc\xaf", b"%PDF")
TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
DDE = re.compile(r"^\s*DDE(AUTO)?\b", re.IGNORECASE)


def read_docx(content):
    with opened(content) as archive:
        _refuse_parts(archive)
        changed = False
        for name in archive.namelist():
            if TEXT_PARTS.fullmatch(name):
                with archive.open(name) as file:
                    changed |= parse(file, _Paragraphs()).is_changed
        warnings = _who_made(archive)
        if changed or "word/comments.xml" in archive.namelist():
            warnings.append(_("Filen har sporede endringer eller merknader. De blir med."))
    return content, warnings


def read_xlsx(content):
    with opened(content) as archive:
        _refuse_parts(archive)
        names = set(archive.namelist())
        shared = []
        if "xl/sharedStrings.xml" in names:
            with archive.open("xl/sharedStrings.xml") as file:
                shared = parse(file, _Strings()).found
        titles = _sheet_titles(archive, names)
        for name in sorted(n for n in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)):
            with archive.open(name) as file:
                parse(file, _Cells(shared, titles.get(name, name.rpartition("/")[2])))
        for name in sorted(n for n in names if re.fullmatch(r"xl/(comments|threadedComments)[^.]*\.xml", n)):
            with archive.open(name) as file:
                if any(holds_number(text) for text in parse(file, _Strings("comment")).found):
                    refuse_number(_("en merknad"))
        return content, _who_made(archive)


def _refuse_parts(archive):
    for name, first in parts(archive):
        if MACROS.search(name):
            raise has_macros()
        if FETCHED.search(name):
            raise fetches()
        if PACKED.search(name) or first.startswith(ARCHIVES) or _is_odd_binary(name):
            raise has_files_inside()
        if name.endswith(".rels"):
            with archive.open(name) as file:
                parse(file, _Relations())


def _is_odd_binary(name):
    return name.lower().endswith((".bin", ".exe", ".dll", ".js", ".vbs")) and not HARMLESS_BINARIES.search(
        name
    )


def _who_made(archive):
    name = "docProps/core.xml"
    if name not in archive.namelist():
        return []
    return parse(BytesIO(archive.read(name)), Makers("creator", "lastModifiedBy")).warnings


def _sheet_titles(archive, names):
    """{part: the name on its tab}."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    titles = parse(BytesIO(archive.read("xl/workbook.xml")), _Sheets()).found
    targets = parse(BytesIO(archive.read("xl/_rels/workbook.xml.rels")), _Relations()).found
    return {f"xl/{targets[key].removeprefix('/xl/')}": title for key, title in titles if key in targets}


class _Relations(Reader):
    """What the part refers to. Only links that a reader clicks on may lead out of the file."""

    def __init__(self):
        self.found = {}

    def start(self, name, attributes):
        if name != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode") == "External" and kind != "hyperlink":
            raise fetches()
        self.found[attributes.get("Id")] = attributes.get("Target", "")


class _Sheets(Reader):
    def __init__(self):
        self.found = []

    def start(self, name, attributes):
        if name == "sheet":
            self.found.append((attributes.get("id"), attributes.get("name", "")))


class _Paragraphs(Reader):
    """Text by paragraph, deleted and hidden text too."""

    def __init__(self):
        self.number, self.pieces, self.inside, self.is_changed = 0, [], "", False

    def start(self, name, attributes):
        if name == "p":
            self.number += 1
        self.is_changed |= name in ("ins", "del")
        self.inside = name if name in ("t", "delText", "instrText") else ""
        if name in ("tab", "br", "cr"):
            self.pieces.append(" ")

    def text(self, data):
        if self.inside == "instrText" and DDE.match(data):
            raise fetches()
        if self.inside:
            self.pieces.append(data)

    def end(self, name):
        self.inside = ""
        if name == "p":
            if holds_number("".join(self.pieces)):
                refuse_number(_("avsnitt %(number)d") % {"number": self.number})
            self.pieces = []


class _Strings(Reader):
    """The text of each `item`, whatever is inside it."""

    def __init__(self, item="si"):
        self.item, self.found, self.pieces, self.inside = item, [], [], False

    def start(self, name, attributes):
        if name == self.item:
            self.pieces = []
        self.inside = name in ("t", "text")

    def text(self, data):
        if self.inside:
            self.pieces.append(data)

    def end(self, name):
        self.inside = False
        if name == self.item:
            self.found.append("".join(self.pieces))


class _Cells(Reader):
    """A sheet, cell by cell; beside each other, a day of birth and five digits as text count as one."""

    def __init__(self, shared, title):
        self.shared, self.title = shared, title
        self.row, self.number, self.kind, self.pieces, self.inside, self.before = "", 0, "", [], False, ""

    def start(self, name, attributes):
        if name == "row":
            self.number += 1
            self.row, self.before = attributes.get("r", str(self.number)), ""
        elif name == "c":
            self.kind, self.pieces = attributes.get("t", "n"), []
        self.inside = name in ("v", "t")

    def text(self, data):
        if self.inside:
            self.pieces.append(data)

    def end(self, name):
        self.inside = False
        if name == "c":
            self._check("".join(self.pieces))

    def _check(self, value):
        if self.kind == "s" and value.isdecimal() and int(value) < len(self.shared):
            value = self.shared[int(value)]
        is_number = self.kind == "n"
        found = holds_whole_number(value) if is_number else holds_number(value)
        if found or (not is_number and holds_number(f"{self.before} {value}")):
            where = _("arket «%(sheet)s», rad %(row)s")
            refuse_number(where % {"sheet": self.title, "row": self.row})
        self.before = "" if is_number else value[-20:]

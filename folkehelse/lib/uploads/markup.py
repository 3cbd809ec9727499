"""XML inside Office files, read without entities, documents from elsewhere or a tree in memory."""

import zipfile
import zlib
from xml.parsers import expat

from django.utils.translation import gettext as _

from folkehelse.lib.uploads.archives import broken


class Reader:
    """Told of each element by its bare name, and of the text inside it."""

    def start(self, name, attributes):
        """An element begins. Attributes by their bare names, the namespace left out."""

    def end(self, name):
        """An element ends."""

    def text(self, data):
        """Text inside the element."""


class Makers(Reader):
    """Names of people in the properties of the document, which stand in elements of these names."""

    def __init__(self, *names):
        self.names, self.found, self.inside = names, set(), False

    def start(self, name, attributes):
        self.inside = name in self.names

    def end(self, name):
        self.inside = False

    def text(self, data):
        if self.inside and data.strip():
            self.found.add(data.strip())

    @property
    def warnings(self):
        if not self.found:
            return []
        who = ", ".join(sorted(self.found))[:120]
        return [_("Filen forteller hvem som laget den: %(who)s.") % {"who": who}]


def parse(file, reader):
    """Send the file (open, binary) through the reader; the reader back."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, found: reader.start(_bare(name), _attributes(found))
    parser.EndElementHandler = lambda name: reader.end(_bare(name))
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.ParseFile(file)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError) as error:
        raise broken() from error
    return reader


def _bare(name):
    return name.rpartition(" ")[2]


def _attributes(found):
    return {_bare(name): value for name, value in found.items()}


def _refuse(*_anything):
    raise broken()

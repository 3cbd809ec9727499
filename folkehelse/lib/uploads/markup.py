"""XML inside Office files, read without entities, documents from elsewhere or a tree in memory."""

import zipfile
import zlib
from xml.parsers import expat

from folkehelse.lib.uploads.archives import broken


class Reader:
    """Told of each element by its bare name; `data` collects text while `is_text` is set."""

    def start(self, name, attributes):
        """An element begins. Attributes by their bare names, the namespace left out."""

    def end(self, name):
        """An element ends."""

    def text(self, data):
        """Text inside the element."""


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

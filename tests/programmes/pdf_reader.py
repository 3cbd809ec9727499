"""Reads a PDF back as somebody with a screen reader would meet it."""

import io
import re

import pikepdf
from pypdf import PdfReader

from folkehelse.lib.pdf import content_number, owned_content


class Pdf:
    def __init__(self, data):
        self.data = data
        self.pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
        self.text = plain("\n".join(self.pages))
        self.file = pikepdf.open(io.BytesIO(data))
        self.root = self.file.Root

    def has_on_page(self, number, text):
        return text in plain(self.pages[number - 1])

    def metadata(self, name):
        return self.file.open_metadata(set_pikepdf_as_editor=False).get(name)

    def outline(self):
        """[(depth, title, page number)]"""
        with self.file.open_outline() as outline:
            return list(self._bookmarks(outline.root, 1))

    def _bookmarks(self, items, depth):
        objects = [page.obj.objgen for page in self.file.pages]
        for item in items:
            yield depth, item.title, objects.index(item.destination[0].objgen) + 1
            yield from self._bookmarks(item.children, depth + 1)

    def elements(self, *kinds):
        """Elements of the structure tree, in reading order."""
        return [one for one in self._walk(self.root.StructTreeRoot) if str(one.S) in kinds]

    def _walk(self, node):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from self._walk(kid)
        elif isinstance(node, pikepdf.Dictionary) and "/MCID" not in node:
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from self._walk(node.K)

    def orphans(self):
        """Marked content that no element owns, and drawing that is not marked at all."""
        owned, found = owned_content(self.file), 0
        for page in self.file.pages:
            depth, mine = 0, owned.get(page.obj.objgen, set())
            for one in pikepdf.parse_content_stream(page):
                operator = str(one.operator)
                depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
                number = content_number(one)
                found += number is not None and number not in mine
                found += operator in ("Tj", "TJ", "f", "S", "Do") and depth == 0
        return found


def plain(text):
    """One kind of space and no soft hyphens, so that texts can be looked for."""
    return re.sub(r"\s+", " ", text.replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " "))

"""The headings of a report, for its table of contents."""

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass
class Heading:
    level: int
    uid: str
    text: str = ""


def headings(html):
    """Every h2 and h3 that has an id, in the order of the text."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.open = [], None

    def handle_starttag(self, tag, attrs):
        uid = dict(attrs).get("id")
        if tag in ("h2", "h3") and uid:
            self.open = Heading(int(tag[1]), uid)
            self.found.append(self.open)

    def handle_endtag(self, tag):
        if tag in ("h2", "h3") and self.open:
            self.open.text = " ".join(self.open.text.split())
            self.open = None

    def handle_data(self, data):
        if self.open:
            self.open.text += data

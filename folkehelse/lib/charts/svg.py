"""The canvas: writes escaped SVG with presentation attributes, and classes that the page's CSS overrides.

WeasyPrint ignores the page's CSS inside an SVG, so the attributes are what a PDF shows; on a page the
classes give the colours of the reader's scheme. No style attribute anywhere: the CSP forbids them.
"""

from html import escape

from django.utils.safestring import mark_safe

INK, SUBTLE, GRID, PAPER = "#202d36", "#545f67", "#d8dadc", "#ffffff"
# Series and tones, c1 to c5: all at least 3:1 on white, and on the page in both schemes by their class.
COLOURS = {"c1": "#0b5568", "c2": "#c2562b", "c3": "#4b7340", "c4": "#717a80", "c5": "#1f7dc5"}
FONT = "Inter Variable, Inter, Arial, sans-serif"
TEXT_SIZE, LINE = 13, 15
WIDE, NARROW = 720, 344
NARROW_BELOW = 500


def element(tag, text=None, *, content="", **attributes):
    """One escaped element; attributes that are None or "" are left out, `content` is SVG already."""
    written = "".join(_attribute(*pair) for pair in attributes.items() if pair[1] not in (None, ""))
    inside = content if text is None else escape(str(text))
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def _attribute(name, value):
    text = f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f' {name.rstrip("_").replace("_", "-")}="{escape(text)}"'


class Svg:
    """Collects marks; `str()` gives the finished drawing with its title and description."""

    def __init__(self, width, height, *, uid, title, desc="", kind="chart", role="img"):
        self.width, self.height = float(width), float(height)
        self.uid, self.title, self.desc, self.kind, self.role = uid, title, desc, kind, role
        self.marks = []

    def add(self, tag, text=None, **attributes):
        self.marks.append(element(tag, text, **attributes))

    def text(self, text, x, y, *, anchor="start", subtle=False, bold=False):
        self.add(
            "text",
            text,
            x=x,
            y=y,
            text_anchor="" if anchor == "start" else anchor,
            fill=SUBTLE if subtle else "",
            font_weight=600 if bold else "",
            class_="sub" if subtle else "",
        )

    def rule(self, x1, y1, x2, y2, *, base=False):
        """A line of the grid; the base line is darker, because the marks stand on it."""
        self.add(
            "line",
            x1=x1,
            y1=y1,
            x2=x2,
            y2=y2,
            stroke=COLOURS["c4"] if base else GRID,
            class_="base" if base else "grid",
        )

    def bar(self, x, y, width, height, colour, *, radius=2):
        self.add(
            "rect",
            x=x,
            y=y,
            width=max(width, 0),
            height=max(height, 0),
            rx=radius,
            fill=COLOURS[colour],
            class_=f"bar {colour}",
        )

    def ring(self, x, y, width, height, colour):
        """An outlined bar of the same size as a filled one."""
        self.add(
            "rect",
            x=x + 0.75,
            y=y + 0.75,
            width=max(width - 1.5, 0),
            height=max(height - 1.5, 0),
            rx=2,
            fill=PAPER,
            stroke=COLOURS[colour],
            stroke_width=1.5,
            class_=f"ring {colour}",
        )

    def label(self, lines, right, middle, *, bold=False):
        """Lines of text that end at `right`, centred on `middle`."""
        first = middle + 4.5 - (len(lines) - 1) * LINE / 2
        for i, line in enumerate(lines):
            self.text(line, right, first + i * LINE, anchor="end", bold=bold)

    def dot(self, x, y, radius, colour):
        self.add("circle", cx=x, cy=y, r=radius, fill=COLOURS[colour], class_=f"bar {colour}")

    def __str__(self):
        labels = f"{self.uid}-t {self.uid}-d" if self.desc else f"{self.uid}-t"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{self.kind}" '
            f'viewBox="0 0 {self.width:g} {self.height:g}" role="{self.role}" '
            f'aria-labelledby="{escape(labels)}" font-family="{FONT}" font-size="{TEXT_SIZE}" fill="{INK}">'
            f'<title id="{escape(self.uid)}-t">{escape(str(self.title))}</title>'
        )
        if self.desc:
            head += f'<desc id="{escape(self.uid)}-d">{escape(str(self.desc))}</desc>'
        return mark_safe(head + "".join(self.marks) + "</svg>")  # noqa: S308 -- every value is escaped above

"""Keys to the colours: the same shapes as in the drawing, small enough for a line of text."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import mark_safe

from folkehelse.lib.charts.svg import COLOURS, PAPER, element

SHAPES = ("full", "half", "dot", "ring")


@dataclass(frozen=True)
class Key:
    """One state or series: told by its label, a colour (c1 to c5) and a shape, never by colour alone."""

    key: str
    label: str
    colour: str = "c1"
    shape: str = "full"

    def __post_init__(self):
        if self.colour not in COLOURS or self.shape not in SHAPES:
            raise ValueError(f"{self.key}: no colour {self.colour} or no shape {self.shape}")


@dataclass(frozen=True)
class Entry:
    """A line of a legend: a drawing and its text, with a number when there is one."""

    swatch: str
    label: str
    value: str = ""


@lru_cache(maxsize=4096)
def tile(x, y, size, colour, shape):
    """A square tile as SVG elements: full, half full, an outline with a dot, or only the outline."""
    fill = {"fill": COLOURS[colour], "class_": f"bar {colour}"}
    if shape == "full":
        return element("rect", x=x, y=y, width=size, height=size, rx=2, **fill)
    ring = element(
        "rect",
        x=x + 0.75,
        y=y + 0.75,
        width=size - 1.5,
        height=size - 1.5,
        rx=2,
        fill=PAPER,
        stroke=COLOURS[colour],
        stroke_width=1.5,
        class_=f"ring {colour}",
    )
    if shape == "half":
        corners = f"M{x + 1:.1f} {y + size - 1:.1f}V{y + 1:.1f}L{x + size - 1:.1f} {y + size - 1:.1f}z"
        return ring + element("path", d=corners, **fill)
    if shape == "dot":
        third = size / 3
        return ring + element("rect", x=x + third, y=y + third, width=third, height=third, **fill)
    return ring


def tile_swatch(key):
    return _swatch(18, 18, tile(1, 1, 16, key.colour, key.shape))


def bar_swatch(colour):
    return _swatch(18, 18, tile(1, 1, 16, colour, "full"))


def line_swatch(colour, dash):
    stroke = {
        "stroke": COLOURS[colour],
        "stroke_width": 3,
        "stroke_dasharray": dash,
        "class_": f"ln {colour}",
    }
    return _swatch(36, 12, element("line", x1=0, y1=6, x2=36, y2=6, **stroke))


def _swatch(width, height, drawing):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="swatch" width="{width}" height="{height}" '
    drawn = f'{head}viewBox="0 0 {width} {height}" aria-hidden="true">{drawing}</svg>'
    return mark_safe(drawn)  # noqa: S308 -- made of our own constants

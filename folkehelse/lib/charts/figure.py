"""A chart ready for components/chart.html: two widths, a legend and the table behind the drawing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkehelse.lib.charts.svg import NARROW, WIDE, Svg
from folkehelse.lib.charts.tilemap import TileMap


@dataclass(frozen=True)
class Figure:
    uid: str
    title: str
    desc: str
    wide: str
    narrow: str
    legend: list
    head: list  # headings of the table
    rows: list  # cells as texts; the first one names the row


def figure(uid, title, chart, *, desc=""):
    """Draw a chart twice, as text in an SVG cannot shrink: for a column of text and for a phone.

    `uid` must be the only one of its kind on the page: the drawings' titles are found by it.
    """
    title, desc = str(title), str(desc)
    head, rows = chart.table()
    wide = svg(uid, title, chart, desc=desc, width=WIDE)
    has_one_width = isinstance(chart, TileMap)
    return Figure(
        uid=uid,
        title=title,
        desc=desc,
        wide=wide,
        narrow=wide if has_one_width else svg(f"{uid}-s", title, chart, desc=desc, width=NARROW),
        legend=chart.legend(),
        head=[str(cell) for cell in head],
        rows=[[str(cell) for cell in row] for row in rows],
    )


def svg(uid, title, chart, *, desc="", width=WIDE):
    """One drawing as a string, the same in HTML and in a PDF."""
    return str(_nothing(uid, title, width) if chart.is_empty else chart.draw(uid, title, desc, width))


def _nothing(uid, title, width):
    """A chart without one value says so instead of drawing empty axes."""
    canvas = Svg(width, 64, uid=uid, title=title, desc=_("Ingen tall å vise ennå."))
    canvas.rule(0, 63, width, 63, base=True)
    canvas.text(_("Ingen tall å vise ennå."), 0, 38, subtle=True)
    return canvas

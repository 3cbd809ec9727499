"""The drawings of a report. Each has its numbers in a table beside it, so a title is all that it needs."""

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _

from folkehelse.lib.charts import Bars, Columns, Gantt, Key, Series, Span, TileMap
from folkehelse.lib.charts.figure import svg
from folkehelse.lib.charts.svg import Svg
from folkehelse.lib.charts.tilemap import STEP, places
from programmes.enums import MeasureState

M = MeasureState
WIDTH = 720


def measure_keys():
    return (
        Key(M.ACTIVE, M.ACTIVE.label),
        Key(M.PAUSED, M.PAUSED.label, shape="dot"),
        Key(M.ENDING, M.ENDING.label, shape="half"),
        Key(M.ORDINARY, M.ORDINARY.label, "c3"),
        Key(M.CLOSED, M.CLOSED.label, "c4"),
        Key(M.WITHDRAWN, M.WITHDRAWN.label, "c4", "ring"),
    )


def tile_keys(county=False):
    keys = [
        Key("taking", _("med i året")),
        Key("took", _("har vært med"), "c3", "half"),
        Key("none", _("ikke med"), "c1" if county else "c4", "ring"),
    ]
    return [*keys, Key("other", _("andre fylker"), "c4", "ring")] if county else keys


def months(content, uid="maneder"):
    names = [str(MONTHS_3[month]) for month, _figures in content["months"]]
    counts = [figures["entries"] for _month, figures in content["months"]]
    title = _("Loggføringer per måned i %(year)s") % {"year": content["year"]}
    return svg(uid, title, Columns(names, [Series(_("Loggføringer"), counts)]), width=WIDTH)


def years(content):
    names = [year for year, _figures in content["years"]]
    counts = [figures["entries"] for _year, figures in content["years"]]
    chart = Columns(names, [Series(_("Loggføringer"), counts)])
    return svg("aar", _("Loggføringer per år"), chart, width=WIDTH)


def principles(content):
    rows = [(name, count) for _letter, name, count in content["principles"]]
    return svg("prinsipper", _("Loggføringer der hvert prinsipp er brukt"), Bars(rows), width=WIDTH)


def gantt(content, today):
    spans = [Span(one["name"], one["first"], one["last"], one["state"]) for one in content["measures"]]
    first, last = content["programme"]["first_year"], content["programme"]["last_year"]
    chart = Gantt(spans, first, last, today, measure_keys())
    title = _("Tiltakene fra %(first)s til %(last)s") % {"first": first, "last": last}
    return svg("tidslinje", title, chart, width=WIDTH)


def gantt_legend(content):
    used = {one["state"] for one in content["measures"]}
    return [key for key in measure_keys() if key.key in used]


def tile_map(content):
    """Norway, or the part of it that a county is."""
    title = _("Kommuner som var med i programmet i %(year)s") % {"year": content["year"]}
    is_county = "county" in content
    drawing = TileMap(content["tiles"], tile_keys(is_county)).draw("kart", title, "", WIDTH)
    return str(_around(drawing, content["tiles"]) if is_county else drawing)


def _around(drawing, tiles):
    """The drawing cut to the tiles, with one more on each side."""
    found = [places()[code] for code in tiles if code in places()]
    if not found:
        return drawing
    (left, right), (top, bottom) = ((min(axis) - 1, max(axis) + 2) for axis in zip(*found, strict=True))
    part = Svg(
        (right - left) * STEP, (bottom - top) * STEP, uid="kart", title=drawing.title, kind=drawing.kind
    )
    part.add("g", content="".join(drawing.marks), transform=f"translate({-left * STEP} {-top * STEP})")
    return part


def tile_legend(content):
    """[(key, number of tiles)]"""
    states = list(content["tiles"].values())
    return [(key, states.count(key.key)) for key in tile_keys("county" in content) if key.key != "other"]


def month_rows(content):
    return [(str(MONTHS[month]), figures) for month, figures in content["months"]]

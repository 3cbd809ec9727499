"""A line as small as a word, for tables; the number stands beside it."""

from folkehelse.lib.charts.line import draw_line
from folkehelse.lib.charts.scale import Scale
from folkehelse.lib.charts.series import as_floats
from folkehelse.lib.charts.svg import Svg

WIDTH, HEIGHT, MARGIN = 112, 28, 5


def sparkline(uid, title, values):
    """The drawing as a string; with no values at all, an empty one."""
    canvas = Svg(WIDTH, HEIGHT, uid=uid, title=title, kind="sparkline")
    values = as_floats(values)
    there = [value for value in values if value is not None]
    if there:
        low, high = min(there), max(there)
        y = Scale((low, high if high > low else low + 1), HEIGHT - MARGIN, MARGIN)
        step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
        draw_line(canvas, values, lambda i: MARGIN + step * i, y, "c1", "", heavy=False)
    return str(canvas)

"""Columns over time; several series are stacked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkehelse.lib.charts.legend import Entry, bar_swatch
from folkehelse.lib.charts.scale import Scale, round_ticks
from folkehelse.lib.charts.series import coloured, known
from folkehelse.lib.charts.svg import NARROW_BELOW, Svg
from folkehelse.lib.charts.text import place_along, text_width
from folkehelse.lib.numbers import number

GAP = 1  # between the parts of a stack, so that the border is seen without colour


@dataclass(frozen=True)
class Columns:
    xs: list
    series: list
    unit: str = ""
    decimals: int = 0

    @property
    def is_empty(self):
        return not known(self.series)

    def legend(self):
        if len(self.series) < 2:
            return []
        return [Entry(bar_swatch(colour), one.name) for one, colour, _dash in coloured(self.series)]

    def table(self):
        head = [_("Tid"), *(one.name for one in self.series)]
        columns = [[number(value, self.decimals) for value in one.values] for one in self.series]
        return head, [[str(x), *cells] for x, *cells in zip(self.xs, *columns, strict=True)]

    def draw(self, uid, title, desc, width):
        narrow = width < NARROW_BELOW
        canvas = Svg(width, 220 if narrow else 280, uid=uid, title=title, desc=desc)
        low, high = self._extremes()
        ticks = round_ticks(low, high, 4, self.decimals)
        y = Scale(ticks, canvas.height - 34, 14)
        marks = [f"{number(tick, y.decimals)}{self.unit}" for tick in ticks]
        left = max(text_width(mark) for mark in marks) + 12
        for tick, mark in zip(ticks, marks, strict=True):
            canvas.rule(left, y(tick), width, y(tick), base=tick == 0)
            canvas.text(mark, left - 8, y(tick) + 4.5, anchor="end", subtle=True)
        step = (width - left) / max(len(self.xs), 1)
        self._draw_columns(canvas, y, left, step)
        self._draw_xs(canvas, left, step, width)
        return canvas

    def _extremes(self):
        """The lowest and highest end of any stack, with zero always on the axis."""
        columns = zip(*(one.values for one in self.series), strict=True)
        stacks = [[value for value in column if value is not None] for column in columns]
        low = min([sum(v for v in stack if v < 0) for stack in stacks], default=0)
        return min(low, 0), max([sum(v for v in stack if v > 0) for stack in stacks], default=0)

    def _draw_columns(self, canvas, y, left, step):
        thick = min(step * 0.72, 64)
        for i in range(len(self.xs)):
            x, up, down = left + step * i + (step - thick) / 2, 0, 0
            for one, colour, _dash in coloured(self.series):
                value = one.values[i]
                if not value:
                    continue
                base = up if value > 0 else down
                top, bottom = sorted((y(base), y(base + value)))
                gap = GAP if base and bottom - top > 3 * GAP else 0
                canvas.bar(x, top, thick, bottom - top - gap, colour, radius=1)
                up, down = (up + value, down) if value > 0 else (up, down + value)

    def _draw_xs(self, canvas, left, step, width):
        labels = [str(label) for label in self.xs]
        for label, place in place_along(labels, lambda i: left + step * (i + 0.5), width):
            canvas.text(label, place, canvas.height - 10, anchor="middle", subtle=True)

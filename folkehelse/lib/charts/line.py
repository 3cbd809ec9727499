"""Lines over time. A missing value leaves a hole, and a point between two holes is drawn as a point."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkehelse.lib.charts.legend import Entry, line_swatch
from folkehelse.lib.charts.scale import Scale, round_ticks
from folkehelse.lib.charts.series import coloured, known
from folkehelse.lib.charts.svg import COLOURS, NARROW_BELOW, SUBTLE, Svg
from folkehelse.lib.charts.text import place_along, shorten, spread, text_width
from folkehelse.lib.numbers import number

LABEL_HEIGHT = 18
LABEL_SHARE = 0.36  # of the width, at most, for the names at the line's ends


@dataclass(frozen=True)
class Line:
    """`breaks` are positions where the series starts anew, because what is counted changed there."""

    xs: list
    series: list
    unit: str = ""
    decimals: int = 1
    from_zero: bool = False
    breaks: tuple = ()

    @property
    def is_empty(self):
        return not known(self.series)

    def legend(self):
        if len(self.series) < 2:
            return []
        return [Entry(line_swatch(colour, dash), one.name) for one, colour, dash in coloured(self.series)]

    def table(self):
        head = [_("Tid"), *(one.name for one in self.series)]
        columns = [[number(value, self.decimals) for value in one.values] for one in self.series]
        return head, [[str(x), *cells] for x, *cells in zip(self.xs, *columns, strict=True)]

    def draw(self, uid, title, desc, width):
        narrow = width < NARROW_BELOW
        canvas = Svg(width, 240 if narrow else 320, uid=uid, title=title, desc=desc)
        values = known(self.series)
        low = min(0, *values) if self.from_zero else min(values)
        ticks = round_ticks(low, max(values), decimals=self.decimals)
        y = Scale(ticks, canvas.height - 36, 16)
        ends = [] if narrow else self._ends(width * LABEL_SHARE)
        right = max([text_width(text) + 22 for text, *_rest in ends] or [14])
        marks = [f"{number(tick, y.decimals)}{self.unit}" for tick in ticks]
        left = max(text_width(mark) for mark in marks) + 12
        x = self._x(left, width - right)
        for tick, mark in zip(ticks, marks, strict=True):
            canvas.rule(left, y(tick), width - right, y(tick), base=tick == ticks[0])
            canvas.text(mark, left - 8, y(tick) + 4.5, anchor="end", subtle=True)
        self._draw_xs(canvas, x, width)
        self._draw_breaks(canvas, x)
        for i, (one, colour, dash) in reversed(list(enumerate(coloured(self.series)))):
            draw_line(canvas, one.values, x, y, colour, dash, heavy=i == 0, breaks=self.breaks)
        self._draw_ends(canvas, ends, y, width - right + 10)
        return canvas

    def _x(self, left, right):
        last = max(len(self.xs) - 1, 1)
        inset = 6
        return lambda i: left + inset + (right - left - 2 * inset) * i / last

    def _ends(self, room):
        """(text, last value, colour, first?) for the names that stand at the lines' ends."""
        ends = []
        for i, (one, colour, _dash) in enumerate(coloured(self.series)):
            last = next((value for value in reversed(one.values) if value is not None), None)
            if last is not None:
                figure = f" {number(last, self.decimals)}{self.unit}"
                name = shorten(one.name, room - text_width(figure) - 22)
                ends.append((name + figure, last, colour, i == 0))
        return ends

    def _draw_xs(self, canvas, x, width):
        for label, place in place_along([str(label) for label in self.xs], x, width):
            canvas.text(label, place, canvas.height - 10, anchor="middle", subtle=True)

    def _draw_breaks(self, canvas, x):
        for i in self.breaks:
            middle = (x(i - 1) + x(i)) / 2
            line = {"x1": middle, "x2": middle, "y1": 16, "y2": canvas.height - 36}
            canvas.add("line", **line, stroke=SUBTLE, stroke_dasharray="2 4", class_="break")

    def _draw_ends(self, canvas, ends, y, left):
        ends = sorted(ends, key=lambda end: y(end[1]))
        places = spread([y(end[1]) for end in ends], LABEL_HEIGHT, 16, canvas.height - 30)
        for place, (text, value, colour, first) in zip(places, ends, strict=True):
            leader = {"x1": left - 6, "y1": y(value), "x2": left + 8, "y2": place}
            canvas.add("line", **leader, stroke=COLOURS[colour], stroke_width=1.5, class_=f"ln {colour}")
            canvas.text(text, left + 12, place + 4.5, bold=first)


def draw_line(canvas, values, x, y, colour, dash, *, heavy, breaks=()):
    """The line in pieces, one for each run of known values."""
    for run in runs(values, breaks):
        points = " ".join(f"{x(i):.1f} {y(value):.1f}" for i, value in run)
        if len(run) > 1:
            canvas.add(
                "path",
                d=f"M{points}",
                fill="none",
                stroke=COLOURS[colour],
                stroke_width=3 if heavy else 2,
                stroke_dasharray=dash,
                stroke_linejoin="round",
                class_=f"ln {colour}",
            )
        last, value = run[-1]
        if len(run) == 1 or last == len(values) - 1:
            canvas.dot(x(last), y(value), 4 if heavy else 3, colour)


def runs(values, breaks=()):
    """[(position, value), …] for each unbroken stretch of known values."""
    found, run = [], []
    for i, value in enumerate(values):
        if run and (value is None or i in breaks):
            found.append(run)
            run = []
        if value is not None:
            run.append((i, value))
    return [*found, run] if run else found

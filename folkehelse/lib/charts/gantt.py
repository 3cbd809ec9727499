"""Spans of time over whole years, with a line for today."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkehelse.lib.charts.legend import Entry, Key, tile_swatch
from folkehelse.lib.charts.svg import COLOURS, NARROW_BELOW, Svg
from folkehelse.lib.charts.text import shorten, text_width, wrap
from folkehelse.lib.numbers import MISSING

ROW, LABEL_ROW, HEAD = 34, 20, 30
BAR = 18


@dataclass(frozen=True)
class Span:
    """From the first day to the last; without a last day it is still running."""

    name: str
    first: dt.date
    last: dt.date | None = None
    state: str = ""


@dataclass(frozen=True)
class Gantt:
    """`states` are the keys that a span's state is drawn by; without any, all spans look the same."""

    spans: list
    first_year: int = 2017
    last_year: int = 2027
    today: dt.date | None = None
    states: tuple = ()

    @property
    def is_empty(self):
        return not self.spans

    def legend(self):
        used = {span.state for span in self.spans}
        return [Entry(tile_swatch(state), state.label) for state in self.states if state.key in used]

    def table(self):
        labels = {state.key: state.label for state in self.states}
        head = [_("Navn"), _("Fra"), _("Til"), *([_("Status")] if labels else [])]
        rows = [[span.name, _date(span.first), _date(span.last)] for span in self.spans]
        if labels:
            rows = [[*row, labels.get(span.state, "")] for row, span in zip(rows, self.spans, strict=True)]
        return head, rows

    def draw(self, uid, title, desc, width):
        """Names stand to the left of the spans, and above them on a phone."""
        above = width < NARROW_BELOW
        row = ROW + LABEL_ROW if above else ROW
        canvas = Svg(width, HEAD + row * len(self.spans) + 6, uid=uid, title=title, desc=desc)
        names = [] if above else [text_width(span.name) + 20 for span in self.spans]
        left = min(max(names, default=0), width * 0.38)
        per_year = (width - left - 2) / (self.last_year + 1 - self.first_year)
        self._draw_years(canvas, left, per_year)
        for i, span in enumerate(self.spans):
            y = HEAD + i * row
            if above:
                canvas.text(shorten(span.name, width), 0, y + 13)
                self._draw_span(canvas, span, left, per_year, y + LABEL_ROW)
            else:
                canvas.label(wrap(span.name, left - 16), left - 14, y + ROW / 2)
                self._draw_span(canvas, span, left, per_year, y + (ROW - BAR) / 2)
        self._draw_today(canvas, left, per_year)
        return canvas

    def _draw_years(self, canvas, left, per_year):
        full = per_year >= text_width("2017") + 6
        for i, year in enumerate(range(self.first_year, self.last_year + 2)):
            x = left + i * per_year
            canvas.rule(x, HEAD - 6, x, canvas.height - 4)
            if year <= self.last_year:
                text = str(year) if full else f"’{year % 100:02d}"
                canvas.text(text, x + per_year / 2, 15, anchor="middle", subtle=True)

    def _draw_span(self, canvas, span, left, per_year, y):
        """A span that reaches outside the years is cut at their edge."""
        edge = dt.date(self.last_year, 12, 31)
        begin, end = self._years(span.first), self._years(min(span.last or edge, edge) + dt.timedelta(days=1))
        begin = max(begin, 0)
        if end <= begin:
            return
        x, width = left + begin * per_year, max((end - begin) * per_year, 3)
        key = next((state for state in self.states if state.key == span.state), Key("", ""))
        if key.shape == "full":
            canvas.bar(x, y, width, BAR, key.colour)
            return
        canvas.ring(x, y, width, BAR, key.colour)
        if key.shape == "half":
            canvas.bar(x + 0.75, y + BAR / 2, width - 1.5, BAR / 2 - 0.75, key.colour, radius=0)
        elif key.shape == "dot":
            canvas.bar(x + 4, y + BAR / 2 - 1.5, width - 8, 3, key.colour, radius=0)

    def _draw_today(self, canvas, left, per_year):
        if self.today is None or not 0 <= self._years(self.today) <= self.last_year + 1 - self.first_year:
            return
        x = left + self._years(self.today) * per_year
        line = {"x1": x, "x2": x, "y1": HEAD - 8, "y2": canvas.height - 2}
        canvas.add("line", **line, stroke=COLOURS["c2"], stroke_width=2, class_="ln c2 today")

    def _years(self, day):
        """Years since the chart begins, as a fraction."""
        length = 366 if (dt.date(day.year + 1, 1, 1) - dt.date(day.year, 1, 1)).days == 366 else 365
        return day.year - self.first_year + (day.timetuple().tm_yday - 1) / length


def _date(day):
    return day.strftime("%d.%m.%Y") if day else MISSING

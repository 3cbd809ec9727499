"""Horizontal bars with their names and numbers; a missing value has a dash and no bar."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkehelse.lib.charts.series import as_floats
from folkehelse.lib.charts.svg import NARROW_BELOW, Svg
from folkehelse.lib.charts.text import text_width, wrap
from folkehelse.lib.numbers import number

ROW, LABEL_ROW = 34, 18


@dataclass(frozen=True)
class Bars:
    """rows: (name, value); `highlight` is the name of the row that the page is about."""

    rows: list
    unit: str = ""
    decimals: int = 0
    value_name: str = ""
    highlight: str = ""

    def __post_init__(self):
        values = as_floats(value for _name, value in self.rows)
        named = [(str(name), value) for (name, _old), value in zip(self.rows, values, strict=True)]
        object.__setattr__(self, "rows", named)

    @property
    def is_empty(self):
        return all(value is None for _name, value in self.rows)

    def legend(self):
        return []

    def table(self):
        head = [_("Navn"), self.value_name or _("Antall")]
        return head, [[name, self._figure(value)] for name, value in self.rows]

    def _figure(self, value):
        return number(value, self.decimals) + (self.unit if value is not None else "")

    def draw(self, uid, title, desc, width):
        """Names stand to the left of the bars, and above them on a phone."""
        above = width < NARROW_BELOW
        height = (ROW + LABEL_ROW if above else ROW) * len(self.rows) + 8
        canvas = Svg(width, height, uid=uid, title=title, desc=desc)
        names = [] if above else [text_width(name) + 14 for name, _value in self.rows]
        left = min(max(names, default=0), width * 0.4)
        room = width - left - max(text_width(self._figure(value)) for _name, value in self.rows) - 12
        values = [value for _name, value in self.rows if value is not None]
        low, high = min(0, *values, 0), max(0, *values, 0)
        per_unit = room / ((high - low) or 1)
        zero = left - low * per_unit
        y = 4
        for name, value in self.rows:
            if above:
                canvas.text(wrap(name, width, lines=1)[0], 0, y + 13, bold=name == self.highlight)
                y += LABEL_ROW
            else:
                canvas.label(wrap(name, left - 12), left - 10, y + ROW / 2, bold=name == self.highlight)
            self._draw_bar(canvas, name, value, zero, per_unit, y)
            y += ROW
        canvas.rule(zero, 4, zero, height - 4, base=True)
        return canvas

    def _draw_bar(self, canvas, name, value, zero, per_unit, y):
        colour = "c2" if self.highlight and name == self.highlight else "c1"
        start, end = sorted((zero, zero + (value or 0) * per_unit))
        if value:
            canvas.bar(start, y + 6, max(end - start, 2), ROW - 12, colour)
        canvas.text(self._figure(value), end + 8, y + ROW / 2 + 4.5, subtle=True)

"""Charts drawn on the server as SVG: the same string on the page, without JavaScript, and in a PDF.

    figure("trivsel", _("Andel som trives"), Line(years, [Series("Nordvik", values)], unit=" %"))

gives components/chart.html what it needs: a wide and a narrow drawing, a legend and the table behind.
A document takes `figure(...).wide`.
"""

from folkehelse.lib.charts.bars import Bars
from folkehelse.lib.charts.columns import Columns
from folkehelse.lib.charts.figure import Figure, figure
from folkehelse.lib.charts.gantt import Gantt, Span
from folkehelse.lib.charts.legend import Key
from folkehelse.lib.charts.line import Line
from folkehelse.lib.charts.series import Series
from folkehelse.lib.charts.sparkline import sparkline
from folkehelse.lib.charts.tilemap import TileMap

__all__ = [
    "Bars",
    "Columns",
    "Figure",
    "Gantt",
    "Key",
    "Line",
    "Series",
    "Span",
    "TileMap",
    "figure",
    "sparkline",
]

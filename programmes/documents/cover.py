"""The drawing on the cover: Norway as tiles, with the report's own in the light."""

from folkehelse.lib.charts.svg import Svg
from folkehelse.lib.charts.tilemap import SIZE, STEP, places

PAPER, GLOW = "#ffffff", "#f0a47f"
# (colour, opacity) on the petrol of the cover, for each way in which a tile may have a part in the report
LIGHT = {
    "own": (GLOW, 1),
    "taking": (PAPER, 0.92),
    "took": (PAPER, 0.5),
    "near": (PAPER, 0.38),
    "none": (PAPER, 0.14),
}


def cover_map(title, tiles):
    """`tiles` maps a tile to a key of LIGHT; those not mentioned are dim."""
    columns, rows = (max(place[i] for place in places().values()) + 1 for i in (0, 1))
    canvas = Svg(columns * STEP, rows * STEP, uid="forside", title=title, kind="cover-map")
    for code, (column, row) in places().items():
        colour, opacity = LIGHT[tiles.get(code, "none")]
        x, y = column * STEP + (STEP - SIZE) / 2, row * STEP + (STEP - SIZE) / 2
        canvas.add("rect", x=x, y=y, width=SIZE, height=SIZE, rx=2, fill=colour, fill_opacity=f"{opacity}")
    return str(canvas)

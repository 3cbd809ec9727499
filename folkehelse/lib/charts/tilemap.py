"""Norway as 357 equal tiles, one for each municipality of 2024; the lines are county borders."""

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from folkehelse.lib.charts.legend import Entry, tile, tile_swatch
from folkehelse.lib.charts.svg import SUBTLE, Svg, element
from folkehelse.lib.numbers import number

STEP, SIZE = 18, 14.6


@cache
def places():
    """Municipality number of 2024 -> (column, row). Every county is one connected block."""
    tiles = json.loads((Path(__file__).parent / "tiles.json").read_text())
    return {code: tuple(place) for code, place in tiles.items()}


@dataclass(frozen=True)
class TileMap:
    """`states` maps a number to the key of one of `keys`; the last key is for those not mentioned.

    With `links` (number -> address) each tile leads somewhere. They are too small to be the only way
    in, and stay out of the tab order: the page has a list or a search beside the map.
    """

    states: dict
    keys: list
    names: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)

    is_empty = False

    def legend(self):
        counts = Counter(self._key(code).key for code in places())
        return [Entry(tile_swatch(key), key.label, number(counts[key.key])) for key in self.keys]

    def table(self):
        counts = Counter(self._key(code).key for code in places())
        return [_("Status"), _("Antall")], [[key.label, number(counts[key.key])] for key in self.keys]

    def _key(self, code):
        wanted = self.states.get(code)
        return next((key for key in self.keys if key.key == wanted), self.keys[-1])

    def draw(self, uid, title, desc, width):
        """The map is the same for every width: it carries no text."""
        columns, rows = (max(place[i] for place in places().values()) + 1 for i in (0, 1))
        canvas = Svg(
            columns * STEP,
            rows * STEP,
            uid=uid,
            title=title,
            desc=desc,
            kind="tilemap",
            role="group" if self.links else "img",
        )
        for code, (column, row) in places().items():
            self._draw_tile(canvas, code, column * STEP + (STEP - SIZE) / 2, row * STEP + (STEP - SIZE) / 2)
        canvas.add("path", d=county_edges(), fill="none", stroke=SUBTLE, stroke_width=1.2, class_="county")
        return canvas

    def _draw_tile(self, canvas, code, x, y):
        key = self._key(code)
        name = f"{self.names.get(code, code)}: {key.label}"
        link = self.links.get(code)
        content = element("title", name) + tile(x, y, SIZE, key.colour, key.shape)
        if link:
            canvas.add("a", content=content, href=link, aria_label=name, tabindex=-1)
        else:
            canvas.add("g", content=content)


@cache
def county_edges():
    """Lines between tiles whose numbers begin with different counties."""
    county = {place: code[:2] for code, place in places().items()}
    path = []
    for (x, y), own in sorted(county.items()):
        if county.get((x + 1, y), own) != own:
            path.append(f"M{(x + 1) * STEP} {y * STEP}v{STEP}")
        if county.get((x, y + 1), own) != own:
            path.append(f"M{x * STEP} {(y + 1) * STEP}h{STEP}")
    return "".join(path)

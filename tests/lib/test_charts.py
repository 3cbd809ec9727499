import datetime as dt
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from folkehelse.lib.charts import (
    Bars,
    Columns,
    Gantt,
    Key,
    Line,
    Series,
    Span,
    TileMap,
    figure,
    sparkline,
)
from folkehelse.lib.charts.line import runs
from folkehelse.lib.charts.scale import round_ticks
from folkehelse.lib.charts.svg import COLOURS
from folkehelse.lib.charts.text import shorten, spread, text_width, wrap
from folkehelse.lib.charts.tilemap import places

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert('x')</script> & \"Å\""
YEARS = list(range(2014, 2027))
KEYS = [Key("in", "Med nå"), Key("half", "Halvveis", "c2", "half"), Key("out", "Ikke med", "c4", "ring")]
LONG = "Et svært langt navn på et tiltak som slett ikke kan få plass på én linje"
CHARTS = {
    "line": Line(YEARS, [Series(NASTY, [1.5, None, *range(11)]), Series("Norge", [2] * 13)], unit=" %"),
    "columns": Columns(YEARS, [Series(NASTY, range(13)), Series("Andre", [None, *range(12)])]),
    "months": Columns(
        [f"{m:02d}.{y}" for y in (2025, 2026) for m in range(1, 12)], [Series("Logg", range(22))]
    ),
    "bars": Bars([(NASTY, 3), (LONG, None), ("Tap", -2)]),
    "gantt": Gantt(
        [
            Span(NASTY, dt.date(2016, 5, 1), None, "in"),
            Span(LONG, dt.date(2020, 1, 1), dt.date(2029, 1, 1), "half"),
        ],
        today=dt.date(2026, 11, 21),
        states=tuple(KEYS),
    ),
    "map": TileMap({"0301": "in"}, KEYS, names={"0301": NASTY}, links={"0301": "/k/?a=1&b=2"}),
}
EMPTY = {
    "line": Line([], []),
    "line of holes": Line(YEARS, [Series("Nordvik", [None] * 13)]),
    "columns": Columns([], [Series("Ingen", [])]),
    "bars": Bars([]),
    "gantt": Gantt([]),
}


def parse(drawing):
    return ElementTree.fromstring(drawing)


def texts(drawing):
    """(left, right, baseline, text) of every text, by the estimate that the layout uses."""
    for text in parse(drawing).iter(f"{SVG}text"):
        x, width = float(text.get("x")), text_width(text.text)
        left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
        yield left, left + width, float(text.get("y")), text.text


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_well_formed_named_and_free_of_what_the_csp_forbids(kind):
    drawn = figure("tall", NASTY, CHARTS[kind], desc="Beskrivelse")

    drawings = [(drawn.wide, "tall"), (drawn.narrow, "tall-s")]
    for drawing, uid in drawings[: 1 if kind == "map" else 2]:
        root = parse(drawing)
        assert root.get("aria-labelledby") == f"{uid}-t {uid}-d"
        assert root.find(f"{SVG}title").get("id") == f"{uid}-t"
        assert root.find(f"{SVG}title").text == NASTY
        assert root.find(f"{SVG}desc").text == "Beskrivelse"
        assert not re.search(r"<script|\sstyle=|\son\w+=", drawing)


@pytest.mark.parametrize("kind", CHARTS)
def test_the_same_chart_is_the_same_string(kind):
    assert figure("a", "Tall", CHARTS[kind]) == figure("a", "Tall", CHARTS[kind])


@pytest.mark.parametrize("kind", [kind for kind in CHARTS if kind != "map"])
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_texts_stay_on_the_canvas_and_off_each_other(kind, width):
    drawing = getattr(figure("tall", "Tall", CHARTS[kind]), width)
    found = list(texts(drawing))

    assert [text for left, right, _y, text in found if left < -1 or right > parse_width(drawing) + 1] == []
    for i, (left, right, y, text) in enumerate(found):
        for other_left, other_right, other_y, other in found[i + 1 :]:
            apart = right + 4 <= other_left or other_right + 4 <= left or abs(y - other_y) >= 13
            assert apart, f"{text} is on top of {other}"


def parse_width(drawing):
    return float(parse(drawing).get("viewBox").split()[2])


@pytest.mark.parametrize("kind", EMPTY)
def test_a_chart_without_values_says_so(kind):
    drawn = figure("tomt", "Tall", EMPTY[kind])

    for drawing in (drawn.wide, drawn.narrow):
        assert [text for *_place, text in texts(drawing)] == ["Ingen tall å vise ennå."]


def test_a_missing_value_breaks_the_line_and_a_lonely_one_is_a_dot():
    values = [1, 2, None, 3, None, 4, 5]

    assert runs(values) == [[(0, 1), (1, 2)], [(3, 3)], [(5, 4), (6, 5)]]
    drawing = parse(figure("a", "Tall", Line(range(7), [Series("Nordvik", values)])).wide)
    assert len(list(drawing.iter(f"{SVG}path"))) == 2
    assert len(list(drawing.iter(f"{SVG}circle"))) == 2  # the lonely one and the end


def test_a_break_in_the_series_breaks_the_line():
    assert runs([1, 2, 3], breaks=(2,)) == [[(0, 1), (1, 2)], [(2, 3)]]


def test_decimals_of_the_database_are_drawn():
    series = [Series("Nordvik", [Decimal("17.4"), Decimal("18")])]

    assert figure("a", "Tall", Line([2025, 2026], series)).rows == [["2025", "17,4"], ["2026", "18,0"]]
    assert figure("a", "Tall", Bars([("a", Decimal("2.5"))], decimals=1)).rows == [["a", "2,5"]]


def test_series_of_another_length_than_the_axis_are_refused():
    with pytest.raises(ValueError):
        figure("a", "Tall", Line([2025, 2026], [Series("Nordvik", [1])]))


def test_the_table_tells_missing_as_a_dash_and_never_as_zero():
    drawn = figure("a", "Tall", Line([2025, 2026], [Series("Nordvik", [None, 1234.56])]))

    assert drawn.head == ["Tid", "Nordvik"]
    assert drawn.rows == [["2025", "–"], ["2026", "1\xa0234,6"]]


def test_columns_stack_and_keep_their_proportions():
    drawing = parse(figure("a", "Tall", Columns(["jan"], [Series("a", [30]), Series("b", [10])])).wide)
    heights = [float(bar.get("height")) for bar in drawing.iter(f"{SVG}rect")]

    assert heights[0] / (heights[1] + 1) == pytest.approx(3, rel=0.02)  # a gap of 1 is left between


def test_bars_share_one_scale_also_below_zero():
    drawing = parse(figure("a", "Tall", Bars([("opp", 4), ("ned", -2)])).wide)
    widths = [float(bar.get("width")) for bar in drawing.iter(f"{SVG}rect")]

    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2)


def test_a_span_is_cut_at_the_years_shown():
    spans = [Span("før", dt.date(2001, 1, 1), dt.date(2002, 1, 1)), Span("alt", dt.date(2001, 1, 1))]
    bars = list(parse(figure("a", "Plan", Gantt(spans)).wide).iter(f"{SVG}rect"))

    assert len(bars) == 1
    assert float(bars[0].get("x")) + float(bars[0].get("width")) <= 720


def test_the_map_has_every_municipality_of_2024_once():
    tiles = places()

    assert len(tiles) == 357 == len(set(tiles.values()))
    assert len({code[:2] for code in tiles}) == 15
    assert all(re.fullmatch(r"\d{4}", code) for code in tiles)


def test_the_map_counts_its_states_and_links_its_tiles():
    drawn = figure("kart", "Kart", CHARTS["map"])
    link = parse(drawn.wide).find(f"{SVG}a")

    assert [(entry.label, entry.value) for entry in drawn.legend] == [
        ("Med nå", "1"),
        ("Halvveis", "0"),
        ("Ikke med", "356"),
    ]
    assert (link.get("href"), link.get("tabindex")) == ("/k/?a=1&b=2", "-1")
    assert link.get("aria-label") == f"{NASTY}: Med nå"
    assert parse(drawn.wide).get("role") == "group"


def test_an_unknown_colour_or_shape_is_refused():
    with pytest.raises(ValueError):
        Key("a", "A", "red")
    with pytest.raises(ValueError):
        Key("a", "A", "c1", "star")


@pytest.mark.parametrize("values", [[], [None, None], [3], [2, 2, 2], [1, None, 3]])
def test_a_sparkline_is_drawn_of_whatever_there_is(values):
    assert parse(sparkline("gnist", NASTY, values)).find(f"{SVG}title").text == NASTY


@pytest.mark.parametrize("colour", COLOURS.values())
def test_every_colour_stands_out_from_paper(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    assert 1.05 / (luminance + 0.05) >= 3


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 0, (0, 1)),
        (0, 3, (0, 1, 2, 3)),
        (12.8, 17.7, (12, 14, 16, 18)),
        (-3, 4, (-4, -2, 0, 2, 4)),
        (0, 9, (0, 3, 6, 9)),
        (0, 1284, (0, 500, 1000, 1500)),
    ],
)
def test_ticks_are_round_and_hold_every_value(low, high, ticks):
    assert round_ticks(low, high, decimals=0) == ticks


def test_labels_are_shortened_wrapped_and_spread():
    assert text_width(shorten(LONG, 100)) <= 100
    assert all(text_width(line) <= 200 for line in wrap(LONG, 200))
    assert len(wrap(LONG, 200)) == 2
    assert spread([10, 11, 99], 18, 0, 100) == [10, 28, 99]
    assert spread([90, 95, 99], 18, 0, 100) == [64, 82, 100]


def test_numbers_and_words_follow_the_language_and_not_the_machine():
    with translation.override("nn"):
        assert figure("a", "Tal", Columns(["jan"], [Series("a", [1234])])).rows == [["jan", "1\xa0234"]]

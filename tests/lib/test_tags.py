import datetime as dt

import pytest
from django.core.paginator import Paginator
from django.db.backends.postgresql.psycopg_any import DateRange
from django.template import Context, RequestContext, engines
from django.test import RequestFactory

from folkehelse.lib import tags

SPACE = "\xa0"
D = dt.date


def render(source, path="/tiltak/", **context):
    request = RequestFactory().get(path)
    return (
        engines["django"]
        .from_string(source)
        .template.render(Context({"request": request, **context}))
        .strip()
    )


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, 0, "0"),
        (1234567, 0, f"1{SPACE}234{SPACE}567"),
        (-1234, 0, f"−1{SPACE}234"),
        (17.45, 1, "17,5"),
        (-0.2, 0, "0"),
        (None, 0, "–"),
        ("", 0, "–"),
        (2026, 0, f"2{SPACE}026"),
    ],
)
def test_numbers(value, decimals, shown):
    assert tags.n(value, decimals) == shown


def test_kroner():
    assert tags.kroner(2_500_000) == f"2{SPACE}500{SPACE}000{SPACE}kr"
    assert tags.kroner(None) == "–"


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0"), (1, "færre enn 5"), (4, "færre enn 5"), (5, "5"), (12345, f"12{SPACE}345"), (None, "–")],
)
def test_small_counts_of_people_are_not_shown(count, shown):
    assert tags.suppressed(count) == shown


def test_days_are_oslos():
    late = dt.datetime(2026, 10, 3, 22, 30, tzinfo=dt.UTC)

    assert (tags.day(late), tags.moment(late)) == ("4. oktober 2026", "4. oktober 2026 kl. 00.30")
    assert (tags.day(D(2026, 10, 4)), tags.day_short(D(2026, 10, 4))) == ("4. oktober 2026", "04.10.2026")
    assert tags.month(D(2026, 10, 4)) == "oktober 2026"
    assert tags.day(None) == ""


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (D(2024, 1, 1), D(2028, 12, 31), "2024–2028"),
        (D(2024, 1, 1), D(2024, 12, 31), "2024"),
        (D(2024, 11, 1), D(2026, 5, 31), "november 2024–mai 2026"),
        (D(2024, 3, 1), D(2024, 5, 31), "mars–mai 2024"),
        (D(2024, 3, 1), D(2024, 3, 31), "mars 2024"),
        (D(2026, 3, 4), D(2026, 3, 6), "4.–6. mars 2026"),
        (D(2026, 3, 4), D(2026, 6, 8), "4. mars–8. juni 2026"),
        (D(2025, 3, 4), D(2026, 6, 8), "4. mars 2025–8. juni 2026"),
        (D(2026, 3, 4), D(2026, 3, 4), "4. mars 2026"),
        (D(2026, 3, 4), None, "fra 4. mars 2026"),
        (None, D(2026, 3, 4), "til 4. mars 2026"),
        (None, None, ""),
    ],
)
def test_a_period_is_told_as_shortly_as_stays_true(first, last, shown):
    assert tags.period(first, last) == shown


def test_a_range_of_the_database_ends_the_day_before():
    assert tags.period(DateRange(D(2024, 1, 1), D(2029, 1, 1))) == "2024–2028"
    assert tags.period(DateRange(D(2024, 1, 1), None)) == "fra 1. januar 2024"


def test_a_link_keeps_the_query_and_starts_at_the_first_page():
    path = "/tiltak/?q=a%26b&state=active&state=closed&page=4"

    assert (
        render('{% query sort="title" %}', path)
        == "?q=a%26b&amp;state=active&amp;state=closed&amp;sort=title"
    )
    assert render("{% query q=None %}", path) == "?state=active&amp;state=closed"
    assert render("{% query page=2 %}", path) == "?q=a%26b&amp;state=active&amp;state=closed&amp;page=2"
    assert render('{% query_without "state" "active" %}', path) == "?q=a%26b&amp;state=closed"
    assert render('{% query_without "state" %}', path) == "?q=a%26b"


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/tiltak/", ' aria-current="page"'), ("/tiltak/7/", ' aria-current="true"'), ("/kommuner/tiltak/", "")],
)
def test_the_menu_knows_where_one_is(path, shown):
    assert render("|{% current '/tiltak/' %}|", path) == f"|{shown}|"
    assert render("|{% current '' %}|", path) == "||"


@pytest.mark.parametrize(
    ("sort", "direction", "following"),
    [
        ("title", ' aria-sort="ascending"', "-title"),
        ("-title", ' aria-sort="descending"', "title"),
        ("x", "", "title"),
    ],
)
def test_a_heading_sorts_and_turns(sort, direction, following):
    html = render('{% sort_heading "title" "Tiltak" sort %}', "/?q=a", sort=sort)

    assert f'<th scope="col" class="sort"{direction}>' in html
    assert f'href="?q=a&amp;sort={following}"' in html


def test_pages_are_linked_with_the_query_and_only_when_there_are_more():
    html = render("{% pagination page %}", "/?q=a", page=Paginator(range(200), 10).get_page(9))

    assert 'aria-current="true" href="?q=a&amp;page=9"' in html
    assert 'href="?q=a&amp;page=8" rel="prev"' in html
    assert 'href="?q=a&amp;page=10" rel="next"' in html
    assert "…" in html
    assert 'page=3"' not in html
    assert render("{% pagination page %}", page=Paginator(range(3), 10).get_page(1)) == ""


def test_tags_know_the_request_inside_an_include_with_only():
    source = '{% include "components/subnav.html" with links=links label="x" only %}'
    template = engines["django"].from_string(source).template
    context = RequestContext(RequestFactory().get("/tiltak/"), {"links": [("A", "/tiltak/")]}, processors=[])

    assert 'aria-current="page"' in template.render(context)


def test_an_icon_is_hidden_from_screen_readers():
    html = render('{% icon "Person" %}')

    assert "sprite.svg#Person" in html
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize(
    ("level", "colour"), [("error", "danger"), ("success", "success"), ("debug", "neutral")]
)
def test_messages_have_colours(level, colour):
    assert tags.message_colour(level) == colour

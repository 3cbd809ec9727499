"""Template words of the house, loaded into every template (TEMPLATES builtins in settings)."""

import datetime as dt

from django import template
from django.template.defaultfilters import date as date_filter
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from folkehelse.lib.numbers import MISSING, NBSP, number

register = template.Library()

# Counts of people below this are never shown: they could point at somebody.
SMALLEST_COUNT = 5


# --- numbers ---------------------------------------------------------------------------------------


@register.filter
def n(value, decimals=0):
    """{{ 12345|n }} → 12 345, {{ share|n:1 }} → 17,4"""
    return number(value, int(decimals))


@register.filter
def kroner(amount):
    """{{ 2500000|kroner }} → 2 500 000 kr"""
    return MISSING if amount is None or amount == "" else f"{number(amount)}{NBSP}kr"


@register.filter
def suppressed(count):
    """A count of people as it may be shown: one to four are told as «færre enn 5»."""
    if count is None or count == "":
        return MISSING
    if 0 < count < SMALLEST_COUNT:
        return _("færre enn %(limit)d") % {"limit": SMALLEST_COUNT}
    return number(count)


# --- days ------------------------------------------------------------------------------------------


def _local(value):
    """A moment is told in Oslo's time; a date is already a day."""
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


def _formatted(value, pattern):
    return date_filter(_local(value), pattern) if value else ""


@register.filter
def day(value):
    """4. oktober 2026"""
    return _formatted(value, "j. F Y")


@register.filter
def day_short(value):
    """04.10.2026"""
    return _formatted(value, "d.m.Y")


@register.filter
def month(value):
    """oktober 2026"""
    return _formatted(value, "F Y")


@register.filter
def moment(value):
    """4. oktober 2026 kl. 14.05"""
    return _formatted(value, r"j. F Y \k\l. H.i")


@register.filter
def period(first, last=None):
    """{{ start|period:end }}, both days in it, or {{ range|period }}; shortened as far as it stays true."""
    if hasattr(first, "upper"):  # a range of the database ends the day before its upper bound
        first, last = first.lower, first.upper and first.upper - dt.timedelta(days=1)
    if not first:
        return _("til %(day)s") % {"day": day(last)} if last else ""
    if not last:
        return _("fra %(day)s") % {"day": day(first)}
    pattern = _common_pattern(first, last)
    start, end = _formatted(first, pattern), _formatted(last, pattern)
    if start == end:
        return start
    if pattern == "j. F Y" and first.year == last.year:
        start = _formatted(first, "j." if first.month == last.month else "j. F")
    elif pattern == "F Y" and first.year == last.year:
        start = _formatted(first, "F")
    return f"{start}–{end}"


def _common_pattern(first, last):
    """Whole years are told as years, whole months as months, everything else as days."""
    tomorrow = last + dt.timedelta(days=1)
    if first.day != 1 or tomorrow.day != 1:
        return "j. F Y"
    return "Y" if first.month == 1 and tomorrow.month == 1 else "F Y"


# --- links -----------------------------------------------------------------------------------------


def _request(context):
    """Also inside {% include … only %}, where the variable is gone but the context still knows."""
    return getattr(context, "request", None) or context.get("request")


def _parameters(context):
    parameters = _request(context).GET.copy()
    parameters.pop("page", None)
    return parameters


def _link(parameters):
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """{% query state="open" %}: this page's query with the changes; None removes, and page starts over."""
    parameters = _parameters(context)
    for key, value in changes.items():
        if value in (None, ""):
            parameters.pop(key, None)
        else:
            parameters[key] = value
    return _link(parameters)


@register.simple_tag(takes_context=True)
def query_without(context, key, value=None):
    """{% query_without "state" "open" %}: for the removable chip of one chosen filter."""
    parameters = _parameters(context)
    kept = [] if value is None else [one for one in parameters.getlist(key) if one != str(value)]
    parameters.setlist(key, kept)
    return _link(parameters)


@register.simple_tag(takes_context=True)
def current(context, address):
    """aria-current for a link in a menu: the page itself, or the section that it stands in."""
    path = getattr(_request(context), "path", "")
    if not address or not path.startswith(address):
        return ""
    return format_html(' aria-current="{}"', "page" if path == address else "true")


@register.inclusion_tag("components/sort_heading.html", takes_context=True)
def sort_heading(context, key, label, sort="", numeric=False):
    """A <th> that sorts: {% sort_heading "title" label sort %}, where `sort` is «title» or «-title»."""
    direction = {key: "ascending", f"-{key}": "descending"}.get(sort, "none")
    following = f"-{key}" if direction == "ascending" else key
    return {
        "label": label,
        "direction": direction,
        "numeric": numeric,
        "href": query(context, sort=following),
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page):
    """{% pagination page %} under a list; draws nothing when there is only one page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(one, _page_link(context, one) if isinstance(one, int) else "") for one in numbers]
    return {
        "page": page,
        "links": links,
        "previous": _page_link(context, page.number - 1) if page.has_previous() else "",
        "next": _page_link(context, page.number + 1) if page.has_next() else "",
    }


def _page_link(context, page):
    return query(context, page=page)


# --- drawings --------------------------------------------------------------------------------------


@register.simple_tag
def icon(name):
    """An icon of the sprite, always beside a text and therefore hidden from screen readers."""
    return format_html(
        '<svg class="icon" width="24" height="24" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("vendor/aksel-icons/sprite.svg"),
        name,
    )


@register.filter
def message_colour(level_tag):
    """Django's message levels as Designsystemet's colours."""
    return {"error": "danger", "debug": "neutral"}.get(level_tag, level_tag)


# --- forms -----------------------------------------------------------------------------------------


@register.inclusion_tag("forms/error_summary.html")
def error_summary(*forms, heading=""):
    """What must be put right, with links to the fields, of any number of forms and formsets."""
    return {"errors": [error for form in forms if form for error in _errors(form)], "heading": heading}


def _errors(form):
    """(anchor or "", text) for each error of a form or a formset, in the order of the page."""
    if hasattr(form, "management_form"):
        if not form.is_bound:
            return
        yield from (("", text) for text in form.non_form_errors())
        for child in form.forms:
            yield from _errors(child)
        return
    yield from (("", text) for text in form.non_field_errors())
    for field in form.hidden_fields():
        yield from (("", f"{field.label}: {text}") for text in field.errors)
    for field in form.visible_fields():
        yield from ((field.error_anchor, text) for text in field.errors)

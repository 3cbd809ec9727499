"""What the templates need beside the content: key figures as texts, drawings and legends."""

from django.utils import timezone
from django.utils.translation import gettext as _

from folkehelse.lib.charts.tilemap import places
from folkehelse.lib.numbers import MISSING, number
from municipalities.enums import Arena
from programmes.documents import charts
from programmes.documents.cover import cover_map
from programmes.documents.letter import letter
from programmes.documents.receipt import receipt
from programmes.enums import DocumentKind
from programmes.models import PARTICIPANT_GROUPS, LogEntry


def municipality(content, ordered_at):
    place = content["place"]
    name = _("%(name)s kommune") % {"name": place["name"]}
    neighbours = {code: "near" for code in places() if code[:2] == place["tile"][:2]}
    tiles = neighbours | {place["tile"]: "own"}
    return _shared(content, ordered_at, name, len(content["measures"])) | {
        "cover_map": cover_map(_("%(name)s på kartet over Norges kommuner") % {"name": place["name"]}, tiles),
        "gantt": charts.gantt(content, timezone.localdate(ordered_at)) if content["measures"] else "",
        "gantt_legend": charts.gantt_legend(content),
    }


def county(content, ordered_at):
    name = _("%(name)s fylke") % {"name": content["county"]["name"]}
    return _region(content, ordered_at, name)


def nation(content, ordered_at):
    counties = content["counties"]
    quotes = [one["learned"] for one in counties if one["learned"]]
    return _region(content, ordered_at, _("Hele landet")) | {
        "taking": sum(one["taking"] for one in counties),
        "places": sum(one["places"] for one in counties),
        "best_quote": max(quotes, key=lambda quote: quote["on"], default=None),
    }


LAYOUTS = {
    DocumentKind.MUNICIPALITY: municipality,
    DocumentKind.COUNTY: county,
    DocumentKind.NATION: nation,
    DocumentKind.RECEIPT: receipt,
    DocumentKind.LETTER: letter,
}


def _region(content, ordered_at, name):
    tiles = content["tiles"] if "county" not in content else _as_cover(content["tiles"])
    title = _("Kommunene i %(name)s på kartet over Norge") % {"name": name}
    return _shared(content, ordered_at, name, content["measures"]) | {
        "cover_map": cover_map(title, tiles),
        "tile_map": charts.tile_map(content),
        "tile_legend": charts.tile_legend(content),
    }


def _as_cover(tiles):
    """In a county's report, its own municipalities are in the light, those that take part most of all."""
    return {code: "own" if state == "taking" else "near" for code, state in tiles.items()}


def _shared(content, ordered_at, name, measures):
    return content | {
        "name": name,
        "title": _("Framdriftsrapport %(year)s – %(name)s") % {"year": content["year"], "name": name},
        "key_figures": _key_figures(content, measures),
        "groups": _groups(content["figures"], content["last_year"]),
        "arena_rows": [(one.label, *content["arenas"][one]) for one in Arena if one in content["arenas"]],
        "theme_rows": [row for row in content["themes"] if row[1] or row[2]],
        "month_rows": charts.month_rows(content),
        "months_chart": charts.months(content),
        "months_in_short": charts.months(content, "kort-maneder"),
        "years_chart": charts.years(content),
        "principles_chart": charts.principles(content),
        "award_now": next((row for row in content["awards"]["rows"] if row[0] == content["year"]), None),
    }


def _groups(now, before):
    """(group, counted this year, counted last year)"""
    names = {group: LogEntry._meta.get_field(group).verbose_name for group in PARTICIPANT_GROUPS}
    return [(name, now[f"{group}_sum"], before[f"{group}_sum"]) for group, name in names.items()]


def _key_figures(content, measures):
    """(label, value, value of the year before), as texts."""
    now, before = content["figures"], content["last_year"]
    return [
        (_("tiltak i gang"), number(measures), number(content["last_year_measures"])),
        (_("loggføringer"), number(now["entries"]), number(before["entries"])),
        (_("ganger gjennomført"), number(now["sessions_sum"]), number(before["sessions_sum"])),
        (_("deltakelser"), number(now["people_sum"]), number(before["people_sum"])),
        (_("timer egeninnsats"), number(now["hours_sum"]), number(before["hours_sum"])),
        (_("av loggføringene forteller hva som ble lært"), _share(now), _share(before)),
    ]


def _share(figures):
    if not figures["entries"]:
        return MISSING
    return f"{number(100 * figures['learned'] / figures['entries'])} %"

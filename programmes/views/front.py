from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkehelse.lib.charts import Columns, Key, Series, TileMap, figure
from folkehelse.lib.numbers import number
from folkehelse.lib.tags import day_short
from programmes.models import Programme
from programmes.queries import front as queries
from programmes.queries.participation import TAKING, TOOK, participation


@require_safe
@login_not_required
def front(request):
    """The open front page: where, how much, and what comes next."""
    programme = Programme.objects.leading()
    if programme is None:
        return render(request, "programmes/front_empty.html")
    municipalities = queries.municipalities_today()
    states = participation(programme)
    context = {
        "programme": programme,
        "total": len(municipalities),
        "key_figures": key_figures(programme, municipalities, states),
        "map": tile_map(municipalities, states, links=True),
        "counties": queries.per_county(municipalities, states),
        "months": months_chart(queries.entries_per_month(programme)),
        "dates": queries.coming_dates(programme),
    }
    return render(request, "programmes/front.html", context)


def key_figures(programme, municipalities, states):
    counts = queries.key_figures(programme)
    counties = {m.county_id for m in municipalities if states.get(m.pk) == TAKING}
    taking = sum(state == TAKING for state in states.values())
    of_all = _("av %(total)s") % {"total": number(len(municipalities))}
    return [
        {"value": number(taking), "label": _("kommuner er med nå"), "note": of_all},
        {"value": number(counts["measures"]), "label": _("tiltak siden starten"), "note": ""},
        {"value": number(counts["entries"]), "label": _("loggføringer fra kommunene"), "note": ""},
        {"value": number(len(counties)), "label": _("fylker har kommuner som er med"), "note": ""},
    ]


def tile_keys():
    return [
        Key(TAKING, _("Med nå"), "c1", "full"),
        Key(TOOK, _("Har vært med"), "c2", "half"),
        Key("none", _("Ikke med"), "c4", "ring"),
    ]


def tile_map(municipalities, states, *, links=False):
    chart = TileMap(
        states={m.code: states[m.pk] for m in municipalities if m.pk in states},
        keys=tile_keys(),
        names={m.code: m.name for m in municipalities},
        links={m.code: m.get_absolute_url() for m in municipalities} if links else {},
    )
    return figure("kart", _("Kommuner i programmet"), chart, desc=_("Én rute for hver kommune i dag."))


def months_chart(months):
    labels = [day_short(month)[3:] for month, _count in months]
    chart = Columns(labels, [Series(_("Loggføringer"), [count for _month, count in months])])
    return figure("logg", _("Loggføringer per måned"), chart)

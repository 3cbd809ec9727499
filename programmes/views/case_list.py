"""The applications of a call, as those who handle them need them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from folkehelse.lib.numbers import number
from folkehelse.lib.paging import page_of, sort_of
from folkehelse.lib.tags import kroner, query_without
from programmes.enums.applications import COUNTY_LABELS
from programmes.forms.reviews_assign import CaseFilter
from programmes.models import Call
from programmes.permissions.reviews import can_handle_call, can_see_cases
from programmes.queries import cases as queries
from programmes.views.cases import COLOURS

PER_PAGE = 100
PARTS = {  # the reader's own part: (colour, what it is called)
    queries.TO_DECLARE: ("due", gettext_lazy("må erklære")),
    queries.TO_REVIEW: ("review", gettext_lazy("skal vurdere")),
    queries.SENT: ("done", gettext_lazy("levert")),
    queries.CONFLICTED: ("declined", gettext_lazy("inhabil")),
}


@dataclass(frozen=True)
class Row:
    pk: int
    href: str
    case: str
    who: str
    partners: int
    title: str
    is_demo: bool
    asked: str
    years: str
    state: str
    label: str
    sent: int
    reviews: int
    average: str
    part: str
    part_label: str


@require_safe
def case_list(request, pk):
    user = request.user
    call = get_object_or_404(Call.objects.visible_to(user).for_list(), pk=pk)
    if not (answer := can_see_cases(user, call)):
        raise PermissionDenied(answer.why)
    handles = bool(can_handle_call(user, call))
    form = CaseFilter(request.GET, with_own=handles)
    sort = sort_of(request, queries.SORTS, queries.DEFAULT_SORT)
    page = page_of(queries.listed(user, call, sort=sort, **form.chosen()), request, size=PER_PAGE)
    page.object_list = list(page.object_list)
    asked = queries.asked_of([one.pk for one in page.object_list if one.is_open])
    context = {
        "call": call,
        "form": form,
        "page": page,
        "rows": [_row(one, *asked.get(one.pk, (None, []))) for one in page.object_list],
        "sort": sort,
        "chips": [
            (label, query_without({"request": request}, name, one)) for label, name, one in form.chips()
        ],
        "handles": handles,
        "undeclared": queries.undeclared(user, call).count() if handles else 0,
    }
    name = "_case_results" if request.htmx.target == "saker" else "case_list"
    return render(request, f"programmes/reviews/{name}.html", context)


def _row(one, asked, years):
    part = queries.part_of(one)
    colour, label = PARTS.get(part, ("", ""))
    return Row(
        pk=one.pk,
        href=reverse("application", args=[one.pk]),
        case=one.case,
        who=one.who,
        partners=one.partner_count,
        title=one.title or _("Uten tittel"),
        is_demo=one.is_demo,
        asked=kroner(asked) if asked is not None else "",
        years=span(years),
        state=COLOURS[one.state],
        label=str(COUNTY_LABELS[one.state]),
        sent=one.sent_count,
        reviews=one.review_count,
        average="" if one.average is None else f"{number(one.average, 0)} %",
        part=colour,
        part_label=str(label),
    )


def span(years):
    """[2027, 2028, 2029] → 2027–2029"""
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"

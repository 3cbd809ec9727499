"""The conditions that a county often sets: its own list, in its own order."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from municipalities.models import County
from programmes.actions.conditions import save_condition
from programmes.forms.decisions_meeting import ConditionForm
from programmes.models import Condition
from programmes.permissions.decisions import counties_with_conditions


def _counties(request):
    ids = counties_with_conditions(request.user)
    if not ids:
        raise PermissionDenied(_("Bare fylkeskommunene har en liste med vilkår."))
    return County.objects.filter(pk__in=ids).order_by("name")


@require_http_methods(["GET", "HEAD", "POST"])
def condition_list(request):
    """The list; POST adds one. Who works for more counties chooses by ?fylke=."""
    counties = list(_counties(request))
    asked = request.GET.get("fylke")
    county = next((one for one in counties if one.code == asked), counties[0])
    conditions = list(Condition.objects.filter(county=county))
    last = max((one.order for one in conditions), default=0)
    new = Condition(county=county, order=last + 1)
    form = ConditionForm(request.POST or None, instance=new)
    if request.method == "POST" and form.is_valid():
        save_condition(new, form.cleaned_data, by=request.user)
        messages.success(request, _("Vilkåret er lagt til."))
        return redirect(request.get_full_path())
    context = {"form": form, "conditions": conditions, "county": county, "counties": counties}
    status = 422 if form.errors else 200
    return render(request, "programmes/decisions/condition_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def condition_edit(request, pk):
    """Words, place, and whether it is in use. Decisions that were made keep their own words."""
    condition = get_object_or_404(Condition.objects.filter(county__in=_counties(request)), pk=pk)
    form = ConditionForm(request.POST or None, instance=condition)
    if request.method == "POST" and form.is_valid():
        save_condition(Condition.objects.get(pk=pk), form.cleaned_data, by=request.user)
        messages.success(request, _("Vilkåret er lagret."))
        return redirect("condition-list")
    context = {"form": form, "condition": condition}
    status = 422 if form.errors else 200
    return render(request, "programmes/decisions/condition_edit.html", context, status=status)

"""The county's words for its letters, with the fields that are filled in and an example beside."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.models import County
from programmes.actions.letter_templates import begin_templates, edit_template
from programmes.actions.versions import Outdated
from programmes.forms.letters import LetterTemplateForm
from programmes.models import LetterTemplate
from programmes.permissions.letters import can_keep_templates, counties_with_templates
from programmes.queries.history import history
from programmes.queries.letter_words import blocks, examples, fill, placeholders_of
from programmes.views.conflicts import differences, upon


def own_templates(request):
    counties = counties_with_templates(request.user)
    return LetterTemplate.objects.filter(county__in=counties).select_related("county", "changed_by")


@require_safe
def letter_template_list(request):
    """All kinds in both written forms; the first visit brings the portal's own texts."""
    if not (answer := can_keep_templates(request.user)):
        raise PermissionDenied(answer.why)
    for county in County.objects.filter(pk__in=counties_with_templates(request.user)):
        begin_templates(county, by=request.user)
    templates = own_templates(request).order_by("county", "pk")
    return render(request, "programmes/letters/template_list.html", {"templates": templates})


@require_http_methods(["GET", "HEAD", "POST"])
def letter_template(request, pk):
    """Edit one; «Forhåndsvis» shows what is written with the examples filled in, and saves nothing."""
    if not (answer := can_keep_templates(request.user)):
        raise PermissionDenied(answer.why)
    found = get_object_or_404(own_templates(request), pk=pk)
    form = LetterTemplateForm(request.POST or None, instance=found)
    context = {"template": found, "form": form, "differences": None}
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        elif "preview" not in request.POST:
            try:
                edit_template(found, form.values, version=form.cleaned_data["version"], by=request.user)
            except Outdated:
                stored = own_templates(request).get(pk=pk)
                context |= {"differences": differences(form, stored), "form": upon(form, stored)}
                status = 409
            else:
                messages.success(request, _("Brevmalen er lagret. Utkast kan nå lages på nytt fra den."))
                return redirect("letter-template", found.pk)
    return _page(request, found, context, status)


def _page(request, found, context, status):
    form = context["form"]
    is_written = form.is_bound and not form.errors
    text = form.values if is_written else LetterTemplate.objects.values("subject", "body").get(pk=found.pk)
    filled = examples(found.kind)
    context |= {
        "placeholders": placeholders_of(found.kind),
        "subject": fill(text["subject"], filled),
        "blocks": blocks(fill(text["body"], filled)),
        "history": history(found, with_changes=False),
    }
    return render(request, "programmes/letters/template.html", context, status=status)

"""All letters of a call: the list, made for those that have none, made again, and sent together."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkehelse.lib.paging import page_of
from programmes.actions.letters import draft_letter, remake_letters, send_letters
from programmes.enums.decisions import LetterState
from programmes.forms.letters import ChosenLettersForm
from programmes.models import Call
from programmes.permissions.letters import blocked, can_write_letters
from programmes.queries import letters as queries
from programmes.queries.recipients import municipalities_with_readers

PER_PAGE = 100
STATES = (LetterState.DRAFT, LetterState.SENT)


def own_call(request, pk):
    """A call that the user sees, and whose letters they write."""
    call = get_object_or_404(Call.objects.visible_to(request.user).for_list(), pk=pk)
    if not (answer := can_write_letters(request.user, call)):
        raise PermissionDenied(answer.why)
    return call


@require_safe
def letter_list(request, pk):
    call = own_call(request, pk)
    asked = request.GET.get("status", "")
    state = asked if asked in STATES else ""
    letters = queries.letters_of(request.user, call, state=state).annotate(is_opened=queries.opened())
    page = page_of(letters, request, size=PER_PAGE)
    counted = queries.counts(call)
    context = {
        "call": call,
        "page": page,
        "state": state,
        "drafts": counted.get(LetterState.DRAFT, 0),
        "sent": counted.get(LetterState.SENT, 0),
        "without": queries.without_letter(call).count(),
        "outdated": queries.outdated_drafts(request.user, call).count(),
    }
    return render(request, "programmes/letters/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_send(request, pk):
    """What will be sent, ticked one by one and seen before it goes; POST sends it.

    ?letter=12 begins with that one alone.
    """
    call = own_call(request, pk)
    drafts = list(queries.drafts_of(request.user, call))
    hindered = blocked(request.user, [one.application for one in drafts])
    ready = [one for one in drafts if one.application_id not in hindered]
    form = ChosenLettersForm(request.POST if request.method == "POST" else None, letters=ready)
    if request.method == "POST" and form.is_valid():
        return _send(request, call, form.chosen)
    alone = request.GET.get("letter", "")
    reached = municipalities_with_readers({one.application.municipality for one in ready})
    ticked = request.POST.getlist("letter") if request.method == "POST" else None
    context = {
        "call": call,
        "form": form,
        "rows": [
            {
                "letter": one,
                "key": key,
                "is_ticked": key in ticked if ticked is not None else not alone or alone == str(one.pk),
                "is_outdated": queries.is_outdated(one),
                "is_reached": one.application.municipality_id in reached,
            }
            for key, one in form.letters.items()
        ],
        "hindered": len(drafts) - len(ready),
    }
    status = 422 if form.errors else 200
    return render(request, "programmes/letters/send.html", context, status=status)


def _send(request, call, chosen):
    sent = send_letters(chosen, by=request.user)
    if sent:
        text = ngettext("%(count)d brev er sendt.", "%(count)d brev er sendt.", len(sent))
        messages.success(request, text % {"count": len(sent)})
    if left := len(chosen) - len(sent):
        text = _("%(count)d brev ble ikke sendt, fordi noen andre endret eller sendte dem i mellomtiden.")
        messages.warning(request, text % {"count": left})
    return redirect("letter-list", call.pk)


@require_POST
def letter_draft_missing(request, pk):
    """Letters for decisions that have none."""
    call = own_call(request, pk)
    decisions = list(queries.without_letter(call))
    hindered = blocked(request.user, [one.application for one in decisions])
    made = [draft_letter(one, by=request.user) for one in decisions if one.application_id not in hindered]
    messages.success(request, _("%(count)d utkast er laget.") % {"count": len(made)})
    return redirect("letter-list", call.pk)


@require_POST
def letter_remake_all(request, pk):
    """Drafts that nobody has corrected, anew from the templates; the corrected ones are counted and left."""
    call = own_call(request, pk)
    drafts = list(queries.outdated_drafts(request.user, call))
    hindered = blocked(request.user, [one.application for one in drafts])
    mine = [one for one in drafts if one.application_id not in hindered]
    made = remake_letters(mine, by=request.user)
    messages.success(request, _("%(count)d utkast er laget på nytt fra malene.") % {"count": made})
    if edited := sum(one.is_edited for one in mine):
        text = _("%(count)d utkast er rettet for hånd og står som før. Åpne dem for å lage dem på nytt.")
        messages.info(request, text % {"count": edited})
    return redirect("letter-list", call.pk)

"""Who works for the municipality in the portal, and who is asked in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from municipalities.actions.invitations import TooMany, invite, withdraw
from municipalities.forms.colleagues import InviteForm
from municipalities.models import Invitation, Membership, Municipality
from municipalities.permissions import reach_of
from municipalities.roles import Permission


def _inviting_for(user):
    """Today's municipalities that the user asks colleagues into."""
    reach = reach_of(user, Permission.MEMBER_INVITE)
    found = Municipality.objects.current().filter(pk__in=reach.municipalities)
    if not found:
        raise PermissionDenied(_("Bare en koordinator kan invitere kolleger til kommunen."))
    return found


@require_safe
def colleague_list(request):
    municipalities = _inviting_for(request.user)
    members = Membership.objects.current().filter(municipality__in=municipalities)
    members = members.select_related("user", "municipality").order_by("municipality", "user__full_name", "pk")
    invitations = Invitation.objects.standing().filter(municipality__in=municipalities)
    context = {
        "municipalities": municipalities,
        "members": members,
        "invitations": invitations.select_related("municipality", "invited_by"),
    }
    return render(request, "municipalities/colleague_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def colleague_invite(request):
    municipalities = _inviting_for(request.user)
    initial = {"next": request.GET.get("next", "")}
    form = InviteForm(request.POST or None, municipalities=municipalities, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            invite(
                values["municipality"],
                email=values["email"],
                role=values["role"],
                by=request.user,
                path=values["next"],
            )
        except TooMany:
            form.add_error(None, _("Du har sendt mange invitasjoner i dag. Prøv igjen i morgen."))
        else:
            text = _("Invitasjonen er sendt til %(email)s.") % {"email": values["email"]}
            messages.success(request, text)
            return redirect(values["next"] or "colleague-list")
    context = {"form": form, "municipalities": municipalities}
    status = 422 if form.errors else 200
    return render(request, "municipalities/colleague_invite.html", context, status=status)


@require_POST
def invitation_withdraw(request, pk):
    standing = Invitation.objects.standing().filter(municipality__in=_inviting_for(request.user))
    found = get_object_or_404(standing.select_related("municipality"), pk=pk)
    withdraw(found, by=request.user)
    messages.success(request, _("Invitasjonen til %(email)s er trukket.") % {"email": found.email})
    return redirect("colleague-list")

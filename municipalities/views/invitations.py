"""The page that an invitation leads to. Whoever holds the link has read the mail to that address."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.demo import demo_mode
from accounts.models import User
from municipalities.actions.invitations import Gone, accept, accept_as_new, hash_of
from municipalities.forms.colleagues import NewAccountForm
from municipalities.models import Invitation


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """One page for whoever it is: to accept, to sign in first, to make an account, or to sign out."""
    found = _standing(token)
    if found is None:
        return _gone(request)
    try:
        if request.user.is_authenticated:
            return _signed_in(request, found)
        if User.objects.filter(email__iexact=found.email).exists():
            return _page(request, found, mode="sign-in")
        return _without_account(request, found)
    except Gone:
        return _gone(request)


def _standing(token):
    rows = Invitation.objects.standing().select_related("municipality", "invited_by")
    found = rows.filter(token_hash=hash_of(token)).first()
    is_of_demo = found is not None and found.invited_by.is_demo
    return None if is_of_demo and not demo_mode() else found


def _signed_in(request, found):
    if request.user.email.lower() != found.email.lower():
        return _page(request, found, mode="other")
    if request.method == "POST":
        return _welcome(request, accept(found, user=request.user))
    return _page(request, found, mode="accept")


def _without_account(request, found):
    form = NewAccountForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        user = accept_as_new(found, **form.cleaned_data, language=get_language())
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return _welcome(request, found)
    return _page(request, found, mode="new", form=form)


def _welcome(request, found):
    role, place = found.get_role_display(), found.municipality
    messages.success(request, _("Velkommen! Du er %(role)s for %(place)s.") % {"role": role, "place": place})
    return redirect(found.next or "my-work")


def _page(request, found, *, mode, form=None):
    context = {"invitation": found, "mode": mode, "form": form}
    status = 422 if form and form.errors else 200
    return render(request, "municipalities/invitation.html", context, status=status)


def _gone(request):
    return render(request, "municipalities/invitation_gone.html", status=404)

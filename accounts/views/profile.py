"""One's own page: name, written form, and what one wants by mail."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import MailForm, ProfileForm
from accounts.models import User
from accounts.unsubscribe import choose
from audit.record import changes, record


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """Name and written form, and the mail choices; the password has a page of its own."""
    user = request.user
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        save(user, form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Profilen er lagret."))
        response = redirect("profile")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
    return _page(request, form=form, mail_form=MailForm(user=user))


@require_POST
def mail_choices(request):
    form = MailForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, form=ProfileForm(instance=request.user), mail_form=form)
    choose(request.user, **form.choices)
    messages.success(request, _("Valgene for e-post er lagret."))
    return redirect("profile")


def _page(request, *, form, mail_form):
    status = 422 if form.errors or mail_form.errors else 200
    return render(request, "accounts/profile.html", {"form": form, "mail_form": mail_form}, status=status)


@transaction.atomic
def save(user, values):
    """Keep the profile. The trail tells which fields changed, not the name: it must be possible to forget."""
    before, _after = changes(User.objects.get(pk=user.pk), values)
    user.save(update_fields=list(values))
    if before:
        record("user.changed", actor=user, subject=user, after={"fields": sorted(before)})

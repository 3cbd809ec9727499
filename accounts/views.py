from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.forms import ProfileForm
from accounts.models import User
from audit.record import changes, record


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """Name and written form; the password has a page of its own."""
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
    status = 422 if form.errors else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)


@transaction.atomic
def save(user, values):
    """Keep the profile. The trail tells which fields changed, not the name: it must be possible to forget."""
    before, _after = changes(User.objects.get(pk=user.pk), values)
    user.save(update_fields=list(values))
    if before:
        record("user.changed", actor=user, subject=user, after={"fields": sorted(before)})

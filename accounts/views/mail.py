"""The link at the foot of a mail. Whoever has it needs no account: it says who, and which mail."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.unsubscribe import mute, read_token


@never_cache
@csrf_exempt  # the reader's mail program posts by itself (RFC 8058); the signed token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def unsubscribe(request, token):
    """GET asks, POST acts: a program that only looks at links mutes nothing."""
    told = read_token(token)
    if told is None:
        raise Http404
    user, kinds = told
    if request.method == "POST":
        mute(user, kinds)
    context = {"kinds": kinds, "done": request.method == "POST"}
    return render(request, "accounts/unsubscribe.html", context)

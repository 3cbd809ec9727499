from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBadRequest
from django.utils.cache import patch_cache_control


class PrivateMiddleware:
    """What a signed-in person sees is kept by no cache, nor by the back button after sign-out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response


class Utf8Middleware:
    """Addresses and forms are UTF-8. A charset named by the sender makes text that nothing can keep."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        charset = request.content_params.get("charset", "utf-8").lower()
        if charset not in ("utf-8", "utf8"):
            return HttpResponseBadRequest()
        return self.get_response(request)


class NextMiddleware:
    """An address to go on to must be one: allauth reads `http://[` as an error of the server."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        try:
            for asked in (*request.GET.getlist("next"), *request.POST.getlist("next")):
                urlsplit(asked)
        except ValueError:
            return HttpResponseBadRequest()
        return None


def public(view):
    """Somebody else's view, open to all: a copy, so that the original stays as it was."""

    @wraps(view)
    def open_view(*args, **kwargs):
        return view(*args, **kwargs)

    return login_not_required(open_view)

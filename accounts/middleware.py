from django.conf import settings
from django.utils import translation


class LanguageMiddleware:
    """The written form that the reader chose: the cookie, else the profile, else bokmål.

    The browser's own header is not asked: most send "no" or "en" and say nothing of nb or nn.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.known = dict(settings.LANGUAGES)

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in self.known and settings.SESSION_COOKIE_NAME in request.COOKIES:
            chosen = getattr(request.user, "language", None)
        request.LANGUAGE_CODE = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

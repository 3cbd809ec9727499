"""What was posted by somebody whose session had run out: kept until they have signed in again.

A view says by @keeps_what_was_posted that it writes long texts. It stays behind sign-in like every other:
only the refusal is another, so that no view here has to be open, and none can forget to ask who it is.
"""

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import QueryDict
from django.utils.translation import gettext as _

SESSION_KEY = "kept_posts"
MOST_CHARACTERS = 150_000  # of one page; a whole step of an application is far less
MOST_PAGES = 3


def keeps_what_was_posted(view):
    view.keeps_what_was_posted = True
    return view


class SignInMiddleware(LoginRequiredMiddleware):
    """In the place of Django's own. The post has passed the check of its token before this is asked."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and getattr(view_func, "keeps_what_was_posted", False):
            keep(request)
        return super().handle_no_permission(request, view_func)


def keep(request):
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    if len(text) > MOST_CHARACTERS * 3:  # encoded: up to three signs for one, and æ is six
        return
    pages = request.session.get(SESSION_KEY, {})
    pages.pop(request.path, None)
    pages[request.path] = text
    request.session[SESSION_KEY] = dict(list(pages.items())[-MOST_PAGES:])
    messages.info(request, _("Du var logget ut. Det du skrev, er tatt vare på. Logg inn, så er det der."))


def kept_for(request, *, forget=False) -> QueryDict | None:
    """What this user wrote on this page before they were signed out, if it is theirs."""
    pages = request.session.get(SESSION_KEY)
    if not pages or request.path not in pages:
        return None
    data = QueryDict(pages[request.path], mutable=True)
    if data.get("user") != str(request.user.pk):
        forget = True
    if forget:
        del pages[request.path]
        request.session[SESSION_KEY] = pages
        return None
    return data

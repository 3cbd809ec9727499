from django.conf import settings
from django.utils.functional import SimpleLazyObject

from accounts.demo import DEMO_PASSWORD, demo_accounts, demo_mode


def portal(request):
    """What the templates need on every page; asked of the database only when shown."""
    return {
        "demo_mode": SimpleLazyObject(lambda: _is_demo(request)),
        "demo_accounts": SimpleLazyObject(demo_accounts),
        "demo_password": DEMO_PASSWORD,
    }


def _is_demo(request):
    """Whoever is signed in tells it: backends.py let a demo person in at this request, or it is no demo."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return settings.DEMO and user.is_demo
    return demo_mode()

from django.utils.functional import SimpleLazyObject

from accounts.demo import DEMO_PASSWORD, demo_accounts, demo_mode


def portal(request):
    """What the templates need on every page; asked of the database only when shown."""
    return {
        "demo_mode": SimpleLazyObject(demo_mode),
        "demo_accounts": SimpleLazyObject(demo_accounts),
        "demo_password": DEMO_PASSWORD,
    }

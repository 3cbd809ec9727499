"""Demo mode: on only when it is switched on AND everybody in the database is a demo person."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User

DEMO_PASSWORD = "folkehelse-demo"  # noqa: S105 -- public, and refused outside demo mode (backends.py)


@dataclass(frozen=True)
class DemoAccount:
    email: str
    full_name: str
    role: str
    place: str
    password: str = DEMO_PASSWORD


def demo_mode():
    """One real person in the database ends the demo: public passwords and real data never meet."""
    return settings.DEMO and not User.objects.filter(is_demo=False).exists()


def demo_accounts():
    """Those who may sign in, with role and place, as the sign-in page lists them. Empty outside demo."""
    if not demo_mode():
        return []
    places = ("memberships__municipality", "memberships__county")
    users = User.objects.filter(is_demo=True, is_active=True).order_by("pk").prefetch_related(*places)
    return [
        DemoAccount(
            user.email,
            user.full_name,
            membership.get_role_display(),
            str(membership.place or _("hele landet")),
        )
        for user in users
        for membership in user.memberships.all()
    ]

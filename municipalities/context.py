from django.utils.functional import SimpleLazyObject

from municipalities.permissions import memberships_of


def places(request):
    """Whether the reader works for a municipality; the main menu asks on every page."""
    return {"is_municipal": SimpleLazyObject(lambda: _is_municipal(request))}


def _is_municipal(request):
    """Pages of errors may be shown before anybody is known."""
    user = getattr(request, "user", None)
    return user is not None and any(one.municipality_id for one in memberships_of(user))

"""What a person reaches: the places where GRANTS gives them a permission, as of today."""

from dataclasses import dataclass, field

from django.db.models import F, Q

from municipalities.models import Municipality, Succession
from municipalities.roles import GRANTS


@dataclass(frozen=True)
class Reach:
    """Ids of municipalities (and of those that went up in them) and counties, or the nation."""

    nationwide: bool = False
    municipalities: frozenset = field(default_factory=frozenset)
    counties: frozenset = field(default_factory=frozenset)

    def __bool__(self):
        return bool(self.nationwide or self.municipalities)

    def covers(self, municipality):
        return self.nationwide or municipality.pk in self.municipalities

    def q(self, path="municipality"):
        """A filter on the municipality at `path`."""
        return Q() if self.nationwide else Q(**{f"{path}__in": self.municipalities})


NOWHERE = Reach()


def memberships_of(user):
    """Today's memberships, asked of the database once a request (kept on the user object)."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_current_memberships"):
        rows = user.memberships.current().select_related("municipality", "county")
        user._current_memberships = list(rows)
    return user._current_memberships


def reach_of(user, permission):
    """Where the user holds the permission today; asked once a request for the same memberships."""
    held = [m for m in memberships_of(user) if permission in GRANTS[m.role]]
    known = user.__dict__.setdefault("_reach", {})
    key = frozenset(m.pk for m in held)
    if key not in known:
        known[key] = _reach_of(user, held)
    return known[key]


def _reach_of(user, held):
    if not held:
        return NOWHERE
    counties = frozenset(m.county_id for m in held if m.county_id)
    here = {m.municipality_id for m in held if m.municipality_id}
    if counties:
        here |= set(Municipality.objects.current().filter(county__in=counties).values_list("pk", flat=True))
    nationwide = any(m.municipality_id is None and m.county_id is None for m in held)
    return Reach(nationwide, predecessors(here, asked_by=user) if here else frozenset(), counties)


def predecessors(ids, *, asked_by=None):
    """Closure over successions whose old side has ended: one that lives on keeps its own to itself.

    With the user who asks, the successions are fetched once a request.
    """
    memory = asked_by.__dict__ if asked_by else {}
    if "_successions" not in memory:
        steps = Succession.objects.filter(old__is_current=False).exclude(old=F("new"))
        memory["_successions"] = list(steps.values_list("old_id", "new_id"))
    found, fresh = set(ids), set(ids)
    while fresh:
        fresh = {old for old, new in memory["_successions"] if new in fresh} - found
        found |= fresh
    return frozenset(found)


def works_for(user):
    """Ids of the municipalities that the user works for today, and of those that went up in them."""
    own = {membership.municipality_id for membership in memberships_of(user)} - {None}
    return predecessors(own, asked_by=user) if own else frozenset()


def takes_part(user):
    """Whether somebody holds any role today: the programme's own people."""
    return bool(memberships_of(user))

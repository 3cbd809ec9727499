"""Who is told what: active people who hold the roles today. Each answers a queryset of distinct users."""

from django.db.models import F, Q

from accounts.models import User
from municipalities.models import Membership, Municipality, Succession
from municipalities.roles import GRANTS, Permission, Role
from programmes.models.area_reach import counties_of


def writers_of(application):
    """The contact, for as long as they write for the municipality, and its coordinators."""
    written = _holding(Permission.APPLICATION_WRITE, _living(application.municipality))
    contact = Q(pk=application.contact_id, pk__in=written.values("user"))
    coordinators = Q(pk__in=_in_role(Role.COORDINATOR, _living(application.municipality)).values("user"))
    return _people(contact | coordinators)


def approvers_of(application):
    held = _holding(Permission.APPLICATION_SIGN, _living(application.municipality))
    return _people(Q(pk__in=held.values("user")))


def coordinators_of(municipality):
    return _people(Q(pk__in=_in_role(Role.COORDINATOR, _living(municipality)).values("user")))


def advisers_of(call):
    """All in the counties that administer the call's area today who may handle its cases."""
    held = Membership.objects.current().filter(
        role__in=_roles_with(Permission.CASE_HANDLE), county__in=counties_of(call.area)
    )
    return _people(Q(pk__in=held.values("user")))


def leaders_of(call):
    held = Membership.objects.current().filter(role=Role.COUNTY_LEADER, county__in=counties_of(call.area))
    return _people(Q(pk__in=held.values("user")))


def county_of(municipality, permission):
    """Those who hold a county permission in the county of the municipality, or of those that took over."""
    counties = Municipality.objects.filter(pk__in=_living(municipality)).values("county")
    held = Membership.objects.current().filter(role__in=_roles_with(permission), county__in=counties)
    return _people(Q(pk__in=held.values("user")))


def contact_of(application):
    """The contact, or the municipality's coordinators when the contact has gone; never a stranger."""
    writers = list(writers_of(application))
    return [one for one in writers if one.pk == application.contact_id] or writers


def municipalities_with_readers(municipalities):
    """Ids of those where somebody gets the county's letters: one query, and one for each that has ended."""
    living = {one.pk for one in municipalities if one.is_current}
    roles = {Role.COORDINATOR, *_roles_with(Permission.APPLICATION_SIGN)}
    held = Membership.objects.current().filter(role__in=roles, municipality__in=living, user__is_active=True)
    found = set(held.values_list("municipality", flat=True))
    for one in municipalities:
        if not one.is_current and coordinators_of(one).exists():
            found.add(one.pk)
    return found


def _people(condition):
    return User.objects.filter(condition, is_active=True).order_by("pk")


def _roles_with(permission):
    return [role for role, granted in GRANTS.items() if permission in granted]


def _holding(permission, municipalities):
    roles = _roles_with(permission)
    return Membership.objects.current().filter(role__in=roles, municipality__in=municipalities)


def _in_role(role, municipalities):
    return Membership.objects.current().filter(role=role, municipality__in=municipalities)


def _living(municipality):
    """The municipality, or those that took over after it."""
    found = {municipality.pk}
    if municipality.is_current:
        return found
    steps = list(
        Succession.objects.filter(old__is_current=False).exclude(old=F("new")).values_list("old_id", "new_id")
    )
    fresh = set(found)
    while fresh:
        fresh = {new for old, new in steps if old in fresh} - found
        found |= fresh
    return found

"""What a machine can see of § 6: whom the reader works for."""

from municipalities.permissions import memberships_of, predecessors, reach_of
from municipalities.roles import Permission


def party_ids(user) -> frozenset:
    """Ids of the municipalities that the user works for today, and of those that went up in them."""
    own = {membership.municipality_id for membership in memberships_of(user)} - {None}
    return predecessors(own, asked_by=user) if own else frozenset()


def reads_as_county(user) -> bool:
    """Whether the user works with cases in a county; the nation reads without a part in them."""
    return bool(reach_of(user, Permission.CASE_HANDLE))

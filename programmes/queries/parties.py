from municipalities.permissions import reach_of
from municipalities.roles import Permission


def reads_as_county(user) -> bool:
    """Whether the user works with cases in a county; the nation reads without a part in them."""
    return bool(reach_of(user, Permission.CASE_HANDLE))

"""Access to the pages of post: (route, thing) → what each role is answered on GET."""

from accounts.unsubscribe import token_for
from tests.access.roles import AWAY, OPEN, SIGNED_IN, answers

PAGES: dict = {
    ("mail-choices", None): AWAY | answers(405, *SIGNED_IN),
    ("unsubscribe", "post_token"): OPEN,
}
# The signed link at the foot of a mail: it says who, and works without an account.
PUBLIC: set = {"unsubscribe"}


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    return {"post_token": [token_for(world["people"]["coordinator"].pk, ["news"])]}


def more(world):
    """Two more rows in each list that the pages show."""

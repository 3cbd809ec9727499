"""Access to the pages of calls: (route, thing) → what each role is answered on GET."""

PAGES: dict = {}
PUBLIC: set = set()


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    return {}


def more(world):
    """Two more rows in each list that the pages show."""

"""The roles of the access tests, and short ways to say what each is answered."""

MUNICIPAL = ("contributor", "coordinator", "approver")
COUNTY = ("adviser", "leader")
NATION = ("reader", "admin")
OTHERS = ("nobody", "stranger", "outsider")
SIGNED_IN = (*MUNICIPAL, *COUNTY, *NATION, *OTHERS)
ROLES = ("anonymous", *SIGNED_IN)


def answers(status, *roles):
    return dict.fromkeys(roles, status)


OPEN = answers(200, *ROLES)
SIGN_IN = answers(302, "anonymous") | answers(200, *SIGNED_IN)
AWAY = answers(302, "anonymous")


def only(*roles, others=403):
    """These get the page, other signed-in people are told no."""
    return AWAY | answers(others, *SIGNED_IN) | answers(200, *roles)

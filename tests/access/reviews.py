"""Access to the pages of reviews: (route, thing) → what each role is answered on GET."""

import itertools

from programmes.enums.applications import ApplicationState
from programmes.enums.reviews import ReviewState
from tests.access.roles import COUNTY, MUNICIPAL, NATION, SIGNED_IN, answers, only
from tests.factories import MunicipalityFactory
from tests.factories_grant import (
    ApplicationFactory,
    ApplicationPartnerFactory,
    ReviewFactory,
    declare,
    make_area,
    make_call,
)

AWAY = answers(302, "anonymous")
# Both of the county have declared that they are impartial in `case`, and none of them in `fresh_case`.
CASES = only(*COUNTY, *NATION)
HANDLED = AWAY | answers(404, *MUNICIPAL, "stranger", "outsider", "nobody") | answers(403, *NATION)
COUNTY_ONLY = HANDLED | answers(200, *COUNTY)
POSTED = AWAY | answers(405, *SIGNED_IN)

PAGES: dict = {
    ("case-list", "case_call"): CASES,
    ("impartiality-many", "case_call"): only(*COUNTY),
    ("assign-many", "case_call"): only(*COUNTY),
    ("case-impartiality", "fresh_case"): COUNTY_ONLY,
    ("case-impartiality", "conflicted_case"): HANDLED | answers(403, "adviser") | answers(200, "leader"),
    ("case-assign", "case"): COUNTY_ONLY,
    ("case-assign", "fresh_case"): HANDLED | answers(403, *COUNTY),
    ("review-list", None): only(*COUNTY, "outsider"),
    # The adviser's own is not sent: nobody else sees that it is written on.
    ("review", "own_review"): only("adviser", others=404),
    ("review", "fresh_review"): only(others=404) | answers(302, "adviser"),
    # A sent one is hidden from the adviser, whose own is not sent.
    ("review", "sent_review"): only("leader", others=404),
    ("review-reopen", "sent_review"): only("leader", others=404),
    ("review-take-off", "own_review"): COUNTY_ONLY,
    ("review-remind", "own_review"): POSTED,
    ("municipality-cases", "code"): only(*MUNICIPAL, *COUNTY, *NATION),
}
PUBLIC: set = set()
_numbers = itertools.count(50_000)


def _case(call, municipality, state=ApplicationState.IN_REVIEW):
    return ApplicationFactory(
        call=call, municipality=municipality, state=state, case_year=2025, case_number=next(_numbers)
    )


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    call = make_call(world["county"], area=make_area(world["county"]))
    people = world["people"]
    case, fresh = _case(call, world["own"]), _case(call, world["own"])
    conflicted = _case(call, world["own"])
    ApplicationPartnerFactory(application=case)
    declare(conflicted, people["adviser"], is_impartial=False, reason="Gift med søkeren")
    for name in COUNTY:
        declare(case, people[name])
    world["case_call"], world["case"] = call, case
    own = ReviewFactory(application=case, reviewer=people["adviser"], state=ReviewState.STARTED)
    fresh_review = ReviewFactory(application=fresh, reviewer=people["adviser"])
    sent = ReviewFactory(application=case, state=ReviewState.SENT)
    return {
        "case_call": [call.pk],
        "case": [case.pk],
        "fresh_case": [fresh.pk],
        "conflicted_case": [conflicted.pk],
        "own_review": [own.pk],
        "fresh_review": [fresh_review.pk],
        "sent_review": [sent.pk],
    }


def more(world):
    """Two more rows in each list that the pages show."""
    for _n in range(2):
        other = _case(world["case_call"], MunicipalityFactory(county=world["county"]))
        _case(world["case_call"], world["own"])
        for name in COUNTY:
            declare(other, world["people"][name])
        ApplicationPartnerFactory(application=other)
        ApplicationPartnerFactory(application=world["case"])
        ReviewFactory(application=other, reviewer=world["people"]["adviser"])
        ReviewFactory(application=world["case"], state=ReviewState.SENT)

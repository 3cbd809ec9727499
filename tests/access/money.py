"""Access to the pages of money: (route, thing) → what each role is answered on GET."""

from programmes.enums.money import PaymentState
from programmes.models import YearlyAward
from tests.access.roles import AWAY, COUNTY, MUNICIPAL, NATION, SIGNED_IN, answers, only
from tests.programmes.money.make import payment_of, request_of, settlement_of

SEEN = only(*MUNICIPAL, *COUNTY, *NATION, others=404)
POSTED = AWAY | answers(405, *SIGNED_IN)

PAGES: dict = {
    ("enrolment-request-new", "change_kind"): only("coordinator"),
    ("enrolment-request", "change_request"): SEEN,
    ("enrolment-request-take-back", "change_request"): POSTED,
    ("payment-new", "award_to_ask_of"): only("coordinator"),
    ("payment", "payment"): SEEN,
    ("payment-take-back", "payment"): POSTED,
    ("payment-file", "payment"): AWAY | answers(404, *SIGNED_IN),  # it has no file
    ("payment-list", None): only(*COUNTY, "outsider"),
    ("payment-export", None): only(*COUNTY, "outsider"),
    ("settlement-edit", "award_to_settle"): only("coordinator"),
    ("settlement", "settlement"): SEEN,
}
PUBLIC: set = set()


def _award(enrolment, year):
    return YearlyAward.objects.get_or_create(enrolment=enrolment, year=year, defaults={"amount": 400_000})[0]


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    enrolment = world["enrolment"]
    settled, asked_of = _award(enrolment, 2019), _award(enrolment, 2020)
    payment_of(_award(enrolment, 2021), amount=1_000, state=PaymentState.APPROVED)
    return {
        "change_kind": [enrolment.pk, "endring"],
        "change_request": [request_of(enrolment, "pause").pk],
        "award_to_ask_of": [asked_of.pk],
        "payment": [payment_of(_award(enrolment, 2021), amount=1_000).pk],
        "award_to_settle": [asked_of.pk],
        "settlement": [settlement_of(settled, 300_000, 100_000, leftover="repay").pk],
    }


def more(world):
    """Two more rows in each list that the pages show."""
    enrolment = world["enrolment"]
    award = _award(enrolment, 2021)
    for kind in ("withdraw", "extend"):
        request_of(enrolment, kind)
    for _ in range(2):
        payment_of(award, amount=1_000)
        payment_of(award, amount=1_000, state=PaymentState.APPROVED)

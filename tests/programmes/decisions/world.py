"""A county with a call, an adviser, and applications that are ready to be decided."""

from dataclasses import dataclass

from accounts.models import User
from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.actions.decisions import decide, recommend, try_decision
from programmes.models import Call, Decision, Meeting
from tests.factories import CountyFactory, MembershipFactory
from tests.factories_grant import (
    ApplicationFactory,
    BudgetCellFactory,
    ReviewFactory,
    SubmissionFactory,
    declare,
    make_call,
    put,
)

YEARS = (2027, 2028, 2029)


@dataclass
class World:
    call: Call
    adviser: User


def make_world(frame=1_000_000, **fields):
    county = CountyFactory()
    adviser = MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user
    return World(make_call(county, frame=frame, deciding_body="Hovedutvalget", **fields), adviser)


def make_ready(world, *, asked=(100_000, 100_000, 100_000), reviewed=True, declared=True, **fields):
    """Sent, in review, with a budget in the frozen copy and a review that was sent."""
    made = ApplicationFactory(call=world.call, **fields)
    for year, amount in zip(YEARS, asked, strict=False):
        BudgetCellFactory(application=made, year=year, amount=amount)
        BudgetCellFactory(application=made, year=year, line="salary", amount=2 * amount)
        BudgetCellFactory(application=made, year=year, line="own_money", amount=amount)
    number = type(made).objects.filter(case_number__isnull=False).count() + 1
    SubmissionFactory(application=made)
    put(made, "in_review", case_year=2026, case_number=number)
    made.refresh_from_db()
    if reviewed:
        ReviewFactory(application=made, state="sent")
    if declared:
        declare(made, world.adviser)
    return made


def values(outcome="full", amounts=None, **fields):
    amounts = dict.fromkeys(YEARS, 100_000) if amounts is None else amounts
    return {
        "outcome": outcome,
        "amounts": amounts,
        "reserve_rank": None,
        "reason": "Tiltaket svarer godt på utlysningen.",
        "conditions": [],
    } | fields


def tried(world, application, outcome="full", amounts=None, *, version=None, **fields):
    written = values(outcome, amounts, **fields)
    return try_decision(application, written, version=version, by=world.adviser)


def meeting(**fields):
    return Meeting(**{"body": "Hovedutvalget", "case_number": "PS 12/26", "decided_on": today()} | fields)


def decided(world, application, outcome="full", amounts=None, **fields):
    """Tried, recommended and decided by the actions themselves."""
    draft = tried(world, application, outcome, amounts, **fields)
    recommend([draft], by=world.adviser)
    decide(meeting(), [draft], by=world.adviser)
    return Decision.objects.select_related("application").get(pk=draft.pk)

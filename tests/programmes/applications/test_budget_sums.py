"""The sums of a budget are exact, and the same whoever counts: the database, or the frozen copy."""

from dataclasses import asdict
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.enums.applications import COSTS, FINANCING, OWN_CONTRIBUTION, BudgetLine
from programmes.models import BudgetCell
from programmes.queries.budget import share, sums, sums_of
from programmes.queries.frozen import content_of
from tests.factories_grant import ApplicationFactory, BudgetCellFactory

pytestmark = pytest.mark.django_db
YEARS = [2027, 2028, 2029]
cells = st.dictionaries(
    st.tuples(st.sampled_from([*YEARS, 2030]), st.sampled_from(BudgetLine.values)),
    st.one_of(st.none(), st.integers(0, 1_000_000_000)),
    max_size=30,
)


@pytest.fixture
def application():
    return ApplicationFactory()


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells)
def test_the_database_and_the_frozen_copy_agree_and_are_exact(application, found):
    BudgetCell.objects.all().delete()
    BudgetCell.objects.bulk_create(
        BudgetCell(
            application=application, year=year, line=line, amount=amount, changed_by_id=application.contact_id
        )
        for (year, line), amount in found.items()
    )

    counted = sums(application)

    assert asdict(counted) == sums_of(content_of(application))

    def total(lines, years=YEARS):
        return sum(found.get((year, line)) or 0 for year in years for line in lines)

    assert counted.costs == {year: total(COSTS, [year]) for year in YEARS}
    assert counted.financing == {year: total(FINANCING, [year]) for year in YEARS}
    assert (counted.total_costs, counted.total_financing) == (total(COSTS), total(FINANCING))
    assert counted.grant == total([BudgetLine.GRANT])
    assert counted.total_own == total(OWN_CONTRIBUTION)
    assert counted.total_balance == sum(counted.balance.values()) == total(FINANCING) - total(COSTS)


def test_hours_are_no_money(application):
    BudgetCellFactory(application=application, line="own_hours", amount=500)

    counted = sums(application)

    assert (counted.total_financing, counted.hours[2027]) == (0, 500)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 0, None), (1, 3, Decimal("33.3")), (2, 3, Decimal("66.7")), (1, 8, Decimal("12.5"))],
)
def test_a_share_is_rounded_to_one_decimal(part, whole, expected):
    assert share(part, whole) == expected

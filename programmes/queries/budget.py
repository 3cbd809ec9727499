"""Sums of a budget: by the database of what is being written, and of the frozen content of what was sent."""

from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from programmes.enums.applications import COSTS, FINANCING, OWN_CONTRIBUTION, BudgetLine
from programmes.models import Application
from programmes.queries.application_form import answers_of, budget_years

PARTS = {
    "costs": COSTS,
    "financing": FINANCING,
    "grants": (BudgetLine.GRANT,),
    "own": OWN_CONTRIBUTION,
    "hours": (BudgetLine.OWN_HOURS,),
    "hours_value": (BudgetLine.OWN_HOURS_VALUE,),
}


@dataclass(frozen=True)
class BudgetSums:
    """Whole kroner, per year ({2027: 400 000}) and in all. A year without amounts counts as 0.

    `balance` is financing less costs; `own_share` is own money and hours in per cent of the costs.
    """

    years: list[int]
    costs: dict[int, int]
    financing: dict[int, int]
    grants: dict[int, int]
    own: dict[int, int]
    hours: dict[int, int]
    hours_value: dict[int, int]
    balance: dict[int, int]
    total_costs: int
    total_financing: int
    total_balance: int
    grant: int
    total_own: int
    own_share: Decimal | None
    copied: int = 0  # amounts from an earlier application that are not confirmed yet

    def columns(self):
        """(year or None for all, costs, financing, balance) from left to right."""
        for year in self.years:
            yield year, self.costs[year], self.financing[year], self.balance[year]
        yield None, self.total_costs, self.total_financing, self.total_balance


def sums(application: Application, years: list[int] | None = None) -> BudgetSums:
    """Of the years that the application is for. One query when the years are given."""
    years = budget_years(application.version, answers_of(application)) if years is None else years
    parts = {name: Sum("amount", filter=Q(line__in=lines)) for name, lines in PARTS.items()}
    rows = (
        application.budget.filter(year__in=years)
        .values("year")
        .annotate(**parts, copied=Count("pk", filter=Q(is_copied=True)))
        .order_by("year")
    )
    by_year: dict[int, Any] = {row["year"]: row for row in rows}
    found = {name: {year: int(by_year.get(year, {}).get(name) or 0) for year in years} for name in PARTS}
    return _summed(years, found, copied=sum(row["copied"] for row in by_year.values()))


def sums_of(content: dict) -> dict:
    """The same of a frozen content, as a dict with the names of BudgetSums."""
    budget = content["budget"]
    years = [int(year) for year in budget["years"]]
    found = {
        name: {
            year: sum(budget["lines"].get(line, {}).get(str(year)) or 0 for line in lines) for year in years
        }
        for name, lines in PARTS.items()
    }
    return asdict(_summed(years, found))


def _summed(years, found, copied=0):
    costs, financing = sum(found["costs"].values()), sum(found["financing"].values())
    own = sum(found["own"].values())
    return BudgetSums(
        years=list(years),
        **found,
        balance={year: found["financing"][year] - found["costs"][year] for year in years},
        total_costs=costs,
        total_financing=financing,
        total_balance=financing - costs,
        grant=sum(found["grants"].values()),
        total_own=own,
        own_share=share(own, costs),
        copied=copied,
    )


def share(part: int, whole: int) -> Decimal | None:
    """In per cent with one decimal; nothing of nothing is no share."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)

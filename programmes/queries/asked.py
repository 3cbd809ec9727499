"""What was applied for, as it was sent: the grant per year of the newest frozen copy."""

from programmes.enums.applications import BudgetLine
from programmes.models import Application, Submission


def budgets_of(applications) -> dict[int, dict]:
    """{application id: the frozen budget}; one query, and of the frozen copy only that part."""
    rows = (
        Submission.objects.filter(application__in=applications)
        .order_by("application", "-number")
        .distinct("application")
    )
    return dict(rows.values_list("application", "content__budget"))


def grants_of(budget: dict) -> dict[int, int]:
    """The years of a frozen budget, with what is asked for in each."""
    amounts = budget["lines"].get(BudgetLine.GRANT.value, {})
    return {int(year): amounts.get(str(year)) or 0 for year in budget["years"]}


def asked_by_year(applications) -> dict[int, dict[int, int]]:
    """{application id: {year: kroner}}"""
    return {one: grants_of(budget) for one, budget in budgets_of(applications).items() if budget}


def years_of(application: Application, asked: dict[int, int]) -> list[int]:
    """The years that a decision may give money for: those asked for, or all that the call allows."""
    return sorted(asked) or list(application.version.years)


def spread(total: int, asked: dict[int, int]) -> dict[int, int]:
    """The total over the years as it was asked for, to the krone: what does not divide goes to the years
    that lost most by it, the earliest first."""
    if not asked:
        raise ValueError("There are no years to spread over.")
    weights = asked if sum(asked.values()) else dict.fromkeys(asked, 1)
    whole = sum(weights.values())
    parts = {year: total * weight // whole for year, weight in weights.items()}
    lost = sorted(weights, key=lambda year: (-(total * weights[year] % whole), year))
    for year in lost[: total - sum(parts.values())]:
        parts[year] += 1
    return parts

"""The budget of a frozen content as rows, for pages and the receipt."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from programmes.enums.applications import COSTS, FINANCING, BudgetLine


@dataclass(frozen=True)
class Row:
    """One line: an amount a year, and the sum. `kind` is line, sum or hours."""

    label: str
    amounts: list[int | None]
    total: int | None
    kind: str = "line"


@dataclass(frozen=True)
class Table:
    years: list[int]
    rows: list[Row]


def budget_table(content: dict) -> Table:
    """Costs and their sum, financing and its sum, own hours; lines that are empty all years are left out."""
    years, lines = content["budget"]["years"], content["budget"]["lines"]

    def amounts(line):
        return [lines.get(line, {}).get(str(year)) for year in years]

    rows = []
    for name, group in ((_("Kostnader i alt"), COSTS), (_("Finansiering i alt"), FINANCING)):
        found = [Row(str(line.label), amounts(line), _total(amounts(line))) for line in group]
        found = [row for row in found if row.total is not None]
        sums = [_total(row.amounts[n] for row in found) or 0 for n in range(len(years))]
        rows += [*found, Row(name, sums, sum(sums), "sum")]
    hours = amounts(BudgetLine.OWN_HOURS)
    if _total(hours) is not None:
        rows.append(Row(str(BudgetLine.OWN_HOURS.label), hours, _total(hours), "hours"))
    return Table(years, rows)


def _total(amounts):
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None

"""The budget as a table: years across, what it costs and who pays down."""

from django.utils.translation import gettext as _


def budget_context(writing, sums, costs, payers):
    return {
        "years": writing.years,
        "budget_groups": [
            {
                "key": "costs",
                "name": _("Kostnader"),
                "lines": list(writing.lines(costs)),
                "sum_name": _("Sum kostnader"),
                "sums": [(year, amount) for year, amount, _f, _b in sums.columns()],
            },
            {
                "key": "financing",
                "name": _("Finansiering"),
                "lines": list(writing.lines(payers)),
                "sum_name": _("Sum finansiering"),
                "sums": [(year, amount) for year, _c, amount, _b in sums.columns()],
            },
        ],
        "balances": [(year, amount) for year, _c, _f, amount in sums.columns()],
        "sums": sums,
        "budget_form": writing.form,
        "copied_cells": sums.copied,
    }

"""The decision table of a call: each application with what it scored, what it asked, and what is tried."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.sorting import LETTERS, PLACES
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.decisions import OPEN_DECISION, DecisionState, Outcome
from programmes.enums.reviews import Advice
from programmes.models import Application, Call, Decision
from programmes.queries.asked import budgets_of, grants_of, years_of
from programmes.queries.budget import sums_of
from programmes.queries.scores import CONFLICTED, OWN_WAITS, UNDECLARED, Ranked, scores_for

A, D = ApplicationState, DecisionState
ALPHABET = str.maketrans(LETTERS, PLACES)
DEFAULT_SORT = "-poeng"
SORTS = ("poeng", "-poeng", "kommune", "-kommune", "sokt", "-sokt")
WHY_HIDDEN = {
    UNDECLARED: _("Si fra om du er habil før du ser på søknaden."),
    CONFLICTED: _("Du er ikke habil, eller du er tilknyttet kommunen. Andre behandler saken."),
    OWN_WAITS: _("Lever din egen vurdering først."),
}


@dataclass(frozen=True)
class Row:
    """`tried` is the decision under way, if any; `stands` is the one that was made."""

    application: Application
    ranked: Ranked
    asked: dict[int, int]
    own_share: Decimal | None
    tried: Decision | None
    stands: Decision | None

    @property
    def asked_sum(self) -> int:
        return sum(self.asked.values())

    @property
    def years(self) -> list[int]:
        return years_of(self.application, self.asked)

    @property
    def blocked(self) -> str:
        return str(WHY_HIDDEN[self.ranked.hidden]) if self.ranked.hidden else ""

    @property
    def must_declare(self) -> bool:
        return self.ranked.hidden == UNDECLARED

    @property
    def decision(self) -> Decision | None:
        return self.tried or self.stands

    @property
    def is_open(self) -> bool:
        """Whether amounts may be tried in the table: an application in review, or a change under way."""
        if self.blocked:
            return False
        return self.tried.state == D.DRAFT if self.tried else self.stands is None

    @property
    def advice(self) -> list[str]:
        return [f"{count} {Advice(code).label}" for code, count in sorted(self.ranked.advice.items())]


def rows_of(user, call: Call, *, sort: str = DEFAULT_SORT) -> list[Row]:
    """Those in review and those decided, as this reader may see them."""
    ranked = [one for one in scores_for(user, call) if _belongs(one.application)]
    ids = [one.application.pk for one in ranked]
    budgets = budgets_of(ids)
    tried: dict[int, Decision] = {}
    stands: dict[int, Decision] = {}
    for decision in Decision.objects.filter(application__in=ids, state__in=(*OPEN_DECISION, D.DECIDED)):
        (stands if decision.state == D.DECIDED else tried)[decision.application_id] = decision
    return _sorted([_row(one, budgets, tried, stands) for one in ranked], sort)


def _belongs(application):
    return application.state in (A.IN_REVIEW, A.DECIDED) and application.phase == Phase.PLAN


def _row(ranked, budgets, tried, stands):
    pk = ranked.application.pk
    budget = None if ranked.hidden else budgets.get(pk)
    return Row(
        application=ranked.application,
        ranked=ranked,
        asked=grants_of(budget) if budget else {},
        own_share=sums_of({"budget": budget})["own_share"] if budget else None,
        tried=None if ranked.hidden else tried.get(pk),
        stands=None if ranked.hidden else stands.get(pk),
    )


def _sorted(rows, sort):
    """By score the ranking's own order holds, which sets those that fail a must last."""
    key = sort.removeprefix("-")
    if key == "poeng":
        return rows if sort == "-poeng" else rows[::-1]
    of = {
        "kommune": lambda row: row.application.who.translate(ALPHABET).lower(),
        "sokt": lambda row: row.asked_sum,
    }[key]
    return sorted(rows, key=of, reverse=sort.startswith("-"))


def row_of(user, application: Application) -> Row | None:
    """One row of the same table."""
    found = (row for row in rows_of(user, application.call) if row.application.pk == application.pk)
    return next(found, None)


def next_rank(call: Call) -> int:
    """The first free place at the end of the waiting list."""
    waiting = Decision.objects.filter(application__call=call, outcome=Outcome.RESERVE)
    last = waiting.exclude(state=D.REPLACED).aggregate(last=Max("reserve_rank"))["last"]
    return (last or 0) + 1


def unready():
    """How many that were sent are not ready to be decided, new or being put right: to annotate calls with."""
    states = (A.SUBMITTED, A.RETURNED)
    sent = Application.objects.filter(call=OuterRef("pk"), state__in=states, is_trial=False, phase=Phase.PLAN)
    counted = sent.order_by().values("call").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def recommended_in(call: Call):
    """What a meeting of the body may decide."""
    return (
        Decision.objects.filter(application__call=call, state=D.RECOMMENDED)
        .select_related("application__municipality", "application__district", "replaces")
        .order_by("outcome", "reserve_rank", "application__case_year", "application__case_number")
    )


def with_details(user):
    """Decisions that the reader sees, for their own pages."""
    return Decision.objects.visible_to(user).select_related(
        "application__call__area__programme",
        "application__call__current",
        "application__version",
        "application__municipality__county",
        "application__district",
        "meeting",
        "replaces",
        "agreement",
    )

"""What must be put right before a decision can be recommended, or made: {decision id: [sentence]}."""

from collections import Counter

from django.utils.translation import gettext as _

from folkehelse.lib.tags import kroner
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import GRANTED, DecisionState, Outcome
from programmes.enums.reviews import ReviewState
from programmes.models import Decision, Review
from programmes.queries.asked import asked_by_year

A, D = ApplicationState, DecisionState


def problems_of(decisions: list[Decision], *, state: str) -> dict[int, list[str]]:
    """Of decisions that should be in `state` and be moved on. Three queries for any number of them."""
    applications = [one.application_id for one in decisions]
    reviews = Review.objects.filter(application__in=applications, state=ReviewState.SENT)
    reviewed = set(reviews.values_list("application", flat=True))
    asked = asked_by_year(applications)
    ranks = _ranks(decisions)
    found = {}
    for one in decisions:
        sums = sum(asked.get(one.application_id, {}).values())
        wrong = [
            *_state_problems(one, state),
            *(
                []
                if one.application_id in reviewed
                else [_("Ingen vurdering er levert. Vent til én er det.")]
            ),
            *([] if one.reason.strip() else [_("Skriv en begrunnelse.")]),
            *amount_problems(one.outcome, one.total, sums),
            *_rank_problems(one, ranks),
        ]
        if wrong:
            found[one.pk] = wrong
    return found


def _state_problems(decision, state):
    application = decision.application
    if decision.state != state:
        known = {
            D.DRAFT: _("Innstillingen er tatt tilbake. Last siden på nytt."),
            D.RECOMMENDED: _("Saken er allerede innstilt."),
            D.DECIDED: _("Saken er allerede avgjort."),
            D.REPLACED: _("Vedtaket er endret senere."),
        }
        yield known[DecisionState(decision.state)]
    if application.state == A.WITHDRAWN:
        yield _("Kommunen har trukket søknaden. Ta innstillingen tilbake.")
    elif application.state == A.DECIDED and not decision.replaces_id:
        yield _("Søknaden er allerede avgjort.")
    elif application.state not in (A.IN_REVIEW, A.DECIDED):
        yield _("Søknaden er ikke til vurdering nå. Vent til kommunen har rettet den.")


def amount_problems(outcome, total, asked):
    """`asked` is the whole sum applied for; 0 when it is not known."""
    if outcome not in GRANTED:
        return
    if total <= 0:
        yield _("Skriv et beløp, eller velg avslag eller venteliste.")
    elif asked and total > asked:
        yield _("Beløpet er mer enn det er søkt om, %(asked)s.") % {"asked": kroner(asked)}
    elif asked and outcome == Outcome.FULL and total < asked:
        yield _("Det er søkt om %(asked)s. Velg «delvis innvilget» når beløpet er mindre.") % {
            "asked": kroner(asked)
        }
    elif asked and outcome == Outcome.PARTIAL and total == asked:
        yield _("Beløpet er alt det er søkt om. Velg «innvilget».")


def _ranks(decisions):
    """How many stand on each place of the waiting list, the chosen ones among them."""
    if not any(one.outcome == Outcome.RESERVE for one in decisions):
        return Counter()
    chosen = {one.application_id: one.reserve_rank for one in decisions if one.outcome == Outcome.RESERVE}
    others = Decision.objects.filter(
        application__call__in={one.application.call_id for one in decisions},
        outcome=Outcome.RESERVE,
        state__in=(D.RECOMMENDED, D.DECIDED),
    ).exclude(application__in=[one.application_id for one in decisions])
    return Counter([*chosen.values(), *others.values_list("reserve_rank", flat=True)])


def _rank_problems(decision, ranks):
    if decision.outcome != Outcome.RESERVE:
        return
    if not decision.reserve_rank:
        yield _("Skriv hvilken plass søknaden har på ventelista.")
    elif ranks[decision.reserve_rank] > 1:
        yield _("Flere søknader har plass %(rank)d på ventelista. Gi dem hver sin.") % {
            "rank": decision.reserve_rank
        }

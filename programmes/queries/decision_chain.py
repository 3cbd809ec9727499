"""A decision and those it replaced: the enrolment hangs on the one that the agreement was made of."""

from programmes.enums.decisions import DecisionState
from programmes.models import Decision, Enrolment


def enrolment_of(decision: Decision) -> Enrolment | None:
    """What the decision, or one that it replaces, became."""
    found = Enrolment.objects.filter(
        decision__application=decision.application_id, decision__pk__lte=decision.pk
    )
    return found.order_by("pk").first()


def newest_of(decision: Decision) -> Decision | None:
    """The decision that stands now in the same case."""
    same = Decision.objects.filter(application=decision.application_id, state=DecisionState.DECIDED)
    return same.exclude(pk=decision.pk).first()


def decision_of(user, enrolment: Enrolment) -> Decision | None:
    """The decision that the enrolment goes by now, when the user may see it."""
    if not enrolment.decision_id:
        return None
    same = Decision.objects.filter(enrolment=enrolment).values("application")
    return Decision.objects.visible_to(user).filter(application__in=same, state=DecisionState.DECIDED).first()

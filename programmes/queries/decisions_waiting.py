"""What waits between the reviews and the enrolment: for the county, and for those who got a grant."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import COMMITTED, GRANTED, DecisionState, LetterState
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.models import Application, Call, Decision, Impartiality, Review
from programmes.models.area_reach import administered
from programmes.queries.waiting import Ask, Waiting, together

D = DecisionState


def waiting(user) -> list[Waiting]:
    return together(asks(user))


def asks(user) -> list[Ask]:
    found = []
    if reach := reach_of(user, Permission.DECISION_PREPARE):
        found += [_to_recommend(user, reach), _to_decide(user, reach), _to_agree(user, reach)]
    if reach := reach_of(user, Permission.APPLICATION_SEND):
        found.append(_to_sign(reach))
    return found


def _not_partial(user, path=""):
    """A filter: the user has not said that they are not impartial in the case."""
    said = Impartiality.objects.filter(user=user, is_impartial=False).values("application")
    return ~Q(**{f"{path}pk__in": said})


def _to_recommend(user, reach):
    """All reviews are in, and nothing is recommended: one line a call."""
    reviews = Review.objects.filter(application=OuterRef("pk"))
    ready = (
        Application.objects.filter(administered(reach, "call__area"), _not_partial(user))
        .filter(state=ApplicationState.IN_REVIEW, is_trial=False)
        .filter(Exists(reviews.filter(state=ReviewState.SENT)))
        .exclude(Exists(reviews.filter(state__in=REVIEW_WAITING)))
        .exclude(Exists(Decision.objects.filter(application=OuterRef("pk"), state__in=COMMITTED)))
    )
    return Ask(_by_call(ready, "call"), _recommend)


def _recommend(call):
    text = _("%(count)d søknader er vurdert og kan innstilles") % {"count": call.count}
    if call.count == 1:
        text = _("1 søknad er vurdert og kan innstilles")
    href = reverse("decision-table", args=[call.pk])
    return Waiting(href, str(call), text, state="review", label=_("innstill"))


def _to_decide(user, reach):
    found = Decision.objects.filter(
        administered(reach, "application__call__area"),
        _not_partial(user, "application__"),
        state=D.RECOMMENDED,
    )
    return Ask(_by_call(found, "application__call"), _decide)


def _decide(call):
    text = _("%(count)d saker er innstilt og venter på vedtak") % {"count": call.count}
    if call.count == 1:
        text = _("1 sak er innstilt og venter på vedtak")
    href = reverse("decision-meeting", args=[call.pk])
    return Waiting(href, str(call), text, state="due", label=_("vedtak"))


def _by_call(rows, path):
    """The calls that have any of these rows, with how many as `count`."""
    of_call = rows.order_by().filter(**{path: OuterRef("pk")}).values(path)
    counted = of_call.annotate(n=Count("pk")).values("n")
    calls = Call.objects.filter(pk__in=rows.order_by().values(path)).select_related("current")
    return calls.annotate(count=Subquery(counted)).order_by("pk")


def _granted():
    """Grants that stand, in cases that have no enrolment yet."""
    enrolled = Decision.objects.filter(application=OuterRef("application"), enrolment__isnull=False)
    return (
        Decision.objects.filter(state=D.DECIDED, outcome__in=GRANTED)
        .exclude(Exists(enrolled))
        .select_related("application__municipality", "application__district", "meeting")
        .order_by("decided_at", "pk")
    )


def _to_agree(user, reach):
    found = _granted().filter(
        administered(reach, "application__call__area"), _not_partial(user, "application__")
    )
    return Ask(found, _agree)


def _agree(one):
    text = _("Tilskudd er vedtatt. Merk avtalen når den er underskrevet.")
    title = f"{one.application.who}: {one.application}"
    return Waiting(reverse("agreement", args=[one.pk]), title, text, state="due", label=_("avtale"))


def _to_sign(reach):
    """The coordinators: once the letter is sent, the agreement is theirs to sign."""
    told = _granted().filter(reach.q("application__municipality"), letters__state=LetterState.SENT)
    return Ask(told, _sign)


def _sign(one):
    text = _("Dere har fått tilskudd. Skriv under avtalen fra fylkeskommunen.")
    return Waiting(one.get_absolute_url(), str(one.application), text, state="due", label=_("avtale"))

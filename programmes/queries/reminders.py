"""Which deadlines somebody is to be reminded of on a day, as the rules of each call say."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Model

from accounts.models import User
from folkehelse.lib.dates import end_of_day, in_year
from programmes.enums import TAKING_PART
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.calls import CallState, ReminderAbout
from programmes.enums.reviews import REVIEW_WAITING
from programmes.models import Application, ChangeRequest, Enrolment, ReminderRule, Review
from programmes.queries.recipients import approvers_of, contact_of, coordinators_of, writers_of

A, R = ApplicationState, ReminderAbout
UNSENT = (A.DRAFT, A.SIGNING)


@dataclass(frozen=True)
class Due:
    """One thing with a deadline that a rule speaks of on `day`."""

    rule: ReminderRule
    thing: Model
    deadline: dt.date
    day: dt.date
    url: str
    readers: list[User] = field(default_factory=list)

    @property
    def key(self) -> str:
        name = self.thing._meta.model_name
        return f"reminder:{self.rule.pk}:{name}-{self.thing.pk}:{self.day}"


def due_on(day: dt.date) -> Iterator[Due]:
    """What the rules of published calls remind of that day; nothing that was begun after it."""
    rules = ReminderRule.objects.filter(call__state=CallState.PUBLISHED).select_related(
        "call__current", "call__area"
    )
    for rule in rules.order_by("pk"):
        yield from FINDERS[ReminderAbout(rule.about)](rule, day)


def _unsent(rule, day, *, phase, deadline):
    if deadline is None or deadline + dt.timedelta(days=rule.days) != day:
        return
    rows = Application.objects.real().filter(
        call=rule.call, phase=phase, state__in=UNSENT, created_at__lt=end_of_day(day)
    )
    for one in rows.select_related("municipality", "contact").order_by("pk"):
        readers = {reader.pk: reader for reader in writers_of(one)}
        if one.state == A.SIGNING:
            readers |= {reader.pk: reader for reader in approvers_of(one)}
        yield Due(rule, one, deadline, day, one.get_absolute_url(), [readers[pk] for pk in sorted(readers)])


def _sketches(rule, day):
    yield from _unsent(rule, day, phase=Phase.SKETCH, deadline=rule.call.current.sketch_closes_on)


def _applications(rule, day):
    yield from _unsent(rule, day, phase=Phase.PLAN, deadline=rule.call.current.closes_on)


def _changes(rule, day):
    rows = ChangeRequest.objects.filter(
        application__call=rule.call,
        application__state=A.RETURNED,
        is_feedback=False,
        closed_at=None,
        due_on=day - dt.timedelta(days=rule.days),
        asked_at__lt=end_of_day(day),
    )
    for one in rows.select_related("application__municipality", "application__contact").order_by("pk"):
        application = one.application
        url, readers = application.get_absolute_url(), contact_of(application)
        yield Due(rule, one, one.due_on, day, url, readers)


def _reviews(rule, day):
    rows = Review.objects.filter(
        application__call=rule.call,
        state__in=REVIEW_WAITING,
        due_on=day - dt.timedelta(days=rule.days),
        assigned_at__lt=end_of_day(day),
        reviewer__is_active=True,
    )
    for one in rows.select_related("reviewer", "application").order_by("pk"):
        yield Due(rule, one, one.due_on, day, one.get_absolute_url(), [one.reviewer])


def _reports(rule, day):
    """Each year from the first on, while the municipality takes part."""
    first = rule.call.current.reports_due_on
    deadline = day - dt.timedelta(days=rule.days)
    if first is None or deadline < first or in_year(first, deadline.year) != deadline:
        return
    rows = Enrolment.objects.filter(
        decision__application__call=rule.call, state__in=TAKING_PART, starts_on__lte=deadline
    )
    for one in rows.select_related("municipality", "decision__application__municipality").order_by("pk"):
        readers = contact_of(one.decision.application) or list(coordinators_of(one.municipality))
        yield Due(rule, one, deadline, day, one.get_absolute_url(), readers)


FINDERS = {
    R.SKETCH_DUE: _sketches,
    R.APPLICATION_DUE: _applications,
    R.CHANGES_DUE: _changes,
    R.REVIEW_DUE: _reviews,
    R.REPORT_DUE: _reports,
}

"""Pause, extend, change, withdraw: the municipality asks with a reason, the county decides with one."""

from django.db import transaction

from audit.record import record
from programmes.actions.enrolments import move_enrolment
from programmes.actions.measures import move_measure
from programmes.actions.refusals import readable
from programmes.emails import money as emails
from programmes.enums import MEASURE_OVER, EnrolmentState, MeasureState
from programmes.enums.money import RequestKind
from programmes.models import Enrolment, EnrolmentRequest, Measure

M = MeasureState


def ask_for_change(enrolment: Enrolment, kind: str, *, reason, new_ends_on=None, change="", by):
    """The request. A twin that waits already is refused by the database."""
    with readable():
        asked = EnrolmentRequest.objects.create(
            enrolment=enrolment,
            kind=kind,
            reason=reason,
            new_ends_on=new_ends_on,
            change=change,
            asked_by=by,
        )
        record(
            "enrolmentrequest.asked", actor=by, subject=asked, after={"kind": asked.kind}, why=asked.reason
        )
        emails.change_asked(asked)
    return asked


@transaction.atomic
def grant_change(request: EnrolmentRequest, *, by, why: str, with_measures: bool) -> None:
    """The answer and what follows of it, or nothing at all. WrongState when the enrolment has moved on."""
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=request.enrolment_id)
    request.grant(by=by, why=why)
    FOLLOWS[RequestKind(request.kind)](request, enrolment, by, with_measures)
    emails.change_answered(request)


@transaction.atomic
def refuse_change(request: EnrolmentRequest, *, by, why: str) -> None:
    request.refuse(by=by, why=why)
    emails.change_answered(request)


def _measures(enrolment):
    return enrolment.measures.exclude(state__in=MEASURE_OVER).select_for_update(no_key=True).order_by("pk")


def _pause(request, enrolment, by, with_measures):
    move_enrolment(enrolment, EnrolmentState.PAUSED, by=by, why=request.reason)
    for measure in _measures(enrolment) if with_measures else []:
        if M.PAUSED in measure.moves():
            move_measure(measure, M.PAUSED, by=by, why=request.reason)


def _withdraw(request, enrolment, by, with_measures):
    """A measure in its last phase cannot be withdrawn: it is closed."""
    move_enrolment(enrolment, EnrolmentState.WITHDRAWN, by=by, why=request.reason)
    for measure in _measures(enrolment) if with_measures else []:
        to = M.WITHDRAWN if M.WITHDRAWN in measure.moves() else M.CLOSED
        move_measure(measure, to, by=by, why=request.reason)


def _extend(request, enrolment, by, with_measures):
    """The last day is moved; awards of new years are a matter for a new decision."""
    before, after = {"ends_on": enrolment.ends_on}, {"ends_on": request.new_ends_on}
    Enrolment.objects.filter(pk=enrolment.pk).update(**after)
    record(
        "enrolment.extended",
        actor=by,
        subject=enrolment,
        before=before,
        after=after,
        why=request.reason,
    )
    for measure in _measures(enrolment) if with_measures else []:
        if measure.ends_on == before["ends_on"]:
            Measure.objects.filter(pk=measure.pk).update(**after, version=measure.version + 1)
            record("measure.extended", actor=by, subject=measure, before=before, after=after)


def _change(request, enrolment, by, with_measures):
    record("enrolment.change_granted", actor=by, subject=enrolment, why=request.change)


FOLLOWS = {
    RequestKind.PAUSE: _pause,
    RequestKind.WITHDRAW: _withdraw,
    RequestKind.EXTEND: _extend,
    RequestKind.CHANGE: _change,
}

"""What becomes of an application: tried, recommended, decided. Of the call, the frame is locked first."""

from django.db import transaction

from audit.record import record
from folkehelse.lib.dates import today
from programmes.actions.agreements import amend_awards, as_text
from programmes.actions.decision_locks import keep_frame, locked, refuse_problems
from programmes.actions.letters import draft_letter
from programmes.actions.refusals import readable
from programmes.actions.versions import Outdated
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.decisions import GRANTED, OPEN_DECISION, DecisionState, Outcome
from programmes.models import Application, Decision, DecisionAmount, Meeting, WrongState

A, D = ApplicationState, DecisionState


def try_decision(application: Application, values: dict, *, version: int | None, by) -> Decision:
    """Write the draft: outcome, amounts {year: kroner}, reserve_rank, reason, conditions.

    `version` is of the draft that the writer saw, or None when there was none. Somebody else's draft is
    told by Outdated; the same values again are no news.
    """
    with readable():
        held = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
        if held.state not in (A.IN_REVIEW, A.DECIDED) or held.phase != Phase.PLAN or held.is_trial:
            raise WrongState(f"application {held.pk} is {held.state}")
        columns, amounts = _plain(values)
        draft = held.decisions.select_for_update(no_key=True).filter(state__in=OPEN_DECISION).first()
        if draft is None:
            if version:
                raise Outdated
            return _begin(held, columns, amounts, by=by)
        if draft.state != D.DRAFT:
            raise WrongState(f"decision {draft.pk} is {draft.state}")
        return _overwrite(draft, columns, amounts, version=version, by=by)


def _plain(values):
    """Only a grant has amounts, and only a place on the waiting list has a rank."""
    is_grant = values["outcome"] in GRANTED
    amounts = {year: amount for year, amount in values["amounts"].items() if amount} if is_grant else {}
    if any(amount < 0 for amount in amounts.values()):
        raise ValueError("An amount is never negative.")
    columns = {
        "outcome": values["outcome"],
        "total": sum(amounts.values()),
        "reserve_rank": values["reserve_rank"] if values["outcome"] == Outcome.RESERVE else None,
        "reason": values["reason"],
        "conditions": list(values["conditions"]),
    }
    return columns, amounts


def _begin(application, columns, amounts, *, by):
    stands = application.decisions.filter(state=D.DECIDED).first()
    if application.state == A.DECIDED and stands is None:
        raise WrongState(f"application {application.pk} is decided without a decision")
    made = Decision.objects.create(application=application, replaces=stands, prepared_by=by, **columns)
    _write_amounts(made, amounts)
    record("decision.tried", actor=by, subject=made, after=columns | {"amounts": as_text(amounts)})
    return made


def _overwrite(draft, columns, amounts, *, version, by):
    before = {name: getattr(draft, name) for name in columns}
    stored = dict(draft.amounts.values_list("year", "amount"))
    before, after = before | {"amounts": as_text(stored)}, columns | {"amounts": as_text(amounts)}
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return draft
    if draft.version != version:
        raise Outdated
    Decision.objects.filter(pk=draft.pk).update(**columns, version=draft.version + 1)
    _write_amounts(draft, amounts)
    record(
        "decision.changed",
        actor=by,
        subject=draft,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    draft.refresh_from_db()
    return draft


def _write_amounts(decision, amounts):
    """The first year is firm, and what has begun; later years wait for the state budget."""
    decision.amounts.all().delete()
    firm = max(min(amounts, default=0), today().year)
    DecisionAmount.objects.bulk_create(
        DecisionAmount(decision=decision, year=year, amount=amount, is_subject_to_budget=year > firm)
        for year, amount in sorted(amounts.items())
    )


@transaction.atomic
def discard_draft(decision: Decision, *, by) -> None:
    """What was only tried is thrown away; the trail keeps that it was."""
    held = Decision.objects.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if held is None:
        return
    if held.state != D.DRAFT:
        raise WrongState(f"decision {held.pk} is {held.state}")
    kept = ("outcome", "total", "reason", "conditions")
    before = {name: getattr(held, name) for name in kept}
    record("decision.discarded", actor=by, subject=held, before=before)
    held.delete()


def recommend(decisions, *, by) -> list[Decision]:
    """All of them, or none: Refused says what is wrong with which, or that the frame is not enough."""
    with readable():
        call, rows = locked(decisions)
        refuse_problems(rows, state=D.DRAFT)
        keep_frame(call, rows)
        for one in rows:
            one.recommend(by=by)
        return rows


def take_back(decision: Decision, *, by, why: str = "") -> None:
    decision.take_back(by=by, why=why)


def decide(meeting: Meeting, decisions, *, by) -> list[Decision]:
    """What the body decided, for all of them or for none; the letters are drafted in the same transaction.

    A decision that changes an earlier one replaces it first, and the yearly awards follow.
    """
    with readable():
        call, rows = locked(decisions)
        refuse_problems(rows, state=D.RECOMMENDED)
        keep_frame(call, rows)
        if meeting.pk is None:
            meeting.call, meeting.recorded_by = call, by
            meeting.save()
            after = {name: getattr(meeting, name) for name in ("body", "case_number", "decided_on")}
            record("meeting.recorded", actor=by, subject=meeting, after=after)
        for one in rows:
            _make(one, meeting, by=by)
        for one in rows:
            draft_letter(one, by=by)
        return rows


def _make(decision, meeting, *, by):
    application = decision.application
    if decision.replaces_id:
        decision.replaces.be_replaced(by=by, why=decision.reason)
    decision.decide(by=by, meeting=meeting)
    if application.state != A.DECIDED:
        application.be_decided(by=by)
    if decision.replaces_id:
        amend_awards(decision, by=by)

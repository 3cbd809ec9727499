"""A call is tried, published, changed after publishing, cancelled, or thrown away while a draft."""

from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from audit.record import record
from programmes.actions.call_parts import lock_draft
from programmes.actions.versions import Outdated
from programmes.emails import calls as emails
from programmes.enums.applications import ApplicationState, Phase
from programmes.enums.calls import CallState
from programmes.models import Application, Call, CallVersion, WrongState
from programmes.queries.call_check import blocking
from programmes.queries.calls import draft_of

A = ApplicationState


class Incomplete(Exception):
    """Something that must be there before publishing is missing."""


@transaction.atomic
def publish(version: CallVersion, *, seen: int, by, note: str = "") -> Call:
    """The draft that the publisher saw now stands. What it replaces stays with what was sent under it.

    What is not sent yet in its present step follows the new version: the keys are the same, so every
    answer does too. What was sent, and what the county has returned, keeps the version it was sent under.
    """
    call = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=version.call_id)
    stored = lock_draft(version)
    if stored.changed != seen:
        raise Outdated
    if blocking(stored):
        raise Incomplete
    _delete_trials(call, by=by)
    if call.state == CallState.DRAFT:
        stored.publish(by=by)
        call.publish(stored, by=by)
        return call
    before = call.current
    if call.state != CallState.PUBLISHED or before is None:
        raise WrongState(f"programmes.call:{call.pk} is {call.state}")
    CallVersion.objects.filter(pk=stored.pk).update(note=note)
    before.be_replaced(by=by)
    stored.publish(by=by)
    Call.objects.filter(pk=call.pk).update(current=stored)
    call.current = stored
    follow = list(_unsent(call))
    Application.objects.filter(pk__in=[one.pk for one in follow]).update(version=stored)
    emails.call_changed(call, follow, note=note)
    return call


def _unsent(call):
    """Drafts, and what waits for its signature, where nothing is sent in the step that is being written.

    Locked: one that is being sent at this moment is sent first, and then it keeps its version.
    """
    open_states = [A.DRAFT, A.SIGNING]
    found = call.applications.real().filter(state__in=open_states)
    sent = found.filter(submissions__phase=F("phase")).values("pk")
    locked = found.exclude(pk__in=sent).select_for_update(of=("self",), no_key=True)
    return locked.select_related("municipality").order_by("pk")


@transaction.atomic
def discard(call: Call, *, by) -> bool:
    """The draft is thrown away; a call that was never published goes with it. True when the call is gone."""
    call = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=call.pk)
    version = draft_of(call)
    if version is None:
        raise WrongState(f"programmes.call:{call.pk} has no draft")
    _delete_trials(call, by=by)
    record("callversion.discarded", actor=by, subject=version, before={"title": version.title})
    if call.state == CallState.DRAFT:
        record("call.discarded", actor=by, subject=call, before={"title": version.title})
        call.delete()
        return True
    version.delete()
    return False


@transaction.atomic
def cancel(call: Call, *, by, why: str) -> None:
    """Nobody can apply any more. Those who have begun or sent something are told why."""
    call = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=call.pk)
    call.cancel(by=by, why=why)
    draft = draft_of(call)
    if draft:
        _delete_trials(call, by=by)
        record("callversion.discarded", actor=by, subject=draft, before={"title": draft.title})
        draft.delete()
    emails.call_cancelled(call)


@transaction.atomic
def begin_trial(version: CallVersion, municipality, *, by) -> Application:
    """An application that is never sent, to see the form as the municipality will; one a person."""
    stored = lock_draft(version)
    found = Application.objects.filter(version=stored, is_trial=True, created_by=by).first()
    if found:
        return found
    trial = Application.objects.create(
        call_id=stored.call_id,
        version=stored,
        municipality=municipality,
        contact=by,
        created_by=by,
        is_trial=True,
        is_demo=by.is_demo,
        phase=Phase.SKETCH if stored.has_sketch else Phase.PLAN,
        title=_("Prøvesøknad"),
    )
    record("application.trial_begun", actor=by, subject=trial, after={"call": stored.call})
    return trial


@transaction.atomic
def delete_trial(trial: Application, *, by) -> None:
    if not trial.is_trial:
        raise WrongState(f"programmes.application:{trial.pk} is no trial")
    for attachment in trial.attachments.all():
        file = attachment.file
        attachment.delete()
        transaction.on_commit(partial(file.storage.delete, str(file.name)), robust=True)
    record("application.trial_deleted", actor=by, subject=trial)
    trial.delete()


def _delete_trials(call, *, by):
    for trial in call.applications.filter(is_trial=True):
        delete_trial(trial, by=by)

"""The fields of an application, each saved by itself. Of two writers of one field, one is told."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from folkehelse.lib.tags import day_short
from programmes.actions.open_applications import CLOSED, while_open
from programmes.actions.refusals import rule_of
from programmes.actions.versions import Outdated
from programmes.models import Answer, AnswerChange, Application, BudgetCell
from programmes.queries.application_form import LONGEST_TITLE, TITLE, with_promise

UNBROKEN = dt.timedelta(minutes=15)


class FieldOutdated(Outdated):
    """Somebody else changed the field; `stored` is what stands there now."""

    def __init__(self, stored):
        super().__init__()
        self.stored = stored


def save_answer(application: Application, key, text, *, version, by, ready_by=None, confirm=False) -> Answer:
    """Write the answer upon the version that the writer read (None or 0: there was none).

    The same text again is no change, so that an answer lost on its way can be sent once more.
    A change, or `confirm`, ends that the answer counts as copied.
    """
    wanted = {"text": text, "ready_by": ready_by}
    with while_open():
        return _write(Answer, application, {"key": key}, wanted, version=version, by=by, confirm=confirm)


def save_cell(application: Application, year, line, amount, *, version, by, confirm=False) -> BudgetCell:
    """Write one amount of the budget; None empties it, which is not 0."""
    found, wanted = {"year": year, "line": line}, {"amount": amount}
    with while_open():
        return _write(BudgetCell, application, found, wanted, version=version, by=by, confirm=confirm)


def _write(model, application, found, wanted, *, version, by, confirm):
    rows = model.objects.filter(application=application, **found)
    stored = rows.select_related("changed_by").first()
    if stored is None:
        stored = _first(model, application, found, wanted, by=by)
    same = all(getattr(stored, name) == value for name, value in wanted.items())
    if same and not (confirm and stored.is_copied):
        return stored
    before = _told(stored)
    if stored.version != (version or 0):
        raise FieldOutdated(stored)
    stamps = {"version": stored.version + 1, "changed_at": timezone.now(), "changed_by": by}
    if not rows.filter(version=stored.version).update(**wanted, **stamps, is_copied=False):
        raise FieldOutdated(rows.select_related("changed_by").get())
    for name, value in {**wanted, **stamps, "is_copied": False}.items():
        setattr(stored, name, value)
    _follow(application, stored, before, by=by)
    return stored


def _first(model, application, found, wanted, *, by):
    """The row, made by the first who writes in the field; nothing is made of nothing."""
    made = model(application=application, version=0, changed_by=by, **found)
    if all(getattr(made, name) == value for name, value in wanted.items()):
        return made
    try:
        with transaction.atomic():
            made.version = 1
            for name, value in wanted.items():
                setattr(made, name, value)
            made.save(force_insert=True)
    except IntegrityError as error:
        if rule_of(error) == CLOSED:
            raise
        return model.objects.select_related("changed_by").get(application=application, **found)
    _follow(application, made, "", by=by)
    return made


def _follow(application, stored, before, *, by):
    """What hangs on a field that was written: its history, and the title of the application."""
    if stored.key == TITLE:
        # What was sent has the title that it was sent with, for the county too, until it is sent again.
        unsent = Application.objects.filter(pk=application.pk, case_number=None)
        if unsent.update(title=stored.text[:LONGEST_TITLE]):
            application.title = stored.text[:LONGEST_TITLE]
    note_change(application, stored.key, before, _told(stored), by=by, at=stored.changed_at)


def note_change(application, key, before, after, *, by, at):
    """One person's unbroken writing of a field is one change, ever longer."""
    if before == after:
        return
    last = AnswerChange.objects.filter(application=application, key=key).first()
    if last and last.changed_by_id == by.pk and at - last.changed_at < UNBROKEN:
        AnswerChange.objects.filter(pk=last.pk).update(after=after, changed_at=at)
        return
    AnswerChange.objects.create(
        application=application,
        key=key,
        before=before,
        after=after,
        began_at=at,
        changed_at=at,
        changed_by=by,
    )


def _told(row):
    """A field as its history keeps it."""
    if isinstance(row, BudgetCell):
        return "" if row.amount is None else str(row.amount)
    return with_promise(row.text, day_short(row.ready_by) if row.ready_by else "")

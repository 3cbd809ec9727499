"""The one door to the trail."""

from django.db import models, transaction

from audit.models import AuditEvent, subject_key

SYSTEM = "system"


def record(action, *, actor, subject, before=None, after=None, why=""):
    """Add a line, in the transaction of what it tells of: never one without the other."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the change that it records.")
    return AuditEvent.objects.create(
        action=action,
        actor=SYSTEM if actor is None else subject_key(actor),
        subject=subject_key(subject),
        before=plain(before or {}),
        after=plain(after or {}),
        why=why,
    )


def plain(values):
    """Values as JSON can keep them: rows by key, dates and the like as text."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value):
    if isinstance(value, models.Model):
        return subject_key(value)
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def changes(thing, values):
    """(before, after) of the fields that `values` would change on `thing`."""
    old = {name: getattr(thing, name) for name in values}
    changed = [name for name in values if old[name] != values[name]]
    return {name: old[name] for name in changed}, {name: values[name] for name in changed}

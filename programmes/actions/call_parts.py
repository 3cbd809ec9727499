"""The parts of a draft: sub-themes, criteria, questions and attachments are added, changed, moved, removed.

Every write locks the version and counts one up in `changed`. What a writer saw is told by a fingerprint
of the fields in the form, so that two who write different parts do not stand in each other's way.
"""

import hashlib

from django.db import models, transaction
from django.db.models import F, Max

from audit.record import changes, record
from folkehelse.lib.snapshot import canonical
from programmes.actions.versions import Outdated
from programmes.enums.calls import ReminderAbout, VersionState
from programmes.models import Call, CallVersion, Criterion, Question, ReminderRule, WrongState
from programmes.queries.application_form import TITLE


def fingerprint(thing: models.Model, names) -> str:
    values = {name: getattr(thing, name) for name in sorted(names)}
    return hashlib.sha256(canonical(values).encode()).hexdigest()[:16]


def lock_draft(version: CallVersion) -> CallVersion:
    """The draft as it stands, held until the transaction ends; WrongState once it is published or gone."""
    stored = CallVersion.objects.select_for_update(no_key=True).filter(pk=version.pk).first()
    if stored is None or stored.state != VersionState.DRAFT:
        raise WrongState(f"programmes.callversion:{version.pk} is no draft")
    return stored


def unchanged(stored: models.Model, names, *, seen: str) -> None:
    if fingerprint(stored, names) != seen:
        outdated = Outdated()
        outdated.stored = stored  # type: ignore[attr-defined]
        raise outdated


def wrote(version: CallVersion) -> None:
    CallVersion.objects.filter(pk=version.pk).update(changed=F("changed") + 1)


@transaction.atomic
def add_part(version: CallVersion, model, values: dict, *, by):
    """Last in its list. A second post of the same form finds the first one's by its name."""
    stored = lock_draft(version)
    name = "label_nb" if model is Question else "title"
    rows = model.objects.filter(version=stored)
    if twin := rows.filter(**{name: values[name]}).first():
        return twin
    last = rows.aggregate(last=Max("order"))["last"] or 0
    part = model.objects.create(version=stored, order=last + 1, **values)
    wrote(stored)
    record("callversion.part_added", actor=by, subject=stored, **_came(part))
    return part


def _came(part):
    """What was nothing before: so the history tells its name."""
    name = part._meta.model_name
    return {"before": {name: ""}, "after": {name: str(part)}}


@transaction.atomic
def change_part(part, values: dict, *, seen: str, by) -> bool:
    version = lock_draft(part.version)
    stored = type(part).objects.filter(pk=part.pk).first()
    if stored is None:
        raise WrongState("somebody has removed it")
    unchanged(stored, values, seen=seen)
    before, after = changes(stored, values)
    if not after:
        return False
    type(part).objects.filter(pk=part.pk).update(**values)
    wrote(version)
    record("callversion.part_changed", actor=by, subject=version, before=before, after=after, why=str(stored))
    return True


def can_remove(part) -> bool:
    """Every application needs its title."""
    return not (isinstance(part, Question) and part.is_standard and part.key == TITLE)


@transaction.atomic
def remove_part(part, *, by) -> None:
    version = lock_draft(part.version)
    if not can_remove(part):
        raise WrongState("an application needs its title")
    gone, _models = type(part).objects.filter(pk=part.pk).delete()
    if gone:
        wrote(version)
        name = part._meta.model_name
        record(
            "callversion.part_removed", actor=by, subject=version, before={name: str(part)}, after={name: ""}
        )


@transaction.atomic
def restore_question(version: CallVersion, key: str, *, by) -> Question | None:
    """A standard question that was left out comes back as the programme asks it."""
    stored = lock_draft(version)
    asked = stored.call.area.programme.questions.filter(key=key).first()
    if asked is None or stored.questions.filter(key=key).exists():
        return None
    names = [field.name for field in type(asked)._meta.fields if field.name not in ("id", "programme")]
    values = {name: getattr(asked, name) for name in names}
    question = Question.objects.create(version=stored, is_standard=True, **values)
    wrote(stored)
    record("callversion.part_added", actor=by, subject=stored, **_came(question))
    return question


def beside(part):
    """The parts that it stands among: questions of its step, criteria of its kind, else the whole list."""
    rows = type(part).objects.filter(version=part.version_id)
    if isinstance(part, Question):
        rows = rows.filter(section=part.section)
    elif isinstance(part, Criterion):
        rows = rows.filter(kind=part.kind)
    return rows.order_by("order", "pk")


@transaction.atomic
def move_part(part, step: int, *, by) -> bool:
    """One place up (−1) or down (1); False when it stands at that end already."""
    version = lock_draft(part.version)
    rows = list(beside(part))
    places = [row.pk for row in rows]
    if part.pk not in places:
        return False
    here = places.index(part.pk)
    there = here + step
    if not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for order, row in enumerate(rows, 1):
        type(part).objects.filter(pk=row.pk).update(order=order)
    wrote(version)
    record("callversion.part_moved", actor=by, subject=version, why=str(part))
    return True


@transaction.atomic
def add_reminder(call: Call, about: str, days: int, *, by) -> ReminderRule:
    rule, made = ReminderRule.objects.get_or_create(call=call, about=ReminderAbout(about), days=days)
    if made:
        record("call.reminder_added", actor=by, subject=call, after={"reminder": str(rule)})
    return rule


@transaction.atomic
def remove_reminder(rule: ReminderRule, *, by) -> None:
    gone, _models = ReminderRule.objects.filter(pk=rule.pk).delete()
    if gone:
        record("call.reminder_removed", actor=by, subject=rule.call, before={"reminder": str(rule)})

"""The trail of a thing in words, for components/history.html."""

import datetime as dt
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from audit import presenters
from audit.models import AuditEvent
from folkehelse.lib.tags import day_short

MOST = 100


@dataclass(frozen=True)
class Line:
    at: dt.datetime
    text: str
    by: str
    why: str = ""
    changes: list = field(default_factory=list)  # (label, before, after)


def history(*subjects, with_changes: bool = True, unnamed: tuple = ()) -> list[Line]:
    """Who did what and when, newest first. Two queries. `unnamed` are actions told without who did them."""
    events = list(AuditEvent.objects.about(*subjects)[:MOST])
    shown = presenters.present([event.actor for event in events])
    return [
        Line(
            at=event.at,
            text=str(presenters.label(event.action)),
            by="" if event.action in unnamed else _name(shown, event.actor),
            why=event.why,
            changes=_changes(event) if with_changes else [],
        )
        for event in events
    ]


def _name(shown, actor):
    found = shown.get(actor)
    return found.label if found else ""


def _changes(event):
    """What became of each field. A state is told by the line's own words, and what is new has no before."""
    names = [name for name in event.before if name in event.after and name != "state"]
    model = _model(event.subject)
    return [
        (_label(name), _words(model, name, event.before[name]), _words(model, name, event.after[name]))
        for name in names
    ]


def _model(subject):
    try:
        return apps.get_model(subject.partition(":")[0])
    except (LookupError, ValueError):
        return None


def _label(name):
    label = _("tiltak") if name == "measure" else str(presenters.label(name))
    return label[:1].upper() + label[1:]


def _words(model, name, value):
    """A value of the trail as its page would show it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    try:
        column = model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return str(value)
    if isinstance(column, models.ForeignKey):
        found = presenters.present([value])[value]
        return found.label if found else str(value)
    if isinstance(column, models.DateField):
        return day_short(dt.date.fromisoformat(value))
    labels = dict((column.base_field if isinstance(column, ArrayField) else column).flatchoices or [])
    if isinstance(value, list):
        return ", ".join(str(labels.get(one, one)) for one in value)
    return str(labels.get(value, value))

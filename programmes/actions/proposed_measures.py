"""The measures that an application proposes. Their fields are saved one by one, like its answers."""

import datetime as dt
import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from audit.record import record
from folkehelse.lib.tags import period
from municipalities.enums import Arena
from programmes.actions.answers import FieldOutdated, note_change
from programmes.actions.open_applications import while_open
from programmes.enums import MeasureLevel
from programmes.models import Application, ProposedMeasure
from programmes.queries.application_form import answers_of, budget_years

# What is one field to the writer: the ages and the days are two columns each.
PARTS = {
    "name": ("name",),
    "description": ("description",),
    "goals": ("goals",),
    "arenas": ("arenas",),
    "ages": ("age_from", "age_to"),
    "themes": ("themes",),
    "level": ("level",),
    "period": ("starts_on", "ends_on"),
}


@transaction.atomic
def propose_measure(application: Application, name: str, *, by) -> ProposedMeasure:
    """A measure with its name, through all the years. The same name again finds the first one."""
    Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    twin = application.proposed.filter(name__iexact=name).first()
    if twin:
        return twin
    years = budget_years(application.version, answers_of(application))
    with while_open():
        made = application.proposed.create(
            name=name,
            starts_on=dt.date(years[0], 1, 1),
            ends_on=dt.date(years[-1], 12, 31),
            changed_by=by,
        )
    record("application.measure_proposed", actor=by, subject=application, after={"name": name})
    return made


@transaction.atomic
def remove_measure(measure: ProposedMeasure, *, by) -> None:
    """Taken out of the application; its texts stay in the history."""
    for part in ("description", "goals"):
        text = getattr(measure, part)
        key = f"measure-{measure.pk}-{part}"
        note_change(measure.application, key, text, "", by=by, at=timezone.now())
    with while_open():
        measure.delete()
    record(
        "application.measure_removed", actor=by, subject=measure.application, before={"name": measure.name}
    )


def save_part(measure: ProposedMeasure, part: str, values: dict, *, version: str, by, confirm=False):
    """Write one field upon what the writer read of it (see version_of); others may write the rest."""
    with while_open():
        return _save_part(measure, part, values, version=version, by=by, confirm=confirm)


def _save_part(measure, part, values, *, version, by, confirm):
    rows = ProposedMeasure.objects.select_related("application", "changed_by")
    stored = rows.select_for_update(of=("self",)).get(pk=measure.pk)
    before = values_of(stored, part)
    if before == values and not (confirm and stored.is_copied):
        return stored
    if version != version_of(stored, part):
        raise FieldOutdated(stored)
    told = told_part(stored, part)
    for name, value in values.items():
        if name == "themes":
            stored.themes.set(value)
        else:
            setattr(stored, name, value)
    stored.version += 1
    stored.changed_at, stored.changed_by, stored.is_copied = timezone.now(), by, False
    stored.save()
    key = f"measure-{stored.pk}-{part}"
    note_change(stored.application, key, told, told_part(stored, part), by=by, at=stored.changed_at)
    return stored


def values_of(measure, part) -> dict:
    values = {name: getattr(measure, name) for name in PARTS[part]}
    if part == "themes":
        values["themes"] = sorted(measure.themes.all(), key=lambda theme: theme.pk)
    return values


def version_of(measure, part) -> str:
    """A field of a measure has no number of its own: what it says is its version."""
    values = values_of(measure, part)
    if part == "themes":
        values = {"themes": [theme.pk for theme in values["themes"]]}
    text = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def told_part(measure, part) -> str:
    """A field as it is shown to people."""
    values = values_of(measure, part)
    if part == "arenas":
        return ", ".join(str(Arena(code).label) for code in values["arenas"])
    if part == "themes":
        return ", ".join(str(theme) for theme in values["themes"])
    if part == "level":
        return str(MeasureLevel(values["level"]).label)
    if part == "ages":
        return f"{values['age_from']}–{values['age_to']}"
    if part == "period":
        return period(values["starts_on"], values["ends_on"])
    return values[part]

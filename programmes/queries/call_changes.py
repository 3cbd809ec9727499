"""What is different between two versions of a call, in words."""

import datetime as dt
from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkehelse.lib.tags import day, kroner
from programmes.models import CallVersion

PARTS = ("sub_themes", "criteria", "questions", "requirements")
SKIPPED = {
    "id", "call", "version", "key", "number", "state", "note", "changed", "order", "is_standard",
    "created_at", "created_by", "published_at", "published_by",
}  # fmt: skip
AMOUNTS = {"frame", "min_amount", "max_amount", "auditor_threshold"}

Change = tuple[str, str, str]  # label, before, after


def changes_between(old: CallVersion, new: CallVersion) -> list[Change]:
    found = list(_fields(old, new))
    for name in PARTS:
        before = {part.key: part for part in getattr(old, name).all()}
        after = {part.key: part for part in getattr(new, name).all()}
        for key in dict.fromkeys([*before, *after]):
            found += _part(before.get(key), after.get(key))
    return found


def _part(old, new) -> Iterable[Change]:
    what = capfirst(str((new or old)._meta.verbose_name))
    if old is None:
        yield _("%(what)s lagt til") % {"what": what}, "", str(new)
    elif new is None:
        yield _("%(what)s tatt bort") % {"what": what}, str(old), ""
    else:
        yield from _fields(old, new, prefix=f"«{new}»: ")


def _fields(old, new, prefix="") -> Iterable[Change]:
    for field in old._meta.concrete_fields:
        if field.name in SKIPPED:
            continue
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            label = f"{prefix}{field.verbose_name}" if prefix else capfirst(str(field.verbose_name))
            yield label, _words(field, before), _words(field, after)


def _words(field, value) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, dt.date):
        return day(value)
    if field.name in AMOUNTS:
        return kroner(value)
    if isinstance(value, list):
        return ", ".join(value)
    return str(dict(field.flatchoices or []).get(value, value))

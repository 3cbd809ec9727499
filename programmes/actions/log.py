"""Writes to the log. Nothing that was submitted is lost: it is changed or withdrawn, with its trail."""

import uuid

from django.db import transaction
from django.utils import timezone

from audit.record import plain, record
from folkehelse.lib.snapshot import canonical
from programmes.actions.versions import overwrite, slugs
from programmes.models import LogEntry


@transaction.atomic
def add_entry(values: dict, *, token: uuid.UUID, by) -> LogEntry:
    """Keep an entry once: who posts the same form again is given the entry that the first post made.

    The kept token is made of the form's, the writer's and what is written: nobody can take another's, and
    who goes back in the browser and writes something else has written something else.
    """
    links = {name: values[name] for name in ("principles", "practices")}
    columns = {name: value for name, value in values.items() if name not in links}
    after = columns | {name: slugs(rows) for name, rows in links.items()}
    entry, is_new = LogEntry.objects.get_or_create(
        token=uuid.uuid5(token, f"log:{by.pk}:{canonical(plain(after))}"),
        defaults=columns | {"created_by": by, "is_demo": by.is_demo},
    )
    if is_new:
        for name, rows in links.items():
            getattr(entry, name).set(rows)
        record("logentry.submitted", actor=by, subject=entry, after=after)
    return entry


def edit_entry(entry: LogEntry, values: dict, *, version: int | None, by) -> bool:
    return overwrite(entry, values, version=version, by=by, edited_at=timezone.now(), edited_by=by)

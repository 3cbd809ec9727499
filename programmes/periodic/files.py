"""Files that no row names: a process died between storing one and writing its row."""

import datetime as dt
import logging
from contextlib import suppress

from celery import shared_task
from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

log = logging.getLogger(__name__)

AGE = dt.timedelta(days=2)  # a younger one may be about to get its row
FEW = 20  # orphans in one night; many more than the files that are known tells of a wrong database


@shared_task(name="programmes.sweep_orphan_files")
def sweep_orphan_files():
    """How many were deleted. None at all when it looks as if files and database are not of one portal."""
    fields = [(model, one.name, one.upload_to) for model in apps.get_models() for one in _files_of(model)]
    folders = sorted({str(path).partition("/")[0] for _model, _name, path in fields})
    stored = [name for folder in folders for name in _walk(folder)]
    # Asked after the listing: whatever was stored before it and lives, is named by now.
    named = {file for model, name, _path in fields for file in _named(model, name)}
    orphans = [name for name in stored if name not in named and _is_old(name)]
    if len(orphans) > max(FEW, len(stored) // 2):
        told = "%s of %s files have no row: is this the right database? None was deleted."
        log.error(told, len(orphans), len(stored))
        return 0
    for name in orphans:
        default_storage.delete(name)
        log.info("deleted %s, which no row names", name)
    return len(orphans)


def _files_of(model):
    return [one for one in model._meta.concrete_fields if isinstance(one, FileField)]


def _named(model, field):
    rows = model._base_manager.exclude(**{field: ""}).exclude(**{field: None})
    return rows.order_by().values_list(field, flat=True).iterator()


def _walk(folder):
    """Names of all files below; a folder that is not there yet has none."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _walk(f"{folder}/{name}")


def _is_old(name):
    with suppress(FileNotFoundError):  # somebody deleted it meanwhile
        return timezone.now() - default_storage.get_modified_time(name) > AGE
    return False

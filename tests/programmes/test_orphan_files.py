"""Files without a row are swept away at night; a file that has one, or is young, never is."""

import datetime as dt
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from folkehelse.schedule import BEAT
from programmes.periodic import files
from programmes.periodic.files import sweep_orphan_files
from tests.factories_grant import AttachmentFactory

pytestmark = pytest.mark.django_db
OLD, YOUNG = dt.timedelta(days=2, minutes=1), dt.timedelta(days=1, hours=23)


def store(name, age=OLD):
    stored = default_storage.save(name, ContentFile(b"%PDF"))
    moment = (timezone.now() - age).timestamp()
    os.utime(default_storage.path(stored), (moment, moment))
    return stored


@pytest.mark.parametrize("folder", ["agreements", "attachments", "documents", "payments"])
def test_an_old_file_without_a_row_goes(folder):
    orphan = store(f"{folder}/2026/orphan.pdf")

    assert sweep_orphan_files() == 1
    assert not default_storage.exists(orphan)
    assert sweep_orphan_files() == 0


def test_what_has_a_row_or_is_young_or_is_elsewhere_stays():
    named = store("attachments/2026/named.pdf")
    AttachmentFactory(file=named)
    removed = store("attachments/2026/removed.pdf")
    AttachmentFactory(file=removed, removed_at=timezone.now(), removed_by=AttachmentFactory().uploaded_by)
    young = store("attachments/2026/young.pdf", YOUNG)
    elsewhere = store("other/2026/file.pdf")
    orphan = store("attachments/2026/orphan.pdf")

    assert sweep_orphan_files() == 1
    assert [default_storage.exists(name) for name in (named, removed, young, elsewhere)] == [True] * 4
    assert not default_storage.exists(orphan)


def test_the_files_of_another_database_are_left(monkeypatch, caplog):
    monkeypatch.setattr(files, "FEW", 2)
    orphans = [store(f"documents/2026/{n}.pdf") for n in range(3)]

    assert sweep_orphan_files() == 0
    assert all(default_storage.exists(name) for name in orphans)
    assert "3 of 3 files have no row" in caplog.text


def test_nothing_stored_is_nothing_to_do():
    assert sweep_orphan_files() == 0


def test_it_is_started_each_night():
    assert "programmes.sweep_orphan_files" in [one["task"] for one in BEAT.values()]

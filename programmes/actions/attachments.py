"""Files of an application: each is kept at once, by itself."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.record import record
from folkehelse.lib.uploads import Refused, Upload
from folkehelse.lib.uploads.names import split
from programmes.actions.open_applications import hold_open
from programmes.models import Application, Attachment
from programmes.queries.attachments import MOST_FILES, forget


def attach(application: Application, upload: Upload, *, key: str, by) -> Attachment:
    """Keep the file under a name of its own. The same file sent twice under one key is kept once."""
    sha256 = hashlib.sha256(upload.content).hexdigest()
    with transaction.atomic():
        hold_open(application)
        kept = application.attachments.kept()
        if twin := kept.filter(key=key, sha256=sha256, name=upload.name).first():
            return twin
        if kept.count() >= MOST_FILES:
            raise Refused(
                _("Søknaden har allerede %(most)d filer, og det er det meste den kan ha.")
                % {"most": MOST_FILES}
            )
        attachment = Attachment(
            application=application,
            key=key,
            name=upload.name,
            content_type=upload.content_type,
            size=len(upload.content),
            sha256=sha256,
            warnings=[warning[:200] for warning in upload.warnings],
            uploaded_by=by,
        )
        _store(attachment, upload)
        forget(application)
        return attachment


def _store(attachment, upload):
    """The file first, then its row; a row that could not be written leaves no file."""
    stored = f"{uuid.uuid4().hex}{split(upload.name)[1]}"
    attachment.file.save(stored, ContentFile(upload.content), save=False)
    try:
        with transaction.atomic():
            attachment.save()
            record(
                "application.attached",
                actor=attachment.uploaded_by,
                subject=attachment.application,
                after=_told(attachment),
            )
    except BaseException:
        attachment.file.storage.delete(attachment.file.name)
        raise


@transaction.atomic
def remove(attachment: Attachment, *, by) -> None:
    """Take it out of the application. One that was sent stays in the copy of what was sent."""
    application = attachment.application
    hold_open(application)
    row = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if row.removed_at is not None:
        return
    row.removed_at, row.removed_by = timezone.now(), by
    row.save(update_fields=["removed_at", "removed_by"])
    record("application.attachment_removed", actor=by, subject=application, before=_told(row))
    forget(application)
    if not row.is_sent:
        storage, name = row.file.storage, str(row.file.name)
        transaction.on_commit(lambda: storage.delete(name))


def _told(attachment):
    return {"file": attachment.name, "size": attachment.size, "sha256": attachment.sha256}

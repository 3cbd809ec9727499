"""Who may send in, take away and read an application's files."""

from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from programmes.enums.calls import QuestionKind, Section
from programmes.permissions.applications import can_read_case, can_write_section


def section_of(application, key):
    """The step that a file belongs to: its question's, else that of attachments; None if unknown."""
    if not key or any(one.key == key for one in application.version.requirements.all()):
        return Section.ATTACHMENTS
    for question in application.version.questions.all():
        if question.key == key and question.kind == QuestionKind.FILE:
            return question.section
    return None


def can_attach(user, application, key):
    """Whether the user may send in or take away files under this key."""
    section = section_of(application, key)
    if section is None:
        return No(_("Utlysningen ber ikke om denne filen."))
    return can_write_section(user, application, section)


def can_read_attachment(user, attachment):
    """Asked after Attachment.objects.visible_to(user)."""
    return can_read_case(user, attachment.application)

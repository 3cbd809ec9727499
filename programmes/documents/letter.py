"""A letter as it stands on paper: what it tells, taken when it is sent, and what the page needs of it."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkehelse.lib.tags import day
from programmes.queries.letter_words import blocks
from programmes.queries.letters import sender_of


def content_of_letter(letter):
    """All that is printed. The person who approved it is named as an official, in their office."""
    application, meeting = letter.application, letter.decision.meeting if letter.decision else None
    with override(letter.language):
        return {
            "letter": letter.pk,
            "sender": sender_of(letter),
            "recipient": _recipient(application),
            "case": application.case,
            "date": timezone.localdate(letter.sent_at or timezone.now()),
            "attention": application.contact.full_name,
            "subject": letter.subject,
            "body": letter.body,
            "decided": _decided(meeting),
            "approved_by": letter.sent_by.full_name if letter.sent_by else "",
            "programme": application.call.area.programme.name,
            "call": application.version.title,
            "demo": application.is_demo,
            "is_draft": letter.sent_at is None,
        }


def _recipient(application):
    """Who applied, and the municipality that it belongs to."""
    municipality = application.municipality
    place = _("%(name)s kommune") % {"name": municipality.name}
    return [place] if application.who == municipality.name else [application.who, place]


def _decided(meeting):
    if meeting is None:
        return ""
    told = {"body": meeting.body, "case": meeting.case_number, "day": day(meeting.decided_on)}
    return _("%(body)s, sak %(case)s, %(day)s") % told


def letter(content, ordered_at):
    return content | {"title": content["subject"], "blocks": blocks(content["body"])}

"""Mail about reviews. They name the case, never what is in it: a mail is read by whoever has the phone."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import MessageKind
from accounts.models import Message
from accounts.post import post, post_to_all
from folkehelse.lib.dates import today
from folkehelse.lib.tags import day
from programmes.queries.recipients import leaders_of


def assigned(review):
    """A new case to review; the first step is to declare."""

    def write():
        subject = _("Søknad %(case)s fra %(who)s er tildelt deg") % _named(review)
        lines = [_("Du er bedt om å vurdere søknad %(case)s fra %(who)s.") % _named(review)]
        if review.due_on:
            lines.append(_("Fristen er %(day)s.") % {"day": day(review.due_on)})
        lines.append(_("Si først fra om du er habil. Da åpnes søknaden for deg."))
        return subject, "\n\n".join(lines)

    return post(
        review.reviewer,
        MessageKind.ASSIGNED,
        write=write,
        url=review.get_absolute_url(),
        key=f"review-assigned:{review.pk}",
    )


def taken_off(review):
    def write():
        subject = _("Du skal ikke vurdere søknad %(case)s likevel") % _named(review)
        return subject, _("Søknad %(case)s fra %(who)s er ikke lenger tildelt deg.") % _named(review)

    url = reverse("review-list")
    return post(review.reviewer, MessageKind.NEWS, write=write, url=url, key=f"review-taken-off:{review.pk}")


def reopened(review):
    def write():
        subject = _("Vurderingen av søknad %(case)s er åpnet igjen") % _named(review)
        text = _("Se gjennom vurderingen av søknad %(case)s fra %(who)s, og lever den på nytt.")
        return subject, text % _named(review)

    key = f"review-reopened:{review.pk}:{review.version}"
    return post(review.reviewer, MessageKind.NEWS, write=write, url=review.get_absolute_url(), key=key)


def conflicted(review, stand_in=None):
    """To the one who assigned it, and the leaders: not why, only that it must be given to another."""
    people = {one.pk: one for one in (review.assigned_by, *leaders_of(review.application.call))}
    people.pop(review.reviewer_id, None)
    post_to_all(
        people.values(),
        MessageKind.TASK,
        write=lambda: _conflict_text(review, stand_in),
        url=reverse("case-assign", args=[review.application_id]),
        key=f"review-conflicted:{review.pk}",
    )


def _conflict_text(review, stand_in):
    names = _named(review) | {"name": review.reviewer.full_name}
    subject = _("%(name)s er ikke habil i sak %(case)s") % names
    text = _("%(name)s har sagt fra om ikke å være habil i søknad %(case)s fra %(who)s.") % names
    if stand_in:
        text += " " + _("%(stand_in)s er foreslått som stedfortreder og har fått saken.") % {
            "stand_in": stand_in.reviewer.full_name
        }
    else:
        text += " " + _("Ingen har overtatt. Gi saken til en annen.")
    return subject, text


def reminder(review):
    """At most once a day; False when it is sent already today."""
    key = f"review-reminder:{review.pk}:{today().isoformat()}"
    if Message.objects.filter(key=key).exists():
        return False

    def write():
        subject = _("Vurderingen av søknad %(case)s mangler") % _named(review)
        text = _("Vurderingen av søknad %(case)s fra %(who)s er ikke levert.") % _named(review)
        if review.due_on:
            text += " " + _("Fristen var %(day)s.") % {"day": day(review.due_on)}
        return subject, text

    post(review.reviewer, MessageKind.REMINDER, write=write, url=review.get_absolute_url(), key=key)
    return True


def _named(review):
    return {"case": review.application.case, "who": review.application.who}

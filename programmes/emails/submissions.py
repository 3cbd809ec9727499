"""Mail about an application on its way: to the approver, to the county, and back."""

from django.utils.translation import gettext as _

from accounts.enums import MessageKind
from accounts.post import post, post_to_all
from folkehelse.lib.tags import day
from programmes.enums.applications import Phase
from programmes.queries.recipients import advisers_of, approvers_of, writers_of


def _names(application):
    return {"title": application.title, "who": application.who, "call": application.version.title}


def asked_to_sign(application, request):
    names = _names(application) | {"by": request.asked_by.full_name}

    def write():
        lines = [_("%(by)s ber deg lese og godkjenne søknaden «%(title)s» fra %(who)s.") % names]
        lines.append(_("Søknaden gjelder utlysningen «%(call)s».") % names)
        if not application.submissions.filter(phase=application.phase).exists():
            text = _("Fristen er %(day)s. Søknaden er ikke sendt før du har godkjent den.")
            lines.append(text % {"day": day(application.closes_on)})
        return _("Til godkjenning: %(title)s") % names, "\n\n".join(lines)

    url = f"{application.get_absolute_url()}godkjenn/"
    key = f"sign-asked:{request.pk}"
    post_to_all(approvers_of(application), MessageKind.TASK, key=key, url=url, write=write)


def returned_by_approver(application, request):
    names = _names(application) | {"by": request.answered_by.full_name, "comment": request.comment}

    def write():
        text = _("%(by)s har sendt søknaden «%(title)s» tilbake til dere, med denne kommentaren:")
        return _("Sendt tilbake: %(title)s") % names, f"{text % names}\n\n{request.comment}"

    post_to_all(
        writers_of(application),
        MessageKind.TASK,
        key=f"sign-returned:{request.pk}",
        url=application.get_absolute_url(),
        write=write,
    )


def submitted(application, submission):
    names = _names(application) | {"case": application.case, "by": submission.submitted_by.full_name}
    key = f"submitted:{submission.pk}"

    def to_writers():
        lines = [
            _("Søknaden «%(title)s» er godkjent av %(by)s og sendt.") % names,
            _("Saksnummeret er %(case)s. Kvitteringen ligger i portalen.") % names,
        ]
        return _("Sendt: %(title)s (%(case)s)") % names, "\n\n".join(lines)

    def to_advisers():
        if submission.number > 1:
            text = _("%(who)s har sendt søknaden «%(title)s» på nytt.") % names
        elif submission.phase == Phase.SKETCH:
            text = _("%(who)s har sendt skissen «%(title)s» til utlysningen «%(call)s».") % names
        else:
            text = _("%(who)s har sendt søknaden «%(title)s» til utlysningen «%(call)s».") % names
        return _("Mottatt %(case)s: %(title)s") % names, text

    post_to_all(
        writers_of(application),
        MessageKind.NEWS,
        key=f"{key}:writer",
        url=submission.get_absolute_url(),
        write=to_writers,
    )
    post_to_all(
        advisers_of(application.call),
        MessageKind.NEWS,
        key=f"{key}:adviser",
        url=application.get_absolute_url(),
        write=to_advisers,
    )


def sent_again(application, submission, reviews):
    """To those who review it, or did."""
    names = _names(application) | {"case": application.case}

    def write():
        lines = [
            _("%(who)s har rettet søknaden «%(title)s» (%(case)s), og den er til vurdering igjen.") % names,
            _("Se hva som er endret. En vurdering som var levert, er åpnet for deg på nytt."),
        ]
        return _("Rettet: %(title)s (%(case)s)") % names, "\n\n".join(lines)

    for review in reviews:
        post(
            review.reviewer,
            MessageKind.ASSIGNED,
            write=write,
            url=review.get_absolute_url(),
            key=f"sent-again:{submission.pk}:{review.pk}",
        )


def withdrawn(application, why, reviews):
    names = _names(application) | {"case": application.case}

    def write():
        text = _("%(who)s har trukket søknaden «%(title)s» (%(case)s), med denne begrunnelsen:") % names
        return _("Trukket: %(title)s (%(case)s)") % names, f"{text}\n\n{why}"

    people = {person.pk: person for person in advisers_of(application.call)}
    people |= {review.reviewer_id: review.reviewer for review in reviews}
    post_to_all(
        people.values(),
        MessageKind.NEWS,
        key=f"withdrawn:{application.pk}",
        url=application.get_absolute_url(),
        write=write,
    )


def returned_for_changes(application, asked):
    names = _names(application) | {"case": application.case}

    def write():
        lines = [
            _("Fylkeskommunen ber dere rette søknaden «%(title)s» (%(case)s).") % names,
            _("Dette skal rettes: %(steps)s.") % {"steps": ", ".join(asked.names)},
            asked.reason,
        ]
        if asked.due_on:
            lines.append(_("Fristen er %(day)s.") % {"day": day(asked.due_on)})
        return _("Skal rettes: %(title)s (%(case)s)") % names, "\n\n".join(lines)

    post_to_all(
        writers_of(application),
        MessageKind.TASK,
        key=f"changes-asked:{asked.pk}",
        url=application.get_absolute_url(),
        write=write,
    )


def feedback(application, asked):
    names = _names(application) | {"case": application.case}

    def write():
        lines = [
            _("Fylkeskommunen har svart på skissen «%(title)s» (%(case)s).") % names,
            asked.reason,
            _("Nå kan dere skrive den fulle søknaden. Fristen er %(day)s.") % {"day": day(asked.due_on)},
        ]
        return _("Svar på skissen: %(title)s") % names, "\n\n".join(lines)

    post_to_all(
        writers_of(application),
        MessageKind.TASK,
        key=f"sketch-feedback:{asked.pk}",
        url=application.get_absolute_url(),
        write=write,
    )

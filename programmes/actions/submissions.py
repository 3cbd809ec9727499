"""From the writers to the approver, and from the approver to the county. Every action locks the application.

Whoever writes an answer holds the row FOR SHARE (migration 0005), so what is frozen has all that was saved.
"""

from django.db import transaction
from django.utils import timezone

from audit.record import record
from programmes.actions.documents import order_receipt
from programmes.actions.versions import Outdated
from programmes.emails import submissions as emails
from programmes.enums.applications import IN_HAND, WRITABLE, ApplicationState, Phase
from programmes.enums.decisions import DecisionState
from programmes.enums.reviews import ReviewState
from programmes.models import (
    Application,
    Attachment,
    CaseSeries,
    ChangeRequest,
    SignatureRequest,
    Submission,
    WrongState,
)
from programmes.permissions.submissions import is_still_open
from programmes.queries.application_form import sections_of
from programmes.queries.frozen import content_of, sha256_of
from programmes.queries.submissions import awaited_change, signing_token, what_stops

A = ApplicationState


class NotReady(Exception):
    """Something is missing; `problems` says what and where."""

    def __init__(self, problems):
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = problems


class TooLate(Exception):
    """The deadline is out, or the call is cancelled; the text says which."""


def locked(application: Application) -> Application:
    """The row as it is now, and nobody else's until we are done."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "call__area__programme",
        "call__county",
        "call__current",
        "version",
        "municipality__county",
        "district",
        "contact",
    )
    return rows.get(pk=application.pk)


def _told(application, row):
    """The caller's object says what the row says."""
    for name in ("state", "phase", "title", "case_year", "case_number"):
        setattr(application, name, getattr(row, name))


def _receivable(row, moment):
    """Raises what stands in the way. The moment is that of the request: a queue costs the sender nothing."""
    if not (answer := is_still_open(row, moment)):
        raise TooLate(answer.why)
    if problems := what_stops(row):
        raise NotReady(problems)


# --- the municipality ------------------------------------------------------------------------------


@transaction.atomic
def send_to_approver(application: Application, *, by) -> SignatureRequest:
    moment = timezone.now()
    row = locked(application)
    if row.is_trial or row.state not in WRITABLE:
        raise WrongState(f"{row.pk} is {row.state}")
    _receivable(row, moment)
    request = SignatureRequest.objects.create(application=row, asked_at=moment, asked_by=by)
    row.ask_signature(by=by)
    emails.asked_to_sign(row, request)
    _told(application, row)
    return request


@transaction.atomic
def sign(application: Application, *, by, token: str | None = None) -> Submission:
    """The approver signs, which sends it. The same signature twice, by whomever, is one submission.

    `token` is queries.submissions.signing_token of what the approver read; without one, what stands now.
    """
    moment = timezone.now()
    row = locked(application)
    if done := _signed_before(row, token):
        _told(application, row)
        return done
    if row.state != A.SIGNING:
        raise WrongState(f"{row.pk} is {row.state}")
    list(row.partners.select_for_update().order_by("pk"))  # a partner's no waits, or is seen
    request = row.signature_requests.get(answered_at=None)
    content = content_of(row)
    if token is not None and token != signing_token(request, content):
        raise Outdated
    _receivable(row, moment)
    submission = _freeze(row, request, content, moment=moment, by=by)
    _answer(request, by=by, is_signed=True, moment=moment)
    resubmitted = _close_changes(row, moment)
    _number_and_submit(row, moment, title=content["application"]["title"], by=by)
    after = {"number": submission.number, "sha256": submission.sha256}
    record("application.frozen", actor=by, subject=row, after=after)
    order_receipt(submission, by=by)
    emails.submitted(row, submission)
    if resubmitted:
        _on_with_review(row, submission)
    _told(application, row)
    return submission


def _signed_before(row, token):
    """The submission that this same signature made already, if it did."""
    asked, _dot, _digest = str(token or "").partition(".")
    is_number = asked.isdecimal() and len(asked) < 19
    request = row.signature_requests.filter(pk=asked, is_signed=True).first() if is_number else None
    return row.submissions.filter(asked_at=request.asked_at).first() if request else None


def _freeze(row, request, content, *, moment, by):
    sent = [one["id"] for one in content["attachments"]]
    Attachment.objects.filter(pk__in=sent, is_sent=False).update(is_sent=True)
    last = row.submissions.first()
    return Submission.objects.create(
        application=row,
        version=row.version,
        number=last.number + 1 if last else 1,
        phase=row.phase,
        content=content,
        sha256=sha256_of(content),
        asked_at=request.asked_at,
        asked_by=request.asked_by,
        submitted_at=moment,
        submitted_by=by,
    )


def _answer(request, *, by, is_signed, comment="", moment=None):
    request.answered_at = moment or timezone.now()
    request.answered_by, request.is_signed, request.comment = by, is_signed, comment
    request.save(update_fields=["answered_at", "answered_by", "is_signed", "comment"])


def _close_changes(row, moment):
    """Whether this answers a request for changes. The feedback on a sketch is answered by the plan."""
    asked = awaited_change(row)
    row.change_requests.filter(closed_at=None).update(closed_at=moment)
    return bool(asked and not asked.is_feedback)


def _number_and_submit(row, moment, *, title, by):
    """The case number is given once; the series of the year is locked while the next one is found."""
    year, number = row.case_year, row.case_number
    if number is None:
        year = timezone.localdate(moment).year
        CaseSeries.objects.get_or_create(year=year)
        series = CaseSeries.objects.select_for_update().get(year=year)
        given = Application.objects.filter(case_year=year).order_by("-case_number")
        highest = given.values_list("case_number", flat=True).first() or 0
        number = series.last = max(series.last, highest) + 1
        series.save(update_fields=["last"])
    Application.objects.filter(pk=row.pk).update(title=title)
    row.title = title
    row.submit(by=by, case_year=year, case_number=number)


def _on_with_review(row, submission):
    """What was in review goes on there. A review that was sent is opened again: it was of another text."""
    reviews = list(row.reviews.active().select_for_update(of=("self",)).select_related("reviewer"))
    if not reviews:
        return
    row.begin_review(by=None)
    for review in reviews:
        if review.state == ReviewState.SENT:
            review.reopen(by=None, why=f"{row.case}: {submission.number}")
    emails.sent_again(row, submission, reviews)


@transaction.atomic
def return_to_writers(application: Application, *, by, comment: str) -> None:
    """The approver sends it back to those who wrote it."""
    row, request = _with_approver(application)
    _answer(request, by=by, is_signed=False, comment=comment)
    _back(row, by=by, why=comment)
    emails.returned_by_approver(row, request)
    _told(application, row)


@transaction.atomic
def pull_back(application: Application, *, by) -> None:
    """The writers take it back from the approver: an answer without a comment."""
    row, request = _with_approver(application)
    _answer(request, by=by, is_signed=False)
    _back(row, by=by)
    _told(application, row)


def _with_approver(application):
    row = locked(application)
    if row.state != A.SIGNING:
        raise WrongState(f"{row.pk} is {row.state}")
    return row, row.signature_requests.get(answered_at=None)


def _back(row, *, by, why=""):
    """To where it was written: the county's corrections, or a draft."""
    asked = awaited_change(row)
    if asked and not asked.is_feedback:
        row.be_returned(by=by, why=why)
    else:
        row.reopen(by=by, why=why)


def withdraw(application: Application, *, by, why: str) -> None:
    """The municipality takes its application out, for good. Of this and a decision, the first one stands.

    Raises WrongState when it cannot be withdrawn any more; that somebody tried is told in the trail.
    """
    try:
        _withdraw(application, by=by, why=why)
    except WrongState:
        with transaction.atomic():
            record("application.withdrawal_refused", actor=by, subject=application, why=why)
        raise


@transaction.atomic
def _withdraw(application, *, by, why):
    row = locked(application)
    told = row.case_number is not None
    reviews = list(row.reviews.active().select_related("reviewer"))
    row.withdraw(by=by, why=why)
    row.change_requests.filter(closed_at=None).update(closed_at=timezone.now())
    for review in reviews:
        if review.state != ReviewState.SENT:
            review.take_off(by=by, why=why)
    for decision in row.decisions.filter(state=DecisionState.RECOMMENDED):
        decision.take_back(by=by, why=why)  # so that it no longer counts against the frame
    if told:
        emails.withdrawn(row, why, reviews)
    _told(application, row)


# --- the county ------------------------------------------------------------------------------------


@transaction.atomic
def return_for_changes(application: Application, *, by, sections, reason: str, due_on=None) -> ChangeRequest:
    """Only the named sections open; what comes back is signed again."""
    row = locked(application)
    recommended = row.decisions.filter(state=DecisionState.RECOMMENDED)
    if row.state not in IN_HAND or recommended.exists():
        raise WrongState(f"{row.pk} is {row.state}, or recommended")
    row.be_returned(by=by, why=reason)
    asked = ChangeRequest.objects.create(
        application=row,
        submission=row.submissions.latest("number"),
        sections=list(sections),
        reason=reason,
        due_on=due_on,
        asked_by=by,
    )
    emails.returned_for_changes(row, asked)
    _told(application, row)
    return asked


@transaction.atomic
def give_feedback(application: Application, *, by, text: str) -> ChangeRequest:
    """The county's answer to a sketch: the full plan is written now, from what the sketch says."""
    row = locked(application)
    if row.phase != Phase.SKETCH or row.state != A.SUBMITTED:
        raise WrongState(f"{row.pk} is {row.state}, {row.phase}")
    row.advance(by=by, why=text)
    asked = ChangeRequest.objects.create(
        application=row,
        submission=row.submissions.latest("number"),
        sections=sections_of(row.version, row.phase),
        is_feedback=True,
        reason=text,
        due_on=row.version.closes_on,
        asked_by=by,
    )
    emails.feedback(row, asked)
    _told(application, row)
    return asked

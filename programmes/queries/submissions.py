"""What stands in the way of sending, what the approver reads, and what was sent before."""

from django.utils.translation import gettext as _

from programmes.models import (
    Application,
    Attachment,
    ChangeRequest,
    Document,
    SignatureRequest,
    Submission,
)
from programmes.queries.application_form import with_form
from programmes.queries.completeness import Problem, problems_of
from programmes.queries.frozen import sha256_of
from programmes.queries.recipients import approvers_of

NO_APPROVER = "approver"  # the key of a problem that is the municipality's, not the text's


def for_page(user):
    """Applications that the user sees, with all that these pages tell of them."""
    return Application.objects.visible_to(user).select_related(
        "call__area__programme", "call__current", "version", "municipality__county", "district", "contact"
    )


def whole(applications):
    """With the form and the answers, for pages that show all of it."""
    return with_form(applications).prefetch_related("answers")


def seen_submissions(user):
    """Submissions of the applications that the user sees. Whether they may be read is can_read_case's."""
    seen = Application.objects.visible_to(user).real()
    return Submission.objects.filter(application__in=seen.values("pk")).select_related(
        "application__call__area__programme",
        "application__call__current",
        "application__version",
        "application__municipality__county",
        "application__district",
        "submitted_by",
        "asked_by",
    )


def what_stops(application: Application) -> list[Problem]:
    """Everything that must be put right before it is sent: in the application, in the municipality."""
    problems = problems_of(application)
    if not application.is_trial and not has_approver(application):
        problems.append(Problem("", NO_APPROVER, _("Kommunen har ingen godkjenner i portalen.")))
    return problems


def has_approver(application: Application) -> bool:
    return approvers_of(application).exists()


def signing_token(request: SignatureRequest, content: dict) -> str:
    """Names what the approver reads: which round, and the hash of the text. Sent back with the signature."""
    return f"{request.pk}.{sha256_of(content)}"


def open_request(application: Application) -> SignatureRequest | None:
    rows = application.signature_requests.filter(answered_at=None).select_related("asked_by")
    return rows.first()


def approvers_comment(application: Application) -> SignatureRequest | None:
    """What the approver wrote when it was last sent back, until it is sent to them again."""
    if not application.is_writable:
        return None
    last = application.signature_requests.select_related("answered_by").first()
    return last if last and last.is_signed is False and last.comment else None


def awaited_change(application: Application) -> ChangeRequest | None:
    """What the county has asked for and not got: corrections, or the plan after a sketch."""
    rows = application.change_requests.filter(closed_at=None).select_related("asked_by", "submission")
    return rows.first()


def answered_change(submission: Submission) -> ChangeRequest | None:
    """The request for changes that this submission answered."""
    rows = submission.application.change_requests.filter(is_feedback=False, submission__lt=submission.pk)
    return rows.filter(closed_at=submission.submitted_at).select_related("asked_by").first()


def attachments_of(content: dict) -> list[Attachment]:
    """The files that a frozen content names, as it names them: enough to list them and to link to them."""
    return [
        Attachment(pk=one["id"], key=one["key"], name=one["name"], size=one["size"], sha256=one["sha256"])
        for one in content["attachments"]
    ]


def receipt_of(submission: Submission) -> Document | None:
    return submission.documents.for_list().first()


def submissions_of(application: Application) -> list[Submission]:
    """All that was sent, newest first, without the texts."""
    return list(application.submissions.defer("content").select_related("submitted_by"))


def earlier(submission: Submission, number: int | None = None) -> Submission | None:
    """The submission to compare with: the one before, or the one with that number."""
    rows = submission.application.submissions.filter(number__lt=submission.number)
    return (rows.filter(number=number) if number else rows).first()

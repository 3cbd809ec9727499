"""What was sent, as it was sent, and what is different from the time before."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programmes.permissions.documents import can_retry
from programmes.queries import submissions as queries
from programmes.queries.differences import differences
from programmes.views.cases import declare_first


def seen(request, pk):
    return get_object_or_404(queries.seen_submissions(request.user), pk=pk)


@require_safe
def submission(request, pk):
    """The frozen copy, its hash and its receipt; while the receipt is made, it asks this address for news."""
    found = seen(request, pk)
    if elsewhere := declare_first(request.user, found.application):
        return elsewhere
    receipt = queries.receipt_of(found)
    context = {
        "submission": found,
        "application": found.application,
        "receipt": receipt,
        "can_retry": can_retry(request.user, receipt) if receipt else None,
    }
    if request.htmx.target == "kvittering":
        return render(request, "programmes/submissions/_receipt.html", context)
    context |= {
        "content": found.content,
        "attachments": queries.attachments_of(found.content),
        "answered": queries.answered_change(found),
        "others": [one for one in queries.submissions_of(found.application) if one.pk != found.pk],
    }
    if answered := context["answered"]:
        context["is_late"] = answered.is_late_at(found.submitted_at)
    return render(request, "programmes/submissions/submission.html", context)


@require_safe
def submission_diff(request, pk):
    """Against the one before, or the one with the number ?mot=."""
    found = seen(request, pk)
    if elsewhere := declare_first(request.user, found.application):
        return elsewhere
    against = request.GET.get("mot", "")
    number = int(against) if against.isdecimal() and len(against) < 5 else None
    before = queries.earlier(found, number)
    context = {
        "submission": found,
        "application": found.application,
        "before": before,
        "sections": differences(before.content, found.content) if before else [],
        "answered": queries.answered_change(found),
    }
    return render(request, "programmes/submissions/diff.html", context)

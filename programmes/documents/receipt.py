"""The receipt of an application: all that was sent, when, by whom, and the hashes that prove it."""

from django.utils.translation import gettext as _

from programmes.enums.applications import Phase
from programmes.queries.frozen_tables import budget_table
from programmes.queries.submissions import answered_change


def told_of(submission):
    """What the receipt tells, taken when it is ordered. The frozen copy is in it as it is."""
    application = submission.application
    asked = answered_change(submission)
    return {
        "case": application.case,
        "number": submission.number,
        "submitted_at": submission.submitted_at,
        "submitted_by": submission.submitted_by.full_name,
        "asked_at": submission.asked_at,
        "asked_by": submission.asked_by.full_name,
        "sha256": submission.sha256,
        "programme": application.call.area.programme.name,
        "owners": application.call.area.programme.owners,
        "is_late": bool(asked and asked.is_late_at(submission.submitted_at)),
        "demo": application.is_demo,
        "sent": submission.content,
    }


def receipt(content, ordered_at):
    sent = content["sent"]
    is_sketch = sent["application"]["phase"] == Phase.SKETCH
    names = {"case": content["case"], "title": sent["application"]["title"]}
    return content | {
        "title": _("Kvittering %(case)s – %(title)s") % names,
        "what": _("Kvittering for skisse") if is_sketch else _("Kvittering for søknad"),
        "budget": budget_table(sent),
        "application": sent["application"],
    }

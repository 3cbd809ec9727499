"""What is missing before an application can be sent. The task list shows it; sending asks the same."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from programmes.models import Application
from programmes.queries.application_form import fields_of


@dataclass(frozen=True)
class Problem:
    """Something that must be put right: where (step and field; key "" when it is the whole step) and what."""

    section: str
    key: str
    text: str


def problems_of(application: Application) -> list[Problem]:
    answers = {answer.key: answer for answer in application.answers.all()}
    return [
        Problem(field.section, field.key, _("«%(label)s» mangler svar.") % {"label": field.label})
        for field in fields_of(application.version, application.phase)
        if field.is_required and not _is_answered(field, answers.get(field.key))
    ]


def _is_answered(field, answer):
    return answer is not None and bool(answer.text.strip() or (field.can_wait and answer.ready_by))

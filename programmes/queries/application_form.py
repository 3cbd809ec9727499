"""The form of an application, as its call asks for it: one list of fields, whatever they came from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programmes.enums.applications import Phase
from programmes.enums.calls import CriterionKind, QuestionKind, Section
from programmes.models import Application, CallVersion

TITLE, YEARS, SUB_THEME = "title", "years", "sub_theme"
MUST, WEIGHED = "must-", "criterion-"
LONGEST, LONGEST_TITLE = 20_000, 160  # what the database keeps of an answer, and of a title


@dataclass(frozen=True)
class Field:
    """One thing that is asked. `key` is that of the Answer; `choices` are (value, label) pairs.

    `can_wait`: "not ready yet, will be completed by" is an allowed answer.
    """

    key: str
    section: str
    kind: str
    label: str
    help: str = ""
    choices: tuple = ()
    is_required: bool = True
    max_length: int = 4000
    can_wait: bool = False


def fields_of(version: CallVersion, phase: str = Phase.PLAN) -> list[Field]:
    """Every field in the order of the steps, in the reader's written form. A sketch has only some."""
    fields = [*_questions(version, phase), *_built_in(version)]
    if phase == Phase.PLAN:
        fields += _criteria(version)
    order = list(Section.values)
    return sorted(fields, key=lambda field: order.index(field.section))


def _questions(version, phase) -> Iterable[Field]:
    for question in version.questions.all():
        if phase == Phase.SKETCH and not question.in_sketch:
            continue
        yield Field(
            key=question.key,
            section=question.section,
            kind=question.kind,
            label=question.label,
            help=question.help,
            choices=_choices(question.kind, question.choices),
            is_required=question.is_required,
            max_length=min(question.max_length, LONGEST_TITLE if question.key == TITLE else LONGEST),
        )


def _choices(kind, named=()) -> tuple:
    if kind == QuestionKind.YES_NO:
        return (("yes", _("Ja")), ("no", _("Nei")))
    return tuple((choice, choice) for choice in named)


def _built_in(version) -> Iterable[Field]:
    themes = [(theme.key, theme.title) for theme in version.sub_themes.all()]
    if themes:
        yield Field(SUB_THEME, Section.ABOUT, QuestionKind.CHOICE, _("Deltema"), choices=tuple(themes))
    if version.years_min != version.years_max:
        numbers = tuple((str(n), str(n)) for n in range(version.years_min, version.years_max + 1))
        label = _("Hvor mange år søker dere for?")
        yield Field(YEARS, Section.ABOUT, QuestionKind.CHOICE, label, choices=numbers)


def _criteria(version) -> Iterable[Field]:
    for criterion in version.criteria.all():
        is_must = criterion.kind == CriterionKind.MUST
        kind = QuestionKind.YES_NO if is_must else QuestionKind.LONG
        yield Field(
            key=f"{MUST if is_must else WEIGHED}{criterion.key}",
            section=Section.CRITERIA,
            kind=kind,
            label=criterion.title,
            help=criterion.help,
            choices=_choices(kind),
            can_wait=True,
        )


def with_promise(text: str, ready: str) -> str:
    """An answer as it is told, and the day (in words) that the rest of it is promised by, if any."""
    if not ready:
        return text
    promise = _("Blir gjort ferdig innen %(day)s.") % {"day": ready}
    return f"{text}\n{promise}".strip()


def budget_years(version: CallVersion, answers: dict[str, str]) -> list[int]:
    """The years that the budget covers: as many as the applicant chose, or as the call says."""
    chosen = answers.get(YEARS, "")
    count = int(chosen) if chosen.isdecimal() else version.years_max
    count = min(max(count, version.years_min), version.years_max)
    return [version.first_year + n for n in range(count)]


def sections_of(version: CallVersion, phase: str = Phase.PLAN) -> list[str]:
    """The steps of this form, in order: those with fields, and those that are forms of their own."""
    with_fields = {field.section for field in fields_of(version, phase)}
    own = {Section.ABOUT, Section.BUDGET, Section.ATTACHMENTS}
    if phase == Phase.PLAN:
        own |= {Section.MEASURES, Section.COOPERATION}
    return [section for section in Section.values if section in with_fields | own]


FORM = ("version__questions", "version__criteria", "version__sub_themes")


def with_form(applications):
    """Applications with all that their forms are made of: three queries more, whatever the number."""
    return applications.prefetch_related(*FORM)


def field_of(application: Application, key: str) -> Field | None:
    """The field of that name in the step that is being written now."""
    found = (field for field in fields_of(application.version, application.phase) if field.key == key)
    return next(found, None)


def answers_of(application: Application) -> dict[str, str]:
    return dict(application.answers.values_list("key", "text"))

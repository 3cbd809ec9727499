"""An application begins: blank, or from an earlier one of the same municipality."""

from django.db import transaction
from django.utils import timezone

from audit.record import record
from folkehelse.lib.dates import in_year
from programmes.enums.applications import Phase
from programmes.enums.calls import CallState, QuestionKind
from programmes.models import Answer, Application, BudgetCell, Call, ProposedMeasure, WrongState
from programmes.queries.application_form import (
    LONGEST_TITLE,
    TITLE,
    answers_of,
    budget_years,
    fields_of,
)


@transaction.atomic
def start_application(
    call, municipality, *, token, by, district=None, agency: str = "", source: Application | None = None
) -> Application:
    """The application of this form; a second click on the same form finds the first one's.

    The call is held: the version is the one that stands, and a cancelled call takes none (WrongState).
    """
    rows = Call.objects.select_for_update(of=("self",), no_key=True).select_related("current")
    call = rows.get(pk=call.pk)
    if twin := Application.objects.filter(token=token).first():
        return twin
    if call.state != CallState.PUBLISHED:
        raise WrongState(f"programmes.call:{call.pk} is {call.state}")
    application = Application.objects.create(
        token=token,
        call=call,
        version=call.current,
        municipality=municipality,
        district=district,
        agency=agency,
        phase=phase_of(call.current),
        contact=by,
        created_by=by,
        copied_from=source,
        is_demo=by.is_demo,
    )
    after = {"call": call, "municipality": municipality}
    if source:
        _copy(source, application, by=by)
        after["copied_from"] = source
    record("application.created", actor=by, subject=application, after=after)
    return application


def phase_of(version, moment=None) -> Phase:
    """Where an application begins: with the sketch, as long as one can be sent."""
    if version.has_sketch and (moment or timezone.now()) < version.sketch_closes_at:
        return Phase.SKETCH
    return Phase.PLAN


def _copy(source, application, *, by):
    """What the new call asks for too, to be confirmed. Files and the history stay where they are."""
    later = application.version.first_year - source.version.first_year
    _copy_answers(source, application, by)
    _copy_budget(source, application, later, by)
    _copy_measures(source, application, later, by)


def _copy_answers(source, application, by):
    asked = {field.key: field for field in fields_of(application.version, Phase.PLAN)}
    for answer in source.answers.exclude(text=""):
        field = asked.get(answer.key)
        if field and _fits(field, answer.text):
            Answer.objects.create(
                application=application, key=answer.key, text=answer.text, changed_by=by, is_copied=True
            )
            if answer.key == TITLE:
                application.title = answer.text[:LONGEST_TITLE]
                application.save(update_fields=["title"])


def _fits(field, text):
    if field.kind == QuestionKind.FILE:
        return False
    if field.kind in (QuestionKind.CHOICE, QuestionKind.YES_NO):
        return text in dict(field.choices)
    if field.kind == QuestionKind.NUMBER:
        return text.removeprefix("-").isdecimal()
    return len(text) <= field.max_length


def _copy_budget(source, application, later, by):
    years = budget_years(application.version, answers_of(application))
    for cell in source.budget.exclude(amount=None):
        if cell.year + later in years:
            BudgetCell.objects.create(
                application=application,
                year=cell.year + later,
                line=cell.line,
                amount=cell.amount,
                changed_by=by,
                is_copied=True,
            )


def _copy_measures(source, application, later, by):
    for measure in source.proposed.prefetch_related("themes"):
        copy = ProposedMeasure.objects.create(
            application=application,
            name=measure.name,
            description=measure.description,
            goals=measure.goals,
            arenas=measure.arenas,
            level=measure.level,
            age_from=measure.age_from,
            age_to=measure.age_to,
            starts_on=in_year(measure.starts_on, measure.starts_on.year + later),
            ends_on=in_year(measure.ends_on, measure.ends_on.year + later),
            changed_by=by,
            is_copied=True,
        )
        copy.themes.set(measure.themes.all())

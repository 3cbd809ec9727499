"""What is missing before an application can be sent. The task list shows it; sending asks the same."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from folkehelse.lib.tags import kroner
from programmes.enums.applications import BudgetLine, PartnerState, Phase
from programmes.enums.calls import QuestionKind, Section
from programmes.models import Application, ApplicationPartner, Attachment, ProposedMeasure, Requirement
from programmes.queries.application_form import budget_years, fields_of
from programmes.queries.budget import BudgetSums, sums

AUDITOR = "auditor"  # the key of a requirement that holds only from the call's threshold on


@dataclass(frozen=True)
class Problem:
    """Something that must be put right: where (step and field; key "" when it is the whole step) and what."""

    section: str
    key: str
    text: str


@dataclass(frozen=True)
class Standing:
    """How far an application is: its problems in the order of the steps, and the steps that are begun."""

    problems: list[Problem]
    begun: set[str]
    budget: BudgetSums


def problems_of(application: Application) -> list[Problem]:
    return standing_of(application).problems


def standing_of(application: Application) -> Standing:
    """With the form and the answers prefetched, two queries."""
    answers = {answer.key: answer for answer in application.answers.all()}
    around = _around(application)
    years = budget_years(application.version, {key: answer.text for key, answer in answers.items()})
    budget = sums(application, years)
    fields = fields_of(application.version, application.phase)
    found = [
        *_fields(fields, answers, around),
        *_budget(application, budget),
        *_attachments(application, budget, around),
    ]
    if application.phase == Phase.PLAN:
        found += [*_measures(around), *_partners(around)]
    order = list(Section.values)
    found.sort(key=lambda problem: order.index(problem.section))
    return Standing(found, _begun(fields, answers, around, budget), budget)


def _begun(fields, answers, around, budget):
    begun = {
        field.section
        for field in fields
        if field.key in around["files"] or _is_answered(field, answers.get(field.key))
    }
    own = {
        Section.BUDGET: budget.total_costs or budget.total_financing,
        Section.MEASURES: around["to_do"],
        Section.COOPERATION: around["asked"],
        Section.ATTACHMENTS: {one["key"] for one in around["required"]} & set(around["files"]),
    }
    return begun | {section for section, something in own.items() if something}


def _around(application):
    """What hangs on the application besides answers and budget, in one query."""
    own = {"application": OuterRef("pk")}
    partner = JSONObject(name="municipality__name", state="state")
    measure = JSONObject(pk="pk", name="name", arenas="arenas", is_copied="is_copied")
    required = JSONObject(key="key", title="title", is_required="is_required")
    requirements = Requirement.objects.filter(version=OuterRef("version")).order_by("order", "pk")
    return Application.objects.filter(pk=application.pk).values(
        files=ArraySubquery(Attachment.objects.kept().filter(**own).order_by("pk").values("key")),
        asked=ArraySubquery(ApplicationPartner.objects.filter(**own).order_by("pk").values(one=partner)),
        to_do=ArraySubquery(ProposedMeasure.objects.filter(**own).order_by("pk").values(one=measure)),
        required=ArraySubquery(requirements.values(one=required)),
    )[0]


def _fields(fields, answers, around):
    for field in fields:
        answer, label = answers.get(field.key), {"label": field.label}
        if field.kind == QuestionKind.FILE:
            if field.is_required and field.key not in around["files"]:
                yield Problem(
                    field.section, field.key, _("«%(label)s» mangler en fil. Last den opp.") % label
                )
        elif field.is_required and not _is_answered(field, answer):
            yield Problem(field.section, field.key, _("«%(label)s» mangler svar.") % label)
        elif answer and answer.is_copied and answer.text:
            text = _("«%(label)s» er kopiert fra en tidligere søknad. Se over og bekreft svaret.")
            yield Problem(field.section, field.key, text % label)


def _is_answered(field, answer):
    return answer is not None and bool(answer.text.strip() or (field.can_wait and answer.ready_by))


def _budget(application, budget):
    for key, text in _budget_texts(application, budget):
        yield Problem(Section.BUDGET, key, text)


def _budget_texts(application, budget):
    version, first = application.version, budget.years[0]
    grant_key = f"budget-{first}-{BudgetLine.GRANT}"
    if not budget.grant:
        yield grant_key, _("Budsjettet mangler tilskuddet dere søker om.")
    elif version.min_amount and budget.grant < version.min_amount:
        text = _("Dere søker om %(sum)s. Det minste det kan søkes om, er %(limit)s.")
        yield grant_key, text % {"sum": kroner(budget.grant), "limit": kroner(version.min_amount)}
    elif version.max_amount and budget.grant > version.max_amount:
        text = _("Dere søker om %(sum)s. Det meste det kan søkes om, er %(limit)s.")
        yield grant_key, text % {"sum": kroner(budget.grant), "limit": kroner(version.max_amount)}
    if application.phase == Phase.PLAN:
        yield from _years(budget)
        yield from _own_share(version, budget)
    if budget.copied:
        text = _("Budsjettet har tall som er kopiert fra en tidligere søknad. Se over og bekreft dem.")
        yield "", text


def _years(budget):
    for year in budget.years:
        if not budget.costs[year]:
            key = f"budget-{year}-{BudgetLine.SALARY}"
            yield key, _("Budsjettet mangler kostnader for %(year)d.") % {"year": year}
        elif difference := budget.balance[year]:
            much, little = (
                _("Finansieringen for %(year)d er %(sum)s høyere enn kostnadene. Beløpene må være like."),
                _("Finansieringen for %(year)d er %(sum)s lavere enn kostnadene. Beløpene må være like."),
            )
            shown = {"year": year, "sum": kroner(abs(difference))}
            yield f"budget-{year}-{BudgetLine.GRANT}", (much if difference > 0 else little) % shown
        if budget.hours[year] and not budget.hours_value[year]:
            key = f"budget-{year}-{BudgetLine.OWN_HOURS_VALUE}"
            yield key, _("Skriv hva de egne timene i %(year)d er verdt i kroner.") % {"year": year}


def _own_share(version, budget):
    percent = version.own_contribution_percent
    if percent and budget.total_own * 100 < percent * budget.total_costs:
        missing = -(-(percent * budget.total_costs) // 100) - budget.total_own
        text = _("Egenandelen må være minst %(percent)d prosent av kostnadene. Det mangler %(sum)s.")
        key = f"budget-{budget.years[0]}-{BudgetLine.OWN_MONEY}"
        yield key, text % {"percent": percent, "sum": kroner(missing)}


def _attachments(application, budget, around):
    """What the call requires of the full plan. The auditor's confirmation, only from its threshold on."""
    if application.phase == Phase.SKETCH:
        return
    threshold = application.version.auditor_threshold
    for one in around["required"]:
        if one["key"] == AUDITOR and threshold is not None:
            needed = budget.grant >= threshold
        else:
            needed = one["is_required"]
        if needed and one["key"] not in around["files"]:
            text = _("Vedlegget «%(title)s» mangler. Last det opp.") % {"title": one["title"]}
            yield Problem(Section.ATTACHMENTS, one["key"], text)


def _measures(around):
    if not around["to_do"]:
        yield Problem(Section.MEASURES, "", _("Søknaden mangler tiltak. Legg til minst ett."))
    for one in around["to_do"]:
        key, name = f"measure-{one['pk']}", {"name": one["name"]}
        if not one["arenas"]:
            yield Problem(Section.MEASURES, key, _("Tiltaket «%(name)s» mangler arena.") % name)
        if one["is_copied"]:
            text = _("Tiltaket «%(name)s» er kopiert fra en tidligere søknad. Se over og bekreft det.")
            yield Problem(Section.MEASURES, key, text % name)


def _partners(around):
    for one in around["asked"]:
        name = {"name": one["name"]}
        if one["state"] == PartnerState.ASKED:
            text = _("%(name)s har ikke svart på om de vil være med. Be dem svare, eller ta dem ut.")
            yield Problem(Section.COOPERATION, "partners", text % name)
        elif one["state"] == PartnerState.DECLINED:
            text = _("%(name)s har sagt nei til å være med. Ta dem ut av søknaden.")
            yield Problem(Section.COOPERATION, "partners", text % name)

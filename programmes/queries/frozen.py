"""An application as it stands in one moment: what is sent, hashed, reviewed and compared.

content_of(application) → {
  "application": {title, who, municipality, code, county, district, agency, phase, contact, contact_email},
  "call": {id, title, version}, "language",
  "sections": [{key, name, fields: [{key, label, kind, text, shown, ready_by}]}],
  "measures": [{name, description, goals, arenas, themes, level, age_from, age_to, starts_on, ends_on}],
  "budget": {"years": [2027, …], "lines": {line: {"2027": amount or None}}},
  "partners": [{name, code, role, state}],
  "attachments": [{id, key, label, name, size, sha256}],
}  Days are dates (see folkehelse.lib.snapshot).
"""

import datetime as dt
import hashlib

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import get_language, override

from folkehelse.lib.snapshot import canonical
from municipalities.enums import Arena
from programmes.enums import MeasureLevel
from programmes.enums.applications import BudgetLine
from programmes.enums.calls import Section
from programmes.models import (
    Application,
    ApplicationPartner,
    Attachment,
    BudgetCell,
    ProposedMeasure,
    Requirement,
    Theme,
)
from programmes.queries.application_form import LONGEST_TITLE, TITLE, budget_years, fields_of

MEASURE = (
    "name",
    "description",
    "goals",
    "arenas",
    "level",
    "age_from",
    "age_to",
    "starts_on",
    "ends_on",
)


def content_of(application: Application) -> dict:
    """In the municipality's own written form, so that the same application is always the same text."""
    language = application.municipality.document_language
    answers = {answer.key: answer for answer in application.answers.all()}
    around = _around(application)
    with override(language):
        return {
            "language": language,
            "application": _about(application, answers.get(TITLE)),
            "call": {
                "id": application.call_id,
                "title": application.version.title,
                "version": application.version.number,
            },
            "sections": _sections(application, answers),
            "measures": [_measure(one) for one in around["suggested"]],
            "budget": _budget(application, answers, around["cells"]),
            "partners": around["asked"],
            "attachments": _attachments(application, around),
        }


def sha256_of(content: dict) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _about(application, title):
    return {
        "title": title.text[:LONGEST_TITLE] if title else application.title,
        "who": application.who,
        "municipality": application.municipality.name,
        "code": application.municipality.code,
        "county": application.municipality.county.name,
        "district": application.district.name if application.district_id else "",
        "agency": application.agency,
        "phase": application.phase,
        "contact": application.contact.full_name,
        "contact_email": application.contact.email,
    }


def _sections(application, answers):
    sections = {}
    for field in fields_of(application.version, application.phase):
        sections.setdefault(field.section, []).append(_answered(field, answers.get(field.key)))
    return [
        {"key": key, "name": str(Section(key).label), "fields": fields} for key, fields in sections.items()
    ]


def _answered(field, answer):
    text = answer.text if answer else ""
    names = dict(field.choices)
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind,
        "text": text,
        "shown": names.get(text, text),
        "ready_by": answer.ready_by if answer else None,
    }


def _around(application):
    """What hangs on the application besides its answers, in one query."""
    own = {"application": OuterRef("pk")}
    partner = JSONObject(name="municipality__name", code="municipality__code", role="role", state="state")
    cell = JSONObject(line="line", year="year", amount="amount")
    file = JSONObject(id="pk", key="key", name="name", size="size", sha256="sha256")
    themes = Theme.objects.filter(pk__in=_links(OuterRef("pk"))).order_by("pk")
    names = themes.values(one=JSONObject(nb="name_nb", nn="name_nn"))
    measure = JSONObject(**{name: name for name in MEASURE}, theme_names=ArraySubquery(names))
    requirements = Requirement.objects.filter(version=OuterRef("version")).order_by("order", "pk")
    return Application.objects.filter(pk=application.pk).values(
        asked=ArraySubquery(ApplicationPartner.objects.filter(**own).order_by("pk").values(one=partner)),
        cells=ArraySubquery(BudgetCell.objects.filter(**own).order_by("pk").values(one=cell)),
        files=ArraySubquery(Attachment.objects.kept().filter(**own).order_by("pk").values(one=file)),
        suggested=ArraySubquery(ProposedMeasure.objects.filter(**own).order_by("pk").values(one=measure)),
        required=ArraySubquery(requirements.values(one=JSONObject(key="key", title="title"))),
    )[0]


def _links(measure):
    through = ProposedMeasure.themes.through
    return through.objects.filter(proposedmeasure=measure).values("theme")


def _measure(one):
    return {
        **{name: one[name] for name in MEASURE},
        "arenas": [str(Arena(code).label) for code in one["arenas"]],
        "themes": [theme[get_language()] or theme["nb"] for theme in one["theme_names"]],
        "level": str(MeasureLevel(one["level"]).label),
        "starts_on": dt.date.fromisoformat(one["starts_on"]),
        "ends_on": dt.date.fromisoformat(one["ends_on"]),
    }


def _attachments(application, around):
    """With what each one answers: a requirement of the call, or a question."""
    labels = {field.key: field.label for field in fields_of(application.version, application.phase)}
    labels |= {one["key"]: one["title"] for one in around["required"]}
    return [one | {"label": labels.get(one["key"], "")} for one in around["files"]]


def _budget(application, answers, cells):
    years = budget_years(application.version, {key: answer.text for key, answer in answers.items()})
    amounts = {(one["line"], one["year"]): one["amount"] for one in cells}
    return {
        "years": years,
        "lines": {
            line: {str(year): amounts.get((line, year)) for year in years} for line in BudgetLine.values
        },
    }

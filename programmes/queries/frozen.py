"""An application as it stands in one moment: what is sent, hashed, reviewed and compared.

content_of(application) → {
  "application": {title, who, municipality, code, county, district, agency, phase, contact, contact_email},
  "call": {id, title, version}, "language",
  "sections": [{key, name, fields: [{key, label, kind, text, shown, ready_by}]}],
  "measures": [{name, description, goals, arenas, level, age_from, age_to, starts_on, ends_on}],
  "budget": {"years": [2027, …], "lines": {line: {"2027": amount or None}}},
  "partners": [{name, code, role, state}],
  "attachments": [{id, key, name, size, sha256}],
}  Days are dates (see folkehelse.lib.snapshot).
"""

import hashlib

from django.utils.translation import override

from folkehelse.lib.snapshot import canonical
from municipalities.enums import Arena
from programmes.enums import MeasureLevel
from programmes.enums.applications import BudgetLine
from programmes.enums.calls import QuestionKind, Section
from programmes.models import Application
from programmes.queries.application_form import answers_of, budget_years, fields_of


def content_of(application: Application) -> dict:
    """In the municipality's own written form, so that the same application is always the same text."""
    language = application.municipality.document_language
    with override(language):
        return {
            "language": language,
            "application": _about(application),
            "call": {
                "id": application.call_id,
                "title": application.version.title,
                "version": application.version.number,
            },
            "sections": _sections(application),
            "measures": [_measure(one) for one in application.proposed.all()],
            "budget": _budget(application),
            "partners": [
                {
                    "name": one.municipality.name,
                    "code": one.municipality.code,
                    "role": one.role,
                    "state": one.state,
                }
                for one in application.partners.select_related("municipality")
            ],
            "attachments": [
                {"id": a.pk, "key": a.key, "name": a.name, "size": a.size, "sha256": a.sha256}
                for a in application.attachments.kept()
            ],
        }


def sha256_of(content: dict) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _about(application):
    return {
        "title": application.title,
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


def _sections(application):
    answers = {answer.key: answer for answer in application.answers.all()}
    sections = {}
    for field in fields_of(application.version, application.phase):
        sections.setdefault(field.section, []).append(_answered(field, answers.get(field.key)))
    return [
        {"key": key, "name": str(Section(key).label), "fields": fields} for key, fields in sections.items()
    ]


def _answered(field, answer):
    text = answer.text if answer else ""
    names = dict(field.choices)
    if field.kind == QuestionKind.YES_NO:
        names = {"yes": "Ja", "no": "Nei"}
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind,
        "text": text,
        "shown": names.get(text, text),
        "ready_by": answer.ready_by if answer else None,
    }


def _measure(one):
    return {
        "name": one.name,
        "description": one.description,
        "goals": one.goals,
        "arenas": [str(Arena(code).label) for code in one.arenas],
        "level": str(MeasureLevel(one.level).label),
        "age_from": one.age_from,
        "age_to": one.age_to,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
    }


def _budget(application):
    years = budget_years(application.version, answers_of(application))
    amounts = {(cell.line, cell.year): cell.amount for cell in application.budget.all()}
    return {
        "years": years,
        "lines": {
            line: {str(year): amounts.get((line, year)) for year in years} for line in BudgetLine.values
        },
    }

"""Enrolments and measures of the demo: real ones after docs/domain.md, and invented ones that say so."""

import datetime as dt
import json
from pathlib import Path

from audit.models import AuditEvent, subject_key
from audit.record import SYSTEM
from municipalities.models import District, MunicipalityCode
from programmes.enums import MEASURE_OVER, MeasureLevel
from programmes.models import (
    Enrolment,
    EnrolmentPartner,
    Measure,
    Programme,
    ProgrammeArea,
    ProgrammeDate,
    Theme,
    YearlyAward,
)

DATA = Path(__file__).parent / "data"
PROGRAMME = "folkehelse-2017-2027"
NOTES = {  # what is ours in an enrolment, in the municipality's own written form
    "invented": {
        "nb": "Deltakelsen er oppdiktet til demoen.",
        "nn": "Deltakinga er oppdikta til demoen.",
    },
    "start_unknown": {
        "nb": "Året for oppstart er ikke kjent og er satt for demoen.",
        "nn": "Året for oppstart er ikkje kjent og er sett for demoen.",
    },
    "end_set": {
        "nb": "Siste dag og status er satt for demoen.",
        "nn": "Siste dag og status er sette for demoen.",
    },
    "awards_invented": {"nb": "Beløpene er oppdiktet.", "nn": "Beløpa er oppdikta."},
}
INVENTED = {
    "nb": "Tittel og omtale er oppdiktet til demoen.",
    "nn": "Tittel og omtale er oppdikta til demoen.",
}
day = dt.date.fromisoformat


def read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


class Enroller:
    """Makes the enrolments that are missing, each with its measures; one that is there is left as it is."""

    def __init__(self):
        self.programme = Programme.objects.get(slug=PROGRAMME)
        self.areas = {row.slug: row for row in ProgrammeArea.objects.filter(programme=self.programme)}
        self.themes = {row.slug: row for row in Theme.objects.filter(programme=self.programme)}
        self.districts = {row.code: row for row in District.objects.all()}
        codes = MunicipalityCode.objects.select_related("municipality").order_by("valid")
        self.municipalities = {row.code: row.municipality for row in codes}
        demo = Enrolment.objects.filter(is_demo=True).select_related("municipality")
        self.known = {(e.area_id, e.municipality_id, e.district_id, e.starts_on): e for e in demo}
        self.measures = {(m.enrolment_id, m.name): m for m in Measure.objects.filter(is_demo=True)}
        self.made = self.made_measures = 0

    def run(self):
        """[(key, what the file says, the measure)] of those that still have the file's name."""
        found = []
        for spec in read("enrolments.json"):
            enrolment = self._enrolment(spec)
            for item in spec["measures"]:
                if measure := self.measures.get((enrolment.pk, item["name"])):
                    measure.enrolment = enrolment
                    found.append((f"{spec['key']}/{item['name']}", item, measure))
        return found

    def _enrolment(self, spec):
        area, municipality = self.areas[spec["area"]], self.municipalities[spec["code"]]
        district = self.districts[spec["district"][0]] if "district" in spec else None
        key = (area.pk, municipality.pk, district and district.pk, day(spec["from"]))
        if key not in self.known:
            self.known[key] = self._make(spec, area, municipality, district)
        return self.known[key]

    def _make(self, spec, area, municipality, district):
        form = municipality.document_language
        notes = [NOTES[mark][form] for mark in spec.get("marks", [])] + [spec.get("note", "")]
        enrolment = Enrolment.objects.create(
            area=area,
            municipality=municipality,
            district=district,
            state=spec["state"],
            starts_on=day(spec["from"]),
            ends_on=day(spec["to"]),
            ended_on=day(spec["ended"]) if "ended" in spec else None,
            has_grant=spec.get("grant", True),
            source=spec.get("source", ""),
            note=" ".join(note for note in notes if note),
            is_demo=True,
        )
        for code in spec.get("partners", []):
            EnrolmentPartner.objects.create(enrolment=enrolment, municipality=self.municipalities[code])
        for year, amount, subject in spec.get("awards", []):
            YearlyAward.objects.create(
                enrolment=enrolment, year=year, amount=amount, is_subject_to_budget=subject
            )
        for item in spec["measures"]:
            self._measure(enrolment, item, form)
        self.made += 1
        return enrolment

    def _measure(self, enrolment, item, form):
        real = item.get("real", False)
        state = item.get("state", enrolment.state)
        measure = Measure.objects.create(
            enrolment=enrolment,
            name=item["name"],
            description=item["description"] if real else f"{item['description']}\n\n{INVENTED[form]}",
            goals=item.get("goals", ""),
            arenas=item["arenas"],
            level=item.get("level", MeasureLevel.UNIVERSAL),
            age_from=item["ages"][0],
            age_to=item["ages"][1],
            partners=item.get("partners", ""),
            evaluation_partner=item.get("evaluation", ""),
            state=state,
            starts_on=day(item["from"]) if "from" in item else enrolment.starts_on,
            ends_on=enrolment.ends_on,
            ended_on=enrolment.ended_on if state in MEASURE_OVER else None,
            source=item.get("source", ""),
            is_demo=True,
            has_invented_title=not real,
        )
        measure.themes.set([self.themes[slug] for slug in item["themes"]])
        self.measures[enrolment.pk, measure.name] = measure
        self.made_measures += 1


def tell_trail(measures):
    """A first line in the trail of measures that were just made: by the portal, as demo data."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            action="measure.created",
            actor=SYSTEM,
            subject=subject_key(measure),
            after={"name": measure.name},
            why="Eksempeldata",
        )
        for measure in measures
    )


def make_dates(programme):
    """What comes, marked demo; how many were missing."""
    made = 0
    for item in read("dates.json"):
        values = item | {"on": day(item["on"])}
        key = {"programme": programme, "on": values.pop("on"), "title_nb": values.pop("title_nb")}
        made += ProgrammeDate.objects.get_or_create(**key, defaults=values | {"is_demo": True})[1]
    return made

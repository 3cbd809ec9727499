"""Applications of the demo, each taken from a draft to where data/grant.json says that it is.

They are written as the portal's own actions would leave them; every trigger has its say.
"""

import datetime as dt
from collections import Counter

from django.utils import timezone

from folkehelse.lib.dates import today
from programmes.actions.documents import order_receipt
from programmes.demo.enrolments import read
from programmes.enums.applications import ApplicationState, PartnerState, Phase
from programmes.enums.calls import CriterionKind, QuestionKind
from programmes.enums.reviews import ReviewState
from programmes.models import (
    Answer,
    Application,
    ApplicationPartner,
    BudgetCell,
    CaseSeries,
    ChangeRequest,
    Impartiality,
    ProposedMeasure,
    Review,
    Score,
    Submission,
)
from programmes.queries.application_form import SUB_THEME, TITLE, YEARS, fields_of
from programmes.queries.frozen import content_of, sha256_of

A = ApplicationState
HOUR = 500  # kroner that an hour of one's own is counted as
# A year's budget, as parts of the grant: costs, then financing. A quarter more than the grant is one's own.
SHARES = {
    "salary": 0.65,
    "services": 0.1,
    "evaluation": 0.2,
    "training": 0.1,
    "meetings": 0.1,
    "materials": 0.1,
    "other_cost": 0,
    "grant": 1,
    "own_money": 0.05,
    "own_hours_value": 0.2,
    "others": 0,
}


class CaseMaker:
    """Makes the applications of one call. `people` are the demo's accounts by the part before the @."""

    def __init__(self, call, municipalities, people):
        self.call, self.municipalities, self.people = call, municipalities, people
        self.answers = read("grant.json")["answers"]
        self.measures = read("grant.json")["measures"]

    def make(self, spec):
        municipality = self.municipalities[spec["code"]]
        contact = self.people[spec.get("by", "demobruker")]
        application = Application.objects.create(
            call=self.call,
            version=self.call.current,
            municipality=municipality,
            title=spec["title"],
            contact=contact,
            created_by=contact,
            phase=Phase.SKETCH if self.call.current.has_sketch else Phase.PLAN,
            is_demo=True,
        )
        self._write(application, spec)
        self._partners(application, spec)
        submission = self._submit(application) if spec["state"] != A.DRAFT else None
        self._reviews(application, spec)
        if "returned" in spec:
            self._return(application, submission, *spec["returned"])
        if spec["state"] not in (A.DRAFT, A.DECIDED):
            self._put(application, spec["state"])
        return application

    def _put(self, application, state, **fields):
        Application.objects.filter(pk=application.pk).update(state=state, **fields)
        application.state = state
        for name, value in fields.items():
            setattr(application, name, value)

    def _write(self, application, spec):
        fields = fields_of(application.version, application.phase)
        if spec.get("half"):
            fields = fields[: len(fields) // 2]
        place = Counter()  # in its section, as the texts of data/grant.json stand
        written = []
        for field in fields:
            written.append(self._answer(application, spec, field, place[field.section]))
            place[field.section] += field.kind == QuestionKind.LONG
        Answer.objects.bulk_create(row for row in written if row)
        if application.phase == Phase.SKETCH:
            return
        years = [application.version.first_year + n for n in range(len(spec["grant"]))]
        for year, grant in zip(years, spec["grant"], strict=True):
            self._budget(application, year, grant)
        for name in spec["measures"]:
            self._measure(application, name, years)

    def _answer(self, application, spec, field, n):
        """A word of the demo that suits the field; what asks for a file is left."""
        weighed = [c.key for c in application.version.criteria.all() if c.kind == CriterionKind.WEIGHED]
        texts = self.answers.get(field.section, self.answers["own"])
        values = {
            TITLE: spec["title"],
            YEARS: str(len(spec["grant"])),
            SUB_THEME: "tilhorighet" if "moteplass" in spec["measures"] else "livsmestring",
        }
        by_kind = {
            QuestionKind.YES_NO: "yes",
            QuestionKind.NUMBER: "12",
            QuestionKind.CHOICE: field.choices[0][0] if field.choices else "",
            QuestionKind.FILE: "",
            QuestionKind.LONG: texts[n % len(texts)],
            QuestionKind.SHORT: texts[n % len(texts)][:100],
        }
        text = values.get(field.key) or by_kind[field.kind]
        if field.key.startswith("criterion-"):
            text = self.answers["criteria"][weighed.index(field.key.removeprefix("criterion-"))]
        if not text:
            return None
        return Answer(application=application, key=field.key, text=text, changed_by=application.contact)

    def _budget(self, application, year, grant):
        cells = {line: round(grant * share) for line, share in SHARES.items()}
        cells["own_hours"] = cells["own_hours_value"] // HOUR
        BudgetCell.objects.bulk_create(
            BudgetCell(
                application=application,
                year=year,
                line=line,
                amount=amount,
                changed_by=application.contact,
            )
            for line, amount in cells.items()
        )

    def _measure(self, application, name, years):
        title, description, arenas, age_from, age_to = self.measures[name]
        ProposedMeasure.objects.create(
            application=application,
            name=title,
            description=description,
            goals="Alle som vil, skal kunne være med.",
            arenas=arenas,
            age_from=age_from,
            age_to=age_to,
            starts_on=dt.date(years[0], 1, 1),
            ends_on=dt.date(years[-1], 12, 31),
            changed_by=application.contact,
        )

    def _partners(self, application, spec):
        for code, state in spec.get("partners", []):
            said = state != PartnerState.ASKED
            ApplicationPartner.objects.create(
                application=application,
                municipality=self.municipalities[code],
                role="Felles opplæring og felles nettverk for ansatte.",
                state=state,
                asked_by=application.contact,
                answered_at=timezone.now() if said else None,
                answered_by=self.people["demobruker"] if said else None,
            )

    def _submit(self, application):
        """Sent five days before the deadline, or a week ago while the call is open."""
        day = min(application.version.closes_on - dt.timedelta(days=5), today() - dt.timedelta(days=7))
        sent = timezone.make_aware(dt.datetime.combine(day, dt.time(10, 42)))
        series, _made = CaseSeries.objects.select_for_update().get_or_create(year=day.year)
        series.last += 1
        series.save()
        content = content_of(application)
        submission = Submission.objects.create(
            application=application,
            version=application.version,
            number=1,
            phase=application.phase,
            content=content,
            sha256=sha256_of(content),
            asked_at=sent - dt.timedelta(hours=3),
            asked_by=application.contact,
            submitted_at=sent,
            submitted_by=application.contact,
        )
        self._put(application, A.SUBMITTED, case_year=series.year, case_number=series.last)
        order_receipt(submission, by=application.contact)
        return submission

    def _reviews(self, application, spec):
        advisers = ("radgiver.nordland", "radgiver2.nordland")
        for name, (state, points, advice) in zip(advisers, spec.get("reviews", []), strict=False):
            if application.state == A.SUBMITTED:
                self._put(application, A.IN_REVIEW)
            self._review(application, self.people[name], state, points, advice)

    def _review(self, application, adviser, state, points, advice):
        Impartiality.objects.create(application=application, user=adviser, is_impartial=True)
        sent = state == ReviewState.SENT
        review = Review.objects.create(
            application=application,
            reviewer=adviser,
            assigned_by=self.people["leder.nordland"],
            state=state,
            due_on=max(application.version.closes_on, today()) + dt.timedelta(days=14),
            advice=advice,
            summary="Et gjennomtenkt opplegg som svarer på utlysningen." if sent else "",
            internal_note="Sammenlign egenandelen med de andre søknadene." if sent else "",
            sent_at=timezone.now() if sent else None,
        )
        criteria = list(application.version.criteria.all())
        musts = [c.key for c in criteria if c.kind == CriterionKind.MUST]
        weighed = [c.key for c in criteria if c.kind == CriterionKind.WEIGHED]
        Score.objects.bulk_create(
            [Score(review=review, criterion=key, is_met=True) for key in musts]
            + [
                Score(review=review, criterion=key, points=given, reason="Godt beskrevet i søknaden.")
                for key, given in zip(weighed, points, strict=False)
            ]
        )

    def _return(self, application, submission, sections, reason):
        ChangeRequest.objects.create(
            application=application,
            submission=submission,
            sections=sections,
            reason=reason,
            due_on=today() + dt.timedelta(days=21),
            asked_by=self.people["radgiver.nordland"],
        )

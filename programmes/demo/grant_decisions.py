"""What became of last year's applications in the demo: decisions, letters, an enrolment and its money."""

import datetime as dt

from django.utils import timezone

from audit.record import record
from folkehelse.lib.dates import today
from programmes.actions.documents import order_letter
from programmes.actions.letters import draft_letter
from programmes.demo.enrolments import INVENTED, NOTES, read
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import GRANTED, DecisionState, LetterState, Outcome
from programmes.enums.money import Leftover, PaymentState, RequestKind, SettlementState
from programmes.models import (
    Agreement,
    Application,
    Condition,
    Decision,
    DecisionAmount,
    Enrolment,
    EnrolmentRequest,
    Letter,
    Measure,
    Meeting,
    PaymentRequest,
    Settlement,
    YearlyAward,
)

REASONS = {
    Outcome.FULL: "Tiltaket svarer godt på utlysningen og er godt forankret.",
    Outcome.PARTIAL: "Tiltaket er godt, men utstyr dekkes ikke av ordningen.",
    Outcome.REFUSED: "Søknaden gjelder utstyr, og oppfyller ikke kriteriene i utlysningen.",
    Outcome.RESERVE: "Tiltaket er godt, men ramma er brukt opp.",
}


class Decider:
    """Writes the decisions of one call, all of one meeting."""

    def __init__(self, call, people):
        self.call, self.people = call, people
        self.leader, self.adviser = people["leder.nordland"], people["radgiver.nordland"]
        self.day = dt.date(call.current.closes_on.year, 12, 4)
        self.meeting = None
        self.ranks = 0

    def decide(self, application, spec):
        if "outcome" not in spec:
            return
        decision = self._draft(application, spec)
        Decision.objects.filter(pk=decision.pk).update(state=DecisionState.RECOMMENDED)
        if spec["state"] != ApplicationState.DECIDED:
            return
        moment = timezone.make_aware(dt.datetime.combine(self.day, dt.time(12)))
        Decision.objects.filter(pk=decision.pk).update(
            state=DecisionState.DECIDED,
            meeting=self._meeting(),
            decided_at=moment,
            decided_by=self.leader,
        )
        Application.objects.filter(pk=application.pk).update(state=ApplicationState.DECIDED)
        decision.refresh_from_db()
        self._letter(decision, moment + dt.timedelta(days=3))
        if spec.get("agreement"):
            self._agree(decision)

    def _meeting(self):
        self.meeting = self.meeting or Meeting.objects.create(
            call=self.call,
            body="Fylkesrådet",
            case_number=f"{self.day.year - 2000}/187",
            decided_on=self.day,
            recorded_by=self.leader,
        )
        return self.meeting

    def _draft(self, application, spec):
        outcome = spec["outcome"]
        self.ranks += outcome == Outcome.RESERVE
        decision = Decision.objects.create(
            application=application,
            outcome=outcome,
            total=sum(spec["amounts"]),
            reserve_rank=self.ranks if outcome == Outcome.RESERVE else None,
            reason=REASONS[outcome],
            conditions=read("grant.json")["conditions"] if outcome in GRANTED else [],
            prepared_by=self.adviser,
        )
        for n, amount in enumerate(spec["amounts"]):
            DecisionAmount.objects.create(
                decision=decision,
                year=self.call.current.first_year + n,
                amount=amount,
                is_subject_to_budget=n > 0,
            )
        return decision

    def _letter(self, decision, sent):
        """Of the portal's own template, sent in the days after the meeting; a worker makes its PDF."""
        letter = draft_letter(decision, by=self.adviser)
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, sent_at=sent, sent_by=self.adviser)
        letter.refresh_from_db()
        record("letter.sent", actor=None, subject=letter, why="Eksempeldata")
        order_letter(letter, by=self.adviser)

    def _agree(self, decision):
        first = self.call.current.first_year
        signed = min(dt.date(first, 1, 12), today())
        Agreement.objects.create(decision=decision, signed_on=signed, marked_by=self.adviser)
        amounts = list(decision.amounts.all())
        form = decision.application.municipality.document_language
        enrolment = Enrolment.objects.create(
            area=self.call.area,
            municipality=decision.application.municipality,
            state="active",
            starts_on=dt.date(first, 1, 1),
            ends_on=dt.date(amounts[-1].year, 12, 31),
            decision=decision,
            note=" ".join(NOTES[mark][form] for mark in ("invented", "awards_invented")),
            is_demo=True,
        )
        for row in amounts:
            YearlyAward.objects.create(
                enrolment=enrolment,
                year=row.year,
                amount=row.amount,
                is_subject_to_budget=row.is_subject_to_budget,
            )
        for row in decision.application.proposed.all():
            _measure(enrolment, row, form)
        _change(enrolment, self.people["demobruker"])
        Payer(enrolment, self.people["demobruker"], self.adviser).first_half(first)


def _measure(enrolment, row, form):
    measure = Measure.objects.create(
        enrolment=enrolment,
        name=row.name,
        description=f"{row.description}\n\n{INVENTED[form]}",
        goals=row.goals,
        arenas=row.arenas,
        level=row.level,
        age_from=row.age_from,
        age_to=row.age_to,
        state="active",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_demo=True,
        has_invented_title=True,
    )
    measure.themes.set(row.themes.all())


def _change(enrolment, asker):
    EnrolmentRequest.objects.create(
        enrolment=enrolment,
        kind=RequestKind.CHANGE,
        change="Kurset i mars byttes ut med veiledning i hver enhet. (Oppdiktet.)",
        reason="Vikarer er vanskelige å få tak i, så få kan være borte en hel dag. (Oppdiktet.)",
        asked_by=asker,
    )


def at(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


class Payer:
    """Payments and year's ends of an enrolment, as two people left them."""

    def __init__(self, enrolment, asker, answerer):
        self.awards = {award.year: award for award in enrolment.awards.all()}
        self.asker, self.answerer = asker, answerer

    def paid(self, year, amount, day):
        PaymentRequest.objects.create(
            award=self.awards[year],
            state=PaymentState.PAID,
            amount=amount,
            text="Lønn og opplæring (oppdiktet).",
            asked_at=at(day - dt.timedelta(days=14)),
            asked_by=self.asker,
            answered_at=at(day - dt.timedelta(days=7)),
            answered_by=self.answerer,
            paid_on=day,
        )

    def asked(self, year, amount):
        PaymentRequest.objects.create(
            award=self.awards[year], amount=amount, text="Andre halvår (oppdiktet).", asked_by=self.asker
        )

    def settled(self, year, spent, left, reason=""):
        Settlement.objects.create(
            award=self.awards[year],
            state=SettlementState.APPROVED,
            spent=spent,
            left=left,
            leftover=Leftover.CARRY_OVER if left else Leftover.NONE,
            reason=reason,
            asked_at=at(dt.date(year + 1, 1, 20)),
            asked_by=self.asker,
            answered_at=at(dt.date(year + 1, 2, 3)),
            answered_by=self.answerer,
        )

    def first_half(self, year):
        half = self.awards[year].amount // 2
        if today() > dt.date(year, 5, 20):
            self.paid(year, half, dt.date(year, 5, 20))
        self.asked(year, half)


def money_of_somna(enrolment, people):
    """All of 2024 was spent; 40 000 kroner of 2025 were carried over."""
    payer = Payer(enrolment, people["koordinator.somna"], people["radgiver.nordland"])
    payer.paid(2024, 500_000, dt.date(2024, 6, 20))
    payer.settled(2024, 500_000, 0)
    payer.paid(2025, 300_000, dt.date(2025, 5, 15))
    payer.paid(2025, 160_000, dt.date(2025, 11, 20))
    payer.settled(2025, 460_000, 40_000, "Et kurs ble flyttet til januar. (Oppdiktet.)")
    payer.paid(2026, 250_000, dt.date(2026, 5, 12))
    payer.asked(2026, 150_000)


def make_conditions(county):
    for order, text in enumerate(read("grant.json")["conditions"]):
        Condition.objects.get_or_create(county=county, text=text, defaults={"order": order})

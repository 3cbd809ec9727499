"""Objects for tests of the grant: from the call to the money. Who and when follow from the state."""

import datetime as dt

import factory
from django.utils import timezone

from folkehelse.lib.dates import from_to, today
from programmes.enums.applications import MUST_BE_NUMBERED, ApplicationState, PartnerState
from programmes.enums.calls import CallState, CriterionKind, QuestionKind, Section, VersionState
from programmes.enums.decisions import DecisionState, LetterKind, LetterState, Outcome
from programmes.enums.reviews import Advice, ReviewState
from programmes.models import (
    Agreement,
    Answer,
    Application,
    ApplicationPartner,
    AreaCounty,
    Attachment,
    BudgetCell,
    Call,
    CallVersion,
    Criterion,
    Decision,
    DecisionAmount,
    Impartiality,
    Letter,
    Meeting,
    ProposedMeasure,
    Question,
    Review,
    Submission,
)
from programmes.queries.frozen import content_of, sha256_of
from tests.factories import (
    CountyFactory,
    Factory,
    MembershipFactory,
    MunicipalityFactory,
    ProgrammeAreaFactory,
    UserFactory,
)

LATER = dt.timedelta(days=30)


def make_area(county):
    """An area that the county administers all the time."""
    area = ProgrammeAreaFactory()
    AreaCounty.objects.create(area=area, county=county, valid=from_to(area.starts_on, area.ends_on))
    return area


class CallVersionFactory(Factory):
    """A draft version with three questions, one must and one weighed criterion."""

    class Meta:
        model = CallVersion

    number = 1
    title = factory.Sequence(lambda n: f"Utlysning {n}")
    text = "Fylkeskommunen inviterer kommunene til å søke."
    frame = 5_000_000
    first_year = 2027
    years_min = 1
    years_max = 3
    opens_on = factory.LazyFunction(lambda: today() - LATER)
    closes_on = factory.LazyFunction(lambda: today() + LATER)
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def parts(version, create, extracted, **kwargs):
        if extracted is False:
            return
        asked = [
            ("title", Section.ABOUT, QuestionKind.SHORT),
            ("approach", Section.APPROACH, QuestionKind.LONG),
        ]
        for order, (key, section, kind) in enumerate(asked):
            Question.objects.create(
                version=version,
                key=key,
                section=section,
                kind=kind,
                label_nb=f"Spørsmål {key}",
                is_standard=True,
                in_sketch=True,
                order=order,
            )
        Question.objects.create(version=version, key="own", label_nb="Fylkets eget spørsmål", order=9)
        Criterion.objects.create(version=version, key="must", kind=CriterionKind.MUST, title="Er forankret")
        Criterion.objects.create(
            version=version, key="weighed", kind=CriterionKind.WEIGHED, title="Nytte", weight=60, scale=5
        )


def make_call(county=None, *, state=CallState.PUBLISHED, by=None, area=None, parts=True, **version_fields):
    """A call of the county, published as its dates say, or with state=DRAFT still being built."""
    county = county or CountyFactory()
    call = Call.objects.create(area=area or make_area(county), county=county)
    version = CallVersionFactory(call=call, parts=parts, **version_fields)
    if state != CallState.DRAFT:
        person = by or UserFactory()
        CallVersion.objects.filter(pk=version.pk).update(
            state=VersionState.PUBLISHED, published_at=timezone.now(), published_by=person
        )
        Call.objects.filter(pk=call.pk).update(state=state, current=version)
    return Call.objects.select_related("current", "county", "area").get(pk=call.pk)


class ApplicationFactory(Factory):
    """`ApplicationFactory(call=…, municipality=…, state=…)`; later states were sent once."""

    class Meta:
        model = Application

    call = factory.LazyFunction(make_call)
    version = factory.LazyAttribute(lambda o: o.call.shown)
    municipality = factory.LazyAttribute(lambda o: MunicipalityFactory(county=o.call.county))
    contact = factory.LazyAttribute(lambda o: MembershipFactory(municipality=o.municipality).user)
    created_by = factory.SelfAttribute("contact")
    title = factory.Sequence(lambda n: f"Søknad {n}")
    state = ApplicationState.DRAFT
    case_year = factory.LazyAttribute(lambda o: 2026 if o.state in MUST_BE_NUMBERED else None)
    case_number = factory.Maybe("case_year", factory.Sequence(lambda n: n + 1), None)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Born a draft, so that what the factories add can be written; then put in its state."""
        state = kwargs.pop("state")
        made = super()._create(model_class, *args, **kwargs | {"state": ApplicationState.DRAFT})
        made._state_wanted = state
        return made

    @factory.post_generation
    def answers(application, create, extracted, **kwargs):
        """`answers={key: text}` are written; without them, nothing."""
        for key, text in (extracted or {}).items():
            AnswerFactory(application=application, key=key, text=text)

    @classmethod
    def _after_postgeneration(cls, instance, create, results=None):
        state = instance._state_wanted
        if state in MUST_BE_NUMBERED:
            SubmissionFactory(application=instance)
        if state == ApplicationState.DECIDED:
            put(instance, ApplicationState.IN_REVIEW)
            DecisionFactory(application=instance, state=DecisionState.DECIDED)
        put(instance, state)


def put(thing, state, **fields):
    """Set a state without its move, as a test's starting point."""
    type(thing)._base_manager.filter(pk=thing.pk).update(state=state, **fields)
    thing.state = state


class AnswerFactory(Factory):
    class Meta:
        model = Answer

    application = factory.SubFactory(ApplicationFactory)
    key = "approach"
    text = "Vi vil bygge laget rundt barna."
    changed_by = factory.SelfAttribute("application.contact")


class BudgetCellFactory(Factory):
    class Meta:
        model = BudgetCell

    application = factory.SubFactory(ApplicationFactory)
    year = 2027
    line = "grant"
    amount = 400_000
    changed_by = factory.SelfAttribute("application.contact")


class ProposedMeasureFactory(Factory):
    class Meta:
        model = ProposedMeasure

    application = factory.SubFactory(ApplicationFactory)
    name = factory.Sequence(lambda n: f"Foreslått tiltak {n}")
    arenas = factory.LazyFunction(lambda: ["kindergarten"])
    starts_on = dt.date(2027, 1, 1)
    ends_on = dt.date(2029, 12, 31)
    changed_by = factory.SelfAttribute("application.contact")


class ApplicationPartnerFactory(Factory):
    class Meta:
        model = ApplicationPartner

    application = factory.SubFactory(ApplicationFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    asked_by = factory.SelfAttribute("application.contact")
    state = PartnerState.ASKED
    answered_at = factory.LazyAttribute(lambda o: None if o.state == PartnerState.ASKED else timezone.now())
    answered_by = factory.LazyAttribute(lambda o: None if o.state == PartnerState.ASKED else UserFactory())


class SubmissionFactory(Factory):
    """The frozen copy of the application as it stands."""

    class Meta:
        model = Submission

    application = factory.SubFactory(ApplicationFactory)
    version = factory.SelfAttribute("application.version")
    number = factory.LazyAttribute(lambda o: o.application.submissions.count() + 1)
    phase = factory.SelfAttribute("application.phase")
    content = factory.LazyAttribute(lambda o: content_of(o.application))
    sha256 = factory.LazyAttribute(lambda o: sha256_of(o.content))
    asked_at = factory.LazyFunction(timezone.now)
    asked_by = factory.SelfAttribute("application.contact")
    submitted_by = factory.SubFactory(UserFactory)


class AttachmentFactory(Factory):
    class Meta:
        model = Attachment

    application = factory.SubFactory(ApplicationFactory)
    name = factory.Sequence(lambda n: f"vedlegg-{n}.pdf")
    content_type = "application/pdf"
    size = 4
    sha256 = "0" * 64
    file = "attachments/x.pdf"
    uploaded_by = factory.SelfAttribute("application.contact")


class ReviewFactory(Factory):
    """A reviewer of the county; started or sent after having declared to be impartial."""

    class Meta:
        model = Review

    application = factory.LazyFunction(lambda: ApplicationFactory(state=ApplicationState.IN_REVIEW))
    reviewer = factory.LazyAttribute(
        lambda o: MembershipFactory(role="county_adviser", county=o.application.call.county).user
    )
    assigned_by = factory.SelfAttribute("reviewer")
    state = ReviewState.ASSIGNED
    advice = factory.LazyAttribute(lambda o: Advice.FULL if o.state == ReviewState.SENT else "")
    summary = factory.LazyAttribute(lambda o: "Et godt tiltak." if o.state == ReviewState.SENT else "")
    sent_at = factory.LazyAttribute(lambda o: timezone.now() if o.state == ReviewState.SENT else None)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if kwargs["state"] in (ReviewState.STARTED, ReviewState.SENT):
            declare(kwargs["application"], kwargs["reviewer"])
        return super()._create(model_class, *args, **kwargs)


def declare(application, user, *, is_impartial=True, reason=""):
    return Impartiality.objects.get_or_create(
        application=application, user=user, defaults={"is_impartial": is_impartial, "reason": reason}
    )[0]


class MeetingFactory(Factory):
    class Meta:
        model = Meeting

    call = factory.LazyFunction(make_call)
    body = "Hovedutvalg for kultur og folkehelse"
    case_number = "26/18"
    decided_on = factory.LazyFunction(today)
    recorded_by = factory.SubFactory(UserFactory)


class DecisionFactory(Factory):
    """Three years of 100 000 kroner; recommended or decided, with the review that the law asks for."""

    class Meta:
        model = Decision

    application = factory.LazyFunction(lambda: ApplicationFactory(state=ApplicationState.IN_REVIEW))
    state = DecisionState.DRAFT
    outcome = Outcome.FULL
    total = factory.LazyAttribute(lambda o: 300_000 if o.outcome in (Outcome.FULL, Outcome.PARTIAL) else 0)
    reserve_rank = factory.LazyAttribute(lambda o: 1 if o.outcome == Outcome.RESERVE else None)
    reason = "Tiltaket svarer godt på utlysningen."
    prepared_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        state = kwargs.pop("state")
        made = super()._create(model_class, *args, **kwargs | {"state": DecisionState.DRAFT})
        for n in range(3 if made.total else 0):
            DecisionAmount.objects.create(
                decision=made, year=2027 + n, amount=made.total // 3, is_subject_to_budget=n > 0
            )
        if state == DecisionState.DRAFT:
            return made
        if not made.application.reviews.filter(state=ReviewState.SENT).exists():
            ReviewFactory(application=made.application, state=ReviewState.SENT)
        if state == DecisionState.RECOMMENDED:
            put(made, state)
            return made
        meeting = MeetingFactory(call=made.application.call)
        put(made, state, meeting=meeting, decided_at=timezone.now(), decided_by=made.prepared_by)
        made.refresh_from_db()
        return made


class AgreementFactory(Factory):
    class Meta:
        model = Agreement

    decision = factory.LazyFunction(
        lambda: ApplicationFactory(state=ApplicationState.DECIDED).decisions.get()
    )
    signed_on = factory.LazyFunction(today)
    marked_by = factory.SubFactory(UserFactory)


class LetterFactory(Factory):
    class Meta:
        model = Letter

    decision = factory.LazyFunction(
        lambda: ApplicationFactory(state=ApplicationState.DECIDED).decisions.get()
    )
    application = factory.SelfAttribute("decision.application")
    kind = LetterKind.AWARD
    language = "nb"
    subject = "Tilsagn om tilskudd"
    body = "Dere får tilskudd."
    state = LetterState.DRAFT
    created_by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyAttribute(lambda o: timezone.now() if o.state == LetterState.SENT else None)
    sent_by = factory.LazyAttribute(lambda o: o.created_by if o.state == LetterState.SENT else None)


def fill_in(application):
    """All that the factories' call asks for, so that nothing is missing: answers, a measure, a budget."""
    texts = {"title": "Nærmiljø i fellesskap", "approach": "Vi bygger laget.", "own": "Ja, det gjør vi."}
    texts |= {"years": "3", "must-must": "yes", "criterion-weighed": "Til nytte for mange."}
    for key, text in texts.items():
        AnswerFactory(application=application, key=key, text=text)
    ProposedMeasureFactory(application=application)
    for year in application.version.years:
        BudgetCellFactory(application=application, year=year, line="salary", amount=500_000)
        BudgetCellFactory(application=application, year=year, line="grant", amount=400_000)
        BudgetCellFactory(application=application, year=year, line="own_money", amount=100_000)
    return application

"""Objects for tests. Who and when follow from the state; nothing is made that the test did not ask for."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from folkehelse.lib.dates import from_to, today
from municipalities.models import (
    County,
    CountyCode,
    Membership,
    Municipality,
    MunicipalityCode,
    MunicipalityName,
)
from municipalities.roles import COUNTY_ROLES, MUNICIPAL_ROLES, Role
from programmes.enums import (
    MEASURE_OVER,
    TOOK_PART,
    DocumentKind,
    EnrolmentState,
    LogKind,
    MeasureState,
    Visibility,
)
from programmes.models import (
    Document,
    Enrolment,
    EnrolmentPartner,
    LogEntry,
    Measure,
    Programme,
    ProgrammeArea,
    Theme,
    YearlyAward,
)
from smart.models import Framework, Practice, Principle


class Factory(DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True


class UserFactory(Factory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.no")
    full_name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("langt-og-godt-passord")


COUNTY_CODES = (*range(57, 100), *range(24, 30))  # no county's in Norway, now or before


class CountyFactory(Factory):
    class Meta:
        model = County

    code = factory.Sequence(lambda n: str(COUNTY_CODES[n % len(COUNTY_CODES)]))
    name = factory.Sequence(lambda n: f"Fylke {n}")

    @factory.post_generation
    def period(county, create, extracted, **kwargs):
        """`period=(first, last)` dates the number; without it, it has always held."""
        CountyCode.objects.get_or_create(
            county=county,
            code=county.code,
            valid=from_to(*(extracted or (None, None))),
            defaults={"name": county.name, "full_name": county.name},
        )


class MunicipalityFactory(Factory):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: f"{n % 9000 + 1000:04}")
    name = factory.Sequence(lambda n: f"Kommune {n}")
    full_name = factory.SelfAttribute("name")
    county = factory.SubFactory(CountyFactory)

    @factory.post_generation
    def period(municipality, create, extracted, **kwargs):
        valid = from_to(*(extracted or (None, None)))
        MunicipalityCode.objects.create(
            municipality=municipality, county=municipality.county, code=municipality.code, valid=valid
        )
        MunicipalityName.objects.create(
            municipality=municipality, name=municipality.name, full_name=municipality.full_name, valid=valid
        )


class MembershipFactory(Factory):
    """`MembershipFactory(role=Role.COORDINATOR)` makes the person and the place that the role needs."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR
    municipality = factory.Maybe(
        factory.LazyAttribute(lambda o: o.role in MUNICIPAL_ROLES), factory.SubFactory(MunicipalityFactory)
    )
    county = factory.Maybe(
        factory.LazyAttribute(lambda o: o.role in COUNTY_ROLES), factory.SubFactory(CountyFactory)
    )
    valid = factory.LazyFunction(lambda: from_to(dt.date(2017, 1, 1)))


class ProgrammeFactory(Factory):
    class Meta:
        model = Programme
        django_get_or_create = ["slug"]

    slug = "folkehelse-2017-2027"
    name_nb = "Program for folkehelsearbeid i kommunene 2017–2027"
    name_nn = "Program for folkehelsearbeid i kommunane 2017–2027"
    starts_on = dt.date(2017, 1, 1)
    ends_on = dt.date(2027, 12, 31)


class ThemeFactory(Factory):
    class Meta:
        model = Theme

    programme = factory.SubFactory(ProgrammeFactory)
    slug = factory.Sequence(lambda n: f"tema-{n}")
    name_nb = factory.Sequence(lambda n: f"Tema {n}")
    name_nn = factory.SelfAttribute("name_nb")


class ProgrammeAreaFactory(Factory):
    class Meta:
        model = ProgrammeArea

    programme = factory.SubFactory(ProgrammeFactory)
    slug = factory.Sequence(lambda n: f"omrade-{n}")
    place = factory.Sequence(lambda n: f"Område {n}")
    own_name = factory.Sequence(lambda n: f"Programnavn {n}")
    starts_on = dt.date(2017, 1, 1)
    ends_on = dt.date(2027, 12, 31)


class EnrolmentFactory(Factory):
    class Meta:
        model = Enrolment

    area = factory.SubFactory(ProgrammeAreaFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    state = EnrolmentState.ACTIVE
    starts_on = dt.date(2019, 1, 1)
    ends_on = dt.date(2027, 12, 31)
    ended_on = factory.LazyAttribute(lambda o: today() if o.state in TOOK_PART else None)
    source = "Avtale med fylket"


class EnrolmentPartnerFactory(Factory):
    class Meta:
        model = EnrolmentPartner

    enrolment = factory.SubFactory(EnrolmentFactory)
    municipality = factory.SubFactory(MunicipalityFactory)


class YearlyAwardFactory(Factory):
    class Meta:
        model = YearlyAward

    enrolment = factory.SubFactory(EnrolmentFactory)
    year = 2024
    amount = 450_000


class MeasureFactory(Factory):
    class Meta:
        model = Measure

    enrolment = factory.SubFactory(EnrolmentFactory)
    name = factory.Sequence(lambda n: f"Tiltak {n}")
    description = "Et tiltak for barn og unge."
    arenas = factory.LazyFunction(lambda: ["kindergarten"])
    age_from = 0
    age_to = 6
    state = MeasureState.ACTIVE
    starts_on = dt.date(2020, 1, 1)
    ends_on = dt.date(2027, 6, 30)
    ended_on = factory.LazyAttribute(lambda o: today() if o.state in MEASURE_OVER else None)


class LogEntryFactory(Factory):
    class Meta:
        model = LogEntry

    measure = factory.SubFactory(MeasureFactory)
    happened_on = dt.date(2024, 3, 4)
    kind = LogKind.CARRIED_OUT
    what_happened = factory.Sequence(lambda n: f"Vi gjorde noe sammen, gang {n}.")
    visibility = Visibility.PROGRAMME
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def principles(entry, create, extracted, **kwargs):
        if extracted:
            entry.principles.set(extracted)

    @factory.post_generation
    def practices(entry, create, extracted, **kwargs):
        if extracted:
            entry.practices.set(extracted)


class FrameworkFactory(Factory):
    class Meta:
        model = Framework
        django_get_or_create = ["slug"]

    slug = "smart"
    name_nb = name_nn = "SMART oppvekst"
    description_nb = description_nn = "En måte å arbeide med styrker på."


class PrincipleFactory(Factory):
    class Meta:
        model = Principle

    framework = factory.SubFactory(FrameworkFactory)
    slug = factory.Sequence(lambda n: f"prinsipp-{n}")
    letter = "S"
    order = factory.Sequence(lambda n: n + 1)
    name_nb = factory.Sequence(lambda n: f"Prinsipp {n}")
    name_nn = factory.SelfAttribute("name_nb")
    short_nb = short_nn = "Kort sagt."
    text_nb = text_nn = "Hva prinsippet betyr."
    questions_nb = factory.LazyFunction(lambda: ["Hva så dere?"])
    questions_nn = factory.LazyFunction(lambda: ["Kva såg de?"])


class PracticeFactory(Factory):
    class Meta:
        model = Practice

    slug = factory.Sequence(lambda n: f"praksis-{n}")
    principle = factory.SubFactory(PrincipleFactory)
    title_nb = factory.Sequence(lambda n: f"Praksis {n}")
    title_nn = factory.SelfAttribute("title_nb")
    summary_nb = summary_nn = "Noe å gjøre med en gruppe."
    settings = factory.LazyFunction(lambda: ["kindergarten"])
    age_from = 3
    age_to = 6
    minutes = 30
    steps_nb = factory.LazyFunction(lambda: ["Begynn.", "Gjør det.", "Snakk om det."])
    steps_nn = factory.LazyFunction(lambda: ["Byrj.", "Gjer det.", "Snakk om det."])
    reflection_nb = factory.LazyFunction(lambda: ["Hva la dere merke til?"])
    reflection_nn = factory.LazyFunction(lambda: ["Kva la de merke til?"])


class DocumentFactory(Factory):
    """An ordered report; give `kind` and its place."""

    class Meta:
        model = Document

    kind = DocumentKind.MUNICIPALITY
    programme = factory.SubFactory(ProgrammeFactory)
    municipality = factory.Maybe(
        factory.LazyAttribute(lambda o: o.kind == DocumentKind.MUNICIPALITY),
        factory.SubFactory(MunicipalityFactory),
    )
    county = factory.Maybe(
        factory.LazyAttribute(lambda o: o.kind == DocumentKind.COUNTY), factory.SubFactory(CountyFactory)
    )
    year = 2024
    language = "nb"
    fingerprint = factory.Sequence(lambda n: f"{n:064}")
    ordered_by = factory.SubFactory(UserFactory)

"""A small land with a log, for the tests of reports."""

import datetime as dt

from municipalities.enums import LanguageForm
from municipalities.models import Population
from programmes.enums import Visibility
from tests.factories import (
    CountyFactory,
    EnrolmentFactory,
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
    PracticeFactory,
    PrincipleFactory,
    ProgrammeFactory,
    ThemeFactory,
    YearlyAwardFactory,
)

YEAR = 2025
ORDERED_AT = dt.datetime(2026, 1, 12, 9, 30, tzinfo=dt.UTC)


def make_municipality(county, *, code="0812", name="Sømna", entries=4, **fields):
    """A municipality that takes part, with a measure and a log of YEAR and of the year before."""
    municipality = MunicipalityFactory(county=county, code=code, name=name, **fields)
    enrolment = EnrolmentFactory(municipality=municipality)
    YearlyAwardFactory(enrolment=enrolment, year=YEAR, amount=450_000)
    YearlyAwardFactory(enrolment=enrolment, year=YEAR + 1, amount=300_000, is_subject_to_budget=True)
    measure = MeasureFactory(enrolment=enrolment, name=f"Turglede i {name}", arenas=["kindergarten", "home"])
    measure.themes.add(ThemeFactory())
    principle = PrincipleFactory()
    practice = PracticeFactory(principle=principle)
    for number in range(entries):
        LogEntryFactory(
            measure=measure,
            happened_on=dt.date(YEAR, number % 12 + 1, 4),
            sessions=number + 1,
            children=10 + number,
            parents=None if number % 2 else 3,
            own_hours="2.5",
            what_learned=f"Lærdom nummer {number} fra {name}.",
            arena="kindergarten",
            principles=[principle],
            practices=[practice],
        )
    LogEntryFactory(measure=measure, happened_on=dt.date(YEAR - 1, 5, 4), children=7)
    Population.objects.create(municipality=municipality, year=YEAR, total=1936, aged_0_24=462)
    return municipality


def make_land(municipalities=2):
    """(programme, county): a county with some municipalities that take part, and one that does not."""
    programme = ProgrammeFactory(owners="Helsedirektoratet og KS")
    county = CountyFactory(code="01", name="Nordland")
    forms = [("0812", "Sømna", LanguageForm.BOKMAL), ("0813", "Kårvik", LanguageForm.NYNORSK)]
    forms += [(f"08{20 + number}", f"Vik {number}", LanguageForm.BOKMAL) for number in range(10)]
    for code, name, form in forms[:municipalities]:
        make_municipality(county, code=code, name=name, language_form=form)
    MunicipalityFactory(county=county, code="0899", name="Utenfor")
    return programme, county


def hidden_entry(measure, **fields):
    return LogEntryFactory(
        measure=measure,
        happened_on=dt.date(YEAR, 11, 4),
        visibility=Visibility.MUNICIPALITY,
        what_learned="KANARIFUGL som bare er vår.",
        what_happened="KANARIFUGL i loggen.",
        children=100,
        **fields,
    )

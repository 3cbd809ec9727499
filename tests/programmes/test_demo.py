"""The demo: facts as docs/domain.md has them, the invented marked, the same every time."""

import datetime as dt
import hashlib
import json
import re

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Sum
from django.test import override_settings
from stdnum.no import fodselsnummer

from accounts.demo import DEMO_PASSWORD, demo_accounts
from accounts.models import User
from audit.models import AuditEvent
from folkehelse.lib.dates import today
from municipalities.models import Membership, Municipality
from municipalities.permissions import predecessors
from programmes.enums import LogState
from programmes.models import Enrolment, LogEntry, Measure, ProgrammeDate, YearlyAward
from tests.factories import UserFactory

pytestmark = pytest.mark.slow
EARLIER = today() - dt.timedelta(days=60)
ENTRY = (
    *("token", "happened_on", "kind", "what_happened", "what_learned", "arena", "sessions", "children"),
    *("parents", "staff", "volunteers", "own_hours", "visibility", "state", "version", "created_by__email"),
    *("measure__name", "measure__enrolment__municipality__code"),
)


def log(until=None):
    entries = LogEntry.objects.filter(happened_on__lte=until or today()).order_by("token")
    return [str(row) for row in entries.values_list(*ENTRY)]


def content():
    """One hash of all that the demo says, without keys of rows and hours of writing."""
    used = LogEntry.objects.order_by("token", "principles__slug", "practices__slug")
    rows = [
        *Enrolment.objects.order_by(
            "area__slug", "municipality__code", "district__code", "starts_on"
        ).values_list(
            *("area__slug", "municipality__code", "district__code", "state", "starts_on", "ends_on"),
            *("ended_on", "note"),
        ),
        *Measure.objects.order_by("enrolment__municipality__code", "name", "starts_on").values_list(
            "enrolment__municipality__code",
            "name",
            "description",
            "goals",
            "arenas",
            "state",
            "starts_on",
            "ended_on",
        ),
        *YearlyAward.objects.order_by("enrolment__municipality__code", "year").values_list("amount", "year"),
        *used.values_list("token", "principles__slug", "practices__slug"),
        *User.objects.order_by("email").values_list("email", "full_name", "language"),
    ]
    return hashlib.sha256(json.dumps([*map(str, rows), *log()]).encode()).hexdigest()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for the module: twice as on an earlier day, then today. Hands on what was seen."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        for command in ("load_reference", "load_library", "load_programme"):
            call_command(command, verbosity=0)
        seen = {"hashes": []}
        for _ in range(2):
            with (
                transaction.atomic(),
                time_machine.travel(dt.datetime.combine(EARLIER, dt.time(12)), tick=False),
            ):
                call_command("load_demo", verbosity=0)
                seen["hashes"].append(content())
                seen["early"] = log()
                transaction.set_rollback(True)
        call_command("load_demo", verbosity=0)
        seen["today"] = content()
        yield seen
        transaction.set_rollback(True)


@pytest.fixture
def undone(demo):
    """What the test writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def of(code):
    return Enrolment.objects.filter(municipality__codes__code=code).distinct().order_by("starts_on")


def test_two_loadings_give_the_same(demo):
    assert demo["hashes"][0] == demo["hashes"][1]


def test_a_later_day_only_adds_what_has_become_the_past(demo):
    assert log(until=EARLIER) == demo["early"]
    assert len(log()) > len(demo["early"])


def test_a_second_loading_writes_nothing(demo, undone, capsys):
    lines = AuditEvent.objects.count()

    call_command("load_demo")

    assert capsys.readouterr().out == "Eksempeldataene er allerede lastet.\n"
    assert content() == demo["today"]
    assert AuditEvent.objects.count() == lines
    assert AuditEvent.objects.filter(action="demo.loaded").count() == 1


def test_what_somebody_did_in_the_demo_is_left_alone(demo, undone):
    entry = LogEntry.objects.filter(state=LogState.SUBMITTED).order_by("token").first()
    entry.withdraw(by=User.objects.get(email__startswith="koordinator.somna"), why="Prøver.")
    measure = Measure.objects.get(name="Trygg start for foreldre")
    Measure.objects.filter(pk=measure.pk).update(name="Et annet navn")
    before = Measure.objects.count(), LogEntry.objects.count()

    call_command("load_demo", verbosity=0)

    entry.refresh_from_db()
    assert entry.state == LogState.WITHDRAWN
    assert (Measure.objects.count(), LogEntry.objects.count()) == before


@pytest.mark.parametrize(
    ("model", "told"),
    [(User, "1 brukere"), (Enrolment, "1 deltakelser"), (Measure, "1 tiltak"), (LogEntry, "1 loggføringer")],
)
def test_it_refuses_a_database_with_real_data(demo, undone, model, told):
    model.objects.filter(pk=model.objects.first().pk).update(is_demo=False)
    ProgrammeDate.objects.all().delete()  # something that a loading would make again

    with pytest.raises(CommandError, match=re.escape(f"Databasen har ekte data ({told}).")) as refused:
        call_command("load_demo")

    assert refused.value.returncode == 1
    assert (content(), ProgrammeDate.objects.count()) == (demo["today"], 0)


def test_it_refuses_when_demo_is_off(demo, undone):
    with override_settings(DEMO=False), pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


def test_all_is_marked_demo_and_the_invented_says_so(demo):
    kept = [model.objects.filter(is_demo=False).count() for model in (User, Enrolment, Measure, LogEntry)]

    assert [*kept, ProgrammeDate.objects.filter(is_demo=False).count()] == [0, 0, 0, 0, 0]
    assert Measure.objects.filter(has_invented_title=False).exclude(source__startswith="http").count() == 0
    assert (
        Measure.objects.filter(has_invented_title=True).exclude(description__contains="oppdikt").count() == 0
    )
    assert Enrolment.objects.filter(source="").exclude(note__contains="oppdikt").count() == 0


def test_the_eighteen_named_measures_stand_where_they_did(demo):
    real = Measure.objects.filter(has_invented_title=False)

    assert set(real.values_list("enrolment__municipality__name", "enrolment__district__name", "name")) == {
        ("Sømna", None, "Robust oppvekst"),
        ("Færder", None, "Mitt Færder"),
        ("Sande", None, "KRUTT (Sande)"),
        ("Holmestrand", None, "Sammen om opplevelser for barn og unge"),
        ("Horten", None, "Fritid og frivillighet"),
        ("Horten", None, "Spill for helsa"),
        ("Oslo", "Østensjø", "Skullerud+"),
        ("Oslo", "Stovner", "Alle har en psykisk helse"),
        ("Oslo", "Sagene", "Tidlig trygg"),
        ("Oslo", "Ullern", "Trygg ung"),
        ("Oslo", "Grorud", "Helsefremmende praksis i barnehager og skoler i Groruddalen"),
        ("Risør", None, "BTI Agder"),
        ("Lillesand", None, "Helsefremmende barnehager og skoler"),
        ("Kristiansand", None, "Nye mønstre"),
        ("Kristiansand", None, "Sosiale nettverk og sosiale medier"),
        ("Time", None, "Laget rundt læraren og eleven"),
        ("Kvam", None, "Juniorforskar"),
        ("Tana", None, "Lokalsamfunn og miljø"),
    }


def test_sums_are_those_of_the_sources(demo):
    """Finnmark 2018: 3 750 000 in all, of which 1 350 000 went to four whose parts are not known."""
    awards = YearlyAward.objects.filter(enrolment__area__slug="finnmark")
    by_year = {
        year: dict(awards.filter(year=year).values_list("enrolment__municipality__name", "amount"))
        for year in (2018, 2023)
    }
    unknown = Enrolment.objects.filter(note__contains="3 750 000")

    assert by_year[2018] == {
        "Alta": 450_000,
        "Hammerfest": 600_000,
        "Lebesby": 450_000,
        "Måsøy": 450_000,
        "Porsanger": 450_000,
    }
    names = sorted(unknown.values_list("municipality__name", flat=True))
    assert names == ["Hasvik", "Kautokeino", "Sør-Varanger", "Tana"]
    assert 3_750_000 - sum(by_year[2018].values()) == 1_350_000
    assert by_year[2023] == {
        "Alta": 820_000,
        "Hammerfest": 877_000,
        "Tana": 428_000,
        "Kautokeino": 1_244_000,
        "Lebesby": 750_000,
        "Måsøy": 675_000,
        "Porsanger": 835_000,
        "Båtsfjord": 800_000,
        "Nesseby": 400_000,
        "Vardø": 860_000,
        "Gamvik": 400_000,
        "Vadsø": 600_000,
    }
    troms = YearlyAward.objects.filter(enrolment__area__slug="troms")
    assert set(troms.values_list("enrolment__municipality__name", "year", "amount")) == {
        ("Lyngen", 2021, 1_000_000),
        ("Senja", 2021, 1_000_000),
    }


def test_other_sums_are_invented_and_say_so(demo):
    known = ("finnmark", "troms")
    others = Enrolment.objects.filter(awards__isnull=False).exclude(area__slug__in=known).distinct()

    assert set(others.values_list("municipality__name", flat=True)) == {"Sømna", "Kvam", "Steinkjer", "Meløy"}
    assert others.exclude(note__contains="oppdikt").count() == 0
    assert {a.year for a in YearlyAward.objects.filter(is_subject_to_budget=True)} == {2027}


def test_the_withdrawn_project_of_oslo(demo):
    withdrawn = Enrolment.objects.get(state="withdrawn")

    assert (withdrawn.municipality.code, withdrawn.district, withdrawn.ended_on) == (
        "0301",
        None,
        dt.date(2018, 10, 31),
    )
    assert [m.state for m in withdrawn.measures.all()] == ["withdrawn"]


def test_joint_bids(demo):
    joint = Enrolment.objects.annotate(n=Count("partners")).filter(n__gt=0)

    assert {e.municipality.name: {str(p) for p in e.partners.all()} for e in joint} == {
        "Eigersund": {"Sokndal"},
        "Lillesand": {"Grimstad"},
        "Kvam": {"Voss", "Samnanger"},
        "Hammerfest": {"Kvalsund"},
        "Harstad": {"Tjeldsund", "Ibestad", "Kvæfjord"},
    }


def test_partly_granted(demo):
    partly = Enrolment.objects.filter(note__contains="Delvis innvilget")

    assert {e.municipality.name: e.awards.aggregate(s=Sum("amount"))["s"] for e in partly} == {
        "Sømna": 1_900_000,
        "Steinkjer": 2_000_000,
    }


@pytest.mark.parametrize(
    ("old", "new"), [("0716", ["3905"]), ("0713", ["3903"]), ("1850", ["1806", "1875"]), ("2017", ["5603"])]
)
def test_an_enrolment_stays_on_a_municipality_that_ended_and_its_successors_reach_it(demo, old, new):
    """Merged (Re, Sande, Kvalsund as partner) and split (Tysfjord)."""
    gone = Municipality.objects.get(codes__code=old, is_current=False)
    taking = Enrolment.objects.filter(municipality=gone) | Enrolment.objects.filter(
        partners__municipality=gone
    )

    assert taking.distinct().count() == 1
    for code in new:
        assert gone.pk in predecessors({Municipality.objects.get(codes__code=code).pk})


def test_districts_nynorsk_sami_area_and_a_county_renamed_twice(demo):
    districts = Enrolment.objects.filter(district__isnull=False).values_list("district__name", flat=True)
    sami = Municipality.objects.filter(is_sami_area=True, enrolments__isnull=False)
    nynorsk = Municipality.objects.filter(language_form="nn", enrolments__isnull=False)
    finnmark = of("5612").get().area.counties.order_by("valid")

    assert set(districts) == {"Østensjø", "Stovner", "Sagene", "Ullern", "Grorud"}
    assert {"Kautokeino", "Tana", "Porsanger", "Nesseby"} <= set(sami.values_list("name", flat=True))
    assert {"Kvam", "Vinje", "Time", "Nissedal", "Hjartdal"} <= set(nynorsk.values_list("name", flat=True))
    assert [c.county.name for c in finnmark] == ["Finnmark", "Troms og Finnmark", "Finnmark"]


def test_who_takes_part_without_a_grant(demo):
    without = Enrolment.objects.filter(has_grant=False).values_list("municipality__name", flat=True)

    assert set(without) == {"Stavanger", "Hå"}


def test_somna_is_alive(demo):
    first, second = of("1812")

    assert (first.starts_on.year, first.ends_on.year, first.state) == (2019, 2023, "closed")
    assert (second.starts_on.year, second.ends_on.year, second.state) == (2024, 2027, "active")
    assert second.measures.filter(state="active").count() == 3


def test_the_log_is_long_varied_and_within_its_measures(demo):
    assert 60 <= Enrolment.objects.count() <= 80
    assert 70 <= Measure.objects.count() <= 100
    assert LogEntry.objects.count() > 3000
    for kind, texts in LogEntry.objects.values_list("kind").annotate(Count("what_happened", distinct=True)):
        assert texts >= 60, kind
    for entry in LogEntry.objects.select_related("measure__enrolment"):
        assert entry.measure.starts_on <= entry.happened_on <= entry.measure.last_day


def test_entries_name_nobody_and_hold_no_identity_number(demo):
    for entry in LogEntry.objects.all():
        text = f"{entry.what_happened} {entry.what_learned}"
        assert not any(fodselsnummer.is_valid(found) for found in re.findall(r"\d{11}", text))
        assert "{" not in text
        assert "@" not in text


def test_nynorsk_municipalities_write_nynorsk(demo):
    entries = LogEntry.objects.select_related("measure__enrolment__municipality")
    bokmal = re.compile(r"\b(ikke|barna selv|jeg|skolen|hvordan|noen|uke)\b")
    nynorsk = re.compile(r"\b(ikkje|sjølv|kva|skulen|korleis|nokon|veke)\b")

    for entry in entries:
        wrong = bokmal if entry.measure.enrolment.municipality.document_language == "nn" else nynorsk
        text = re.sub(r"«[^»]*»", "", f"{entry.what_happened} {entry.what_learned}")
        assert not wrong.search(text), text


def test_the_demo_people_can_sign_in(demo):
    accounts = demo_accounts()

    assert [(a.email.split("@")[0], str(a.role), a.place) for a in accounts] == [
        ("bidragsyter.somna", "bidragsyter", "Sømna"),
        ("koordinator.somna", "koordinator", "Sømna"),
        ("godkjenner.somna", "godkjenner", "Sømna"),
        ("koordinator.bronnoy", "koordinator", "Brønnøy"),
        ("godkjenner.bronnoy", "godkjenner", "Brønnøy"),
        ("koordinator.tonsberg", "koordinator", "Tønsberg"),
        ("godkjenner.tonsberg", "godkjenner", "Tønsberg"),
        ("koordinator.kvam", "koordinator", "Kvam"),
        ("koordinator.kautokeino", "koordinator", "Kautokeino"),
        ("koordinator.oslo", "koordinator", "Oslo"),
        ("radgiver.nordland", "fylkesrådgiver", "Nordland"),
        ("radgiver2.nordland", "fylkesrådgiver", "Nordland"),
        ("leder.nordland", "leder i fylket", "Nordland"),
        ("radgiver.finnmark", "fylkesrådgiver", "Finnmark"),
        ("leser.ks", "nasjonal leser", "hele landet"),
        ("leser.helsedirektoratet", "nasjonal leser", "hele landet"),
        ("administrator.portalen", "administrator", "hele landet"),
    ]
    for account in accounts:
        address = User.objects.get(email=account.email).emailaddress_set.get()
        assert (address.email, address.verified, address.primary) == (account.email, True, True)
    assert User.objects.get(email=accounts[0].email).check_password(DEMO_PASSWORD)
    assert Membership.objects.current().count() == len(accounts)


def test_the_public_password_comes_back(demo, undone):
    user = User.objects.get(email__startswith="koordinator.somna")
    user.set_password("noe-helt-annet")
    user.save()

    call_command("load_demo", verbosity=0)

    user.refresh_from_db()
    assert user.check_password(DEMO_PASSWORD)


def test_accounts_are_told_in_a_table_and_only_in_the_demo(demo, undone, capsys):
    call_command("demo_accounts")
    told = capsys.readouterr().out.splitlines()
    UserFactory()

    assert told[0].split() == ["E-post", "Passord", "Rolle", "Sted"]
    assert told[1].split() == [
        "bidragsyter.somna@demo.folkehelse.example",
        DEMO_PASSWORD,
        "bidragsyter",
        "Sømna",
    ]
    assert len(told) == 18
    with pytest.raises(CommandError, match="ingen demobrukere"):
        call_command("demo_accounts")

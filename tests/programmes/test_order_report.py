"""The command goes through the same row, and says plainly what is wrong."""

import datetime as dt
import io
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from folkehelse.lib import bell
from folkehelse.lib.dates import from_to
from municipalities.models import Municipality, MunicipalityCode
from programmes import tasks
from programmes.management.commands import order_report
from programmes.models import Document, Enrolment
from tests.factories import CountyFactory, MunicipalityFactory, ProgrammeFactory
from tests.programmes.report_world import YEAR, make_land
from tests.programmes.test_documents_content import merge

PDF = b"%PDF-1.7 en liten en"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell, "_start", lambda task, args: None)
    monkeypatch.setattr(tasks, "render", lambda document, tell: (PDF, 3))
    monkeypatch.setattr(order_report, "heartbeat_age", lambda: 1.0)


def run(*args, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command("order_report", *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def refused(*args):
    with pytest.raises(CommandError) as error:
        run(*args)
    assert not Document.objects.exists()
    return str(error.value)


def test_it_orders_as_the_pages_do_and_once():
    make_land(1)

    run("municipality", "--code", "0812", "--year", YEAR)
    run("municipality", "--code", "0812", "--year", YEAR)

    document = Document.objects.get()
    assert (document.municipality.code, document.ordered_by, document.language) == ("0812", None, "nb")


def test_county_nation_and_language():
    make_land(1)

    run("county", "--code", "01", "--year", YEAR)
    run("nation", "--year", YEAR, "--language", "nn")

    found = Document.objects.order_by("pk").values_list("kind", "county__code", "language")
    assert list(found) == [("county", "01", "nb"), ("nation", None, "nn")]


def test_it_waits_and_writes_the_file(tmp_path, monkeypatch):
    make_land(1)
    monkeypatch.setattr(
        order_report.time, "sleep", lambda seconds: tasks.make_document(Document.objects.get().pk)
    )
    target = tmp_path / "rapport.pdf"

    out, err = run("municipality", "--code", "0812", "--year", YEAR, "--out", str(target))

    assert target.read_bytes() == PDF
    assert "rapport.pdf: 3 sider" in out
    assert "0 %  bestilt" in err
    assert "100 %  ferdig" in err


def test_it_says_when_no_worker_answers_and_when_it_took_too_long(monkeypatch):
    make_land(1)
    monkeypatch.setattr(order_report, "heartbeat_age", lambda: None)
    err = io.StringIO()

    with pytest.raises(CommandError, match="ikke ferdig etter 1 sekunder"):
        call_command("order_report", "nation", "--year", YEAR, "--wait", "--timeout", "1", stderr=err)

    assert err.getvalue().count("Ingen arbeider svarer") == 1
    assert Document.objects.get().is_waiting


def test_it_tells_when_the_document_could_not_be_made(monkeypatch):
    make_land(1)

    def fail(_seconds):
        Document.objects.update(state="failed", last_error="OSError: disken er full")

    monkeypatch.setattr(order_report.time, "sleep", fail)
    with pytest.raises(CommandError, match="disken er full"):
        run("nation", "--year", YEAR, "--wait")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["municipality", "--code", "9999", "--year", YEAR], "Det finnes ikke noen kommune med nummer 9999."),
        (["municipality", "--code", "tull", "--year", YEAR], "Det finnes ikke noen kommune med nummer tull."),
        (["county", "--code", "99", "--year", YEAR], "Det finnes ikke noe fylke med nummer 99."),
        (["municipality", "--year", YEAR], "Oppgi nummeret med --code."),
        (["nation", "--code", "01", "--year", YEAR], "En rapport for hele landet har ikke noe nummer."),
        (["nation", "--year", "2016"], "Året 2016 er utenfor programmet, som varer fra 2017 til 2027."),
        (["nation", "--year", "2028"], "Året 2028 er utenfor programmet"),
    ],
)
def test_what_is_wrong_is_said(args, said):
    make_land(1)

    assert said in refused(*args)


def test_a_year_that_has_not_begun_is_refused():
    programme = ProgrammeFactory()
    programme.ends_on = dt.date(time.localtime().tm_year + 1, 12, 31)
    programme.save()

    assert "har ikke begynt" in refused("nation", "--year", programme.ends_on.year)


def test_without_a_programme_it_says_what_to_do():
    assert "load_programme" in refused("nation", "--year", YEAR)


def test_a_county_that_was_not_is_refused():
    ProgrammeFactory()
    CountyFactory(code="02", name="Viken", period=(dt.date(2020, 1, 1), dt.date(2023, 12, 31)))

    assert "Viken (02) var ikke et fylke i 2025." in refused("county", "--code", "02", "--year", YEAR)


def test_an_old_number_is_followed_and_said():
    make_land(1)
    somna = Municipality.objects.get(code="0812")
    gone = MunicipalityFactory(code="0716", name="Re", county=somna.county)
    merge(gone, somna, dt.date(2020, 1, 1))

    _out, err = run("municipality", "--code", "0716", "--year", YEAR)
    assert "Nummer 0716 var Re. I 2025 er det 0812 Sømna." in err
    assert Document.objects.get().municipality == somna

    _out, err = run("municipality", "--code", "0716", "--year", "2019")
    assert "Nummer" not in err
    assert Document.objects.get(year=2019).municipality == gone


def test_the_same_municipality_under_its_old_number():
    make_land(1)
    somna = Enrolment.objects.get().municipality
    MunicipalityCode.objects.update(valid=from_to(dt.date(2020, 1, 1)))
    MunicipalityCode.objects.create(
        municipality=somna, county=somna.county, code="0704", valid=from_to(None, dt.date(2019, 12, 31))
    )

    _out, err = run("municipality", "--code", "0704", "--year", YEAR)

    assert "I 2025 er det 0812 Sømna." in err
    assert Document.objects.get().municipality == somna


def test_a_number_that_was_split_is_refused_with_those_to_choose_from():
    _programme, county = make_land(1)
    gone = MunicipalityFactory(code="0850", name="Tysfjord", county=county)
    for code, name in (("0806", "Narvik"), ("0875", "Hamarøy")):
        merge(gone, MunicipalityFactory(code=code, name=name, county=county), dt.date(2020, 1, 1))

    said = refused("municipality", "--code", "0850", "--year", YEAR)

    assert said == "Tysfjord (0850) var delt i 2025. Velg en av disse: 0806 Narvik, 0875 Hamarøy."


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_follows_a_worker_in_another_process(tmp_path):
    make_land(1)

    def work():
        try:
            while not Document.objects.exists():
                time.sleep(0.05)
            tasks.make_document(Document.objects.get().pk)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    run("nation", "--year", YEAR, "--out", str(tmp_path / "x.pdf"), "--timeout", "20")
    worker.join()

    assert (tmp_path / "x.pdf").read_bytes() == PDF

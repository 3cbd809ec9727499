import datetime as dt
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from audit.models import AuditEvent
from municipalities.models import District, Municipality, MunicipalityCode, MunicipalityName, Population
from tests.municipalities.conftest import CHILDREN_FIRST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference"), pytest.mark.slow]


def load(folder=None):
    out = io.StringIO()
    call_command("load_reference", *(["--data", str(folder.path)] if folder else []), stdout=out)
    return out.getvalue().splitlines()


def rows():
    """Every row of every table with the transaction that wrote it: any write shows."""
    found = {}
    with connection.cursor() as cursor:
        for model in CHILDREN_FIRST:
            cursor.execute(f"SELECT id, xmin::text, ctid::text FROM {model._meta.db_table} ORDER BY id")
            found[model] = cursor.fetchall()
    return found


def keys():
    return list(Municipality.objects.order_by("pk").values_list("pk", flat=True))


def test_a_second_load_writes_nothing():
    before = rows()

    said = load()

    assert rows() == before
    assert said[-1] == "Ingenting er endret."
    assert all(": 0 nye, 0 endret, " in line for line in said[:-1])
    assert not AuditEvent.objects.exists()


def test_a_load_into_nothing_says_what_is_new_and_leaves_one_line_in_the_trail():
    for model in CHILDREN_FIRST:
        model.objects.all().delete()

    said = load()

    assert said == [
        "fylker: 26 nye, 0 endret, 0 uendret",
        "fylkesnumre: 33 nye, 0 endret, 0 uendret",
        "kommuner: 443 nye, 0 endret, 0 uendret",
        "kommunenumre: 835 nye, 0 endret, 0 uendret",
        "kommunenavn: 852 nye, 0 endret, 0 uendret",
        "overganger: 502 nye, 0 endret, 0 uendret",
        "grensejusteringer: 22 nye, 0 endret, 0 uendret",
        "folketall: 3765 nye, 0 endret, 0 uendret",
        "bydeler: 15 nye, 0 endret, 0 uendret",
    ]
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.subject) == (
        "system",
        "reference.loaded",
        "municipalities.reference",
    )
    assert event.after["municipality_new"] == 443


def test_one_changed_figure_is_one_write(folder):
    folder.replace("population.csv", "2017,0101,30790,9030", "2017,0101,30791,9030")
    before = rows()

    said = load(folder)

    assert "folketall: 0 nye, 1 endret, 3764 uendret" in said
    assert Population.objects.get(year=2017, municipality__codes__code="0101").total == 30791
    assert AuditEvent.objects.get().after == {"population_changed": 1}
    after = rows()
    assert {model for model in after if after[model] != before[model]} == {Population}
    assert [row[0] for row in after[Population]] == [row[0] for row in before[Population]]


def test_a_fact_changes_the_row_and_keeps_its_key(folder):
    folder.replace("facts.csv", "4010,Siljan,bokmål", "4010,Siljan,nøytral")
    before = keys()

    assert "kommuner: 0 nye, 1 endret, 442 uendret" in load(folder)
    assert Municipality.objects.get(code="4010").language_form == "neutral"
    assert keys() == before


def test_a_corrected_start_keeps_the_municipality(folder):
    folder.replace("municipalities.csv", "0101,Halden,1928-01-01", "0101,Halden,1930-01-01")
    folder.replace(
        "municipality_names.csv", "0101,Halden,Halden,,,,1928-01-01", "0101,Halden,Halden,,,,1930-01-01"
    )
    before, halden = keys(), Municipality.objects.get(code="3101")

    said = load(folder)

    assert "kommunenumre: 1 nye, 0 endret, 834 uendret, 1 fjernet" in said
    assert "  fjernet: 0101" in said
    assert keys() == before
    assert halden.codes.first().valid.lower == dt.date(1930, 1, 1)


def test_a_day_that_moves_between_two_names_meets_no_overlap(folder):
    for file in ["municipality_names.csv", "successions.csv"]:
        text = (folder.path / file).read_text(encoding="utf-8")
        lines = [
            line.replace("2026-01-01", "2026-03-01") if "0301,Oslo" in line else line
            for line in text.splitlines(keepends=True)
        ]
        (folder.path / file).write_text("".join(lines), encoding="utf-8")

    load(folder)

    oslo = Municipality.objects.get(code="0301")
    ends = [name.valid.upper for name in oslo.names.all()]
    assert ends == [dt.date(2026, 3, 1), None]


def test_what_others_refer_to_is_told_of_and_kept(folder):
    folder.replace("districts.csv", "030115,Søndre Nordstrand,0301\n", "")

    said = load(folder)

    assert "  finnes ikke i kildene, men beholdes: Søndre Nordstrand" in said
    assert District.objects.filter(code="030115").exists()
    assert said[-1] == "Ingenting er endret."


def test_a_name_that_is_gone_is_taken_away_and_told_of(folder):
    folder.replace(
        "border_moves.csv", "2020-10-01,1103,Stavanger,1124,Sola", "2020-10-02,1103,Stavanger,1124,Sola"
    )

    said = load(folder)

    assert "grensejusteringer: 1 nye, 0 endret, 21 uendret, 1 fjernet" in said
    assert "  fjernet: 2020-10-01: Stavanger → Sola" in said


@pytest.fixture
def merger(folder):
    """Vestby goes into Nordre Follo on 1 January 2027."""
    folder.replace("municipalities.csv", "3216,Vestby,2024-01-01,\n", "3216,Vestby,2024-01-01,2027-01-01\n")
    name = "3216,Vestby,Vestby,,,,2024-01-01,"
    folder.replace("municipality_names.csv", f"{name}\n", f"{name}2027-01-01\n")
    folder.append("successions.csv", "2027-01-01,merged,3216,Vestby,3207,Nordre Follo,,påfunn")
    folder.append("successions.csv", "2027-01-01,merged,3207,Nordre Follo,3207,Nordre Follo,,påfunn")
    return folder


def test_a_reform_to_come_changes_nobody_until_its_day(merger):
    vestby = Municipality.objects.get(code="3216")

    with time_machine.travel("2026-12-31T12:00:00+01:00"):
        load(merger)
        vestby.refresh_from_db()
        assert vestby.is_current
    with time_machine.travel("2027-01-01T00:30:00+01:00"):
        said = load(merger)
        vestby.refresh_from_db()
        assert not vestby.is_current

    assert "kommuner: 0 nye, 1 endret, 442 uendret" in said
    assert vestby.codes.get(code="3216").valid.upper == dt.date(2027, 1, 1)


FIGURE = "2017,0101,30790,9030"
RE = "0716,Re,2002-01-01,2020-01-01"
BROKEN = [
    ("counties.csv", 1, "code,name,", "code,navn,", "manglende eller ukjente kolonner: name, navn"),
    (
        "municipalities.csv",
        3,
        "0104,Moss,1838-01-01",
        "0104,Moss,1838-13-01",
        "valid_from «1838-13-01» er ikke en dato",
    ),
    (
        "municipalities.csv",
        3,
        "0104,Moss,1838-01-01",
        "0104,Moss,2020-01-01",
        "valid_to må være etter valid_from",
    ),
    ("municipalities.csv", 3, "0104,Moss", "104,Moss", "code «104» skal ha 4 sifre"),
    (
        "municipalities.csv",
        2,
        "0104,Moss",
        "0101,Moss",
        "0101 gjelder samtidig med raden i municipalities.csv, linje 3",
    ),
    (
        "municipalities.csv",
        122,
        RE,
        RE.replace("2020", "2021"),
        "successions.csv sier ikke hva 0716 gikk over i",
    ),
    ("municipalities.csv", 122, RE, RE.replace("0716", "9916"), "9916 er i bruk uten at fylket 99 finnes"),
    (
        "municipality_names.csv",
        123,
        "0716,Re,Re,,,,2002",
        "0716,Re,Re,,,,2001",
        "0716 var ikke i bruk hele tiden",
    ),
    ("population.csv", 2, FIGURE, "2017,9999,30790,9030", "9999 var ikke i bruk 1. januar 2017"),
    ("population.csv", 2, FIGURE, "2017,0101,30790,30791", "flere er unge enn det er innbyggere"),
    ("population.csv", 2, FIGURE, "2017,0101,mange,9030", "total «mange» er ikke et helt tall"),
    ("population.csv", 2, FIGURE, "2017,0101,30790", "har feil antall felter"),
    ("population.csv", 2, FIGURE, f"{FIGURE},1", "har feil antall felter"),
    ("population.csv", 3, "2017,0104,", "2017,0101,", "det samme står allerede: population.csv, linje 2"),
    (
        "successions.csv",
        181,
        "merged,0716,",
        "swallowed,0716,",
        "kind «swallowed» skal være en av: merged, split",
    ),
    ("successions.csv", 181, "merged,0716,", "merged,0717,", "0717 var ikke i bruk 2019-12-31"),
    ("successions.csv", 181, "merged,0716,Re", "merged,0716,Ræ", "0716 het «Re» 2019-12-31, ikke «Ræ»"),
    ("successions.csv", 181, "merged,0716,", "renamed,0716,", "et nytt navn alene gir ikke nytt nummer"),
    ("facts.csv", 2, "0301,Oslo,nøytral", "0301,Oslo,riksmål", "language_form «riksmål» skal være en av"),
    ("facts.csv", 2, "958935420", "958935421", "organisation_number «958935421» er ikke et gyldig"),
    ("facts.csv", 3, "1101,Eigersund", "9999,Eigersund", "9999 er ikke et kommunenummer"),
    ("districts.csv", 2, "030101,Gamle Oslo,0301", "030101,,0301", "name «» mangler"),
    ("districts.csv", 2, "030101,Gamle Oslo,0301", "030101,Gamle Oslo,0302", "0302 er ikke et kommunenummer"),
]


@pytest.mark.parametrize(("file", "line", "right", "wrong", "why"), BROKEN)
def test_a_broken_file_is_told_by_file_and_line_and_nothing_is_written(folder, file, line, right, wrong, why):
    folder.replace(file, right, wrong)
    before = rows()

    with pytest.raises(CommandError) as refused:
        load(folder)

    assert f"{file}, linje {line}: {why}" in str(refused.value)
    assert refused.value.returncode == 1
    assert rows() == before


def test_a_missing_file_is_told(folder):
    (folder.path / "facts.csv").unlink()

    with pytest.raises(CommandError, match=r"facts\.csv: kan ikke leses"):
        load(folder)


def test_one_row_never_gets_two_numbers_at_once(folder):
    """A split where both halves keep the name is refused before the database has to."""
    folder.replace("municipality_names.csv", "1580,Haram,Haram", "1580,Ålesund,Ålesund")
    folder.replace("successions.csv", "1580,Haram", "1580,Ålesund")

    with pytest.raises(CommandError, match="ville blitt samme kommune samtidig"):
        load(folder)
    assert MunicipalityCode.objects.count() == 835
    assert MunicipalityName.objects.filter(name="Haram").count() == 2

import datetime as dt
import json
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from audit.record import record
from folkehelse.lib.rows import Tally, bring
from municipalities.models import CountyCode
from programmes.models import AreaCounty, Programme, ProgrammeArea, ProgrammeQuestion, Theme

DATA = Path(__file__).resolve().parents[2] / "data"
WORDS = {
    Programme: "programmer",
    Theme: "temaer",
    ProgrammeQuestion: "spørsmål",
    ProgrammeArea: "programområder",
    AreaCounty: "fylker i områdene",
}
DAYS = ("starts_on", "ends_on")
day = dt.date.fromisoformat


class Command(BaseCommand):
    help = "Laster programmet, temaene og fylkenes områder fra programmes/data. Kan kjøres så ofte man vil."

    def handle(self, *args, **options):
        if not CountyCode.objects.exists():
            raise CommandError("Fylkene mangler. Kjør først:  manage.py load_reference")
        tally = load_programme()
        if options["verbosity"]:
            for line in tally.lines() if tally else ["Programmet er allerede likt filene."]:
                self.stdout.write(line)


@transaction.atomic
def load_programme(folder=DATA):
    """Bring the programme in line with the files in `folder`; one audit line when that took anything."""
    tally = Tally(WORDS)
    values = _read(folder / "programme.json")
    themes, questions = values.pop("themes"), values.pop("questions")
    programme = bring(Programme, {"slug": values.pop("slug")}, _with_days(values), tally)
    for order, (slug, bokmal, nynorsk) in enumerate(themes, 1):
        names = {"name_nb": bokmal, "name_nn": nynorsk, "order": order}
        bring(Theme, {"programme": programme, "slug": slug}, names, tally)
    _questions(programme, questions, tally)
    for values in _read(folder / "areas.json"):
        _area(programme, values, tally)
    if tally:
        record("programme.loaded", actor=None, subject=programme, after=tally.told())
    return tally


def _questions(programme, questions, tally):
    """What a new call begins with; what the file no longer has goes, and stays in calls that copied it."""
    keys = [values.pop("key") for values in questions]
    for order, (key, values) in enumerate(zip(keys, questions, strict=True), 1):
        row = {"programme": programme, "key": key}
        bring(ProgrammeQuestion, row, values | {"order": order}, tally)
    gone, _models = programme.questions.exclude(key__in=keys).delete()
    if gone:
        tally.changed[WORDS[ProgrammeQuestion]] += gone


def _read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _with_days(values):
    return values | {name: day(values[name]) for name in DAYS}


def _area(programme, values, tally):
    counties = values.pop("counties")
    area = bring(
        ProgrammeArea, {"programme": programme, "slug": values.pop("slug")}, _with_days(values), tally
    )
    _counties(area, counties, tally)


def _counties(area, counties, tally):
    """Who administers the area, and when; periods that the file no longer has go, before others come."""
    wanted = {}
    for code, first, end in counties:
        county = CountyCode.objects.get(code=code, valid__contains=day(first)).county
        wanted[county.pk, day(first), day(end)] = county
    for row in area.counties.all():
        if not wanted.pop((row.county_id, row.valid.lower, row.valid.upper), None):
            row.delete()
            tally.changed[WORDS[AreaCounty]] += 1
    for (_, first, end), county in wanted.items():
        AreaCounty.objects.create(area=area, county=county, valid=DateRange(first, end))
        tally.made[WORDS[AreaCounty]] += 1

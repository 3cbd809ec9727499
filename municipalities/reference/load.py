"""From files to rows, in one transaction, with one line in the trail when something changed."""

import datetime as dt
from collections import defaultdict

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from audit.record import record
from folkehelse.lib.dates import today
from municipalities.models import (
    BorderMove,
    County,
    CountyCode,
    District,
    Municipality,
    MunicipalityCode,
    MunicipalityName,
    Population,
    Succession,
)
from municipalities.reference.checks import check
from municipalities.reference.identity import county_lines, municipality_lines
from municipalities.reference.mirror import keep, mirror
from municipalities.reference.sources import FOLDER, BadSource, Problem, Span, latest, read

DAY = dt.timedelta(days=1)
MOVE = ["on", "old_code", "new_code", "old_name", "new_name", "note", "source"]
LANGUAGES = ["name", "full_name", "sami_name", "sami_language", "kven_name"]


def load(folder=FOLDER):
    """Make the tables equal to the files; returns a Count for each table."""
    source = read(folder)
    check(source)
    with transaction.atomic():
        _one_at_a_time()
        counts = Loading(source, today()).run()
        if changed := {table: count.as_numbers() for table, count in counts.items() if count}:
            after = {f"{table}_{kind}": n for table, kinds in changed.items() for kind, n in kinds.items()}
            record("reference.loaded", actor=None, subject="municipalities.reference", after=after)
    return counts


def _one_at_a_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('municipalities.reference'))")


class Loading:
    """One load: `day` decides which number and name are the latest."""

    def __init__(self, source, day):
        self.source, self.day = source, day
        self.row_of = {}  # id of a county's or a number's period -> its County or Municipality

    def run(self):
        return {
            "county": self.counties(),
            "county_code": self.county_codes(),
            "municipality": self.municipalities(),
            "code": self.codes(),
            "name": self.names(),
            "succession": self.successions(),
            "border_move": self.border_moves(),
            "population": self.population(),
            "district": self.districts(),
        }

    # --- rows that stay

    def counties(self):
        lines = county_lines(self.source.counties)
        known = _known(lines, CountyCode.objects.values_list("code", "valid", "county"))
        return self._keep(County, lines, [self.county(*pair) for pair in zip(lines, known, strict=True)])

    def county(self, line, pk):
        now = latest(line, self.day)
        return County(
            pk=pk,
            code=now.code,
            name=now.name,
            is_current=now.valid.holds(self.day),
            organisation_number=now.organisation_number,
            is_sami_area=now.sami_area,
        )

    def municipalities(self):
        lines = municipality_lines(self.source)
        known = _known(lines, MunicipalityCode.objects.values_list("code", "valid", "municipality"))
        facts = self.facts_of(lines)
        wanted = [self.municipality(*pair, facts.get(id(pair[0]))) for pair in zip(lines, known, strict=True)]
        return self._keep(Municipality, lines, wanted)

    def municipality(self, line, pk, facts):
        period = latest(line, self.day)
        name = latest(self.source.names.within(period.code, period.valid), self.day)
        found = Municipality(
            pk=pk,
            code=period.code,
            name=name.name,
            full_name=name.full_name,
            county=self.county_of(period),
            is_current=period.valid.holds(self.day),
        )
        for field in ["language_form", "sami_language", "organisation_number"] if facts else []:
            setattr(found, field, getattr(facts, field))
        found.is_sami_area = bool(facts and facts.sami_area)
        return found

    def facts_of(self, lines):
        """Facts by line: they are written under the newest number."""
        line_of = {id(period): line for line in lines for period in line}
        found = {}
        for row in self.source.facts:
            key = id(line_of[id(self.source.periods.newest(row.code))])
            if key in found:
                what = _("samme kommune som i %(at)s") % {"at": found[key].at}
                raise BadSource([Problem(row.at, what)])
            found[key] = row
        return found

    def county_of(self, period):
        return self.row_of[id(self.source.county_rows.within(period.code[:2], period.valid)[-1])]

    def _keep(self, model, lines, wanted):
        count = keep(model, wanted, key=lambda row: row.pk)
        for line, row in zip(lines, wanted, strict=True):
            self.row_of |= {id(period): row for period in line}
        orphans = [row.pk for row in count.orphans]
        model.objects.filter(pk__in=orphans, is_current=True).update(is_current=False)
        return count

    # --- what is told about them

    def county_codes(self):
        wanted = [
            CountyCode(county=self.row_of[id(row)], code=row.code, valid=_range(row), **_pick(row, LANGUAGES))
            for row in self.source.counties
        ]
        return mirror(CountyCode, wanted, key=lambda row: (row.code, row.valid.lower))

    def codes(self):
        wanted = [
            MunicipalityCode(
                municipality=self.row_of[id(row)],
                county=self.county_of(row),
                code=row.code,
                valid=_range(row),
            )
            for row in self.source.municipalities
        ]
        return mirror(MunicipalityCode, wanted, key=lambda row: (row.code, row.valid.lower))

    def names(self):
        wanted = [
            MunicipalityName(
                municipality=self.at(row.code, row.valid.lower or dt.date.min),
                valid=_range(row),
                **_pick(row, LANGUAGES),
            )
            for row in self.source.municipality_names
        ]
        return mirror(MunicipalityName, wanted, key=lambda row: (row.municipality_id, row.valid.lower))

    def successions(self):
        wanted = [
            Succession(
                old=self.at(row.old_code, row.on - DAY),
                new=self.at(row.new_code, row.on),
                kind=row.kind,
                **_pick(row, MOVE),
            )
            for row in self.source.successions
        ]
        return mirror(Succession, wanted, key=lambda row: (row.on, row.kind, row.old_code, row.new_code))

    def border_moves(self):
        wanted = [BorderMove(**_pick(row, MOVE)) for row in self.source.border_moves]
        return mirror(BorderMove, wanted, key=lambda row: (row.on, row.old_code, row.new_code, row.note))

    def population(self):
        wanted = [
            Population(
                municipality=self.at(row.code, dt.date(row.year, 1, 1)),
                **_pick(row, ["year", "total", "aged_0_24"]),
            )
            for row in self.source.population
        ]
        return mirror(Population, wanted, key=lambda row: (row.municipality_id, row.year))

    def districts(self):
        wanted = [
            District(
                municipality=self.row_of[id(self.source.periods.newest(row.municipality_code))],
                **_pick(row, ["code", "name"]),
            )
            for row in self.source.districts
        ]
        return keep(District, wanted, key=lambda row: row.code)

    def at(self, code, day):
        return self.row_of[id(self.source.periods.on(code, day))]


def _known(lines, existing):
    """The primary key that each line has already: that of a row whose number held while the line's did."""
    by_code = defaultdict(list)
    for code, valid, pk in existing:
        by_code[code].append((Span(valid.lower, valid.upper), pk))
    taken = []
    for line in lines:
        periods = [(period, held) for period in reversed(line) for held in by_code[period.code]]
        pks = [pk for period, (span, pk) in periods if span.overlaps(period.valid)]
        taken.append(next((pk for pk in pks if pk not in taken), None))
    return taken


def _pick(row, names):
    return {name: getattr(row, name) for name in names}


def _range(row):
    return DateRange(*row.valid)

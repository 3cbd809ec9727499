"""What the files must agree on before anything is written: each check yields the problems it finds."""

import datetime as dt
from itertools import chain, pairwise

from django.utils.translation import gettext as _

from municipalities.enums import SuccessionKind
from municipalities.reference.sources import START, BadSource, Dated, Problem, start

DAY = dt.timedelta(days=1)


def check(source):
    """Raise BadSource with everything that does not fit together."""
    source.periods = Dated(source.municipalities)
    source.names = Dated(source.municipality_names)
    source.county_rows = Dated(source.counties)
    found = chain.from_iterable(rule(source) for rule in RULES)
    if problems := list(found):
        raise BadSource(problems)


def told_once(source):
    keys = {
        "successions": ("on", "kind", "old_code", "new_code"),
        "border_moves": ("on", "old_code", "new_code", "note"),
        "population": ("year", "code"),
        "facts": ("code",),
        "districts": ("code",),
    }
    for table, names in keys.items():
        seen = {}
        for row in getattr(source, table):
            first = seen.setdefault(tuple(getattr(row, name) for name in names), row)
            if first is not row:
                yield Problem(row.at, _("det samme står allerede: %(at)s") % {"at": first.at})


def one_at_a_time(source):
    for dated in (source.county_rows, source.periods, source.names):
        for rows in dated.rows_of.values():
            for a, b in pairwise(rows):
                if a.valid.overlaps(b.valid):
                    what = _("%(code)s gjelder samtidig med raden i %(at)s")
                    yield Problem(b.at, what % {"code": b.code, "at": a.at})


def names_fit_periods(source):
    """A name lies within its number's time, and from START no number is without a name."""
    for name in source.municipality_names:
        period = source.periods.on(name.code, start(name))
        if period is None or name.valid.eve > period.valid.eve:
            yield Problem(name.at, _("%(code)s var ikke i bruk hele tiden") % {"code": name.code})
    for period in source.municipalities:
        if not _covered(period.valid, source.names.within(period.code, period.valid)):
            yield Problem(period.at, _("%(code)s mangler navn for en tid") % {"code": period.code})


def counties_fit_periods(source):
    for period in source.municipalities:
        rows = source.county_rows.within(period.code[:2], period.valid)
        if not _covered(period.valid, rows):
            what = _("%(code)s er i bruk uten at fylket %(county)s finnes")
            yield Problem(period.at, what % {"code": period.code, "county": period.code[:2]})


def _covered(span, rows):
    """Whether the rows, in order, leave no day of the span open from START on."""
    day = max(span.lower or START, START)
    for row in rows:
        if row.valid.holds(day):
            day = row.valid.upper or dt.date.max
    return day >= (span.upper or dt.date.max)


def successions_fit(source):
    for move in source.successions:
        yield from _side(source, move, "old", move.on - DAY)
        yield from _side(source, move, "new", move.on)
        if move.kind == SuccessionKind.RENAMED and move.old_code != move.new_code:
            yield Problem(move.at, _("et nytt navn alene gir ikke nytt nummer"))


def border_moves_fit(source):
    for move in source.border_moves:
        yield from _side(source, move, "old", move.on - DAY)
        yield from _side(source, move, "new", move.on)


def _side(source, move, side, day):
    """The number was in use that day, under that name; before START the files do not tell."""
    if day < START:
        return
    code, name = getattr(move, f"{side}_code"), getattr(move, f"{side}_name")
    row = source.names.on(code, day)
    if row is None:
        yield Problem(move.at, _("%(code)s var ikke i bruk %(day)s") % {"code": code, "day": day})
    elif row.full_name != name:
        what = _("%(code)s het «%(right)s» %(day)s, ikke «%(name)s»")
        yield Problem(move.at, what % {"code": code, "right": row.full_name, "day": day, "name": name})


def ends_are_explained(source):
    """Who ends goes over in somebody, and who begins came from somebody."""
    ended = {(move.old_code, move.on) for move in source.successions}
    begun = {(move.new_code, move.on) for move in source.successions}
    for period in source.municipalities:
        values = {"code": period.code}
        if period.valid.upper and (period.code, period.valid.upper) not in ended:
            yield Problem(period.at, _("successions.csv sier ikke hva %(code)s gikk over i") % values)
        if start(period) > START and (period.code, period.valid.lower) not in begun:
            yield Problem(period.at, _("successions.csv sier ikke hvor %(code)s kom fra") % values)


def population_fits(source):
    for row in source.population:
        if not 1 <= row.year <= 9999 or source.periods.on(row.code, dt.date(row.year, 1, 1)) is None:
            what = _("%(code)s var ikke i bruk 1. januar %(year)s")
            yield Problem(row.at, what % {"code": row.code, "year": row.year})
        if row.aged_0_24 > row.total:
            yield Problem(row.at, _("flere er unge enn det er innbyggere"))


def known_codes(source):
    for row in source.facts:
        if source.periods.newest(row.code) is None:
            yield Problem(row.at, _("%(code)s er ikke et kommunenummer") % {"code": row.code})
    for row in source.districts:
        if source.periods.newest(row.municipality_code) is None:
            values = {"code": row.municipality_code}
            yield Problem(row.at, _("%(code)s er ikke et kommunenummer") % values)


def apart(line):
    """Problems where one row would have two numbers at once."""
    for a, b in pairwise(sorted(line, key=start)):
        if a.valid.overlaps(b.valid):
            what = _("%(code)s og %(other)s (%(at)s) ville blitt samme kommune samtidig")
            yield Problem(b.at, what % {"code": b.code, "other": a.code, "at": a.at})


RULES = [
    told_once,
    one_at_a_time,
    names_fit_periods,
    counties_fit_periods,
    successions_fit,
    border_moves_fit,
    ends_are_explained,
    population_fits,
    known_codes,
]

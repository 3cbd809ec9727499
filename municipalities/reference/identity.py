"""Who is who through the reforms: numbers come and go, a municipality and a county are rows that stay.

A line is all the periods of one row. A period goes on in an older line when the change only gave a new
number or name, when a merger or a split kept the Norwegian name, and when somebody of the same name
among its own forebears had ended (Haram 1534, then 1580). A name alone is never enough: there are two
Våler and two Herøy.
"""

import datetime as dt
from collections import defaultdict

from django.utils.translation import gettext as _

from municipalities.enums import SuccessionKind
from municipalities.reference.checks import apart
from municipalities.reference.sources import BadSource, Problem, start

DAY = dt.timedelta(days=1)
SAME_ROW = {SuccessionKind.RENUMBERED, SuccessionKind.RENAMED}


def county_lines(rows):
    """Two counties never share a name, so the name is the county: Troms 19 and Troms 55 are one."""
    lines = defaultdict(list)
    for row in sorted(rows, key=start):
        lines[row.name].append(row)
    return _sound(list(lines.values()))


def municipality_lines(source):
    return _sound(Family(source).lines())


def _sound(lines):
    if problems := [problem for line in lines for problem in apart(line)]:
        raise BadSource(problems)
    return lines


class Family:
    """The periods of all numbers, and what they came from."""

    def __init__(self, source):
        self.source = source
        self.line_of = {}  # id of a period -> its line
        self.came_from = defaultdict(list)  # new number -> the moves to it
        for move in source.successions:
            self.came_from[move.new_code].append(move)

    def lines(self):
        """In order of time, so that forebears have found their line before their heirs look for them."""
        lines = []
        for period in sorted(self.source.municipalities, key=lambda p: (start(p), p.code)):
            line = self.goes_on_in(period) or self.returns_to(period)
            if line is None:
                lines.append(line := [])
            line.append(period)
            self.line_of[id(period)] = line
        return lines

    def goes_on_in(self, period):
        moves = [move for move in self.came_from[period.code] if move.on == period.valid.lower]
        lines = [self.line_before(move) for move in moves if self.stays(move)]
        found = {id(line): line for line in lines}
        if len(found) > 1:
            what = _("%(code)s fortsetter flere kommuner på én gang") % {"code": period.code}
            raise BadSource([Problem(period.at, what)])
        return next(iter(found.values()), None)

    def stays(self, move):
        if move.kind in SAME_ROW or move.old_code == move.new_code:
            return True
        return self.name(move.old_code, move.on - DAY) == self.name(move.new_code, move.on)

    def returns_to(self, period):
        """The line of the nearest forebear that bore the same name and has ended."""
        name, day = self.name(period.code, start(period)), start(period)
        seen, near = set(), [period]
        while near:
            older = {id(p): p for heir in near for p in self.parents(heir, until=day)}
            near = [p for key, p in older.items() if key not in seen]
            seen |= older.keys()
            for p in near:
                line = self.line_of[id(p)]
                if self.name(p.code, p.valid.eve) == name and line[-1].valid.eve < day:
                    return line
        return None

    def parents(self, period, *, until):
        """Those that a period came from when it began, and those it took in later."""
        moves = self.came_from[period.code]
        moves = [move for move in moves if period.valid.holds(move.on) and move.on <= until]
        found = [self.source.periods.on(move.old_code, move.on - DAY) for move in moves]
        return [p for p in found if p is not None and p is not period]

    def line_before(self, move):
        return self.line_of[id(self.source.periods.on(move.old_code, move.on - DAY))]

    def name(self, code, day):
        row = self.source.names.on(code, day)
        return row.name if row else None

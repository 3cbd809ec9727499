"""Reforms made up by hypothesis: whatever happens, every row has one number at a time."""

import datetime as dt
from itertools import count
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from municipalities.reference.identity import municipality_lines
from municipalities.reference.sources import BadSource, Dated, Span

START = dt.date(2017, 1, 1)


class Country:
    """A country of made-up municipalities that remembers which of them it meant to be the same."""

    def __init__(self, size):
        self.numbers, self.names = (f"{n:04}" for n in count(1)), (f"Navn {n}" for n in count(1))
        self.day, self.periods, self.moves, self.living = START, [], [], []
        for row in range(size):
            self.begin(row, next(self.names))
        self.rows = count(size)

    def begin(self, row, name):
        period = SimpleNamespace(code=next(self.numbers), name=name, row=row, lower=self.day, upper=None)
        period.at = f"periode {period.code}"
        self.periods.append(period)
        self.living.append(period)
        return period

    def replace(self, kind, olds, news):
        for old in olds:
            old.upper = self.day
            self.living.remove(old)
        for new in [self.begin(*new) for new in news]:
            for old in olds:
                self.moves.append((kind, old, new))

    def renumber(self, a, b, *, same_name):
        self.replace("renumbered", [a], [(a.row, a.name if same_name else next(self.names))])

    def merge(self, a, b, *, same_name):
        new = (a.row, a.name) if same_name else (next(self.rows), next(self.names))
        self.replace("merged", [a, b], [new])

    def split(self, a, b, *, same_name):
        stays = (a.row, a.name) if same_name else (next(self.rows), next(self.names))
        self.replace("split", [a], [stays, self.returning(a) or (next(self.rows), next(self.names))])

    def returning(self, heir):
        """Somebody that went up in `heir` and whose name nobody bears now."""
        for kind, old, new in self.moves:
            borne = {period.row for period in self.living} | {heir.row}
            if kind == "merged" and new.row == heir.row and old.row not in borne:
                return old.row, old.name
        return None

    def source(self):
        for period in self.periods:
            period.valid, period.full_name = Span(period.lower, period.upper), period.name
        moves = [
            SimpleNamespace(kind=kind, old_code=old.code, new_code=new.code, on=new.lower)
            for kind, old, new in self.moves
        ]
        dated = Dated(self.periods)
        return SimpleNamespace(municipalities=self.periods, successions=moves, periods=dated, names=dated)


REFORM = st.tuples(
    st.sampled_from([Country.renumber, Country.merge, Country.split]),
    st.integers(0, 99),
    st.integers(0, 99),
    st.booleans(),
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(size=st.integers(2, 6), reforms=st.lists(REFORM, max_size=12))
def test_who_is_who_survives_any_chain_of_reforms(size, reforms):
    country = Country(size)
    for reform, i, j, same_name in reforms:
        country.day += dt.timedelta(days=365)
        a, b = country.living[i % len(country.living)], country.living[j % len(country.living)]
        if a is not b or reform is not Country.merge:
            reform(country, a, b, same_name=same_name)

    lines = municipality_lines(country.source())

    assert sum(len(line) for line in lines) == len(country.periods)
    assert {frozenset(p.row for p in line) for line in lines} == {frozenset([p.row]) for p in country.periods}
    assert len(lines) == len({p.row for p in country.periods})


def test_two_that_would_both_go_on_in_one_are_refused():
    country = Country(2)
    country.day += dt.timedelta(days=365)
    country.replace("renumbered", list(country.living), [(0, "Navn 1")])

    with pytest.raises(BadSource, match="periode 0003: 0003 fortsetter flere kommuner på én gang"):
        municipality_lines(country.source())

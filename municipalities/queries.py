"""Numbers through time: what a number became."""

import datetime as dt
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from folkehelse.lib.dates import today
from municipalities.models import MunicipalityCode, MunicipalityName, Succession

START = dt.date(2017, 1, 1)  # the reference data follow numbers from this day


class Step(NamedTuple):
    """A number and its official name, from a day on."""

    code: str
    name: str
    since: dt.date

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class UnknownCode(LookupError):
    """No municipality had that number then; the text says so to a person."""


def trace(code: str, on: dt.date | None = None, since: dt.date | None = None) -> list[list[Step]]:
    """The ways of a number through the reforms, one for each end it reaches by `on` (today).

    A number that came back is followed from its first time after START, or from `since`.
    """
    until = on or today()
    first = _first_step(code, max(since or START, START), until)
    ways = _follow([first], _moves(until))
    return [_without_standing_still(way) for way in ways]


def _first_step(code: str, since: dt.date, until: dt.date) -> Step:
    later = MunicipalityCode.objects.filter(code=code, valid__overlap=(since, None))
    period = later.order_by("valid").first()
    if period is None:
        raise UnknownCode(
            _("Ukjent kommunenummer: %(code)s. Et nummer har fire sifre og må ha vært i bruk etter %(day)s.")
            % {"code": code, "day": since.isoformat()}
        )
    begins = max(period.valid.lower or since, since)
    if until < begins:
        what = _("%(code)s kan ikke følges før %(day)s.")
        raise UnknownCode(what % {"code": code, "day": begins.isoformat()})
    names = MunicipalityName.objects.filter(municipality=period.municipality_id, valid__contains=begins)
    return Step(code, names.get().full_name, begins)


def _moves(until: dt.date) -> dict[str, list[Step]]:
    """What each number became, and when: all in one query, there are some hundreds."""
    rows = Succession.objects.filter(on__lte=until).order_by("on", "new_code")
    moves: dict[str, list[Step]] = defaultdict(list)
    for old_code, code, name, since in rows.values_list("old_code", "new_code", "new_name", "on"):
        moves[old_code].append(Step(code, name, since))
    return moves


def _follow(way: list[Step], moves: dict[str, list[Step]]) -> list[list[Step]]:
    """The way made longer by the number's next change, once for each number that it then became."""
    later = [step for step in moves.get(way[-1].code, []) if step.since > way[-1].since]
    nearest = [step for step in later if step.since == later[0].since]
    return [longer for step in nearest for longer in _follow([*way, step], moves)] or [way]


def _without_standing_still(way: list[Step]) -> list[Step]:
    """A number that took others in, and kept its name, has not moved."""
    return way[:1] + [step for before, step in pairwise(way) if step[:2] != before[:2]]

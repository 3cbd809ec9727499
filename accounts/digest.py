"""When a mail goes: at once, or with the next digest, by Oslo's clock."""

import datetime as dt

from accounts.enums import ALWAYS, Digest
from folkehelse.lib.dates import OSLO

HOUR = dt.time(7)
MONDAY = 0


def due_at(digest, kind, now):
    """The moment that somebody with this choice wants a mail of this kind that is written `now`."""
    if kind in ALWAYS or digest == Digest.AT_ONCE:
        return now
    day = now.astimezone(OSLO).date()
    while _is_too_early(at := dt.datetime.combine(day, HOUR, tzinfo=OSLO), now, digest):
        day += dt.timedelta(days=1)
    return at


def _is_too_early(at, now, digest):
    return at <= now or (digest == Digest.WEEKLY and at.weekday() != MONDAY)

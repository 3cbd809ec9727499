"""The demo: what docs/domain.md tells of real municipalities, and an invented log. Never among real data."""

from django.conf import settings
from django.db import connection, transaction

from accounts.models import User
from audit.models import AuditEvent, subject_key
from audit.record import record
from programmes.demo.accounts import WRITER, address, make_accounts
from programmes.demo.enrolments import PROGRAMME, Enroller, make_dates, tell_trail
from programmes.demo.entries import Diary
from programmes.demo.grant import load_grant
from programmes.enums import LogState
from programmes.models import Application, Call, Enrolment, LogEntry, Measure, Programme
from smart.models import Practice, Principle

KINDS = {
    User: "brukere",
    Enrolment: "deltakelser",
    Measure: "tiltak",
    LogEntry: "loggføringer",
    Call: "utlysninger",
    Application: "søknader",
}
COORDINATORS = {  # number of the municipality (also one that went up in it): who logs there
    "1812": ["koordinator.somna", "koordinator.somna", "bidragsyter.somna"],
    "1813": ["koordinator.bronnoy"],
    "3905": ["koordinator.tonsberg"],
    "0716": ["koordinator.tonsberg"],
    "4622": ["koordinator.kvam"],
    "5612": ["koordinator.kautokeino"],
    "0301": ["koordinator.oslo"],
}


class Refused(Exception):
    """The demo is not loaded here. Says why, in Norwegian."""


@transaction.atomic
def load_demo():
    """Add what is missing of the demo, and return how much of each; nothing there is changed."""
    _refuse_real_data()
    with connection.cursor() as cursor:  # of two that load at once, one waits
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_demo'))")
    made = {"brukere": make_accounts()}
    enroller = Enroller()
    before = set(enroller.measures)
    found = enroller.run()
    tell_trail(m for key, m in enroller.measures.items() if key not in before)
    made |= {"deltakelser": enroller.made, "tiltak": enroller.made_measures}
    made |= load_grant()
    made["datoer"] = make_dates(enroller.programme)
    made["loggføringer"] = _entries(found)
    if any(made.values()):
        record("demo.loaded", actor=None, subject=enroller.programme, after=made)
    return made


def _refuse_real_data():
    if not settings.DEMO:
        raise Refused("Eksempeldata lastes bare når demo er slått på:  DEMO=1 manage.py load_demo")
    if not Programme.objects.filter(slug=PROGRAMME).exists() or not Practice.objects.exists():
        raise Refused("Kjør først:  manage.py load_reference, load_library og load_programme")
    counts = {word: model.objects.filter(is_demo=False).count() for model, word in KINDS.items()}
    real = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    if real:
        raise Refused(
            f"Databasen har ekte data ({real}). Eksempeldata og ekte data blandes aldri. Ingenting er endret."
        )


def _entries(found):
    """Make the entries that are missing; how many."""
    people = {user.email: user for user in User.objects.filter(is_demo=True)}
    library = (
        list(Principle.objects.order_by("slug")),
        list(Practice.objects.select_related("principle").order_by("slug")),
    )
    known = set(LogEntry.objects.filter(is_demo=True).values_list("token", flat=True))
    fresh = []
    for key, spec, measure in found:
        names = COORDINATORS.get(measure.enrolment.municipality.code)
        writers = [people[address(name)] for name in names] if names else [people[WRITER]]
        diary = Diary(key, spec, measure, writers, library)
        fresh += [kept for kept in diary.entries() if kept[0].token not in known]
    LogEntry.objects.bulk_create([entry for entry, _, _ in fresh], batch_size=1000)
    _link(fresh)
    _tell_withdrawn(entry for entry, _, _ in fresh if entry.state == LogState.WITHDRAWN)
    return len(fresh)


def _link(fresh):
    used, done = LogEntry.principles.through, LogEntry.practices.through
    used.objects.bulk_create(
        [used(logentry=e, principle=p) for e, principles, _ in fresh for p in principles], batch_size=2000
    )
    done.objects.bulk_create(
        [done(logentry=e, practice=p) for e, _, practices in fresh for p in practices], batch_size=2000
    )


def _tell_withdrawn(entries):
    AuditEvent.objects.bulk_create(
        AuditEvent(
            action="logentry.withdrawn",
            actor=subject_key(entry.withdrawn_by),
            subject=subject_key(entry),
            before={"state": LogState.SUBMITTED},
            after={"state": LogState.WITHDRAWN},
            why="Ført på feil tiltak (eksempeldata).",
        )
        for entry in entries
    )

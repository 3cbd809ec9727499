"""Sending what waits. May run twice, late, or die half-way: the row says what is to be done.

At least once, never none: a mail is marked as sent after the mail server took it. Should the process die
between the two, the same mail goes again under the same Message-ID, and the reader's program can tell.
"""

import datetime as dt
import logging
import smtplib
import time

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.enums import MessageKind, MessageState
from accounts.mail import build
from accounts.models import Message
from audit.record import record

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
REST = dt.timedelta(minutes=1)  # after a first error, doubled for each one
LONGEST_REST = dt.timedelta(hours=1)
PATIENCE = dt.timedelta(hours=48)  # then a person must look
SECRET = (MessageKind.ACCOUNT, MessageKind.INVITATION)  # what opens a door is forgotten once sent
FRESH = dt.timedelta(minutes=15)  # a code to sign in with has stopped working long before
BUDGET = 20  # seconds of one run: the heartbeat waits for the same worker


def deliver():
    """(mails sent, whether more waits). One run; stops early when the mail server does not answer."""
    sent, began, connection = 0, time.monotonic(), get_connection()
    try:
        while group := claim():
            if time.monotonic() - began > BUDGET:
                release(group)
                return sent, True
            answer = _send(group, connection)
            sent += answer == "sent"
            if answer == "away":
                break
    finally:
        _close(connection)
    return sent, False


def claim():
    """The rows of the mail that has waited longest, held for this worker, or [] when nothing is due.

    Locked in the order of their keys and asked again under the lock, so of two workers one gets all.
    """
    while first := Message.objects.due().order_by("due_at", "pk").first():
        with transaction.atomic():
            same = Message.objects.due().filter(pk__in=_together(first))
            rows = list(same.select_for_update(of=("self",)).order_by("pk"))
            if rows:
                lease = timezone.now() + LEASE
                held = Message.objects.filter(pk__in=[row.pk for row in rows])
                held.update(lease_until=lease, attempts=F("attempts") + 1)
                return list(held.select_related("recipient").order_by("created_at", "pk"))
    return []


def _together(first):
    """What was put off to the same digest goes in one mail; everything else alone."""
    if not first.is_put_off:
        return [first.pk]
    same = Message.objects.waiting().filter(recipient=first.recipient_id, due_at=first.due_at)
    return [row.pk for row in same if row.is_put_off]


def release(group):
    _held(group).update(lease_until=None, attempts=F("attempts") - 1)


def _held(group):
    """The rows for as long as this worker's claim is the last one."""
    return Message.objects.waiting().filter(
        pk__in=[row.pk for row in group], lease_until=group[0].lease_until
    )


def _send(group, connection):
    """«sent», «muted», «late», «refused», or «away» when the mail server is."""
    person = group[0].recipient
    if person and not person.is_active and group[0].kind != MessageKind.ACCOUNT:
        _held(group).update(state=MessageState.MUTED, lease_until=None, last_error="inactive")
        return "muted"
    if group[0].kind == MessageKind.ACCOUNT and timezone.now() - group[0].created_at > FRESH:
        text = "Eldre enn 15 minutter. Den som ventet på den, må be om en ny."
        _held(group).update(state=MessageState.FAILED, lease_until=None, last_error=text)
        return "late"
    try:
        mail = build(group)
        mail.connection = connection
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        never = all(code >= 500 for code, _text in error.recipients.values())
        _put_off(group, error, give_up=never)
        return "refused"
    except Exception as error:  # the network, the server, or a mail that cannot be written
        log.warning("message %s, attempt %s: %s", group[0].pk, group[0].attempts, type(error).__name__)
        _put_off(group, error)
        _close(connection)
        return "refused" if isinstance(error, smtplib.SMTPDataError | ValueError) else "away"
    _mark_sent(group)
    return "sent"


def _mark_sent(group):
    """True whoever holds the rows now: the mail server has it."""
    rows = Message.objects.waiting().filter(pk__in=[row.pk for row in group])
    if group[0].kind in SECRET:
        rows.update(body="", url="")
    rows.update(state=MessageState.SENT, sent_at=timezone.now(), lease_until=None, last_error="")


def _put_off(group, error, *, give_up=False):
    """Back in the queue, a little later each time; after days it is set aside for a person to see."""
    now, text = timezone.now(), f"{type(error).__name__}: {error}"[:1000]
    if give_up or now - group[0].due_at > PATIENCE:
        _held(group).update(state=MessageState.FAILED, lease_until=None, last_error=text)
        return
    rest = min(REST * 2 ** min(group[0].attempts - 1, 10), LONGEST_REST)
    _held(group).update(lease_until=now + rest, last_error=text)


def _close(connection):
    try:
        connection.close()
    except Exception as error:
        log.info("closing the mail connection: %s", type(error).__name__)


@transaction.atomic
def try_again(message, *, by):
    """A mail that failed is due once more; False when it had not failed."""
    now = timezone.now()
    failed = Message.objects.filter(pk=message.pk, state=MessageState.FAILED)
    if not failed.update(
        state=MessageState.WAITING, due_at=now, created_at=now, lease_until=None, attempts=0
    ):
        return False
    record("message.retried", actor=by, subject=message)
    return True

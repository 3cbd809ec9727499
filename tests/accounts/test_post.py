"""Every mail is a row first: written with what it tells of, sent afterwards, never lost and never twice."""

import datetime as dt
import smtplib
import threading
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from accounts import delivery
from accounts.digest import due_at
from accounts.enums import Digest, MessageKind, MessageState
from accounts.models import Message
from accounts.post import post, post_to_address
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
NEWS = MessageKind.NEWS


def tell(user, kind=NEWS, subject="Nytt i saken", **fields):
    return post(user, kind, write=lambda: (subject, f"Tekst om {subject}"), **fields)


class Server(BaseEmailBackend):
    """A mail server that can be away, or refuse."""

    error = None
    taken: list = []

    def open(self):
        if isinstance(Server.error, OSError) and not isinstance(Server.error, smtplib.SMTPException):
            raise Server.error

    def send_messages(self, messages):
        if Server.error:
            raise Server.error
        Server.taken += messages
        return len(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.error, Server.taken = None, []
    return Server


# --- a row, then a mail -------------------------------------------------------------------------------


def test_a_mail_is_in_the_readers_language_with_a_way_in_and_a_way_out(settings):
    settings.BASE_URL = "https://folkehelse.example.no/"
    tell(UserFactory(language="nn", email="kari@example.no"), url="/soknader/12/")

    delivery.deliver()

    [sent] = mail.outbox
    assert sent.to == ["kari@example.no"]
    assert sent.subject == "Nytt i saken"
    assert "https://folkehelse.example.no/soknader/12/\n" in sent.body
    assert sent.alternatives[0].mimetype == "text/html"
    assert '<html lang="nn">' in sent.alternatives[0].content
    assert sent.extra_headers["Content-Language"] == "nn"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"].startswith("<https://folkehelse.example.no/konto/e-post/")


def test_a_mail_that_is_undone_with_its_transaction_never_goes():
    user = UserFactory()
    with transaction.atomic():
        tell(user)
        transaction.set_rollback(True)

    assert (delivery.deliver()[0], mail.outbox) == (0, [])


def test_the_same_key_is_sent_once():
    user = UserFactory()

    rows = {tell(user, key="case:12").pk for _time in range(3)}
    delivery.deliver()
    delivery.deliver()

    assert (len(rows), len(mail.outbox)) == (1, 1)


@pytest.mark.parametrize(
    "subject", ["Hei\r\nBcc: alle@example.no", "Hei\nBcc: alle@example.no", "Hei\x0b\x1cBcc: alle@example.no"]
)
def test_a_subject_cannot_add_a_header(subject):
    tell(UserFactory(), subject=subject)

    delivery.deliver()

    [sent] = mail.outbox
    assert sent.recipients() == sent.to
    assert sent.message()["Bcc"] is None
    assert sent.subject in {"Hei Bcc: alle@example.no", "HeiBcc: alle@example.no"}


def test_what_somebody_wrote_is_text_in_the_html():
    tell(UserFactory(), subject="<script>alert(1)</script>")

    delivery.deliver()

    assert "<script>" not in mail.outbox[0].alternatives[0].content


@pytest.mark.parametrize("url", ["https://evil.example", "//evil.example", "javascript:alert(1)"])
def test_a_mail_leads_only_into_the_portal(url):
    with pytest.raises(ValueError, match="leads to a path"):
        tell(UserFactory(), url=url)


@pytest.mark.parametrize(
    ("kind", "kept"),
    [(MessageKind.ACCOUNT, ""), (MessageKind.INVITATION, ""), (NEWS, "Tekst om Nytt i saken")],
)
def test_what_opens_a_door_is_forgotten_once_sent(kind, kept):
    message = tell(UserFactory(), kind, url="/invitasjon/hemmelig/", key="k:1")

    delivery.deliver()

    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert message.body == kept
    assert message.url == ("" if kept == "" else "/invitasjon/hemmelig/")
    assert message.key == "k:1"


def test_a_mail_to_somebody_without_an_account():
    post_to_address("ny@example.no", MessageKind.INVITATION, language="nn", write=lambda: ("Kom", "Bli med"))

    delivery.deliver()

    [sent] = mail.outbox
    assert sent.to == ["ny@example.no"]
    assert "List-Unsubscribe" not in sent.extra_headers


def test_who_has_left_gets_no_news():
    user = UserFactory()
    message = tell(user)
    user.is_active = False
    user.save()

    delivery.deliver()

    message.refresh_from_db()
    assert (message.state, mail.outbox) == (MessageState.MUTED, [])


# --- a mail server that is away ------------------------------------------------------------------------


def test_a_mail_server_that_is_away_costs_time_never_a_mail(server):
    messages = [tell(UserFactory()) for _n in range(3)]
    server.error = ConnectionRefusedError("no mail here")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _minute in range(30):
            delivery.deliver()
            clock.shift(30)
        assert Message.objects.waiting().count() == 3
        assert Message.objects.seconds_waited() >= 900
        server.error = None
        clock.shift(3600)
        delivery.deliver()

    assert len(server.taken) == 3
    assert {m.state for m in Message.objects.all()} == {MessageState.SENT}
    assert {m.pk for m in messages} == {m.pk for m in Message.objects.all()}


def test_one_run_asks_a_server_that_is_away_only_once(server, monkeypatch):
    for _n in range(5):
        tell(UserFactory())
    server.error = TimeoutError("slow")

    delivery.deliver()

    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]


def test_a_message_that_is_refused_does_not_hold_back_the_others(server, monkeypatch):
    bad, good = tell(UserFactory(email="borte@example.no")), tell(UserFactory())

    def send(self, messages):
        if messages[0].to == ["borte@example.no"]:
            raise smtplib.SMTPRecipientsRefused({"borte@example.no": (550, b"no such user")})
        Server.taken += messages
        return 1

    monkeypatch.setattr(Server, "send_messages", send)
    delivery.deliver()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (MessageState.FAILED, MessageState.SENT)
    assert "550" in bad.last_error


def test_after_two_days_somebody_must_look(server):
    message = tell(UserFactory())
    server.error = ConnectionRefusedError("still no mail")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _hour in range(50):
            delivery.deliver()
            clock.shift(3601)
    message.refresh_from_db()

    assert message.state == MessageState.FAILED
    server.error = None
    assert delivery.try_again(message, by=UserFactory())
    assert not delivery.try_again(message, by=UserFactory())
    delivery.deliver()
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_a_code_that_waited_too_long_is_not_sent(server):
    """A quarter of an hour after it was asked for, nobody waits for it and it opens nothing."""
    server.error = ConnectionRefusedError("no mail here")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        old, news = tell(UserFactory(), MessageKind.ACCOUNT), tell(UserFactory())
        delivery.deliver()
        clock.shift(120)
        fresh = tell(UserFactory(), MessageKind.ACCOUNT)
        server.error = None
        clock.shift(15 * 60 - 60)
        delivery.deliver()

    for message in (old, news, fresh):
        message.refresh_from_db()
    assert [old.state, news.state, fresh.state] == [MessageState.FAILED, MessageState.SENT, MessageState.SENT]
    assert old.last_error == "Eldre enn 15 minutter. Den som ventet på den, må be om en ny."
    assert len(server.taken) == 2


def test_a_worker_killed_between_claim_and_send_loses_nothing():
    message = tell(UserFactory())
    assert [row.pk for row in delivery.claim()] == [message.pk]  # and dies here

    assert (delivery.deliver()[0], mail.outbox) == (0, [])
    Message.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    delivery.deliver()

    message.refresh_from_db()
    assert (message.state, message.attempts, len(mail.outbox)) == (MessageState.SENT, 2, 1)


def test_a_worker_killed_between_send_and_mark_sends_the_same_message_id(monkeypatch):
    tell(UserFactory())
    monkeypatch.setattr(delivery, "_mark_sent", lambda group: None)  # the process is gone
    delivery.deliver()
    monkeypatch.undo()
    Message.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))

    delivery.deliver()

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_slow_worker_that_was_overtaken_puts_nothing_back():
    message = tell(UserFactory())
    slow = delivery.claim()
    Message.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    delivery.deliver()

    delivery._put_off(slow, OSError("late"))

    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.SENT, "")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(server):
    people = [UserFactory() for _n in range(10)]
    for user in people:
        tell(user)
    later = [UserFactory(digest=Digest.DAILY) for _n in range(3)]
    for user in later * 3:
        tell(user)
    Message.objects.filter(recipient__in=later).update(due_at=timezone.now() - dt.timedelta(seconds=1))
    Message.objects.filter(recipient__in=later).update(created_at=timezone.now() - dt.timedelta(days=1))
    start = threading.Barrier(4)

    def work():
        try:
            start.wait(5)
            delivery.deliver()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(one.to[0] for one in server.taken) == sorted(p.email for p in people + later)
    assert Message.objects.exclude(state=MessageState.SENT).count() == 0


# --- digests --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("digest", "kind", "now", "due"),
    [
        (Digest.AT_ONCE, NEWS, "2026-11-20 12:00", "2026-11-20 12:00"),
        (Digest.DAILY, MessageKind.LETTER, "2026-11-20 12:00", "2026-11-20 12:00"),
        (Digest.WEEKLY, MessageKind.ACCOUNT, "2026-11-20 12:00", "2026-11-20 12:00"),
        (Digest.DAILY, NEWS, "2026-11-20 06:59", "2026-11-20 07:00"),
        (Digest.DAILY, NEWS, "2026-11-20 07:00", "2026-11-21 07:00"),
        (Digest.WEEKLY, NEWS, "2026-11-20 12:00", "2026-11-23 07:00"),
        (Digest.WEEKLY, NEWS, "2026-11-23 07:00", "2026-11-30 07:00"),
        (Digest.DAILY, NEWS, "2026-03-28 12:00", "2026-03-29 07:00"),  # the night has 23 hours
        (Digest.DAILY, NEWS, "2026-10-24 12:00", "2026-10-25 07:00"),  # and this one 25
        (Digest.WEEKLY, NEWS, "2026-10-23 12:00", "2026-10-26 07:00"),
    ],
)
def test_when_a_mail_goes(digest, kind, now, due):
    now, due = (dt.datetime.fromisoformat(text).replace(tzinfo=OSLO) for text in (now, due))

    assert due_at(digest, kind, now.astimezone(dt.UTC)) == due


def test_a_digest_is_one_mail_with_all_that_came_since_the_last():
    with time_machine.travel("2026-11-20T11:00:00Z", tick=False) as clock:
        daily, other = UserFactory(digest=Digest.DAILY), UserFactory(digest=Digest.DAILY)
        for n, kind in enumerate((NEWS, MessageKind.TASK)):
            tell(daily, kind, subject=f"Melding {n}", url=f"/soknader/{n}/")
            clock.shift(600)
        tell(daily, MessageKind.LETTER, subject="Brev")
        tell(other, subject="Til en annen")
        delivery.deliver()
        assert [one.subject for one in mail.outbox] == ["Brev"]
        clock.move_to(dt.datetime(2026, 11, 21, 6, 0, tzinfo=dt.UTC))  # 7 in Oslo
        delivery.deliver()

    digest, alone = sorted(mail.outbox[1:], key=lambda one: one.subject)
    assert (digest.to, alone.to) == ([daily.email], [other.email])
    assert (digest.subject, alone.subject) == ("2 nye meldinger fra Folkehelse", "Til en annen")
    assert [line for line in digest.body.splitlines() if line.startswith("* ")] == [
        "* Melding 0",
        "* Melding 1",
    ]
    assert digest.body.count("/soknader/") == 2


def test_at_the_same_moment_at_once_is_still_one_mail_each():
    with time_machine.travel("2026-11-20T11:00:00Z", tick=False):
        user = UserFactory()
        tell(user, subject="Den ene")
        tell(user, subject="Den andre")
        delivery.deliver()

    assert [one.subject for one in mail.outbox] == ["Den ene", "Den andre"]

"""Sent whole or not at all, once, and never changed afterwards."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import delivery
from accounts.enums import Digest, MessageKind
from accounts.models import Message
from municipalities.roles import Role
from programmes.actions import letters as actions
from programmes.actions.letters import draft_letter, edit_letter, send_letter, send_letters
from programmes.enums import DocumentKind
from programmes.enums.decisions import LetterState
from programmes.models import Document, Letter
from tests.factories import MembershipFactory, UserFactory
from tests.factories_grant import make_call
from tests.programmes.letters.world import decided, make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return make_county(name="Vestland")[1]


@pytest.fixture
def call(adviser):
    return make_call(adviser.memberships.get().county)


def drafts(call, adviser, count=1):
    made = [draft_letter(decided(call), by=adviser) for _n in range(count)]
    return list(Letter.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))


def test_a_letter_that_is_sent_is_told_to_those_it_is_for_and_to_nobody_else(call, adviser, mailoutbox):
    [letter] = drafts(call, adviser)
    application = letter.application
    approver = MembershipFactory(role=Role.APPROVER, municipality=application.municipality).user
    second = MembershipFactory(role=Role.COORDINATOR, municipality=application.municipality).user
    second.digest = Digest.WEEKLY
    second.save()
    MembershipFactory(role=Role.CONTRIBUTOR, municipality=application.municipality)
    MembershipFactory(role=Role.COORDINATOR)

    assert [one.pk for one in send_letters([letter], by=adviser)] == [letter.pk]
    delivery.deliver()

    told = {one.to[0] for one in mailoutbox}
    assert told == {application.contact.email, approver.email, second.email}
    for one in mailoutbox:
        assert letter.get_absolute_url() in one.body
        assert application.title not in one.body
        assert letter.decision.reason not in one.body
    assert set(Message.objects.values_list("kind", flat=True)) == {MessageKind.LETTER}
    document = Document.objects.get(kind=DocumentKind.LETTER)
    assert (document.letter, document.municipality) == (letter, application.municipality)
    assert document.content["body"] == letter.body


def test_sent_twice_is_sent_once(call, adviser):
    letters = drafts(call, adviser, 2)

    first, second = send_letters(letters, by=adviser), send_letters(letters, by=adviser)

    assert (len(first), len(second)) == (2, 0)
    assert (Document.objects.count(), Message.objects.count()) == (2, 2)


def test_what_somebody_changed_after_it_was_seen_is_not_sent(call, adviser):
    letters = drafts(call, adviser, 2)
    edit_letter(letters[0], {"body": "Rettet"}, version=1, by=UserFactory())

    sent = send_letters(letters, by=adviser)

    assert sent == [letters[1]]
    assert Letter.objects.get(pk=letters[0].pk).state == LetterState.DRAFT


def test_what_goes_wrong_on_the_way_leaves_no_letter_half(call, adviser, monkeypatch):
    letters = drafts(call, adviser, 3)
    notice = actions.letter_is_sent

    def fails_for_the_second(letter):
        notice(letter)
        if letter.pk == letters[1].pk:
            raise ZeroDivisionError

    monkeypatch.setattr(actions, "letter_is_sent", fails_for_the_second)
    with pytest.raises(ZeroDivisionError):
        send_letters(letters, by=adviser)

    states = list(Letter.objects.order_by("pk").values_list("state", flat=True))
    assert states == [LetterState.SENT, LetterState.DRAFT, LetterState.DRAFT]
    assert [one.letter_id for one in Document.objects.all()] == [letters[0].pk]
    assert Message.objects.count() == 1
    monkeypatch.undo()
    assert len(send_letters(letters, by=adviser)) == 2


@pytest.mark.parametrize("change", [{"body": "Noe annet"}, {"state": "draft"}, {"is_edited": True}])
def test_a_letter_that_was_sent_never_changes(call, adviser, change):
    [letter] = drafts(call, adviser)
    send_letter(letter, by=adviser)

    with pytest.raises(DatabaseError, match="letter_that_was_sent_stands"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**change)
    with pytest.raises(DatabaseError, match="letter_that_was_sent_stands"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk)._raw_delete("default")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_each_letter_once(call, adviser):
    letters = drafts(call, adviser, 3)
    start, sent = threading.Barrier(2), []

    def work():
        try:
            start.wait(5)
            sent.extend(one.pk for one in send_letters(letters, by=adviser))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(sent) == [one.pk for one in letters]
    assert (Document.objects.count(), Message.objects.count()) == (3, 3)

"""A field is saved by itself, upon the version that was read; nothing is overwritten silently."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from programmes.actions.answers import FieldOutdated, save_answer, save_cell
from programmes.enums.applications import ApplicationState
from programmes.models import Answer, AnswerChange, Application, BudgetCell, WrongState
from tests.factories import MembershipFactory, UserFactory
from tests.factories_grant import AnswerFactory, ApplicationFactory, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return ApplicationFactory()


def write(application, text, version, by=None, key="approach", **more):
    return save_answer(application, key, text, version=version, by=by or application.contact, **more)


def test_the_first_save_makes_the_row_and_each_later_one_counts_the_version(application):
    first = write(application, "Sammen", None)
    second = write(application, "Sammen i laget", first.version)

    assert (first.version, second.version) == (1, 2)
    assert Answer.objects.get().text == "Sammen i laget"


def test_nothing_written_makes_no_row(application):
    assert write(application, "", 0).version == 0
    assert Answer.objects.count() == 0


def test_a_field_that_somebody_else_changed_is_not_overwritten(application):
    write(application, "Min", 0)
    theirs = write(application, "Deres", 1, by=UserFactory(full_name="Kari"))

    with pytest.raises(FieldOutdated) as refused:
        write(application, "Min igjen", 1)

    assert refused.value.stored.text == "Deres"
    assert refused.value.stored.changed_by.full_name == "Kari"
    assert Answer.objects.get().version == theirs.version


def test_a_field_that_was_empty_when_read_and_is_not_now_is_not_overwritten(application):
    write(application, "Deres", 0, by=UserFactory())

    with pytest.raises(FieldOutdated):
        write(application, "Min", 0)


def test_the_same_text_sent_again_is_no_conflict_and_no_change(application):
    """The answer was lost on its way, and the browser sends once more upon the old version."""
    write(application, "Sammen", 0)

    again = write(application, "Sammen", 0)

    assert again.version == 1
    assert AnswerChange.objects.count() == 1


def test_one_persons_unbroken_writing_is_one_change(application):
    write(application, "S", 0)
    write(application, "Sam", 1)
    write(application, "Sammen", 2)

    change = AnswerChange.objects.get()
    assert (change.before, change.after) == ("", "Sammen")
    assert change.began_at < change.changed_at


def test_another_person_and_a_pause_begin_new_changes(application):
    write(application, "A", 0)
    write(application, "AB", 1, by=UserFactory())
    write(application, "ABC", 2)
    long_ago = timezone.now() - dt.timedelta(minutes=16)
    AnswerChange.objects.filter(after="ABC").update(changed_at=long_ago, began_at=long_ago)
    AnswerChange.objects.exclude(after="ABC").update(changed_at=long_ago - dt.timedelta(hours=1))
    write(application, "ABCD", 3)

    changes = AnswerChange.objects.order_by("pk").values_list("before", "after")
    assert list(changes) == [("", "A"), ("A", "AB"), ("AB", "ABC"), ("ABC", "ABCD")]


def test_the_title_is_the_applications_too(application):
    write(application, "Et nærmiljø", 0, key="title")

    assert Application.objects.get().title == "Et nærmiljø"


def test_not_ready_yet_is_an_answer_with_its_day(application):
    day = dt.date(2027, 3, 1)

    write(application, "", 0, key="criterion-weighed", ready_by=day)

    assert Answer.objects.get().ready_by == day
    assert AnswerChange.objects.get().after == "Blir gjort ferdig innen 01.03.2027."


def test_what_is_copied_is_so_until_it_is_changed_or_confirmed(application):
    for key in ("changed", "confirmed", "left"):
        AnswerFactory(application=application, key=key, text="I fjor", is_copied=True)

    write(application, "I år", 1, key="changed")
    write(application, "I fjor", 1, key="confirmed", confirm=True)
    write(application, "I fjor", 1, key="left")

    copied = dict(Answer.objects.values_list("key", "is_copied"))
    assert copied == {"changed": False, "confirmed": False, "left": True}


def test_what_is_sent_is_not_written(application):
    write(application, "Før", 0)
    put(application, ApplicationState.SIGNING)

    with pytest.raises(WrongState):
        write(application, "Etter", 1)
    with pytest.raises(WrongState):
        write(application, "Ny", 0, key="own")
    assert Answer.objects.get().text == "Før"


def test_empty_and_nought_are_not_the_same_amount(application):
    by = application.contact
    save_cell(application, 2027, "salary", None, version=0, by=by)
    assert BudgetCell.objects.count() == 0

    nought = save_cell(application, 2027, "salary", 0, version=0, by=by)
    emptied = save_cell(application, 2027, "salary", None, version=nought.version, by=by)

    assert (nought.amount, emptied.amount) == (0, None)
    assert [change.key for change in AnswerChange.objects.all()] == ["budget-2027-salary"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_who_save_at_once_one_is_told(is_first):
    application = ApplicationFactory()
    people = [application.contact, MembershipFactory(municipality=application.municipality).user]
    if not is_first:
        write(application, "Før", 0)
    version, gate, outcomes = 0 if is_first else 1, threading.Barrier(2), []

    def save(person):
        try:
            gate.wait(10)
            outcomes.append(write(application, f"Fra {person.pk}", version, by=person).text)
        except FieldOutdated as told:
            outcomes.append(("told", told.stored.text))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    kept = Answer.objects.get().text
    assert sorted(outcomes, key=str) == sorted([kept, ("told", kept)], key=str)

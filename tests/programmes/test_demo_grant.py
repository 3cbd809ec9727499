"""The demo's grant: every state of an application is there, lawful, invented and said to be so."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import Message
from audit.models import AuditEvent
from folkehelse.lib.dates import today
from programmes.demo.load import load_demo
from programmes.models import (
    Application,
    Call,
    Decision,
    Document,
    Enrolment,
    Letter,
    PaymentRequest,
    Review,
    Settlement,
    Submission,
)
from programmes.queries.frozen import content_of, sha256_of
from programmes.queries.letter_words import PLACEHOLDER

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        for command in ("load_reference", "load_library", "load_programme"):
            call_command(command, verbosity=0)
        yield load_demo()
        transaction.set_rollback(True)


def states(title):
    call = Call.objects.get(current__title=title)
    return sorted(call.applications.values_list("municipality__name", "state"))


def test_the_open_call_stays_open_and_has_every_state_of_the_writing(demo):
    call = Call.objects.get(current__title="Program for folkehelsearbeid i Nordland 2027–2029")

    assert call.is_open
    assert (call.current.closes_on - today()).days == 120
    assert states(call.current.title) == [
        ("Hadsel", "submitted"),
        ("Lødingen", "returned"),
        ("Rana", "in_review"),
        ("Sømna", "draft"),
        ("Vefsn", "submitted"),
        ("Vega", "in_review"),
    ]


def test_last_years_call_is_decided(demo):
    assert states("Program for folkehelsearbeid i Nordland – forrige utlysning") == [
        ("Alstahaug", "in_review"),
        ("Andøy", "decided"),
        ("Meløy", "decided"),
        ("Saltdal", "decided"),
        ("Sortland", "decided"),
        ("Træna", "withdrawn"),
    ]
    assert sorted(Decision.objects.values_list("outcome", "state")) == [
        ("full", "decided"),
        ("full", "recommended"),
        ("partial", "decided"),
        ("refused", "decided"),
        ("reserve", "decided"),
    ]


def test_the_letters_are_real_ones_and_their_pdfs_are_ordered(demo):
    letters = list(Letter.objects.select_related("decision__meeting", "application"))

    assert [letter.state for letter in letters] == ["sent"] * 4
    for letter in letters:
        assert PLACEHOLDER.findall(letter.body) == []
        assert letter.decision.reason in letter.body
        assert letter.application.case in letter.subject
        assert 0 < (letter.sent_at.date() - letter.decision.meeting.decided_on).days < 5
        assert letter.documents.get().content["sender"] == "Nordland fylkeskommune"
    assert Message.objects.count() == 0


def test_every_submission_has_its_receipt_ordered(demo):
    receipts = Document.objects.filter(kind="receipt", state="ordered")

    assert set(receipts.values_list("submission", flat=True)) == set(
        Submission.objects.values_list("pk", flat=True)
    )


def test_the_agreement_became_an_enrolment_with_awards_and_measures(demo):
    enrolment = Enrolment.objects.get(decision__isnull=False)

    assert enrolment.municipality.name == "Meløy"
    assert [award.amount for award in enrolment.awards.all()] == [400_000, 400_000]
    assert set(enrolment.measures.values_list("name", flat=True)) == {
        "Styrker i hverdagen",
        "Laget rundt eleven",
    }


def test_what_was_sent_has_its_true_hash(demo):
    for application in Application.objects.filter(submissions__isnull=False):
        sent = application.submissions.get()
        assert sent.sha256 == sha256_of(sent.content)
    untouched = Application.objects.get(municipality__name="Vefsn")
    assert sha256_of(content_of(untouched)) == untouched.submissions.get().sha256


def test_two_advisers_review_and_somna_has_money(demo):
    names = set(Review.objects.values_list("reviewer__email", flat=True))

    assert {name.split("@")[0] for name in names} == {"radgiver.nordland", "radgiver2.nordland"}
    somna = {"award__enrolment__municipality__name": "Sømna"}
    assert list(
        Settlement.objects.filter(**somna).order_by("award__year").values_list("left", flat=True)
    ) == [
        0,
        40_000,
    ]
    assert PaymentRequest.objects.filter(**somna, state="asked").get().amount == 150_000


def test_all_of_it_is_marked_as_demo_and_told_in_the_trail(demo):
    assert not Call.objects.filter(is_demo=False).exists()
    assert not Application.objects.filter(is_demo=False).exists()
    for call in Call.objects.all():
        assert "oppdiktet til demoen" in call.shown.text
    assert AuditEvent.objects.filter(action="application.created", why="Eksempeldata").count() == 13


def test_a_second_loading_adds_nothing(demo):
    before = Application.objects.count()

    assert load_demo()["søknader"] == 0
    assert Application.objects.count() == before

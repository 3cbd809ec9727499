"""Payments: asked for within the award, approved, refused, paid."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import Message
from audit.models import AuditEvent
from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.enums.money import PaymentState
from programmes.models import PaymentRequest
from tests.factories import EnrolmentPartnerFactory, MembershipFactory
from tests.programmes.money.make import (
    adviser_of,
    coordinator_of,
    enrolment_with,
    payment_of,
    settlement_of,
)

pytestmark = pytest.mark.django_db
P = PaymentState


@pytest.fixture
def award():
    return enrolment_with({2025: 500_000}).awards.get()


def ask(client, award, amount="200 000", **data):
    address = reverse("payment-new", args=[award.pk])
    return client.post(address, {"amount": amount, "text": "Lønn i første halvår.", **data})


def answer(client, payment, **data):
    return client.post(payment.get_absolute_url(), {"answer": "yes", **data})


def pay(client, *payments, paid_on="1.11.2026"):
    data = {"payment": [one.pk for one in payments], "paid_on": paid_on}
    return client.post(reverse("payment-list"), data)


def picture():
    kept = io.BytesIO()
    Image.new("RGB", (4, 4)).save(kept, "PNG")
    return kept.getvalue()


def test_a_payment_is_asked_for_with_its_document(client, sign_in, award):
    adviser = adviser_of(award.enrolment)
    user = sign_in(coordinator_of(award.enrolment))

    response = ask(client, award, file=SimpleUploadedFile("kvittering.png", picture()))

    made = PaymentRequest.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.amount, made.state, made.asked_by, made.file_name) == (
        200_000,
        "asked",
        user,
        "kvittering.png",
    )
    assert "kvittering" not in made.file.name
    assert Message.objects.get().recipient == adviser
    sent = client.get(reverse("payment-file", args=[made.pk]))
    assert b"".join(sent.streaming_content).startswith(b"\x89PNG")
    assert (sent["Cache-Control"], sent["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    sign_in(coordinator_of(enrolment_with({})))
    assert client.get(reverse("payment-file", args=[made.pk])).status_code == 404


def test_a_file_that_is_something_else_is_refused_by_name(client, sign_in, award):
    sign_in(coordinator_of(award.enrolment))

    response = ask(client, award, file=SimpleUploadedFile("regnskap.pdf", b"MZ\x90\x00" * 10))

    assert response.status_code == 422
    assert "«regnskap.pdf» kan ikke tas imot." in response.text
    assert not PaymentRequest.objects.exists()


@pytest.mark.parametrize("amount", ["500 001", "0", "-1", "", "mye"])
def test_the_amount_is_within_the_award(client, sign_in, award, amount):
    sign_in(coordinator_of(award.enrolment))

    assert ask(client, award, amount=amount).status_code == 422
    assert not PaymentRequest.objects.exists()


def test_an_identity_number_is_refused(client, sign_in, award):
    sign_in(coordinator_of(award.enrolment))

    assert ask(client, award, text="Gjelder 13097248022").status_code == 422


def test_the_county_approves_and_pays(client, sign_in, award):
    asker = coordinator_of(award.enrolment)
    payment = payment_of(award, asked_by=asker)
    adviser = sign_in(adviser_of(award.enrolment))

    answer(client, payment)
    pay(client, payment)

    payment.refresh_from_db()
    assert (payment.state, payment.answered_by, payment.paid_on) == ("paid", adviser, dt.date(2026, 11, 1))
    told = Message.objects.order_by("pk").values_list("recipient", "subject")
    amount = "100\xa0000\xa0kr"
    assert list(told) == [
        (asker.pk, f"Svar om utbetaling av {amount}".replace("\xa0", " ")),
        (asker.pk, f"Utbetalt: {amount}".replace("\xa0", " ")),
    ]
    actions = AuditEvent.objects.about(payment).values_list("action", flat=True)
    assert list(actions) == ["paymentrequest.paid", "paymentrequest.approved"]


def test_a_refusal_has_its_reason_and_frees_the_money(client, sign_in, award):
    payment = payment_of(award, 500_000)
    sign_in(adviser_of(award.enrolment))

    assert answer(client, payment, answer="no").status_code == 422
    answer(client, payment, answer="no", why="Regnskapet mangler.")

    sign_in(coordinator_of(award.enrolment))
    assert "Regnskapet mangler." in client.get(payment.get_absolute_url()).text
    assert ask(client, award, amount="500 000").status_code == 302


def test_what_was_approved_may_still_be_refused_but_not_approved_again(client, sign_in, award):
    payment = payment_of(award, state=P.APPROVED)
    sign_in(adviser_of(award.enrolment))

    assert answer(client, payment).status_code == 422
    answer(client, payment, answer="no", why="Feil konto.")

    payment.refresh_from_db()
    assert payment.state == "refused"
    assert answer(client, payment).status_code == 403


def test_many_are_paid_at_once_or_none(client, sign_in, award):
    first, second = (payment_of(award, state=P.APPROVED) for _ in range(2))
    foreign = payment_of(enrolment_with({2025: 500_000}).awards.get(), state=P.APPROVED)
    sign_in(adviser_of(award.enrolment))

    assert pay(client, first, foreign).status_code == 422
    assert pay(client, first, second, paid_on="1.1.2090").status_code == 422
    assert pay(client).status_code == 422
    assert not PaymentRequest.objects.filter(state=P.PAID).exists()
    pay(client, first, second, paid_on=today().strftime("%d.%m.%Y"))

    paid = PaymentRequest.objects.filter(state=P.PAID, paid_on=today())
    assert set(paid) == {first, second}


def test_the_spreadsheet_holds_what_is_to_be_paid(client, sign_in, award):
    payment_of(award, 123_000, state=P.APPROVED, text="=1+1")
    payment_of(award, 77_000)
    payment_of(enrolment_with({2025: 500_000}).awards.get(), 55_000, state=P.APPROVED)
    sign_in(adviser_of(award.enrolment))

    book = zipfile.ZipFile(io.BytesIO(client.get(reverse("payment-export")).content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert "<v>123000</v>" in sheet
    assert award.enrolment.municipality.name in sheet
    assert ">'=1+1<" in sheet
    assert "77000" not in sheet
    assert "55000" not in sheet


def test_the_asker_takes_it_back(client, sign_in, award):
    payment = payment_of(award)
    sign_in(coordinator_of(award.enrolment))
    address = reverse("payment-take-back", args=[payment.pk])

    assert client.post(address).status_code == 302
    payment.refresh_from_db()
    assert payment.state == "taken_back"
    assert client.post(address).status_code == 403


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("planned", 403),
        ("active", 302),
        ("paused", 403),
        ("ending", 302),
        ("closed", 302),
        ("withdrawn", 403),
    ],
)
def test_money_is_paid_to_those_who_work(client, sign_in, state, status):
    award = enrolment_with({2025: 500_000}, state=state).awards.get()
    sign_in(coordinator_of(award.enrolment))

    assert ask(client, award).status_code == status


def test_next_years_money_is_asked_for_next_year(client, sign_in):
    award = enrolment_with({today().year + 1: 500_000}).awards.get()
    sign_in(coordinator_of(award.enrolment))

    assert ask(client, award).status_code == 403


def test_a_settled_year_pays_no_more(client, sign_in, award):
    settlement_of(award, 500_000)
    sign_in(coordinator_of(award.enrolment))

    assert ask(client, award).status_code == 403


def test_only_the_lead_asks_and_only_its_county_answers(client, sign_in, award):
    enrolment = award.enrolment
    partner = EnrolmentPartnerFactory(enrolment=enrolment).municipality
    payment = payment_of(award)
    approved = payment_of(award, state=P.APPROVED)
    for membership in (
        {"role": Role.COORDINATOR, "municipality": partner},
        {"role": Role.CONTRIBUTOR, "municipality": enrolment.municipality},
        {"role": Role.APPROVER, "municipality": enrolment.municipality},
        {"role": Role.NATIONAL_READER},
    ):
        sign_in(**membership)
        assert ask(client, award).status_code == 403
        assert answer(client, payment).status_code == 403
        assert pay(client, approved).status_code == 403
        assert client.post(reverse("payment-take-back", args=[payment.pk])).status_code == 403
    sign_in(coordinator_of(enrolment))
    assert answer(client, payment).status_code == 403


def test_a_party_of_the_county_pays_nobody(client, sign_in, award):
    payment, approved = payment_of(award), payment_of(award, state=P.APPROVED)
    adviser = sign_in(adviser_of(award.enrolment))
    MembershipFactory(user=adviser, role=Role.CONTRIBUTOR, municipality=award.enrolment.municipality)

    assert answer(client, payment).status_code == 403
    assert pay(client, approved).status_code == 422
    assert PaymentRequest.objects.filter(state=P.PAID).count() == 0


def test_payments_are_not_public(client, sign_in, award):
    payment_of(award, 123_456)
    shown = "123\xa0456"

    assert shown not in client.get(award.enrolment.get_absolute_url()).text
    sign_in(coordinator_of(enrolment_with({})))
    assert shown not in client.get(award.enrolment.get_absolute_url()).text
    sign_in(coordinator_of(award.enrolment))
    assert shown in client.get(award.enrolment.get_absolute_url()).text

"""The pages of letters, for the county and for those who get them."""

import pytest
from django.urls import reverse

from accounts.models import Message
from audit.models import AuditEvent
from municipalities.roles import Role
from programmes.actions.letter_templates import begin_templates
from programmes.actions.letters import draft_letter, edit_letter, send_letter
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import LetterKind, LetterState
from programmes.models import Document, Impartiality, Letter, LetterTemplate
from programmes.queries.letters_waiting import waiting
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.factories_grant import ApplicationFactory, declare, make_call
from tests.programmes.letters.world import decided, make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(sign_in):
    return sign_in(make_county(name="Vestland")[1])


@pytest.fixture
def county(adviser):
    return adviser.memberships.get().county


@pytest.fixture
def call(county):
    return make_call(county)


def draft_of(call, by, **fields):
    return Letter.objects.get(pk=draft_letter(decided(call, **fields), by=by).pk)


def page(client, name, *args):
    return client.get(reverse(name, args=args))


# --- the county -------------------------------------------------------------------------------------------


def test_all_drafts_are_sent_in_one_go(client, adviser, call):
    letters = [draft_of(call, adviser) for _n in range(3)]
    send = reverse("letter-send", args=[call.pk])
    offered = client.get(send)

    response = client.post(send, {"letter": [row["key"] for row in offered.context["rows"]][:2]}, follow=True)

    states = list(Letter.objects.order_by("pk").values_list("state", flat=True))
    assert [row["is_ticked"] for row in offered.context["rows"]] == [True] * 3
    assert states == [LetterState.SENT, LetterState.SENT, LetterState.DRAFT]
    assert "2 brev er sendt." in response.text
    assert page(client, "letter", letters[0].pk).status_code == 200


def test_one_letter_can_be_sent_alone(client, adviser, call):
    letters = [draft_of(call, adviser) for _n in range(2)]

    offered = client.get(f"{reverse('letter-send', args=[call.pk])}?letter={letters[1].pk}")

    assert {row["letter"].pk: row["is_ticked"] for row in offered.context["rows"]} == {
        letters[0].pk: False,
        letters[1].pk: True,
    }


def test_a_letter_that_was_changed_since_it_was_ticked_is_not_sent(client, adviser, call):
    letter = draft_of(call, adviser)
    send = reverse("letter-send", args=[call.pk])
    key = client.get(send).context["rows"][0]["key"]
    edit_letter(letter, {"body": "Rettet"}, version=1, by=UserFactory())

    response = client.post(send, {"letter": [key]})

    assert response.status_code == 422
    assert "endret eller sendt av andre" in response.text
    assert Letter.objects.get().state == LetterState.DRAFT


def test_nothing_ticked_sends_nothing(client, adviser, call):
    draft_of(call, adviser)

    response = client.post(reverse("letter-send", args=[call.pk]), {})

    assert response.status_code == 422
    assert "Velg minst ett brev" in response.text


def test_letters_that_are_missing_are_made(client, adviser, call):
    decided(call)
    assert page(client, "letter-list", call.pk).context["without"] == 1

    client.post(reverse("letter-draft-missing", args=[call.pk]))

    assert Letter.objects.get().state == LetterState.DRAFT
    assert page(client, "letter-list", call.pk).context["without"] == 0


def test_a_draft_is_corrected_and_the_second_writer_sees_the_first(client, adviser, call):
    letter = draft_of(call, adviser)
    address = reverse("letter-edit", args=[letter.pk])

    client.post(address, {"subject": "Ny", "body": "Min tekst", "version": 1})
    response = client.post(address, {"subject": "Ny", "body": "Din tekst", "version": 1})

    assert response.status_code == 409
    assert "Min tekst" in response.text
    assert "Din tekst" in response.text
    assert Letter.objects.get().body == "Min tekst"


@pytest.mark.parametrize(
    ("body", "said"),
    [("Til [kommune]", "[kommune]"), ("Fødselsnummer 15076500565", "fødselsnummer"), ("", "Skriv teksten")],
)
def test_what_cannot_stand_in_a_letter_is_said_beside_the_field(client, adviser, call, body, said):
    letter = draft_of(call, adviser)

    response = client.post(
        reverse("letter-edit", args=[letter.pk]), {"subject": "Ny", "body": body, "version": 1}
    )

    assert response.status_code == 422
    assert said in str(response.context["form"].errors["body"])


def test_a_letter_that_was_sent_cannot_be_corrected_or_sent_again(client, adviser, call):
    letter = draft_of(call, adviser)
    send_letter(letter, by=adviser)

    edited = client.post(reverse("letter-edit", args=[letter.pk]), {"body": "Nytt", "version": 1})
    remade = client.post(reverse("letter-remake", args=[letter.pk]), {"version": 1})
    discarded = client.post(reverse("letter-discard", args=[letter.pk]))

    assert {one.status_code for one in (edited, remade, discarded)} == {403}


@pytest.mark.parametrize("hindrance", ["partial", "party"])
def test_who_is_not_impartial_neither_reads_a_draft_nor_sends_it(client, adviser, call, hindrance):
    letter = draft_of(call, adviser)
    if hindrance == "partial":
        Impartiality.objects.create(
            application=letter.application, user=adviser, is_impartial=False, reason="Søster"
        )
    else:
        MembershipFactory(role=Role.CONTRIBUTOR, user=adviser, municipality=letter.application.municipality)

    assert page(client, "letter", letter.pk).status_code == 403
    assert page(client, "letter-preview", letter.pk).status_code == 403
    assert page(client, "letter-send", call.pk).context["rows"] == []
    client.post(reverse("letter-send", args=[call.pk]), {"letter": [f"{letter.pk}.1"]})
    assert Letter.objects.get().state == LetterState.DRAFT


def test_asking_for_more(client, adviser, call):
    application = ApplicationFactory(call=call, state=ApplicationState.IN_REVIEW)
    declare(application, adviser)

    response = client.post(
        reverse("letter-new", args=[application.pk]), {"text": "Hvem evaluerer?", "due_on": "04.12.2026"}
    )

    letter = Letter.objects.get()
    assert response.url == letter.get_absolute_url()
    assert "Hvem evaluerer?" in letter.body
    assert "4. desember 2026" in letter.body
    client.post(reverse("letter-discard", args=[letter.pk]))
    assert Letter.objects.get().state == LetterState.DISCARDED


# --- templates ----------------------------------------------------------------------------------------------


def own_template(county, adviser, kind=LetterKind.AWARD):
    begin_templates(county, by=adviser)
    return LetterTemplate.objects.get(county=county, kind=kind, language="nb")


def save(client, template, **changes):
    values = {"subject": template.subject, "body": template.body, "version": template.version}
    return client.post(reverse("letter-template", args=[template.pk]), values | changes)


@pytest.mark.parametrize("name", ["tullball", "plass", "opplysninger"])
def test_a_placeholder_that_is_not_in_the_list_is_refused_by_name(client, adviser, county, name):
    template = own_template(county, adviser)

    response = save(client, template, body=f"{template.body} [{name}]")

    template.refresh_from_db()
    assert response.status_code == 422
    assert f"[{name}] finnes ikke" in str(response.context["form"].errors["body"])
    assert template.version == 1


def test_an_award_must_tell_why_and_how_much(client, adviser, county):
    template = own_template(county, adviser)

    response = save(client, template, body="Gratulerer, [kommune]!")

    [error] = response.context["form"].errors["body"]
    assert error == "Brevet må ha med [begrunnelse], [beløp], [beløp_per_år], [vilkår], [klage]."


def test_preview_shows_the_examples_and_saves_nothing(client, adviser, county):
    template = own_template(county, adviser)

    response = save(client, template, body=f"PRØVE {{{{ 1 }}}} [kommune]\n\n{template.body}", preview="1")

    template.refresh_from_db()
    assert response.status_code == 200
    assert "PRØVE {{ 1 }} Gulen" in response.text
    assert template.version == 1


def test_two_who_change_one_template_see_each_other(client, adviser, county):
    template = own_template(county, adviser)
    save(client, template, subject="Den ene")

    response = save(client, template, subject="Den andre")

    template.refresh_from_db()
    assert response.status_code == 409
    assert (template.subject, template.version) == ("Den ene", 2)
    assert "Den andre" in response.text


# --- those who get them -------------------------------------------------------------------------------------


def test_the_first_to_open_a_letter_is_noted_once(client, sign_in, adviser, call):
    letter = draft_of(call, adviser)
    send_letter(letter, by=adviser)
    page(client, "letter", letter.pk)
    assert AuditEvent.objects.filter(action="letter.opened").count() == 0

    reader = sign_in(letter.application.contact)
    assert [one.href for one in waiting(reader)] == [letter.get_absolute_url()]
    for _time in range(2):
        shown = page(client, "letter", letter.pk)
    sign_in(role=Role.APPROVER, municipality=letter.application.municipality)
    page(client, "letter", letter.pk)

    [event] = AuditEvent.objects.filter(action="letter.opened")
    assert event.actor == f"accounts.user:{reader.pk}"
    assert letter.decision.reason in shown.text
    assert "Rett brevet" not in shown.text
    reader = type(reader).objects.get(pk=reader.pk)
    assert waiting(reader) == []


def test_a_stranger_sees_neither_letter_nor_document(client, sign_in, adviser, call):
    letter = draft_of(call, adviser)
    send_letter(letter, by=adviser)
    document = Document.objects.get(letter=letter)
    stranger = sign_in(role=Role.COORDINATOR, municipality=MunicipalityFactory(county=call.county))

    assert page(client, "letter", letter.pk).status_code == 404
    assert page(client, "document", document.pk).status_code == 404
    assert not Document.objects.visible_to(stranger).exists()
    assert waiting(stranger) == []
    sign_in(letter.application.contact)
    assert page(client, "document", document.pk).url == letter.get_absolute_url()


def test_a_draft_is_hidden_from_the_applicant(client, sign_in, adviser, call):
    letter = draft_of(call, adviser)
    reader = sign_in(letter.application.contact)

    assert page(client, "letter", letter.pk).status_code == 404
    assert waiting(reader) == []


def test_the_county_is_told_of_drafts(adviser, call):
    for _n in range(2):
        draft_of(call, adviser)
    MembershipFactory(role=Role.COUNTY_ADVISER)

    [line] = waiting(adviser)

    assert (line.href, line.text) == (reverse("letter-list", args=[call.pk]), "2 brev er ikke sendt")


# --- mail that did not go ---------------------------------------------------------------------------


def test_those_who_run_the_portal_see_failed_mail_without_its_text(client, sign_in):
    admin = sign_in(role=Role.ADMINISTRATOR)
    message = Message.objects.create(
        address="borte@example.no",
        kind="account",
        language="nb",
        subject="S",
        body="KODE-1234",
        state="failed",
    )

    shown = page(client, "mail-list")
    assert [one.href for one in waiting(admin)] == [reverse("mail-list")]
    client.post(reverse("mail-retry", args=[message.pk]))

    message.refresh_from_db()
    assert "borte@example.no" in shown.text
    assert "KODE-1234" not in shown.text
    assert (message.state, message.attempts) == ("waiting", 0)

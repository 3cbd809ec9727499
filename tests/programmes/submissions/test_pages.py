"""The pages of sending, as people meet them."""

import re

import pytest
from django.urls import reverse

from accounts.models import Message
from audit.models import AuditEvent
from folkehelse.lib.dates import today
from municipalities.models import Membership
from programmes.actions import submissions as actions
from programmes.enums import DocumentKind, DocumentState
from programmes.enums.applications import ApplicationState, Phase
from programmes.models import Document, Submission
from programmes.queries.submissions_waiting import waiting
from tests.factories import MembershipFactory
from tests.factories_grant import ApplicationFactory, AttachmentFactory
from tests.programmes.submissions.world import make_world

pytestmark = pytest.mark.django_db
A = ApplicationState


@pytest.fixture
def as_(client):
    def _as(user):
        client.force_login(user, backend="accounts.backends.Backend")
        return client

    return _as


def page(name, world, client):
    return client.get(reverse(name, args=[world.application.pk]))


def post(name, world, client, **data):
    return client.post(reverse(name, args=[world.application.pk]), data)


def token_in(response):
    return re.search(r'name="token" value="([^"]+)"', response.text)[1]


def test_what_is_missing_is_told_with_links_and_without_a_button(as_):
    world = make_world(answers={"title": "Sammen"})

    response = page("application-check", world, as_(world.coordinator))

    assert "«Spørsmål approach» mangler svar." in response.text
    assert f"/soknader/{world.application.pk}/tilnaerming/#felt-approach" in response.text
    assert "Send til godkjenneren" not in response.text
    refused = post("application-send", world, as_(world.coordinator))
    assert (refused.status_code, world.fresh().state) == (422, A.DRAFT)


def test_the_coordinator_sends_and_a_second_press_is_harmless(as_):
    world = make_world()
    assert "Send til godkjenneren" in page("application-check", world, as_(world.coordinator)).text

    for _n in range(2):
        response = post("application-send", world, as_(world.coordinator))
        assert response.url == world.application.get_absolute_url()

    assert world.application.signature_requests.count() == 1
    assert Message.objects.count() == 1


def test_without_an_approver_one_is_invited_first(as_):
    world = make_world()
    Membership.objects.filter(user=world.approver).delete()

    response = page("application-check", world, as_(world.coordinator))

    assert "Inviter en godkjenner" in response.text
    assert reverse("colleague-invite") in response.text


def test_a_contributor_sees_why_they_cannot_send(as_):
    world = make_world()
    Membership.objects.filter(user=world.coordinator).update(role="contributor")

    response = page("application-check", world, as_(world.coordinator))

    assert "Bare koordinatorer i kommunen kan sende" in response.text
    assert post("application-send", world, as_(world.coordinator)).status_code == 403


def test_the_approver_reads_signs_and_gets_the_case_number(as_):
    world = make_world()
    AttachmentFactory(application=world.application, name="vedtak.pdf")
    world.send()
    shown = page("application-sign", world, as_(world.approver))
    assert "Vi vil bygge laget rundt barna." in shown.text
    assert "vedtak.pdf" in shown.text
    token = token_in(shown)

    first = post("application-sign", world, as_(world.approver), token=token, action="sign")
    again = post("application-sign", world, as_(world.approver), token=token, action="sign")

    sent = Submission.objects.get()
    assert first.url == again.url == sent.get_absolute_url()
    receipt = as_(world.approver).get(first.url)
    for text in (world.fresh().case, sent.sha256, world.approver.full_name, "Kvitteringen står i kø"):
        assert text in receipt.text


def test_a_changed_application_is_shown_again_not_sent(as_):
    world = make_world()
    world.send()
    token = token_in(page("application-sign", world, as_(world.approver)))
    AttachmentFactory(application=world.application, name="kom-til.pdf")

    response = post("application-sign", world, as_(world.approver), token=token, action="sign")

    assert response.status_code == 409
    assert "Søknaden er endret siden du leste den" in response.text
    assert "kom-til.pdf" in response.text
    assert token_in(response) != token
    assert Submission.objects.count() == 0


def test_after_it_is_sent_the_link_in_the_mail_leads_to_the_copy(as_):
    world = make_world()
    sent = world.submit()

    assert page("application-sign", world, as_(world.approver)).url == sent.get_absolute_url()


def test_the_coordinator_does_not_sign_but_somebody_with_both_roles_does(as_):
    world = make_world()
    world.send()
    token = world.token()
    assert post("application-sign", world, as_(world.coordinator), token=token).status_code == 403

    Membership.objects.filter(user=world.approver).update(user=world.coordinator)
    post("application-sign", world, as_(world.coordinator), token=token, action="sign")

    assert Submission.objects.get().submitted_by == world.coordinator


def test_the_approver_returns_with_a_comment_that_the_writers_see(as_):
    world = make_world()
    world.send()

    empty = post("application-sign", world, as_(world.approver), action="return", comment="")
    assert (empty.status_code, world.fresh().state) == (422, A.SIGNING)
    post("application-sign", world, as_(world.approver), action="return", comment="Budsjettet er for høyt.")

    assert world.fresh().state == A.DRAFT
    shown = as_(world.coordinator).get(world.application.get_absolute_url())
    assert "Budsjettet er for høyt." in shown.text


def test_the_writers_take_it_back(as_):
    world = make_world()
    world.send()

    post("application-pull-back", world, as_(world.coordinator))

    assert world.fresh().state == A.DRAFT
    assert post("application-pull-back", world, as_(world.coordinator)).status_code == 403


def test_withdrawn_with_a_reason(as_):
    world = make_world()
    world.submit()

    assert post("application-withdraw", world, as_(world.coordinator), why="").status_code == 422
    post("application-withdraw", world, as_(world.coordinator), why="Vi har ikke folk.")

    assert world.fresh().state == A.WITHDRAWN
    assert AuditEvent.objects.about(world.application).first().why == "Vi har ikke folk."


def test_who_withdraws_too_late_is_told_so_on_a_page(as_):
    made = ApplicationFactory(state=A.DECIDED)
    address = reverse("application-withdraw", args=[made.pk])

    assert as_(made.contact).get(address).status_code == 403
    response = as_(made.contact).post(address, {"why": "Angret"})

    assert response.status_code == 409
    assert "Søknaden er avgjort og kan ikke trekkes." in response.text


def test_the_county_asks_for_corrections_and_sees_what_changed(as_):
    world = make_world()
    world.submit()
    data = {"sections": ["approach"], "reason": "Skriv mer om ungdommene.", "due_on": "1.1.2020"}
    early = post("application-return", world, as_(world.adviser), **data)
    assert (early.status_code, world.fresh().state) == (422, A.SUBMITTED)
    post("application-return", world, as_(world.adviser), **data | {"due_on": f"{today():%d.%m.%Y}"})
    assert world.fresh().state == A.RETURNED
    world.fresh().answers.filter(key="approach").update(text="Vi vil bygge laget rundt barna og ungdommen.")
    second = world.submit()

    response = as_(world.adviser).get(reverse("submission-diff", args=[second.pk]))

    assert "Skriv mer om ungdommene." in response.text
    assert re.findall(r"<(del|ins)>.*?</span>(.*?)</\1>", response.text) == [
        ("del", "barna."),
        ("ins", "barna og ungdommen."),
    ]


def test_a_sketch_is_answered(as_):
    world = make_world(has_sketch=True, sketch_closes_on=today())
    type(world.application).objects.update(phase=Phase.SKETCH)
    world.submit()
    assert page("application-return", world, as_(world.adviser)).status_code == 200

    post("application-feedback", world, as_(world.adviser), text="Lovende.")

    assert (world.fresh().state, world.fresh().phase) == (A.DRAFT, Phase.PLAN)
    assert page("application-feedback", world, as_(world.adviser)).status_code == 403
    assert "Lovende." in as_(world.coordinator).get(world.application.get_absolute_url()).text


def test_what_is_being_corrected_is_not_shown_to_the_county(as_):
    world = make_world()
    sent = world.submit()
    actions.return_for_changes(world.fresh(), by=world.adviser, sections=["own"], reason="Skriv mer.")
    world.fresh().answers.filter(key="own").update(text="HEMMELIG UTKAST")

    assert page("application-check", world, as_(world.adviser)).status_code == 403
    copy = as_(world.adviser).get(sent.get_absolute_url())
    assert "Ja, slik og slik." in copy.text
    assert "HEMMELIG UTKAST" not in copy.text
    assert "HEMMELIG UTKAST" in page("application-check", world, as_(world.coordinator)).text


def test_who_has_not_declared_impartiality_reads_neither_copy_nor_receipt(as_, tmp_path):
    world = make_world()
    sent = world.submit()
    (tmp_path / "media/documents").mkdir(parents=True)
    (tmp_path / "media/documents/x.pdf").write_bytes(b"%PDF")
    Document.objects.filter(kind=DocumentKind.RECEIPT).update(
        state=DocumentState.DONE,
        file="documents/x.pdf",
        sha256="0" * 64,
        size=4,
        pages=1,
        finished_at=sent.submitted_at,
    )
    receipt = Document.objects.get()
    addresses = [
        sent.get_absolute_url(),
        reverse("submission-diff", args=[sent.pk]),
        reverse("document-file", args=[receipt.pk]),
    ]

    def answers(user):
        found = []
        for address in addresses:
            response = as_(user).get(address)
            for close in response._resource_closers:
                close()
            found.append(response.status_code)
        return found

    assert answers(world.adviser) == [200, 200, 200]
    assert answers(world.coordinator) == [200, 200, 200]
    other = make_world().adviser
    assert answers(other) == [404, 404, 404]
    leader = MembershipFactory(role="county_leader", county=world.application.call.county).user
    assert answers(leader) == [302, 302, 403]
    assert as_(world.coordinator).get(reverse("document", args=[receipt.pk])).url == sent.get_absolute_url()


def test_receipts_are_not_among_the_reports(as_):
    world = make_world()
    world.submit()

    assert "Kvittering" not in as_(world.coordinator).get(reverse("document-list")).text
    assert "Kvittering" not in as_(world.coordinator).get(reverse("my-work")).text


def test_what_waits_for_whom():
    world = make_world()
    people = (world.coordinator, world.approver, world.adviser)

    def who():
        """How many things wait for each, asked as in a new request."""
        return [len(waiting(type(one).objects.get(pk=one.pk))) for one in people]

    assert who() == [0, 0, 0]
    world.send()
    assert who() == [0, 1, 0]
    actions.return_to_writers(world.fresh(), by=world.approver, comment="Nei.")
    assert who() == [1, 0, 0]
    world.submit()
    assert who() == [0, 0, 1]
    actions.return_for_changes(
        world.fresh(), by=world.adviser, sections=["own"], reason="Mer.", due_on=today()
    )
    assert who() == [1, 0, 0]
    assert waiting(world.coordinator)[0].day == today()

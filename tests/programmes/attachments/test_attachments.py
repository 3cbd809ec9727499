"""Files of an application: sent in at once, read by those who may, kept once they are sent."""

import hashlib
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from audit.models import AuditEvent
from folkehelse.lib.uploads import Refused, Upload
from programmes.actions.attachments import attach
from programmes.enums.applications import ApplicationState
from programmes.models import Attachment, ChangeRequest
from programmes.queries.attachments import MOST_FILES
from tests.factories import MembershipFactory
from tests.factories_grant import ApplicationFactory, AttachmentFactory, declare, put
from tests.lib.upload_files import NUMBER, docx, photo

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "vedlegg-andre"}


def files():
    folder = Path(settings.VAR) / "media/attachments"
    return sorted(one for one in folder.rglob("*") if one.is_file()) if folder.exists() else []


def test_a_file_is_kept_at_once_under_a_name_of_its_own(sign_in, coordinator, application, send):
    sign_in(coordinator)

    response = send(application, name="../Søknad (ny).pdf")

    kept = application.attachments.get()
    step = reverse("application-section", args=[application.pk, "attachments"])
    assert (response.status_code, response["Location"]) == (302, f"{step}#vedlegg-andre")
    assert (kept.name, kept.uploaded_by, kept.key) == ("Søknad (ny).pdf", coordinator, "")
    assert "Søknad" not in kept.file.name
    stored = files()[0].read_bytes()
    assert (kept.size, kept.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())
    event = AuditEvent.objects.get(action="application.attached")
    assert (event.subject, event.after["file"]) == (
        f"programmes.application:{application.pk}",
        "Søknad (ny).pdf",
    )


def test_with_htmx_the_list_is_answered(sign_in, coordinator, application, send):
    sign_in(coordinator)

    response = send(application, **HTMX)

    assert response.status_code == 200
    assert response.text.strip().startswith('<div class="stack uploads" id="vedlegg-andre"')
    assert "«plan.pdf» er lastet opp." in response.text
    assert reverse("attachment-file", args=[application.attachments.get().pk]) in response.text


def test_the_same_file_twice_is_kept_once(sign_in, coordinator, application):
    sign_in(coordinator)
    upload = Upload("plan.txt", "text/plain", b"Hei")

    first = attach(application, upload, key="", by=coordinator)
    second = attach(application, upload, key="", by=coordinator)

    assert (first, len(files())) == (second, 1)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_refused_file_is_named_with_the_reason_and_nothing_is_kept(
    sign_in, coordinator, application, send, headers, caplog
):
    sign_in(coordinator)

    response = send(application, docx("Hei", f"Kari {NUMBER}"), name="plan.docx", **headers)

    assert response.status_code == 422
    assert "«plan.docx» ble ikke lastet opp. Den ser ut til å ha et fødselsnummer" in response.text
    assert "avsnitt 2" in response.text
    assert NUMBER not in response.text + caplog.text
    assert (application.attachments.count(), files()) == (0, [])


def test_a_post_without_a_file_says_so(client, sign_in, coordinator, application):
    sign_in(coordinator)

    response = client.post(reverse("attachment-upload", args=[application.pk]), {"key": ""})

    assert (response.status_code, "Velg en fil først." in response.text) == (422, True)


@pytest.mark.slow
def test_a_file_that_is_too_big_is_stopped_on_its_way_in(
    sign_in, coordinator, application, send, monkeypatch
):
    sign_in(coordinator)
    for module in ("guard", "inspection"):
        monkeypatch.setattr(f"folkehelse.lib.uploads.{module}.MOST_BYTES", 200_000)

    response = send(application, b"a" * 400_000, name="stor.txt")

    assert response.status_code == 422
    assert "«stor.txt» ble ikke lastet opp. Den er for stor." in response.text
    assert application.attachments.count() == 0


def test_a_photo_is_kept_without_the_place_it_was_taken(sign_in, coordinator, application, send):
    sign_in(coordinator)

    send(application, photo(), name="tur.jpg")

    assert b"Kari" not in files()[0].read_bytes()


def test_there_is_a_limit_of_files(application, coordinator):
    AttachmentFactory.create_batch(MOST_FILES, application=application)

    with pytest.raises(Refused, match="30 filer"):
        attach(application, Upload("a.txt", "text/plain", b"Hei"), key="", by=coordinator)
    assert files() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_last_file_at_once_do_not_go_past_the_limit(application, coordinator):
    AttachmentFactory.create_batch(MOST_FILES - 1, application=application)
    told, start = [], threading.Barrier(2)

    def one(n):
        start.wait()
        try:
            attach(application, Upload(f"{n}.txt", "text/plain", b"%d" % n), key="", by=coordinator)
            told.append("kept")
        except Refused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[n]) for n in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert (sorted(told), application.attachments.count()) == (["kept", "refused"], MOST_FILES)


@pytest.mark.parametrize("role", ["approver"])
def test_who_does_not_write_sends_no_files(sign_in, own, application, send, role):
    sign_in(role=role, municipality=own)

    assert (send(application).status_code, application.attachments.count()) == (403, 0)


def test_strangers_do_not_know_of_the_application(sign_in, application, send):
    sign_in(role="coordinator")

    assert (send(application).status_code, application.attachments.count()) == (404, 0)


def test_the_county_sends_no_files_into_a_case(sign_in, call, own, send):
    case = ApplicationFactory(call=call, municipality=own, state=ApplicationState.RETURNED)
    sign_in(role="county_adviser", county=call.county)

    assert (send(case).status_code, case.attachments.count()) == (403, 0)


def test_a_key_that_the_call_does_not_ask_for_is_refused(sign_in, coordinator, application, send):
    sign_in(coordinator)

    assert (send(application, key="noe-annet").status_code, application.attachments.count()) == (403, 0)


@pytest.mark.parametrize("state", ["signing", "submitted", "in_review", "withdrawn"])
def test_nothing_is_added_or_taken_away_once_it_is_sent(client, sign_in, coordinator, call, own, send, state):
    sent = ApplicationFactory(
        call=call, municipality=own, contact=coordinator, state=ApplicationState.SUBMITTED
    )
    file = AttachmentFactory(application=sent, is_sent=True)
    put(sent, state)
    sign_in(coordinator)

    statuses = [
        send(sent).status_code,
        client.post(reverse("attachment-remove", args=[file.pk])).status_code,
    ]

    assert (statuses, sent.attachments.kept().count()) == ([403, 403], 1)


def test_of_a_returned_application_only_the_named_step_is_open(sign_in, coordinator, call, own, send):
    case = ApplicationFactory(
        call=call, municipality=own, contact=coordinator, state=ApplicationState.RETURNED
    )
    request = ChangeRequest.objects.create(
        application=case,
        submission=case.submissions.get(),
        sections=["budget"],
        reason="Tallene",
        asked_by=coordinator,
    )
    sign_in(coordinator)
    assert send(case).status_code == 403

    ChangeRequest.objects.filter(pk=request.pk).update(sections=["budget", "attachments"])

    assert send(case).status_code == 302


def test_a_file_that_was_never_sent_is_gone_when_it_is_taken_away(
    client, sign_in, coordinator, application, send, django_capture_on_commit_callbacks
):
    sign_in(coordinator)
    send(application)
    file = application.attachments.get()

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("attachment-remove", args=[file.pk]))

    file.refresh_from_db()
    assert (response.status_code, file.removed_by, files()) == (302, coordinator, [])
    assert client.get(reverse("attachment-file", args=[file.pk])).status_code == 404
    assert AuditEvent.objects.filter(action="application.attachment_removed").count() == 1


def test_a_file_that_was_sent_stays_in_what_was_sent(
    client, fetch, sign_in, coordinator, application, send, django_capture_on_commit_callbacks
):
    sign_in(coordinator)
    send(application)
    Attachment.objects.update(is_sent=True)
    file = application.attachments.get()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("attachment-remove", args=[file.pk]))

    assert (len(files()), application.attachments.kept().count()) == (1, 0)
    assert fetch(reverse("attachment-file", args=[file.pk]))[0].status_code == 200


def test_a_file_is_served_so_that_no_browser_runs_it(fetch, sign_in, coordinator, application, send):
    sign_in(coordinator)
    send(application, name="Søknad.pdf")
    file = application.attachments.get()

    response, content = fetch(file.get_absolute_url())

    assert content == files()[0].read_bytes()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''S%C3%B8knad.pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


def test_the_county_reads_what_was_sent_after_it_has_declared_itself(fetch, sign_in, call, own):
    case = ApplicationFactory(call=call, municipality=own, state=ApplicationState.SUBMITTED)
    sent, unsent = AttachmentFactory(application=case, is_sent=True), AttachmentFactory(application=case)
    folder = Path(settings.VAR) / "media/attachments"
    folder.mkdir(parents=True)
    (folder / "x.pdf").write_bytes(b"%PDF")
    adviser = MembershipFactory(role="county_adviser", county=call.county).user
    sign_in(adviser)

    before, _content = fetch(sent.get_absolute_url())
    declare(case, adviser)

    assert (before.status_code, "habil" in before.text) == (403, True)
    assert fetch(sent.get_absolute_url())[0].status_code == 200
    assert fetch(unsent.get_absolute_url())[0].status_code == 404


def test_who_is_not_impartial_does_not_read_the_files(client, sign_in, call, own):
    case = ApplicationFactory(call=call, municipality=own, state=ApplicationState.SUBMITTED)
    sent = AttachmentFactory(application=case, is_sent=True)
    adviser = MembershipFactory(role="county_adviser", county=call.county).user
    declare(case, adviser, is_impartial=False, reason="Søsteren min arbeider der.")
    sign_in(adviser)

    assert client.get(sent.get_absolute_url()).status_code == 403

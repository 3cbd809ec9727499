"""A draft is published; what is published is changed by a new version; a call is cancelled."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Message
from audit.models import AuditEvent
from folkehelse.lib.dates import today
from programmes.actions import call_publishing as actions
from programmes.actions.calls import begin_change
from programmes.enums.applications import ApplicationState, Phase
from programmes.models import Application, Call, CallVersion, WrongState
from programmes.queries.call_check import blocking, findings
from tests.factories import MembershipFactory
from tests.factories_grant import (
    AnswerFactory,
    ApplicationFactory,
    AttachmentFactory,
    DecisionFactory,
    SubmissionFactory,
    put,
)

pytestmark = pytest.mark.django_db
A = ApplicationState


def address(name, call):
    return reverse(name, args=[call.pk])


def publish_by_hand(client, call, **data):
    seen = call.versions.first().changed
    return client.post(address("call-publish", call), {"seen": seen, **data})


def lacks(version):
    return [(one.part, one.is_blocking) for one in findings(version)]


def test_a_whole_draft_lacks_nothing_but_thoughts(draft):
    CallVersion.objects.filter(call=draft).update(first_year=today().year + 1)

    assert lacks(draft.versions.get()) == [("innhold", False), ("paminnelser", False)]


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"text": " "}, "innhold"),
        ({"opens_on": dt.date(2020, 1, 1), "closes_on": dt.date(2020, 2, 1)}, "innhold"),
        ({"frame": 0}, "penger"),
        ({"max_amount": 6_000_000}, "penger"),
        ({"deciding_body": ""}, "hvem"),
    ],
)
def test_what_is_missing_stops_publishing(client, sign_in, adviser, draft, fields, part):
    CallVersion.objects.filter(call=draft).update(**fields)
    sign_in(adviser)

    response = publish_by_hand(client, draft)

    assert [one.part for one in blocking(draft.versions.get())] == [part]
    assert response.status_code == 200
    assert Call.objects.get(pk=draft.pk).state == "draft"


def test_a_sketch_needs_a_question(draft):
    soon = today() + dt.timedelta(days=5)
    CallVersion.objects.filter(call=draft).update(has_sketch=True, sketch_closes_on=soon)
    draft.shown.questions.update(in_sketch=False)

    assert [one.part for one in blocking(draft.versions.get())] == ["sporsmal"]


def test_publishing_makes_it_public(client, sign_in, adviser, draft):
    assert client.get(draft.get_absolute_url()).status_code == 404
    sign_in(adviser)

    response = publish_by_hand(client, draft)

    call = Call.objects.get(pk=draft.pk)
    assert response.url == call.get_absolute_url()
    assert (call.state, call.current, call.current.state) == ("published", draft.shown, "published")
    assert (call.current.published_by, call.is_open) == (adviser, True)
    client.logout()
    assert client.get(call.get_absolute_url()).status_code == 200
    told = AuditEvent.objects.filter(action__endswith=".published").values_list("action", flat=True)
    assert sorted(told) == ["call.published", "callversion.published"]


def test_a_double_click_publishes_once(client, sign_in, adviser, draft):
    sign_in(adviser)
    seen = draft.shown.changed

    answers = [client.post(address("call-publish", draft), {"seen": seen}) for _click in range(2)]

    assert [answer.url for answer in answers] == [draft.get_absolute_url()] * 2
    assert AuditEvent.objects.filter(action="call.published").count() == 1


def test_what_was_not_looked_at_is_not_published(client, sign_in, adviser, draft):
    sign_in(adviser)
    seen = draft.shown.changed
    client.post(reverse("call-item", args=[draft.pk, "deltemaer", "ny"]), {"title": "Nytt"})

    response = client.post(address("call-publish", draft), {"seen": seen})

    assert "Noen har endret utkastet" in response.text
    assert Call.objects.get(pk=draft.pk).state == "draft"
    shown = response.context["form"]["seen"].value()
    assert client.post(address("call-publish", draft), {"seen": shown}).status_code == 302


def test_a_change_is_a_new_version_with_the_same_keys(client, sign_in, adviser, published):
    sign_in(adviser)
    for _click in range(2):
        client.post(address("call-edit", published))

    new = published.versions.get(state="draft")
    assert (new.number, new.frame, new.title) == (2, 5_000_000, published.current.title)
    for name in ("questions", "criteria"):
        old_rows = list(getattr(published.current, name).values_list("key", flat=True))
        assert list(getattr(new, name).values_list("key", flat=True)) == old_rows
    assert client.get(published.get_absolute_url()).context["version"] == published.current


def test_drafts_follow_the_new_version_and_what_was_sent_does_not(client, sign_in, adviser, published):
    old = published.current
    made = {
        state: ApplicationFactory(call=published, state=state)
        for state in (A.DRAFT, A.SIGNING, A.SUBMITTED, A.RETURNED, A.IN_REVIEW, A.WITHDRAWN)
    }
    answer = AnswerFactory(application=made[A.DRAFT], key="approach", text="Vårt svar")
    frozen = made[A.SUBMITTED].submissions.get().sha256
    sign_in(adviser)
    client.post(address("call-edit", published))
    CallVersion.objects.filter(call=published, number=2).update(frame=6_000_000)

    response = publish_by_hand(client, published, note="Rammen er økt.")

    assert response.status_code == 302
    call = Call.objects.get(pk=published.pk)
    old.refresh_from_db()
    assert (call.current.number, call.current.frame, call.current.note) == (2, 6_000_000, "Rammen er økt.")
    assert (old.state, old.frame) == ("replaced", 5_000_000)
    numbers = {state: Application.objects.get(pk=one.pk).version.number for state, one in made.items()}
    assert numbers == {
        A.DRAFT: 2, A.SIGNING: 2, A.SUBMITTED: 1, A.RETURNED: 1, A.IN_REVIEW: 1, A.WITHDRAWN: 1,
    }  # fmt: skip
    assert made[A.SUBMITTED].submissions.get().sha256 == frozen
    assert made[A.DRAFT].answers.get() == answer
    readers = set(Message.objects.values_list("address", flat=True))
    assert readers == {made[A.DRAFT].contact.email, made[A.SIGNING].contact.email}
    assert "Rammen er økt." in Message.objects.first().body


def test_a_plan_after_a_sketch_follows_and_the_sketch_stays(published, adviser):
    plan = ApplicationFactory(call=published, phase=Phase.SKETCH)
    sent = SubmissionFactory(application=plan)
    put(plan, A.DRAFT, phase=Phase.PLAN, case_year=2026, case_number=7)
    back = ApplicationFactory(call=published, phase=Phase.PLAN)
    SubmissionFactory(application=back)
    put(back, A.DRAFT, case_year=2026, case_number=8)
    version = begin_change(published, by=adviser)

    actions.publish(version, seen=version.changed, by=adviser, note="Ny frist.")

    assert Application.objects.get(pk=plan.pk).version == version
    assert plan.submissions.get().version_id == sent.version_id == published.current_id
    assert Application.objects.get(pk=back.pk).version_id == published.current_id


def test_a_change_says_what_it_changes(client, sign_in, adviser, published):
    sign_in(adviser)
    client.post(address("call-edit", published))
    CallVersion.objects.filter(call=published, number=2).update(title="Ny tittel")

    page = client.get(address("call-publish", published))

    assert page.context["changes"] == [("Tittel", published.current.title, "Ny tittel")]
    assert publish_by_hand(client, published).status_code == 422  # the note is asked for
    assert Call.objects.get(pk=published.pk).current.number == 1


def test_the_frame_is_never_set_below_what_is_given(published, adviser):
    application = ApplicationFactory(call=published, state=A.IN_REVIEW)
    DecisionFactory(application=application, state="recommended", total=300_000)
    version = begin_change(published, by=adviser)
    CallVersion.objects.filter(pk=version.pk).update(frame=299_999)

    with pytest.raises(actions.Incomplete):
        actions.publish(version, seen=version.changed, by=adviser, note="Mindre penger.")
    CallVersion.objects.filter(pk=version.pk).update(frame=300_000)
    actions.publish(version, seen=version.changed, by=adviser, note="Mindre penger.")


def test_the_sketch_is_not_taken_from_those_who_have_begun(published, adviser):
    version = begin_change(published, by=adviser)
    soon = today() + dt.timedelta(days=5)
    CallVersion.objects.filter(pk=version.pk).update(has_sketch=True, sketch_closes_on=soon)
    version.refresh_from_db()
    assert blocking(version) == []
    ApplicationFactory(call=published)

    assert [one.part for one in blocking(version)] == ["innhold"]


def test_a_call_is_cancelled_and_those_who_have_begun_are_told(client, sign_in, adviser, published):
    begun = ApplicationFactory(call=published)
    sent = ApplicationFactory(call=published, state=A.SUBMITTED)
    ApplicationFactory(call=published, state=A.WITHDRAWN)
    begin_change(published, by=adviser)
    sign_in(adviser)

    assert client.post(address("call-cancel", published), {"why": ""}).status_code == 422
    client.post(address("call-cancel", published), {"why": "Pengene kom ikke."})

    call = Call.objects.get(pk=published.pk)
    assert (call.state, call.cancelled_because) == ("cancelled", "Pengene kom ikke.")
    assert call.versions.count() == 1
    readers = sorted(Message.objects.values_list("address", flat=True))
    assert readers == sorted([begun.contact.email, sent.contact.email])
    assert client.post(address("call-cancel", published), {"why": "Igjen"}).status_code == 403
    assert client.post(address("call-edit", published)).status_code == 403


def test_a_draft_is_thrown_away(client, sign_in, adviser, draft, published):
    trial = ApplicationFactory(call=draft, is_trial=True)
    begin_change(published, by=adviser)
    sign_in(adviser)

    client.post(address("call-discard", draft))
    client.post(address("call-discard", published))

    assert list(Call.objects.all()) == [published]
    assert published.versions.count() == 1
    assert not Application.objects.filter(pk=trial.pk).exists()


def test_a_trial_application_is_for_the_county_alone(client, sign_in, adviser, draft, municipality):
    sign_in(adviser)
    for _click in range(2):
        response = client.post(address("call-trial", draft))

    trial = Application.objects.get()
    assert response.url == trial.get_absolute_url()
    assert (trial.is_trial, trial.municipality, trial.version) == (True, municipality, draft.shown)
    AnswerFactory(application=trial, key="approach")
    AttachmentFactory(application=trial)
    remove = reverse("call-trial-remove", args=[draft.pk, trial.pk])
    sign_in(role="coordinator", municipality=municipality)
    assert client.post(remove).status_code == 404
    assert client.post(address("call-trial", draft)).status_code == 404
    sign_in(MembershipFactory(role="county_adviser").user)
    assert client.post(remove).status_code == 404
    sign_in(adviser)

    assert client.post(remove).url == reverse("call-edit", args=[draft.pk])

    assert Application.objects.count() == 0


def test_a_real_application_is_never_deleted_as_a_trial(client, sign_in, adviser, published):
    real = ApplicationFactory(call=published)
    sign_in(adviser)

    assert client.post(reverse("call-trial-remove", args=[published.pk, real.pk])).status_code == 404
    with pytest.raises(WrongState):
        actions.delete_trial(real, by=adviser)
    assert Application.objects.get() == real


def test_publishing_deletes_the_trials(client, sign_in, adviser, draft):
    sign_in(adviser)
    client.post(address("call-trial", draft))

    publish_by_hand(client, draft)

    assert Application.objects.count() == 0
    assert AuditEvent.objects.filter(action="application.trial_deleted").count() == 1


def test_others_neither_publish_nor_cancel(client, sign_in, draft, published, municipality):
    for membership in ({"role": "coordinator", "municipality": municipality}, {"role": "county_adviser"}):
        sign_in(**membership)
        assert client.post(address("call-publish", draft), {"seen": 1}).status_code == 404
        assert client.post(address("call-discard", draft)).status_code == 404
        assert client.post(address("call-cancel", published), {"why": "Nei"}).status_code == 403
    assert Call.objects.get(pk=draft.pk).state == "draft"
    assert Call.objects.get(pk=published.pk).state == "published"

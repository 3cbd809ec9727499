"""What a reader does not want by mail, chosen on the profile page or by the link at the foot of a mail."""

import re

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import delivery
from accounts.enums import Digest, MessageKind, MessageState
from accounts.models import Message
from accounts.post import post
from accounts.unsubscribe import token_for
from audit.models import AuditEvent
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
K = MessageKind


def tell(user, kind=K.NEWS):
    return post(user, kind, write=lambda: ("Nytt", "Tekst"), url="/soknader/1/")


def test_what_is_muted_is_not_sent():
    user = UserFactory(muted=[K.NEWS])

    states = {kind: tell(user, kind).state for kind in (K.NEWS, K.TASK, K.LETTER)}
    delivery.deliver()

    assert states == {
        K.NEWS: MessageState.MUTED,
        K.TASK: MessageState.WAITING,
        K.LETTER: MessageState.WAITING,
    }
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("kind", [K.ACCOUNT, K.INVITATION, K.LETTER])
def test_what_always_comes_cannot_be_muted(client, sign_in, kind):
    user = sign_in(UserFactory(muted=[kind]))

    client.post(reverse("mail-choices"), {"digest": Digest.WEEKLY, "wanted": []})
    user.refresh_from_db()
    delivered = tell(user, kind)

    assert user.muted == ["assigned", "news", "reminder", "task"]
    assert delivered.state == MessageState.WAITING
    assert delivered.due_at <= timezone.now()
    assert client.get(reverse("unsubscribe", args=[token_for(user.pk, [kind])])).status_code == 404


def test_the_choices_on_the_profile_page(client, sign_in):
    user = sign_in(UserFactory())
    page = client.get(reverse("profile")).text
    assert 'name="digest"' in page

    response = client.post(
        reverse("mail-choices"), {"digest": "daily", "wanted": ["task", "assigned", "news"]}
    )

    user.refresh_from_db()
    assert (response.status_code, response.url) == (302, reverse("profile"))
    assert (user.digest, user.muted) == ("daily", ["reminder"])
    assert AuditEvent.objects.filter(action="user.changed").count() == 1


def test_a_choice_that_is_none_is_refused_beside_the_field(client, sign_in):
    user = sign_in(UserFactory())

    response = client.post(reverse("mail-choices"), {"digest": "hourly", "wanted": ["news"]})

    user.refresh_from_db()
    assert response.status_code == 422
    assert list(response.context["mail_form"].errors) == ["digest"]
    assert user.digest == Digest.AT_ONCE


def test_a_choice_holds_for_what_already_waits(client, sign_in):
    user = sign_in(UserFactory(digest=Digest.WEEKLY))
    tell(user, K.NEWS)
    tell(user, K.TASK)

    client.post(reverse("mail-choices"), {"digest": "at_once", "wanted": ["news"]})
    delivery.deliver()

    assert dict(Message.objects.values_list("kind", "state")) == {K.NEWS: "sent", K.TASK: "muted"}


# --- the link in the mail ---------------------------------------------------------------------------------


def link_of(sent):
    return re.search(r"<https?://[^/]+(/[^>]+)>", sent.extra_headers["List-Unsubscribe"])[1]


def test_to_look_at_the_link_mutes_nothing_and_to_post_does(client):
    user = UserFactory()
    tell(user)
    delivery.deliver()
    link = link_of(mail.outbox[0])

    page = client.get(link)
    user.refresh_from_db()
    assert (page.status_code, user.muted) == (200, [])

    client.post(link)
    user.refresh_from_db()
    assert user.muted == [K.NEWS]


def test_a_mail_program_unsubscribes_by_itself_without_cookies():
    user = UserFactory()
    tell(user)
    delivery.deliver()

    strict = Client(enforce_csrf_checks=True)
    answers = [strict.post(link_of(mail.outbox[0]), {"List-Unsubscribe": "One-Click"}) for _n in range(2)]

    user.refresh_from_db()
    assert [one.status_code for one in answers] == [200, 200]
    assert user.muted == [K.NEWS]


def forged(user):
    good = token_for(user.pk, ["news"])
    return {
        "changed": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "nonsense": "abc",
        "other salt": signing.dumps({"user": user.pk, "kinds": ["news"]}, salt="accounts.other"),
        "unknown kind": token_for(user.pk, ["everything"]),
        "nobody": token_for(987_654, ["news"]),
    }


@pytest.mark.parametrize("name", ["changed", "nonsense", "other salt", "unknown kind", "nobody"])
def test_a_link_that_we_did_not_make_does_nothing(client, name):
    user = UserFactory()

    answers = [
        getattr(client, verb)(reverse("unsubscribe", args=[forged(user)[name]])) for verb in ("get", "post")
    ]

    user.refresh_from_db()
    assert [one.status_code for one in answers] == [404, 404]
    assert user.muted == []


def test_ones_link_is_not_anothers(client):
    one, other = UserFactory(), UserFactory()

    client.post(reverse("unsubscribe", args=[token_for(one.pk, ["news"])]))

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.muted, other.muted) == (["news"], [])

"""The one way that a mail leaves the portal: a row in the transaction of what it tells of."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.digest import due_at
from accounts.enums import ALWAYS, Digest, MessageState
from accounts.models import Message
from accounts.tasks import send_messages
from folkehelse.lib.bell import ring
from folkehelse.lib.identity import clean_text


def post(to, kind, *, write, url="", key=None):
    """Put a mail to the user `to` in the queue; with a key that was used before, nothing.

    `write()` is called in the reader's language and answers (subject, body), plain text. `url` is the
    path that the mail leads to. Who has muted the kind gets a row that is never sent.
    """
    with override(to.language):
        subject, body = write()
    return _put(to.email, kind, subject=subject, body=body, url=url, key=key, user=to, language=to.language)


def post_to_all(people, kind, *, write, url="", key):
    """The same mail to each of them; the key is made each one's own."""
    for person in people:
        post(person, kind, write=write, url=url, key=f"{key}:{person.pk}")


def post_to_address(address, kind, *, language, write, url="", key=None):
    """The same to somebody who has no account yet."""
    with override(language):
        subject, body = write()
    return _put(address, kind, subject=subject, body=body, url=url, key=key, user=None, language=language)


@transaction.atomic
def _put(address, kind, *, subject, body, url, key, user, language):
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"a mail leads to a path of the portal, not to {url!r}")
    now = timezone.now()
    row = {
        "recipient": user,
        "address": address,
        "kind": kind,
        "language": language,
        "subject": " ".join(clean_text(str(subject)).split())[:200],
        "body": clean_text(str(body)),
        "url": url,
        "created_at": now,
        "due_at": due_at(user.digest if user else Digest.AT_ONCE, kind, now),
    }
    if user and kind in user.muted and kind not in ALWAYS:
        row["state"] = MessageState.MUTED
    if key is None:
        message, made = Message.objects.create(**row), True
    else:
        message, made = Message.objects.get_or_create(key=key, defaults=row)
    if made and message.state == MessageState.WAITING and message.due_at <= now:
        ring(send_messages)
    return message

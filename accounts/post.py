"""The one way that a mail leaves the portal: a row in the transaction of what it tells of."""

from django.db import transaction
from django.utils.translation import override

from accounts.models import Message


def post(to, kind, *, write, url="", key=None):
    """Put a mail to the user `to` in the queue; with a key that was used before, nothing.

    `write()` is called in the reader's language and answers (subject, body), plain text. `url` is the
    path that the mail leads to. Who has muted the kind gets no row to send.
    """
    with override(to.language):
        subject, body = write()
    return _put(to.email, kind, subject=subject, body=body, url=url, key=key, user=to, language=to.language)


def post_to_address(address, kind, *, language, write, url="", key=None):
    """The same to somebody who has no account yet."""
    with override(language):
        subject, body = write()
    return _put(address, kind, subject=subject, body=body, url=url, key=key, user=None, language=language)


@transaction.atomic
def _put(address, kind, *, subject, body, url, key, user, language):
    row = {
        "recipient": user,
        "address": address,
        "kind": kind,
        "language": language,
        "subject": " ".join(subject.split())[:200],
        "body": body,
        "url": url,
    }
    if key is None:
        return Message.objects.create(**row)
    message, _made = Message.objects.get_or_create(key=key, defaults=row)
    return message

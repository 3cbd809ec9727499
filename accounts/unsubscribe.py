"""What a reader does not want by mail: chosen on the profile page, or by the link at the foot of a mail."""

from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts.digest import due_at
from accounts.enums import ALWAYS, MessageKind, MessageState
from accounts.models import Message, User
from audit.record import record

SALT = "accounts.unsubscribe"  # a token of another page is none here


def may_mute(kind):
    return kind not in ALWAYS


def token_for(user_id, kinds):
    return signing.dumps({"user": user_id, "kinds": list(kinds)}, salt=SALT, compress=True)


def read_token(token):
    """(user, kinds that may be muted), or None for what we never signed."""
    try:
        told = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=told["user"], is_active=True).first()
    kinds = [MessageKind(one) for one in told["kinds"] if one in MessageKind.values and may_mute(one)]
    return (user, kinds) if user and kinds else None


def mute(user, kinds):
    """Add to what the reader does not want; twice is the same as once."""
    choose(user, digest=user.digest, muted=sorted({*user.muted, *kinds}))


@transaction.atomic
def choose(user, *, digest, muted):
    """Keep the choices, and let them hold for what already waits."""
    stored = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    muted = sorted(kind for kind in muted if may_mute(kind))
    values = {"digest": digest, "muted": muted}
    changed = [name for name, value in values.items() if getattr(stored, name) != value]
    if not changed:
        return
    User.objects.filter(pk=user.pk).update(**values)
    user.digest, user.muted = digest, muted
    record("user.changed", actor=user, subject=user, after={"fields": sorted(changed)})
    waiting = Message.objects.waiting().filter(recipient=user, kind__in=filter(may_mute, MessageKind.values))
    waiting.filter(kind__in=muted).update(state=MessageState.MUTED)
    if "digest" in changed:
        now = timezone.now()
        for kind in filter(may_mute, MessageKind.values):
            waiting.filter(kind=kind, due_at__gt=now).update(due_at=due_at(digest, kind, now))

"""From rows to the mail that goes out: plain text first, the same as simple HTML, and the headers."""

import zlib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.enums import MessageKind
from accounts.unsubscribe import may_mute, token_for


def build(group):
    """One mail of one row, or of all rows of a digest. The same rows give the same Message-ID."""
    first = group[0]
    with override(first.language):
        context = _context(group)
        name = "digest" if len(group) > 1 else "message"
        mail = EmailMultiAlternatives(
            subject=_subject(group),
            body=_tidy(render_to_string(f"emails/{name}.txt", context)),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[first.address],
            headers=_headers(group, context),
        )
        html = {"message": "emails/message.html", "digest": "emails/digest.html"}[name]
        mail.attach_alternative(render_to_string(html, context), "text/html")
    return mail


def absolute(path):
    return f"{settings.BASE_URL.rstrip('/')}{path}" if path else ""


def message_id(group):
    """Of the row, or of the person and the digest's hour: a mail that goes twice can be recognised."""
    first, host = group[0], parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    if not first.is_put_off:
        return f"<message-{first.pk}@{host}>"
    rows = zlib.crc32(",".join(str(row.pk) for row in group).encode())
    return f"<digest-{first.recipient_id}-{int(first.due_at.timestamp())}-{rows:08x}@{host}>"


def _subject(group):
    if len(group) == 1:
        return group[0].subject
    return _("%(count)d nye meldinger fra Folkehelse") % {"count": len(group)}


def _context(group):
    first = group[0]
    kinds = sorted({row.kind for row in group if may_mute(row.kind)})
    leave = ""
    if first.recipient_id and kinds:
        leave = absolute(reverse("unsubscribe", args=[token_for(first.recipient_id, kinds)]))
    return {
        "language": first.language,
        "subject": _subject(group),
        "message": first,
        "link": absolute(first.url),
        "rows": [(row, absolute(row.url)) for row in group],
        "leave": leave,
        "home": absolute("/"),
        "link_in_text": first.kind == MessageKind.ACCOUNT,
    }


def _headers(group, context):
    headers = {
        "Message-ID": message_id(group),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": group[0].language,
    }
    if context["leave"]:
        headers["List-Unsubscribe"] = f"<{context['leave']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _tidy(text):
    """At most one empty line between paragraphs, however the template's tags fell."""
    lines, empty = [], True
    for line in (one.rstrip() for one in text.strip().splitlines()):
        if line or not empty:
            lines.append(line)
        empty = not line
    return "\n".join(lines) + "\n"

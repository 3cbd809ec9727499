"""Plain text: UTF-8, or the letters of older Windows machines. Kept as UTF-8."""

from django.utils.translation import gettext as _

from folkehelse.lib.uploads.numbers import holds_number, refuse_number
from folkehelse.lib.uploads.refused import Refused

CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r")) + b"\x7f"


def is_text(content):
    return _decoded(content) is not None


def read(content):
    text = _decoded(content)
    if text is None or not text.strip():
        raise Refused(_("Den er tom."))
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        following = lines[number] if number < len(lines) else ""
        if holds_number(line) or _is_broken_over(line, following):
            refuse_number(_("linje %(line)d") % {"line": number})
    return text.encode(), []


def _is_broken_over(line, following):
    return holds_number(f"{line[-20:]}\n{following[:20]}") and not holds_number(following[:20])


def _decoded(content):
    if content.translate(None, CONTROLS) != content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None

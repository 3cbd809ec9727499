"""Files and partners of an application, for partials that other pages include with little at hand."""

from dataclasses import dataclass

from django import template

from folkehelse.lib.uploads import MOST_BYTES
from municipalities.roles import Permission
from programmes.permissions.applications import holds
from programmes.permissions.attachments import can_attach
from programmes.permissions.partners import answers_for, can_change_partners, can_take_over
from programmes.queries.attachments import kept_under
from programmes.queries.partners import partners_of

register = template.Library()
ENDINGS = ".pdf,.docx,.xlsx,.odt,.ods,.png,.jpg,.jpeg,.txt"


@dataclass(frozen=True)
class Box:
    """The files under one key, as the partial draws them."""

    uid: str
    files: list
    may_write: object
    accepts: str = ENDINGS
    most: int = MOST_BYTES // 1024**2  # MB


@register.simple_tag(takes_context=True)
def attachments_of(context, application, key=""):
    """{% attachments_of application key as box %}. A page that knows may_write is not asked again."""
    may_write = context.get("may_write")
    if may_write is None:
        may_write = can_attach(_user(context), application, key)
    return Box(f"vedlegg-{key or 'andre'}", kept_under(application, key), may_write)


@register.simple_tag(takes_context=True)
def partners_for(context, application):
    """{% partners_for application as box %} → partners (is_mine: the reader speaks for it), can_change."""
    user = _user(context)
    found = partners_of(application)
    for partner in found:
        partner.is_mine = answers_for(user, partner)
    return {"partners": found, "can_change": can_change_partners(user, application)}


@register.simple_tag(takes_context=True)
def may_take_over(context, application):
    """{% may_take_over application as can %}"""
    return can_take_over(_user(context), application)


@register.simple_tag(takes_context=True)
def may_invite_to(context, application):
    """{% may_invite_to application as may_invite %}: colleagues into the applicant's municipality."""
    return not application.is_trial and holds(_user(context), Permission.MEMBER_INVITE, application)


def _user(context):
    """Also inside {% include … only %}, where the variable is gone but the context still knows."""
    return context.request.user

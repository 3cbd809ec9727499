"""Colleagues are asked in by e-mail, with a role in one municipality: one use, for a fortnight."""

import datetime as dt
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.record import record
from folkehelse.lib.dates import from_to, today
from municipalities.emails import invitations as emails
from municipalities.models import Invitation, Membership

LIFETIME = dt.timedelta(days=14)
MOST_A_DAY = 30  # from one person


class Gone(Exception):
    """Used, withdrawn, expired, or never there: nobody is told which."""


class TooMany(Exception):
    """So many invitations in one day that it is hardly colleagues."""


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(municipality, *, email: str, role: str, by, path: str = "") -> Invitation:
    """Send an invitation. An earlier one to the same address and role that still stands is replaced."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    since = timezone.now() - dt.timedelta(days=1)
    if Invitation.objects.filter(invited_by=by, invited_at__gte=since).count() >= MOST_A_DAY:
        raise TooMany
    for earlier in Invitation.objects.standing().filter(
        municipality=municipality, role=role, email__iexact=email
    ):
        withdraw(earlier, by=by)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        municipality=municipality,
        role=role,
        email=email,
        token_hash=hash_of(token),
        next=path,
        invited_by=by,
        expires_at=timezone.now() + LIFETIME,
    )
    record(
        "invitation.sent", actor=by, subject=municipality, after={"role": role, "invitation": invitation.pk}
    )
    emails.invited(invitation, token)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by) -> None:
    """It opens no door from now on. One that was used, or withdrawn before, is left as it is."""
    standing = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if standing.update(withdrawn_at=timezone.now(), withdrawn_by=by):
        told = {"role": invitation.role, "invitation": invitation.pk}
        record("invitation.withdrawn", actor=by, subject=invitation.municipality, before=told)


@transaction.atomic
def accept(invitation: Invitation, *, user) -> Invitation:
    """The membership that was offered, from today on, for the person with that address alone."""
    held = _held(invitation)
    if user.email.lower() != held.email.lower():
        raise Gone
    held.accepted_at, held.accepted_by = timezone.now(), user
    held.save(update_fields=["accepted_at", "accepted_by"])
    _give(held, user)
    told = {"role": held.role, "invitation": held.pk}
    record("invitation.accepted", actor=user, subject=held.municipality, after=told)
    return held


def accept_as_new(invitation: Invitation, *, full_name: str, password: str, language: str) -> User:
    """An account for the address that the invitation was sent to, and the membership."""
    try:
        with transaction.atomic():
            held = _held(invitation)
            user = User.objects.create_user(
                held.email,
                password,
                full_name=full_name,
                language=language,
                is_demo=held.invited_by.is_demo,  # a real person in the database would end the demo
            )
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            accept(held, user=user)
    except IntegrityError as error:  # somebody made the account in this very moment
        raise Gone from error
    return user


def _held(invitation):
    """The row, locked, as long as it stands: of two who accept, the second finds it used."""
    standing = Invitation.objects.standing().select_for_update(of=("self",))
    held = standing.select_related("municipality", "invited_by").filter(pk=invitation.pk).first()
    if held is None:
        raise Gone
    return held


def _give(invitation, user):
    """The role from today, until a later membership in the same role takes over, or for good."""
    same = {"user": user, "role": invitation.role, "municipality": invitation.municipality}
    later = Membership.objects.filter(**same, valid__overlap=from_to(today())).order_by("valid").first()
    if later is None:
        Membership.objects.create(**same, valid=from_to(today()))
    elif later.valid.lower is not None and later.valid.lower > today():
        Membership.objects.create(**same, valid=from_to(today(), later.valid.lower - dt.timedelta(days=1)))

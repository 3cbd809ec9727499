"""Access to an application's people and files: (route, thing) → what each role is answered on GET."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from municipalities.actions.invitations import hash_of
from municipalities.models import Invitation
from programmes.enums.applications import ApplicationState
from tests.access.roles import AWAY, MUNICIPAL, NATION, OPEN, SIGN_IN, SIGNED_IN, answers, only
from tests.factories import MembershipFactory
from tests.factories_grant import (
    ApplicationFactory,
    ApplicationPartnerFactory,
    AttachmentFactory,
    declare,
    make_call,
)

POST_ONLY = AWAY | answers(405, *SIGNED_IN)
INVITERS = ("coordinator", "stranger")
LINK = "lenken-i-e-posten"

PAGES: dict = {
    ("application-list", None): SIGN_IN,
    ("application-new", "own_open_call"): only("coordinator"),
    ("application-copy", "own_draft"): only("coordinator", others=404)
    | answers(403, "contributor", "approver")
    | answers(302, "coordinator"),
    ("attachment-upload", "own_draft"): POST_ONLY,
    ("attachment-remove", "draft_file"): POST_ONLY,
    # What is not sent is the municipality's own. What is sent is read after impartiality is declared:
    # the adviser has, the leader has not.
    ("attachment-file", "draft_file"): only(*MUNICIPAL, others=404),
    ("attachment-file", "sent_file"): only(*MUNICIPAL, "adviser", *NATION, others=404)
    | answers(403, "leader"),
    ("partner-add", "own_draft"): only("coordinator", others=404) | answers(403, "contributor", "approver"),
    ("partner-answer", "own_partner"): only("stranger", others=404) | answers(403, *MUNICIPAL),
    ("partner-remove", "own_partner"): POST_ONLY,
    ("partner-ask-again", "own_partner"): POST_ONLY,
    ("application-contact", "own_draft"): only("coordinator", others=404)
    | answers(403, "contributor", "approver"),
    ("colleague-list", None): only(*INVITERS),
    ("colleague-invite", None): only(*INVITERS),
    ("invitation", "invitation_link"): OPEN,
    ("invitation-withdraw", "invitation"): POST_ONLY,
}
# The link in the mail is the key: whoever holds it has no account yet.
PUBLIC: set = {"invitation"}


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    people = world["people"]
    call = make_call(world["county"])
    world["own_open_call"] = call
    draft = ApplicationFactory(call=call, municipality=world["own"], contact=people["coordinator"])
    sent = ApplicationFactory(
        call=call,
        municipality=world["own"],
        contact=people["coordinator"],
        state=ApplicationState.IN_REVIEW,
    )
    declare(sent, people["adviser"])
    other = people["stranger"].memberships.get().municipality
    joint = ApplicationFactory(call=call, municipality=world["own"])
    partner = ApplicationPartnerFactory(application=joint, municipality=other)
    world |= {"draft_of_files": draft}
    return {
        "own_open_call": [call.pk],
        "own_draft": [draft.pk],
        "draft_file": [_file(draft).pk],
        "sent_file": [_file(sent, is_sent=True).pk],
        "own_partner": [partner.pk],
        "invitation_link": [LINK],
        "invitation": [_invitation(world, "kollega@example.no", LINK).pk],
    }


def _file(application, **fields):
    folder = Path(settings.VAR) / "media/attachments"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "x.pdf").write_bytes(b"%PDF")
    return AttachmentFactory(application=application, **fields)


def _invitation(world, email, token):
    return Invitation.objects.create(
        municipality=world["own"],
        role="contributor",
        email=email,
        token_hash=hash_of(token),
        invited_by=world["people"]["coordinator"],
        expires_at=timezone.now() + dt.timedelta(days=3),
    )


def more(world):
    """Two more rows in each list that the pages show."""
    for n in range(2):
        draft = ApplicationFactory(call=world["own_open_call"], municipality=world["own"])
        _file(world["draft_of_files"])
        ApplicationPartnerFactory(application=world["draft_of_files"])
        ApplicationPartnerFactory(application=draft, municipality=world["own"])
        MembershipFactory(municipality=world["own"], role="contributor")
        _invitation(world, f"flere{n}@example.no", f"enda-en-lenke-{n}")
        ApplicationFactory(call=make_call(area=world["own_open_call"].area), municipality=world["own"])

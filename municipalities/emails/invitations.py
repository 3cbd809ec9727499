"""The one mail that asks a colleague in. The link in it is the key, and is kept nowhere else."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import MessageKind
from accounts.post import post_to_address
from folkehelse.lib.tags import day


def invited(invitation, token):
    names = {
        "by": invitation.invited_by.full_name,
        "place": invitation.municipality,
        "day": day(invitation.expires_at),
    }

    def write():
        names["role"] = invitation.get_role_display()
        lines = [
            _("%(by)s inviterer deg til å være %(role)s for %(place)s i portalen Folkehelse.") % names,
            _("Lenken gjelder bare deg, kan brukes én gang og virker til %(day)s.") % names,
            _("Kjenner du ikke avsenderen, kan du se bort fra denne e-posten."),
        ]
        return _("Invitasjon til Folkehelse for %(place)s") % names, "\n\n".join(lines)

    post_to_address(
        invitation.email,
        MessageKind.INVITATION,
        language=invitation.municipality.document_language,
        write=write,
        url=reverse("invitation", args=[token]),
        key=f"invitation:{invitation.pk}",
    )

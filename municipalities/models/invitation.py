from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality
from municipalities.roles import MUNICIPAL_ROLES, Role


class InvitationQuerySet(models.QuerySet):
    def standing(self):
        """Those that still open the door: not used, not withdrawn, not too old."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A colleague is asked in, by address and with a role: one use, for a while, for that address only.

    Only the hash of the token is kept. `next` is the path that the colleague is led to.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("rolle"), max_length=20, choices=Role.choices)
    email = models.EmailField(_("e-postadresse"), max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    next = models.CharField(max_length=200, blank=True)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitasjon")
        verbose_name_plural = _("invitasjoner")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_is_to_a_municipal_role", condition=Q(role__in=MUNICIPAL_ROLES)
            ),
            models.CheckConstraint(
                name="invitation_accepted_is_whole",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="invitation_withdrawn_is_whole",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.email}: {self.get_role_display()} {self.municipality}"

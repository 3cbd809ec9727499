from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Digest, MessageKind


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do, and where, is in their memberships."""

    class Language(models.TextChoices):
        BOKMAL = "nb", _("Bokmål")
        NYNORSK = "nn", _("Nynorsk")

    email = models.EmailField(_("e-postadresse"), max_length=254)
    full_name = models.CharField(_("navn"), max_length=120)
    language = models.CharField(_("målform"), max_length=2, choices=Language.choices, default=Language.BOKMAL)
    is_active = models.BooleanField(_("kan logge inn"), default=True)
    is_staff = models.BooleanField(_("teknisk administrator"), default=False)
    is_demo = models.BooleanField(_("demokonto"), default=False)
    digest = models.CharField(
        _("når du vil ha e-post"), max_length=8, choices=Digest.choices, default=Digest.AT_ONCE
    )
    muted = ArrayField(
        models.CharField(max_length=12, choices=MessageKind.choices),
        verbose_name=_("e-post du ikke vil ha"),
        default=list,
        blank=True,
    )
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_whatever_its_case",
                violation_error_message=_("Det finnes allerede en bruker med denne e-postadressen."),
            ),
        ]

    def __str__(self):
        return self.full_name or self.email

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name.split(" ")[0] if self.full_name else self.email

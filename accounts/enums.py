from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    """What a mail is about; each may be muted by its reader, except those in ALWAYS."""

    ACCOUNT = "account", _("innlogging og konto")
    INVITATION = "invitation", _("invitasjoner")
    TASK = "task", _("oppgaver som venter på deg")
    ASSIGNED = "assigned", _("søknader du skal vurdere")
    NEWS = "news", _("nytt i saker du følger")
    REMINDER = "reminder", _("påminnelser om frister")
    LETTER = "letter", _("brev til kommunen")


ALWAYS = (MessageKind.ACCOUNT, MessageKind.INVITATION, MessageKind.LETTER)


class MessageState(models.TextChoices):
    WAITING = "waiting", _("venter")
    SENT = "sent", _("sendt")
    FAILED = "failed", _("kunne ikke sendes")
    MUTED = "muted", _("valgt bort av mottakeren")


class Digest(models.TextChoices):
    AT_ONCE = "at_once", _("med en gang")
    DAILY = "daily", _("samlet, én gang om dagen")
    WEEKLY = "weekly", _("samlet, én gang i uka")

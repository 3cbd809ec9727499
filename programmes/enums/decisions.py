from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    RECOMMENDED = "recommended", _("innstilt")
    DECIDED = "decided", _("vedtatt")
    REPLACED = "replaced", _("endret senere")


D = DecisionState
DECISION_MOVES = {
    D.DRAFT: {D.RECOMMENDED},
    D.RECOMMENDED: {D.DRAFT, D.DECIDED},
    D.DECIDED: {D.REPLACED},
    D.REPLACED: set(),
}
COMMITTED = (D.RECOMMENDED, D.DECIDED)  # what counts against the frame
OPEN_DECISION = (D.DRAFT, D.RECOMMENDED)


class Outcome(models.TextChoices):
    FULL = "full", _("innvilget")
    PARTIAL = "partial", _("delvis innvilget")
    REFUSED = "refused", _("avslag")
    RESERVE = "reserve", _("på venteliste")


GRANTED = (Outcome.FULL, Outcome.PARTIAL)


class LetterKind(models.TextChoices):
    AWARD = "award", _("Tilsagnsbrev")
    PARTIAL = "partial", _("Brev om delvis tilsagn")
    REFUSAL = "refusal", _("Avslagsbrev")
    RESERVE = "reserve", _("Brev om venteliste")
    MORE_INFORMATION = "more_information", _("Brev om mer dokumentasjon")


LETTER_OF = {
    Outcome.FULL: LetterKind.AWARD,
    Outcome.PARTIAL: LetterKind.PARTIAL,
    Outcome.REFUSED: LetterKind.REFUSAL,
    Outcome.RESERVE: LetterKind.RESERVE,
}


class LetterState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    SENT = "sent", _("sendt")
    DISCARDED = "discarded", _("forkastet")


L = LetterState
LETTER_MOVES = {L.DRAFT: {L.SENT, L.DISCARDED}, L.SENT: set(), L.DISCARDED: set()}

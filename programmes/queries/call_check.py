"""What is missing before a version of a call can be published, and what may be worth a thought."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkehelse.lib.dates import today
from folkehelse.lib.tags import kroner
from programmes.enums.calls import CriterionKind
from programmes.models import CallVersion
from programmes.queries.application_form import TITLE
from programmes.queries.frame import frame_of

BASICS, MONEY, WHO = "innhold", "penger", "hvem"
SUB_THEMES, CRITERIA, QUESTIONS, REQUIREMENTS, REMINDERS = (
    "deltemaer",
    "kriterier",
    "sporsmal",
    "vedlegg",
    "paminnelser",
)


@dataclass(frozen=True)
class Finding:
    """Something about a part of the call; `is_blocking` is what publishing waits for."""

    part: str
    text: str
    is_blocking: bool = True


def findings(version: CallVersion) -> list[Finding]:
    """In the order of the parts. Eight queries at most."""
    return [*_basics(version), *_money(version), *_who(version), *_parts(version), *_reminders(version)]


def blocking(version: CallVersion) -> list[Finding]:
    return [one for one in findings(version) if one.is_blocking]


def _basics(version) -> Iterable[Finding]:
    if not version.text.strip():
        yield Finding(BASICS, _("Skriv teksten i utlysningen."))
    if version.closes_on < today():
        yield Finding(BASICS, _("Søknadsfristen har vært. Sett en ny."))
    elif version.number == 1 and version.opens_on < today():
        yield Finding(BASICS, _("Utlysningen åpner med en gang den er publisert."), is_blocking=False)
    before = version.call.current
    if before and before.has_sketch != version.has_sketch and version.call.applications.real().exists():
        yield Finding(
            BASICS, _("Noen har begynt på en søknad. Da kan ikke skissen legges til eller tas bort.")
        )


def _money(version) -> Iterable[Finding]:
    if not version.frame:
        yield Finding(MONEY, _("Skriv inn den økonomiske rammen."))
    elif version.max_amount and version.max_amount > version.frame:
        yield Finding(MONEY, _("Det største beløpet det kan søkes om, er over rammen."))
    if version.first_year < version.closes_on.year:
        yield Finding(MONEY, _("Det første året er før søknadsfristen."), is_blocking=False)
    if version.call.current_id and (given := frame_of(version.call).committed) > version.frame:
        text = _("Rammen er under det som allerede er innstilt og vedtatt: %(given)s.")
        yield Finding(MONEY, text % {"given": kroner(given)})


def _who(version) -> Iterable[Finding]:
    if not version.deciding_body.strip():
        yield Finding(WHO, _("Skriv hvem som vedtar."))


def _parts(version) -> Iterable[Finding]:
    criteria = list(version.criteria.all())
    questions = list(version.questions.all())
    if not any(one.kind == CriterionKind.WEIGHED for one in criteria):
        text = _("Ingen kriterier vektes. Da kan ikke søknadene rangeres etter poeng.")
        yield Finding(CRITERIA, text, is_blocking=False)
    if not any(question.key == TITLE for question in questions):
        yield Finding(QUESTIONS, _("Spørsmålet om hva prosjektet heter, må være med."))
    if version.has_sketch and not any(question.in_sketch for question in questions):
        yield Finding(QUESTIONS, _("Velg minst ett spørsmål som skal besvares i skissen."))


def _reminders(version) -> Iterable[Finding]:
    if not version.call.reminders.all():
        text = _("Ingen påminnelser er satt opp. Da får ingen beskjed før fristene.")
        yield Finding(REMINDERS, text, is_blocking=False)

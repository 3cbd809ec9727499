"""Letters: drafted from the county's templates, corrected, made again, sent. What was sent stands."""

from django.db import transaction

from audit.models import AuditEvent
from audit.record import record
from programmes.actions.documents import order_letter
from programmes.actions.letter_templates import template_for
from programmes.actions.versions import Outdated, overwrite
from programmes.emails.letters import letter_is_sent
from programmes.enums.decisions import LetterKind, LetterState
from programmes.models import Application, Decision, Letter, WrongState
from programmes.queries.letter_words import fill
from programmes.queries.letters import (
    county_today,
    earlier_letter,
    kind_of,
    language_of,
    naming_earlier,
    values_of,
    values_of_request,
)

L = LetterState
LONGEST_SUBJECT = 160


@transaction.atomic
def draft_letter(decision: Decision, *, by) -> Letter:
    """The letter of a decision, from the county's template; the one that there is already, when there is.

    A draft of a decision that this one replaces is thrown away; one that was sent is named in the new.
    """
    Decision.objects.select_for_update(of=("self",), no_key=True).get(pk=decision.pk)
    live = decision.letters.filter(state__in=(L.DRAFT, L.SENT)).first()
    if live:
        return live
    _discard_replaced(decision, by=by)
    application = decision.application
    language, kind = language_of(application), kind_of(decision)
    template = template_for(county_today(application.call), kind, language, by=by)
    earlier = earlier_letter(decision)
    letter = Letter.objects.create(
        application=application,
        decision=decision,
        kind=kind,
        language=language,
        template=template,
        template_version=template.version,
        replaces=earlier,
        created_by=by,
        **_written(template, values_of(decision, language), earlier, language),
    )
    record("letter.drafted", actor=by, subject=letter, after={"application": application, "kind": kind})
    return letter


def _discard_replaced(decision, *, by):
    while old := decision.replaces:
        for draft in old.letters.filter(state=L.DRAFT):
            draft.discard(by=by)
        decision = old


@transaction.atomic
def draft_more_information(application: Application, *, text: str, by, due_on=None) -> Letter:
    """A letter that asks the applicant for more; corrected and sent as the others."""
    language, kind = language_of(application), LetterKind.MORE_INFORMATION
    template = template_for(county_today(application.call), kind, language, by=by)
    values = values_of_request(application, language, text=text, due_on=due_on)
    letter = Letter.objects.create(
        application=application,
        kind=kind,
        language=language,
        template=template,
        template_version=template.version,
        is_edited=True,  # what is asked for was written by hand: it is never made again from a template
        created_by=by,
        **_written(template, values, None, language),
    )
    record("letter.drafted", actor=by, subject=letter, after={"application": application, "kind": kind})
    return letter


def _written(template, values, earlier, language):
    subject = " ".join(fill(template.subject, values).split())[:LONGEST_SUBJECT]
    return {"subject": subject, "body": naming_earlier(fill(template.body, values), earlier, language)}


def edit_letter(letter: Letter, values: dict, *, version: int | None, by) -> bool:
    """Correct a draft by hand; from then on it is only made again when somebody asks for just that."""
    return overwrite(letter, values, version=version, by=by, is_edited=True)


@transaction.atomic
def remake_letter(letter: Letter, *, version: int | None, by) -> bool:
    """A draft anew from the template and the decision as they stand; corrections by hand are gone."""
    decision = letter.decision
    if decision is None:
        raise WrongState(f"letter {letter.pk} was written by hand")
    template = template_for(county_today(letter.application.call), letter.kind, letter.language, by=by)
    values = _written(template, values_of(decision, letter.language), letter.replaces, letter.language)
    stamps = {"template": template, "template_version": template.version, "is_edited": False}
    if overwrite(letter, values, version=version, by=by, **stamps):
        return True
    same = Letter.objects.filter(pk=letter.pk, version=letter.version, state=L.DRAFT)
    same.update(template=template, template_version=template.version)
    return False


def remake_letters(letters, *, by) -> int:
    """All drafts that nobody has corrected; those that somebody has are left for a choice one by one."""
    made = 0
    for letter in letters:
        if letter.is_edited or letter.state != L.DRAFT or letter.decision is None:
            continue
        try:
            made += remake_letter(letter, version=letter.version, by=by)
        except Outdated:  # somebody corrected it in this moment: theirs stands
            continue
    return made


@transaction.atomic
def send_letter(letter: Letter, *, by, version: int | None = None) -> bool:
    """Sent: the state, the PDF ordered and the notices, or none of it. False when it was sent before.

    With a version, only that text: what was changed since the sender saw it is not sent (Outdated).
    """
    held = Letter.objects.select_for_update(of=("self",)).select_related("decision").get(pk=letter.pk)
    if held.state == L.SENT:
        return False
    if version is not None and held.version != version:
        raise Outdated
    held.send(by=by)
    order_letter(held, by=by)
    letter_is_sent(held)
    return True


def send_letters(letters, *, by) -> list[Letter]:
    """Send each whole, in a transaction of its own: what goes wrong with one halves neither it nor others.

    Answers those that were sent now. Sent twice is sent once; a draft that somebody changed after
    `letters` was read is left.
    """
    sent = []
    for letter in letters:
        try:
            if send_letter(letter, by=by, version=letter.version):
                sent.append(letter)
        except (Outdated, WrongState):
            continue
    return sent


@transaction.atomic
def note_opened(letter: Letter, *, by) -> bool:
    """The applicant's side has the letter: told in the trail the first time."""
    Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter.pk)
    if AuditEvent.objects.about(letter).filter(action="letter.opened").exists():
        return False
    record("letter.opened", actor=by, subject=letter)
    return True

"""Who writes and sends letters: the county of the call's area, and nobody in a case of their own."""

from django.utils.translation import gettext as _

from folkehelse.lib.answers import No
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums.applications import IN_HAND
from programmes.enums.decisions import LetterKind, LetterState
from programmes.models import Impartiality
from programmes.permissions.applications import can_handle_case, handles_call, own_cases


def can_write_letters(user, call):
    """The letters of a call as a whole: the list, and making and sending in bulk."""
    if not handles_call(user, Permission.LETTER_WRITE, call):
        return No(_("Bare fylkeskommunen som har utlysningen, skriver brevene."))
    return True


def blocked(user, applications):
    """{application id: why} in cases of one's own municipality, or where one is partial. Two queries."""
    applications = list(applications)
    ids = [one.pk for one in applications]
    partial = Impartiality.objects.filter(user=user, application__in=ids, is_impartial=False)
    said_no = set(partial.values_list("application", flat=True))
    own = own_cases(user, applications)
    why = {}
    for one in applications:
        if one.pk in own:
            why[one.pk] = No(_("Du er tilknyttet kommunen og kan ikke arbeide med brevet."))
        elif one.pk in said_no:
            why[one.pk] = No(_("Du er ikke habil i denne saken, og kan ikke arbeide med brevet."))
    return why


def can_handle_letters(user, application):
    if not (answer := can_write_letters(user, application.call)):
        return answer
    return blocked(user, [application]).get(application.pk, True)


def reading(answer, letter):
    """Of an answer of can_handle_letters: what was sent is read by all who see it, a draft by those."""
    return True if letter.state == LetterState.SENT else answer


def can_write_letter(user, letter):
    return writing(can_handle_letters(user, letter.application), letter)


def writing(answer, letter):
    """The same, of an answer that can_handle_letters gave already."""
    if not answer:
        return answer
    if letter.state == LetterState.SENT:
        return No(_("Brevet er sendt og kan ikke endres."))
    if letter.state != LetterState.DRAFT:
        return No(_("Utkastet er forkastet."))
    return True


def can_remake_letter(user, letter):
    return remaking(can_write_letter(user, letter), letter)


def remaking(answer, letter):
    """The same, of an answer that can_write_letter gave already."""
    if answer and letter.kind == LetterKind.MORE_INFORMATION:
        return No(_("Brevet er skrevet for hånd og kan ikke lages på nytt fra malen."))
    return answer


def can_discard_letter(user, letter):
    return discarding(can_write_letter(user, letter), letter)


def discarding(answer, letter):
    """A decision needs its letter; only what was written beside the decision may be thrown away."""
    if answer and letter.kind != LetterKind.MORE_INFORMATION:
        return No(_("Vedtaket må ha et brev, så utkastet kan ikke forkastes."))
    return answer


def can_ask_for_more(user, application):
    """It is work on the case itself, so impartiality is declared first."""
    if not (answer := can_write_letters(user, application.call)):
        return answer
    if not (answer := can_handle_case(user, application)):
        return answer
    if application.state not in IN_HAND:
        return No(_("Dere kan be om mer så lenge søknaden er til behandling."))
    return True


def counties_with_templates(user):
    """Ids of the counties whose letter templates the user keeps."""
    return reach_of(user, Permission.LETTER_WRITE).counties


def can_keep_templates(user):
    return bool(counties_with_templates(user)) or No(_("Bare fylkeskommunen endrer brevmalene."))


def can_see_mail(user):
    return bool(reach_of(user, Permission.JOBS_VIEW)) or No(_("Dette er for dem som drifter portalen."))

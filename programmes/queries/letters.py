"""What a letter is made of, and the letters of a call."""

from django.db.models import Count, Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import override

from audit.models import AuditEvent
from folkehelse.lib.tags import day, kroner
from municipalities.enums import LanguageForm
from municipalities.models import County
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums import DocumentKind
from programmes.enums.decisions import LETTER_OF, DecisionState, LetterState, Outcome
from programmes.models import Application, Decision, Letter
from programmes.models.area_reach import administered, counties_of
from programmes.queries.asked import grants_of
from programmes.queries.letter_words import part

OSLO = "03"  # the county whose authority is a municipality


def for_page(user):
    """Letters that the user sees, with all that their pages tell of them."""
    return Letter.objects.visible_to(user).select_related(
        "application__call__area__programme",
        "application__call__county",
        "application__call__current",
        "application__municipality__county",
        "application__district",
        "application__contact",
        "decision__meeting",
        "template__county",
        "replaces",
        "sent_by",
        "created_by",
    )


def letters_of(user, call, *, state=""):
    """The call's letters, drafts first; those thrown away are left out."""
    letters = for_page(user).filter(application__call=call).exclude(state=LetterState.DISCARDED)
    if state:
        letters = letters.filter(state=state)
    return letters.order_by("state", "application__case_year", "application__case_number", "pk")


def drafts_of(user, call):
    return letters_of(user, call, state=LetterState.DRAFT)


def county_drafts(user):
    """A filter on letters: drafts of the county that the user writes letters for."""
    reach = reach_of(user, Permission.LETTER_WRITE)
    return Q(state=LetterState.DRAFT) & administered(reach, "application__call__area")


def counts(call):
    """{"draft": n, "sent": n} of a call."""
    rows = Letter.objects.filter(application__call=call).order_by().values_list("state")
    return dict(rows.annotate(n=Count("pk")).values_list("state", "n"))


def without_letter(call):
    """Decisions that stand and have no letter yet, nor a draft of one."""
    live = Letter.objects.filter(decision=OuterRef("pk"), state__in=(LetterState.DRAFT, LetterState.SENT))
    decided = Decision.objects.filter(application__call=call, state=DecisionState.DECIDED)
    return decided.filter(~Exists(live)).select_related("application").order_by("pk")


def is_outdated(letter) -> bool:
    """Whether the template was changed after the draft was made of it."""
    return bool(
        letter.state == LetterState.DRAFT
        and letter.template
        and letter.template.version != letter.template_version
    )


def outdated_drafts(user, call):
    """Drafts whose template was changed after they were made of it."""
    drafts = drafts_of(user, call).filter(decision__isnull=False)
    return drafts.exclude(template__version=F("template_version"))


def replaced_by(user, letter):
    return Letter.objects.visible_to(user).filter(replaces=letter, state=LetterState.SENT).first()


def file_of(letter):
    """The PDF as a Document, or None while it has not been ordered."""
    return letter.documents.filter(kind=DocumentKind.LETTER).order_by("-pk").first()


def opened():
    """A filter on letters: somebody on the applicant's side has opened it, as the trail tells."""
    key = Concat(Value("programmes.letter:"), Cast(OuterRef("pk"), TextField()))
    return Exists(AuditEvent.objects.filter(action="letter.opened", subject=key))


# --- what is filled in ------------------------------------------------------------------------------


def language_of(application: Application) -> str:
    """The municipality's own written form; where it has none, that of the person who wrote to us."""
    municipality = application.municipality
    if municipality.language_form == LanguageForm.NEUTRAL:
        return application.contact.language
    return municipality.document_language


def kind_of(decision: Decision) -> str:
    return LETTER_OF[Outcome(decision.outcome)]


def county_today(call):
    """Whose letter it is: the county that made the call, or those who have taken over its area since."""
    living = County.objects.filter(pk__in=counties_of(call.area)).order_by("pk")
    found = {county.pk: county for county in living}
    return found.get(call.county_id) or next(iter(found.values()), call.county)


def sender_of(letter) -> str:
    """The county whose words it is written in: a letter keeps its sender."""
    return sender(letter.template.county if letter.template else letter.application.call.county)


def sender(county) -> str:
    return f"{county.name} kommune" if county.code == OSLO else f"{county.name} fylkeskommune"


def earlier_letter(decision: Decision) -> Letter | None:
    """The letter that was sent of a decision that this one replaces, however far back."""
    while old := decision.replaces:
        if letter := old.letters.filter(state=LetterState.SENT).first():
            return letter
        decision = old
    return None


def values_of(decision: Decision, language: str) -> dict[str, str]:
    """What the placeholders of a decision's letter stand for, in the letter's written form."""
    application, meeting = decision.application, decision.meeting
    with override(language):
        common = _common(application)
        return common | {
            "organ": meeting.body if meeting else "",
            "vedtakssak": meeting.case_number if meeting else "",
            "vedtaksdato": day(meeting.decided_on) if meeting else "",
            "begrunnelse": decision.reason,
            "søkt_beløp": kroner(asked_for(application)),
            "beløp": kroner(decision.total),
            "beløp_per_år": _years(decision, language),
            "vilkår": _conditions(decision, language),
            "plass": str(decision.reserve_rank or ""),
            "klage": _appeal(application.version, language, common["fylke"]),
        }


def values_of_request(application: Application, language: str, *, text: str, due_on=None) -> dict[str, str]:
    with override(language):
        due = part("due", language, day=day(due_on)) if due_on else ""
        return _common(application) | {"opplysninger": text, "frist": due}


def naming_earlier(body: str, letter: Letter | None, language: str) -> str:
    """A changed decision's letter says first which one it stands for, whatever the template has."""
    if letter is None:
        return body
    with override(language):
        return f"{part('replaces', language, subject=letter.subject, day=day(letter.sent_at))}\n\n{body}"


def asked_for(application: Application) -> int | None:
    """The grant asked for in all, in what was sent last."""
    sent = application.submissions.first()
    return sum(grants_of(sent.content["budget"]).values()) if sent else None


def _common(application):
    call = application.call
    return {
        "kommune": application.who,
        "saksnummer": application.case,
        "tittel": application.title,
        "utlysning": application.version.title,
        "program": call.area.programme.name,
        "fylke": sender(county_today(call)),
    }


def _years(decision, language):
    lines = [
        part(
            "later_year" if one.is_subject_to_budget else "year",
            language,
            year=one.year,
            amount=kroner(one.amount),
        )
        for one in decision.amounts.all()
    ]
    return "\n".join(lines)


def _conditions(decision, language):
    if not decision.conditions:
        return ""
    lines = "\n".join(f"– {' '.join(one.split())}" for one in decision.conditions)
    return part("conditions", language, conditions=lines)


def _appeal(version, language, county):
    """Only where the call that they applied to says so."""
    if not version.has_appeal:
        return ""
    return part(
        "appeal" if version.appeal_weeks != 1 else "appeal_one_week",
        language,
        weeks=version.appeal_weeks,
        instance=version.appeal_instance,
        county=county,
    )

"""Access to the pages of letters: (route, thing) → what each role is answered on GET."""

from programmes.actions.letter_templates import begin_templates
from programmes.actions.letters import draft_letter, draft_more_information, send_letter
from programmes.enums import DocumentKind, DocumentState
from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import DecisionState
from programmes.models import LetterTemplate
from tests.access.roles import AWAY, COUNTY, MUNICIPAL, NATION, SIGNED_IN, answers, only
from tests.factories import DocumentFactory, MunicipalityFactory
from tests.factories_grant import (
    ApplicationFactory,
    DecisionFactory,
    SubmissionFactory,
    declare,
    make_call,
    put,
)

SENT = only(*MUNICIPAL, *COUNTY, *NATION, others=404)

POSTED = AWAY | answers(405, *SIGNED_IN)

PAGES: dict = {
    ("letter-list", "letters_call"): only(*COUNTY),
    ("letter-send", "letters_call"): only(*COUNTY),
    ("letter-draft-missing", "letters_call"): POSTED,
    ("letter-remake-all", "letters_call"): POSTED,
    ("letter-new", "letters_open_case"): only(*COUNTY, others=404) | answers(403, *MUNICIPAL, *NATION),
    ("letter", "letters_sent"): SENT,
    ("letter", "letters_draft"): only(*COUNTY, others=404),
    ("document-file", "letters_document"): SENT,
    ("letter-edit", "letters_draft"): only(*COUNTY, others=404),
    ("letter-edit", "letters_sent"): answers(403, *MUNICIPAL, *COUNTY, *NATION)
    | AWAY
    | answers(404, "nobody", "stranger", "outsider"),
    ("letter-remake", "letters_draft"): only(*COUNTY, others=404),
    ("letter-discard", "letters_draft"): POSTED,
    ("letter-preview", "letters_draft"): only(*COUNTY, others=404),
    ("letter-template-list", None): only(*COUNTY, "outsider"),
    ("letter-template", "letters_template"): only(*COUNTY) | answers(404, "outsider"),
    ("mail-list", None): only("admin"),
    ("mail-retry", "letters_mail"): POSTED,
}
PUBLIC: set = set()


def _decided(call, municipality):
    application = ApplicationFactory(call=call, municipality=municipality)
    put(application, ApplicationState.IN_REVIEW, case_year=2026, case_number=application.pk + 50_000)
    application.refresh_from_db()
    SubmissionFactory(application=application)
    made = DecisionFactory(application=application, state=DecisionState.DECIDED)
    put(application, ApplicationState.DECIDED)
    return made


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    adviser = world["people"]["adviser"]
    call = make_call(world["county"])
    world["letters_of_call"] = call
    sent = draft_letter(_decided(call, world["own"]), by=adviser)
    send_letter(sent, by=adviser)
    sent.documents.all().delete()
    document = DocumentFactory(
        kind=DocumentKind.LETTER,
        municipality=world["own"],
        letter=sent,
        state=DocumentState.DONE,
        file="documents/x.pdf",
        sha256="0" * 64,
        size=4,
        pages=1,
        finished_at="2026-01-01T00:00Z",
    )
    draft = draft_letter(_decided(call, world["own"]), by=adviser)
    open_case = ApplicationFactory(call=call, municipality=world["own"], state=ApplicationState.IN_REVIEW)
    for role in COUNTY:
        declare(open_case, world["people"][role])
    begin_templates(world["county"], by=adviser)
    return {
        "letters_call": [call.pk],
        "letters_open_case": [open_case.pk],
        "letters_sent": [sent.pk],
        "letters_draft": [draft.pk],
        "letters_document": [document.pk],
        "letters_template": [LetterTemplate.objects.filter(county=world["county"]).first().pk],
        "letters_mail": [0],
    }


def more(world):
    """Two more rows in each list that the pages show."""
    adviser, call = world["people"]["adviser"], world["letters_of_call"]
    for _n in range(2):
        draft_letter(_decided(call, MunicipalityFactory(county=world["county"])), by=adviser)
        letter = draft_letter(_decided(call, world["own"]), by=adviser)
        send_letter(letter, by=adviser)
        draft_more_information(letter.application, text="Mer", by=adviser)
        _decided(call, world["own"])

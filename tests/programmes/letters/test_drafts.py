"""What a letter says: from the decision, the call and the county's words, in the applicant's written form."""

import datetime as dt

import pytest

from accounts.models import Message
from audit.models import AuditEvent
from folkehelse.lib.dates import from_to, today
from municipalities.enums import LanguageForm
from programmes.actions.letter_templates import begin_templates, edit_template
from programmes.actions.letters import (
    draft_letter,
    draft_more_information,
    edit_letter,
    remake_letter,
    remake_letters,
    send_letter,
)
from programmes.actions.versions import Outdated
from programmes.documents.letter import content_of_letter
from programmes.enums.decisions import DecisionState, LetterKind, LetterState, Outcome
from programmes.models import AreaCounty, Letter, LetterTemplate
from programmes.queries.letters import is_outdated, sender_of
from tests.factories import CountyFactory, UserFactory
from tests.factories_grant import DecisionFactory, make_call, put
from tests.programmes.letters.world import call_with_appeal, decided, make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county_and_adviser():
    return make_county(name="Vestland")


@pytest.fixture
def county(county_and_adviser):
    return county_and_adviser[0]


@pytest.fixture
def adviser(county_and_adviser):
    return county_and_adviser[1]


@pytest.fixture
def call(county):
    return call_with_appeal(county)


def test_an_award_tells_all_of_the_decision(call, adviser):
    decision = decided(call, conditions=["Planen er  politisk\nvedtatt.", "To"])

    letter = draft_letter(decision, by=adviser)

    application, meeting = decision.application, decision.meeting
    assert (letter.kind, letter.language, letter.state) == (LetterKind.AWARD, "nb", LetterState.DRAFT)
    assert letter.subject == f"Tilsagn om tilskudd – sak {application.case}"
    for text in (
        application.title,
        application.who,
        meeting.body,
        meeting.case_number,
        decision.reason,
        "– 2027: 100\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr\n",
        "– 2028: 100\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr, med forbehold om Stortingets budsjettvedtak",
        "– Planen er politisk vedtatt.\n– To",
        "innen 3 uker",
        "Klagenemnda i fylket",
        "Vestland fylkeskommune",
    ):
        assert text in letter.body
    assert "[" not in letter.subject + letter.body


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Outcome.FULL, LetterKind.AWARD),
        (Outcome.PARTIAL, LetterKind.PARTIAL),
        (Outcome.REFUSED, LetterKind.REFUSAL),
        (Outcome.RESERVE, LetterKind.RESERVE),
    ],
)
def test_each_outcome_has_its_letter(call, adviser, outcome, kind):
    letter = draft_letter(decided(call, outcome=outcome), by=adviser)

    assert letter.kind == kind
    assert ("forbehold om Stortingets" in letter.body) == (outcome in (Outcome.FULL, Outcome.PARTIAL))
    assert "600\N{NO-BREAK SPACE}000" in letter.body or outcome != Outcome.PARTIAL


@pytest.mark.parametrize("outcome", Outcome.values)
def test_without_appeal_in_the_call_nothing_is_said_of_it(county, adviser, outcome):
    letter = draft_letter(decided(make_call(county), outcome=outcome), by=adviser)

    assert "klag" not in letter.body.lower()
    assert "\n\n\n" not in letter.body


def test_the_appeal_is_the_one_of_the_version_that_was_applied_to(county, adviser):
    call = call_with_appeal(county, weeks=1)

    assert "innen én uke" in draft_letter(decided(call), by=adviser).body


@pytest.mark.parametrize(
    ("form", "contact", "language"),
    [
        (LanguageForm.BOKMAL, "nn", "nb"),
        (LanguageForm.NYNORSK, "nb", "nn"),
        (LanguageForm.NEUTRAL, "nb", "nb"),
        (LanguageForm.NEUTRAL, "nn", "nn"),
    ],
)
def test_the_written_form_is_the_municipalitys_own(call, adviser, form, contact, language):
    decision = decided(call, language=form)
    decision.application.contact.language = contact
    decision.application.contact.save()

    letter = draft_letter(decision, by=adviser)

    assert letter.language == language
    assert ("Tilsegn" in letter.subject) == (language == "nn")


def test_drafted_twice_is_one_letter(call, adviser):
    decision = decided(call)

    assert draft_letter(decision, by=adviser) == draft_letter(decision, by=adviser)
    assert AuditEvent.objects.filter(action="letter.drafted").count() == 1


def changed(decision, **fields):
    """A decision that takes the other's place."""
    put(decision, DecisionState.REPLACED)
    return DecisionFactory(
        application=decision.application, state=DecisionState.DECIDED, replaces=decision, **fields
    )


def test_a_changed_decision_is_a_new_letter_that_names_the_old(call, adviser):
    old = decided(call)
    first = draft_letter(old, by=adviser)
    send_letter(first, by=adviser)

    second = draft_letter(changed(old, outcome=Outcome.REFUSED), by=adviser)

    first.refresh_from_db()
    assert second.replaces == first
    assert second.body.startswith(f"Dette brevet erstatter brevet «{first.subject}», som vi sendte ")
    assert first.state == LetterState.SENT
    remake_letter(second, version=second.version, by=adviser)
    second.refresh_from_db()
    assert second.body.startswith("Dette brevet erstatter")


def test_a_draft_of_a_decision_that_was_changed_is_thrown_away(call, adviser):
    old = decided(call)
    first = draft_letter(old, by=adviser)

    second = draft_letter(changed(old), by=adviser)

    first.refresh_from_db()
    assert (first.state, second.replaces) == (LetterState.DISCARDED, None)


def test_a_letter_that_asks_for_more(call, adviser):
    application = decided(call).application

    letter = draft_more_information(application, text="Hvem evaluerer?", by=adviser)

    assert (letter.kind, letter.decision) == (LetterKind.MORE_INFORMATION, None)
    assert "Hvem evaluerer?" in letter.body
    assert "Fristen" not in letter.body


# --- corrected, and made again --------------------------------------------------------------------------


def new_words(letter, adviser):
    template = LetterTemplate.objects.get(pk=letter.template_id)
    body = f"NYE ORD\n\n{template.body}"
    edit_template(template, {"body": body}, version=template.version, by=adviser)
    return Letter.objects.select_related("template").get(pk=letter.pk)


def test_a_changed_template_marks_the_drafts_until_they_are_made_again(call, adviser):
    letter = draft_letter(decided(call), by=adviser)
    assert not is_outdated(letter)

    letter = new_words(letter, adviser)
    assert is_outdated(letter)
    remake_letters([letter], by=adviser)

    letter = Letter.objects.select_related("template").get()
    assert letter.body.startswith("NYE ORD")
    assert not is_outdated(letter)


def test_what_was_corrected_by_hand_is_never_written_over_unasked(call, adviser):
    letter = draft_letter(decided(call), by=adviser)
    edit_letter(letter, {"body": "Med hånd"}, version=letter.version, by=adviser)
    letter = new_words(letter, adviser)

    assert remake_letters([letter], by=adviser) == 0
    assert Letter.objects.get().body == "Med hånd"
    remake_letter(letter, version=letter.version, by=adviser)
    assert Letter.objects.get().body.startswith("NYE ORD")
    assert not Letter.objects.get().is_edited


def test_two_who_correct_one_letter_see_each_other(call, adviser):
    letter = draft_letter(decided(call), by=adviser)
    edit_letter(letter, {"body": "Først"}, version=1, by=adviser)

    with pytest.raises(Outdated):
        edit_letter(letter, {"body": "Sist"}, version=1, by=UserFactory())
    with pytest.raises(Outdated):
        remake_letter(letter, version=1, by=UserFactory())

    assert Letter.objects.get().body == "Først"


def test_a_county_begins_with_the_portals_words_and_keeps_its_own(county, adviser):
    begin_templates(county, by=adviser)
    own = LetterTemplate.objects.get(county=county, kind=LetterKind.AWARD, language="nn")
    edit_template(own, {"subject": "Vår eigen"}, version=1, by=adviser)
    begin_templates(county, by=adviser)

    own.refresh_from_db()
    assert LetterTemplate.objects.count() == 10
    assert (own.subject, own.version, own.changed_by) == ("Vår eigen", 2, adviser)
    with pytest.raises(Outdated):
        edit_template(own, {"subject": "For sent"}, version=1, by=adviser)


def test_a_draft_tells_nobody(call, adviser):
    draft_letter(decided(call), by=adviser)

    assert Message.objects.count() == 0


def test_a_letter_is_from_the_county_that_administers_the_area_today(call, adviser):
    """The call was Vestland's; Rogaland has taken the area over since. What was written keeps its sender."""
    before = draft_letter(decided(call), by=adviser)
    rogaland = CountyFactory(name="Rogaland")
    AreaCounty.objects.update(valid=from_to(call.area.starts_on, today() - dt.timedelta(days=1)))
    AreaCounty.objects.create(area=call.area, county=rogaland, valid=from_to(today(), call.area.ends_on))

    after = draft_letter(decided(call), by=adviser)

    assert (after.template.county, sender_of(after)) == (rogaland, "Rogaland fylkeskommune")
    assert "Rogaland fylkeskommune" in after.body
    assert "Vestland" not in after.body
    assert sender_of(before) == "Vestland fylkeskommune"
    remake_letter(before, version=before.version, by=adviser)
    remade = Letter.objects.get(pk=before.pk)
    assert sender_of(remade) == content_of_letter(remade)["sender"] == "Rogaland fylkeskommune"

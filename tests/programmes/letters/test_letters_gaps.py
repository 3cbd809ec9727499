"""Who may work with a letter, and with which."""

import pytest

from municipalities.roles import Role
from programmes.enums.decisions import LetterKind, LetterState
from programmes.permissions.letters import (
    can_discard_letter,
    can_handle_letters,
    can_remake_letter,
    can_write_letter,
    can_write_letters,
)
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import ApplicationPartnerFactory, LetterFactory, declare, make_call

pytestmark = pytest.mark.django_db


def adviser_in(county, *cases):
    user = MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user
    for case in cases:
        declare(case, user)
    return user


def test_only_the_county_of_the_call_writes_its_letters():
    call = make_call()
    counties = (call.county, make_call().county)
    people = [adviser_in(MunicipalityFactory(county=county).county) for county in counties]

    assert [bool(can_write_letters(who, call)) for who in people] == [True, False]


@pytest.mark.parametrize("how", ["lead", "partner", "partial"])
def test_nobody_works_with_a_letter_in_a_case_of_their_own(how):
    case = LetterFactory().application
    county = case.call.county
    user, other = adviser_in(county), adviser_in(county, case)
    if how == "partial":
        declare(case, user, is_impartial=False, reason="Søster")
    else:
        partner = ApplicationPartnerFactory(application=case).municipality
        place = case.municipality if how == "lead" else partner
        declare(case, user)
        MembershipFactory(role=Role.CONTRIBUTOR, municipality=place, user=user)

    assert [bool(can_handle_letters(who, case)) for who in (user, other)] == [False, True]


@pytest.mark.parametrize(
    ("kind", "state", "may"),
    [
        (LetterKind.AWARD, LetterState.DRAFT, (True, True, False)),
        (LetterKind.MORE_INFORMATION, LetterState.DRAFT, (True, False, True)),
        (LetterKind.AWARD, LetterState.SENT, (False, False, False)),
        (LetterKind.MORE_INFORMATION, LetterState.DISCARDED, (False, False, False)),
    ],
)
def test_a_draft_is_written_and_only_what_the_machine_wrote_is_made_again(kind, state, may):
    """(write, make again, throw away): the letter of a decision is needed, one by hand has no template."""
    letter = LetterFactory(state=state)
    letter.kind = kind
    adviser = adviser_in(letter.application.call.county, letter.application)
    laws = (can_write_letter, can_remake_letter, can_discard_letter)

    assert tuple(bool(law(adviser, letter)) for law in laws) == may

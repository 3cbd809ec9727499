import pytest
from django.urls import reverse

from municipalities.enums import SuccessionKind
from municipalities.models import Succession
from programmes.enums import EnrolmentState, MeasureState
from programmes.queries.participation import TAKING, TOOK, participation
from tests.factories import (
    EnrolmentFactory,
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MunicipalityFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db


def succession(old, new, kind=SuccessionKind.MERGED, on="2020-01-01"):
    return Succession.objects.create(
        on=on,
        kind=kind,
        old=old,
        new=new,
        old_code=old.code,
        new_code=new.code,
        old_name=old.name,
        new_name=new.name,
        source="test",
    )


def test_who_takes_part_by_themselves_as_partner_or_as_what_they_came_from():
    lead = EnrolmentFactory(state=EnrolmentState.ACTIVE)
    partner = EnrolmentPartnerFactory(enrolment=lead).municipality
    over = EnrolmentFactory(state=EnrolmentState.CLOSED).municipality
    EnrolmentFactory(state=EnrolmentState.PLANNED)
    ended, heir = MunicipalityFactory(is_current=False), MunicipalityFactory()
    succession(ended, heir)
    EnrolmentFactory(state=EnrolmentState.CLOSED, municipality=ended)
    MunicipalityFactory()

    assert participation(ProgrammeFactory()) == {
        lead.municipality.pk: TAKING,
        partner.pk: TAKING,
        over.pk: TOOK,
        heir.pk: TOOK,
    }


def test_taking_part_now_goes_before_having_taken_part():
    own = MunicipalityFactory()
    EnrolmentFactory(municipality=own, state=EnrolmentState.ACTIVE)
    EnrolmentFactory(municipality=own, state=EnrolmentState.CLOSED)

    assert participation(ProgrammeFactory()) == {own.pk: TAKING}


def test_the_front_page_counts_what_is_public(client):
    ProgrammeFactory()
    LogEntryFactory(measure=MeasureFactory(state=MeasureState.ACTIVE))
    MeasureFactory(state=MeasureState.PLANNED)

    figures = [(f["value"], f["label"]) for f in client.get(reverse("front")).context["key_figures"]]

    assert figures == [
        ("2", "kommuner er med nå"),
        ("1", "tiltak siden starten"),
        ("1", "loggføringer fra kommunene"),
        ("2", "fylker har kommuner som er med"),
    ]


def test_a_portal_without_a_programme_says_what_to_do(client):
    assert "Ingen programmer er lagt inn" in client.get(reverse("front")).text


@pytest.mark.parametrize("n", [1, 3])
def test_the_front_page_costs_the_same_for_one_and_three(client, django_assert_num_queries, n):
    ProgrammeFactory()
    for _ in range(n):
        LogEntryFactory()

    with django_assert_num_queries(10):
        client.get(reverse("front"))

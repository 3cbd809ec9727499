"""Who reads which entries, by equality; and that the public can reckon nothing back."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import Error, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from folkehelse.lib.dates import today
from municipalities.models import Succession
from municipalities.roles import Role
from programmes.enums import LogKind, LogState, MeasureState, Visibility
from programmes.models import PARTICIPANT_GROUPS, LogEntry
from programmes.queries.log import figures
from tests.factories import (
    EnrolmentPartnerFactory,
    LogEntryFactory,
    MeasureFactory,
    MembershipFactory,
    MunicipalityFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """One entry of each visibility and one withdrawn public one, on a measure with a partner."""
    measure = MeasureFactory()
    entries = {level.value: LogEntryFactory(measure=measure, visibility=level) for level in Visibility}
    entries["withdrawn"] = LogEntryFactory(measure=measure, visibility=Visibility.PUBLIC)
    entries["withdrawn"].withdraw(by=entries["withdrawn"].created_by, why="Feil dag.")
    entries["planned"] = LogEntryFactory(
        measure=MeasureFactory(enrolment=measure.enrolment, state=MeasureState.PLANNED),
        visibility=Visibility.PUBLIC,
    )
    return measure, entries


ALL = {"municipality", "programme", "public", "withdrawn", "planned"}


def seen_by(user, entries):
    names = {entry.pk: name for name, entry in entries.items()}
    return {names[entry.pk] for entry in LogEntry.objects.visible_to(user)}


def test_the_public_reads_what_is_public(log):
    assert seen_by(AnonymousUser(), log[1]) == {"public"}


def test_the_municipality_reads_everything_of_its_own(log):
    measure, entries = log
    for role in (Role.CONTRIBUTOR, Role.COORDINATOR, Role.APPROVER):
        user = MembershipFactory(role=role, municipality=measure.enrolment.municipality).user
        assert seen_by(user, entries) == ALL


def test_a_partner_reads_as_the_lead_does(log):
    measure, entries = log
    partner = EnrolmentPartnerFactory(enrolment=measure.enrolment)

    assert seen_by(MembershipFactory(municipality=partner.municipality).user, entries) == ALL


def test_other_municipalities_read_what_is_for_the_programme(log):
    assert seen_by(MembershipFactory().user, log[1]) == {"programme", "public"}


def test_the_county_and_the_nation_read_plans_but_not_what_a_municipality_keeps_to_itself(log):
    measure, entries = log
    county = MembershipFactory(role=Role.COUNTY_ADVISER, county=measure.enrolment.municipality.county).user
    other_county = MembershipFactory(role=Role.COUNTY_ADVISER).user
    nation = MembershipFactory(role=Role.NATIONAL_READER).user

    assert seen_by(county, entries) == {"programme", "public", "planned"}
    assert seen_by(other_county, entries) == {"programme", "public"}
    assert seen_by(nation, entries) == {"programme", "public", "planned"}


def test_somebody_whose_role_has_ended_reads_as_the_public(log):
    measure, entries = log
    past = MembershipFactory(
        municipality=measure.enrolment.municipality,
        valid=(dt.date(2017, 1, 1), dt.date(2020, 1, 1)),
    )

    assert seen_by(past.user, entries) == {"public"}


def succeed(old, new, kind):
    Succession.objects.create(
        on=dt.date(2020, 1, 1),
        kind=kind,
        old=old,
        new=new,
        old_code=old.code,
        new_code=new.code,
        old_name=old.name,
        new_name=new.name,
        source="test",
    )


def test_the_heir_of_a_merged_municipality_reads_and_writes_in_its_log(log):
    measure, entries = log
    old = measure.enrolment.municipality
    old.is_current = False
    old.save(update_fields=["is_current"])
    heir = MunicipalityFactory()
    succeed(old, heir, "merged")

    assert seen_by(MembershipFactory(municipality=heir).user, entries) == ALL


def test_what_split_off_from_one_that_lives_on_reads_as_others_do(log):
    measure, entries = log
    split_off = MunicipalityFactory()
    succeed(measure.enrolment.municipality, split_off, "split")

    assert seen_by(MembershipFactory(municipality=split_off).user, entries) == {"programme", "public"}


def test_each_entry_has_a_page_for_those_who_read_it_and_404_for_others(client, log, sign_in):
    measure, entries = log
    sign_in(municipality=measure.enrolment.municipality)
    assert {client.get(f"/logg/{e.pk}/").status_code for e in entries.values()} == {200}

    client.logout()

    statuses = {name: client.get(f"/logg/{entry.pk}/").status_code for name, entry in entries.items()}
    assert statuses == dict.fromkeys(ALL, 404) | {"public": 200}


# --- small numbers -----------------------------------------------------------------------------------

counts = st.one_of(st.none(), st.integers(0, 40))


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(PARTICIPANT_GROUPS, counts)), max_size=12))
def test_the_publics_sums_are_made_of_what_the_public_is_told_and_nothing_else(rows):
    rows = [row | {"sessions": None, "own_hours": None} for row in rows]

    people = figures(rows, outsider=True).people

    for group in PARTICIPANT_GROUPS:
        told = [row[group] for row in rows if row[group] is not None and not 1 <= row[group] <= 4]
        hidden = [row[group] for row in rows if row[group] is not None and 1 <= row[group] <= 4]
        if told or hidden:
            assert (people[group].value, people[group].is_part) == (sum(told), bool(hidden))
        else:
            assert group not in people


def test_small_counts_are_told_as_few_to_the_public_and_exactly_to_the_programme(client, sign_in):
    measure = MeasureFactory()
    LogEntryFactory(measure=measure, visibility=Visibility.PUBLIC, children=3, parents=7)
    LogEntryFactory(measure=measure, visibility=Visibility.PUBLIC, children=20, parents=6)
    LogEntryFactory(measure=measure, visibility=Visibility.PROGRAMME, children=900)

    public = client.get(f"/tiltak/{measure.pk}/")
    sign_in()
    inside = client.get(f"/tiltak/{measure.pk}/")

    told = {figure["label"]: figure["value"] for figure in public.context["figures"]}
    assert told == {"loggføringer": "2", "barn og unge": "20", "foreldre": "13"}
    assert "færre enn 5 barn og unge" in public.text
    assert "3 barn og unge" not in public.text
    assert {f["label"]: f["value"] for f in inside.context["figures"]} == {
        "loggføringer": "3",
        "barn og unge": "923",
        "foreldre": "13",
    }
    assert "3 barn og unge" in inside.text


def test_who_wrote_is_for_the_programmes_own_people(client, sign_in):
    entry = LogEntryFactory(visibility=Visibility.PUBLIC, created_by__full_name="Ingrid Moen")
    address = f"/tiltak/{entry.measure_id}/"

    assert "Ingrid Moen" not in client.get(address).text + client.get(f"/logg/{entry.pk}/").text
    sign_in()
    assert "Ingrid Moen" in client.get(address).text


# --- what the database refuses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"happened_on": dt.date(2099, 1, 1)}, "log_entry_is_not_of_the_future"),
        ({"happened_on": dt.date(2018, 12, 31)}, "log_entry_is_within_the_enrolment"),
        ({"children": -1}, "log_entry_counts_are_not_negative"),
        ({"own_hours": -1}, "log_entry_counts_are_not_negative"),
        ({"state": "borte"}, "log_entry_state_is_known"),
        ({"state": LogState.WITHDRAWN}, "log_entry_withdrawn_pair_follows_state"),
        ({"edited_at": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)}, "log_entry_edited_pair"),
    ],
)
def test_the_database_refuses_by_name_what_the_form_forgot(changes, constraint):
    entry = LogEntryFactory()

    with pytest.raises(Error) as refused, transaction.atomic():
        LogEntry.objects.filter(pk=entry.pk).update(**changes)

    assert refused.value.__cause__.diag.constraint_name == constraint


def test_the_database_refuses_a_new_entry_of_the_future_and_any_deletion():
    measure = MeasureFactory()
    with pytest.raises(Error) as future, transaction.atomic():
        LogEntryFactory(measure=measure, happened_on=today() + dt.timedelta(days=1))
    entry = LogEntryFactory(measure=measure)
    with pytest.raises(Error) as deleted, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM programmes_logentry WHERE id = %s", [entry.pk])

    assert future.value.__cause__.diag.constraint_name == "log_entry_is_not_of_the_future"
    assert deleted.value.__cause__.diag.constraint_name == "log_entry_is_never_deleted"
    assert entry.kind == LogKind.CARRIED_OUT

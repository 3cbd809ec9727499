"""An entry is changed and withdrawn with its trail; of two writers nobody's text is lost."""

import pytest

from audit.models import AuditEvent
from municipalities.roles import Role
from programmes.actions.log import edit_entry
from programmes.actions.versions import Outdated
from programmes.enums import LogState, Visibility
from programmes.models import LogEntry
from tests.factories import LogEntryFactory, MeasureFactory, MembershipFactory, PrincipleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    measure = MeasureFactory()
    author = MembershipFactory(role=Role.CONTRIBUTOR, municipality=measure.enrolment.municipality).user
    return LogEntryFactory(
        measure=measure,
        created_by=author,
        what_happened="Først.",
        children=12,
        principles=[PrincipleFactory()],
    )


@pytest.fixture
def coordinator(entry, sign_in):
    return sign_in(municipality=entry.measure.enrolment.municipality)


def edit(entry):
    return f"/logg/{entry.pk}/endre/"


def written(entry, **changes):
    values = {
        "version": entry.version,
        "measure": entry.measure_id,
        "happened_on": "04.03.2024",
        "kind": entry.kind,
        "what_happened": entry.what_happened,
        "children": "12",
        "principles": [one.pk for one in entry.principles.all()],
        "visibility": entry.visibility,
    }
    return values | changes


def test_a_change_is_kept_with_what_stood_before(client, entry, coordinator):
    new = PrincipleFactory()
    [old] = entry.principles.all()

    client.post(edit(entry), written(entry, what_happened="Nå.", children="15", principles=[new.pk]))

    entry.refresh_from_db()
    assert (entry.what_happened, entry.children, entry.version) == ("Nå.", 15, 2)
    assert list(entry.principles.all()) == [new]
    assert entry.edited_by == coordinator
    event = AuditEvent.objects.get(action="logentry.changed")
    assert event.before == {"what_happened": "Først.", "children": 12, "principles": [old.slug]}
    assert event.after == {"what_happened": "Nå.", "children": 15, "principles": [new.slug]}
    page = client.get(f"/logg/{entry.pk}/").text
    assert "Loggføringen ble endret" in page
    assert "Først." in page


def test_the_form_begins_with_what_is_saved_and_speaks_of_no_conflict(client, entry, coordinator):
    response = client.get(edit(entry))

    assert response.context["form"]["what_happened"].value() == "Først."
    assert response.context["form"]["version"].value() == 1
    assert "Noen andre har endret" not in response.text


def test_saving_without_a_change_leaves_no_trail(client, entry, coordinator):
    response = client.post(edit(entry), written(entry))

    entry.refresh_from_db()
    assert response.status_code == 302
    assert (entry.version, entry.edited_by) == (1, None)
    assert not AuditEvent.objects.exists()


def test_of_two_writers_one_wins_and_the_other_sees_both_texts(client, entry, coordinator):
    mine = written(entry, what_happened="Min tekst, som ingen skal miste.")
    client.post(edit(entry), written(entry, what_happened="Den andres tekst.", children="13"))

    response = client.post(edit(entry), mine)

    assert response.status_code == 409
    assert "Noen andre har endret dette mens du skrev" in response.text
    assert response.context["differences"] == [
        ("Hva skjedde?", "Den andres tekst.", "Min tekst, som ingen skal miste."),
        ("Barn og unge", "13", "12"),
    ]
    form = response.context["form"]
    assert form["what_happened"].value() == "Min tekst, som ingen skal miste."
    assert LogEntry.objects.get().what_happened == "Den andres tekst."

    client.post(edit(entry), mine | {"version": form["version"].value()})

    assert LogEntry.objects.get().what_happened == "Min tekst, som ingen skal miste."
    assert AuditEvent.objects.filter(action="logentry.changed").count() == 2


@pytest.mark.parametrize("version", ["", "0", "99", "tull"])
def test_a_version_that_nobody_was_given_writes_nothing(client, entry, coordinator, version):
    response = client.post(edit(entry), written(entry, version=version, what_happened="Nei."))

    assert response.status_code in (409, 422)
    assert LogEntry.objects.get().what_happened == "Først."


def test_a_wrong_change_is_refused_and_what_was_typed_is_there(client, entry, coordinator):
    response = client.post(edit(entry), written(entry, children="-1", what_happened="Noe nytt"))

    assert response.status_code == 422
    assert response.context["form"]["what_happened"].value() == "Noe nytt"
    assert "Antallet kan ikke være under null" in response.text


def test_withdrawing_asks_why_and_the_municipality_still_sees_it(client, entry, coordinator):
    address = f"/logg/{entry.pk}/trekk/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"why": ""}).status_code == 422

    client.post(address, {"why": "Det var feil dag."})

    entry.refresh_from_db()
    assert (entry.state, entry.withdrawn_by) == (LogState.WITHDRAWN, coordinator)
    event = AuditEvent.objects.get()
    assert (event.action, event.why) == ("logentry.withdrawn", "Det var feil dag.")
    for page in (f"/tiltak/{entry.measure_id}/", f"/logg/{entry.pk}/"):
        text = client.get(page).text
        assert "<del>" in text
        assert "Det var feil dag." in text
    assert client.get(f"/tiltak/{entry.measure_id}/").context["figures"][0]["value"] == "0"


def test_what_is_withdrawn_is_gone_for_everybody_else(client, entry, sign_in):
    LogEntry.objects.filter(pk=entry.pk).update(visibility=Visibility.PUBLIC)
    entry.withdraw(by=entry.created_by, why="Feil.")
    sign_in()

    assert client.get(f"/logg/{entry.pk}/").status_code == 404
    assert "Først." not in client.get(f"/tiltak/{entry.measure_id}/").text


def test_what_is_withdrawn_can_neither_be_changed_nor_withdrawn_again(client, entry, coordinator):
    entry.withdraw(by=coordinator, why="Feil.")

    for address in (edit(entry), f"/logg/{entry.pk}/trekk/"):
        response = client.post(address, written(entry, why="Igjen"))
        assert response.status_code == 403
        assert "trukket tilbake" in response.text


def test_an_edit_does_not_slip_past_a_withdrawal(entry):
    """The page was read before somebody withdrew: nothing is written, and the writer is told."""
    read_before = LogEntry.objects.get(pk=entry.pk)
    entry.withdraw(by=entry.created_by, why="Feil.")

    with pytest.raises(Outdated):
        edit_entry(read_before, {"what_happened": "For sent."}, version=1, by=entry.created_by)

    assert LogEntry.objects.get().what_happened == "Først."


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("author", 200),
        ("coordinator", 200),
        ("colleague", 403),
        ("approver", 403),
        ("other", 403),
        ("county", 403),
    ],
)
def test_who_may_change_an_entry(client, entry, sign_in, who, status):
    municipality = entry.measure.enrolment.municipality
    people = {
        "author": {"user": entry.created_by},
        "coordinator": {"municipality": municipality},
        "colleague": {"role": Role.CONTRIBUTOR, "municipality": municipality},
        "approver": {"role": Role.APPROVER, "municipality": municipality},
        "other": {},
        "county": {"role": Role.COUNTY_ADVISER, "county": municipality.county},
    }
    sign_in(**people[who])

    assert client.get(edit(entry)).status_code == status
    assert client.get(f"/logg/{entry.pk}/trekk/").status_code == status
    assert ("/endre/" in client.get(f"/logg/{entry.pk}/").text) == (status == 200)


def test_an_entry_that_one_does_not_see_is_not_there(client, entry, sign_in):
    LogEntry.objects.filter(pk=entry.pk).update(visibility=Visibility.MUNICIPALITY)
    sign_in()

    for address in (f"/logg/{entry.pk}/", edit(entry), f"/logg/{entry.pk}/trekk/", "/logg/999999/"):
        assert client.get(address).status_code == 404
    assert client.post(edit(entry), written(entry, what_happened="Hærverk")).status_code == 404
    assert LogEntry.objects.get().what_happened == "Først."


def test_the_county_reads_that_something_changed_but_not_what_stood_before(
    client, entry, coordinator, sign_in
):
    client.post(edit(entry), written(entry, what_happened="Nå."))
    sign_in(role=Role.COUNTY_ADVISER, county=entry.measure.enrolment.municipality.county)

    page = client.get(f"/logg/{entry.pk}/").text

    assert "Loggføringen ble endret" in page
    assert "Først." not in page

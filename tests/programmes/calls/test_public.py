"""Calls as everybody sees them."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
import time_machine
from django.urls import reverse

from folkehelse.lib.dates import today
from municipalities.models import District
from programmes.enums.calls import CallState
from programmes.models import Call
from programmes.permissions.calls import can_apply, municipalities_for
from programmes.queries.calls import listed
from tests.factories import CountyFactory, MembershipFactory, MunicipalityFactory, UserFactory
from tests.factories_grant import CallVersionFactory, make_call

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_list_is_in_three_and_drafts_are_not_in_it(client):
    day = today()
    later = make_call(opens_on=day, closes_on=day + 9 * DAY)
    sooner = make_call(opens_on=day, closes_on=day + 2 * DAY)
    soon = make_call(opens_on=day + DAY, closes_on=day + 9 * DAY)
    closed = make_call(opens_on=day - 9 * DAY, closes_on=day - DAY)
    cancelled = make_call(state=CallState.CANCELLED, closes_on=day - 2 * DAY)
    make_call(opens_on=day - 900 * DAY, closes_on=day - 800 * DAY, title="For lenge siden")
    make_call(state=CallState.DRAFT, title="Hemmelig utkast")

    found = listed()

    assert (found.open, found.soon, found.closed) == ([sooner, later], [soon], [closed, cancelled])
    page = client.get(reverse("call-list")).text
    assert "Hemmelig utkast" not in page
    assert "For lenge siden" not in page


def test_the_page_says_what_the_call_says(client):
    call = make_call(
        state=CallState.DRAFT, title="Fri lek <b>", frame=2_500_000, min_amount=100_000, max_amount=400_000,
        own_contribution_percent=20, deciding_body="Fylkestinget", first_year=2027,
        opens_on=dt.date(2026, 3, 1), closes_on=dt.date(2026, 5, 15),
        has_appeal=True, appeal_instance="klagenemnda", appeal_weeks=3,
    )  # fmt: skip
    version = call.shown
    version.sub_themes.create(
        title="Livsmestring", result_goal="Alle har en voksen", effect_goal="Trygge barn"
    )
    version.criteria.create(title="Medvirkning", kind="weighed", weight=20, scale=4)
    version.requirements.create(title="Vedtak i kommunestyret")
    user = UserFactory()
    version.publish(by=user)
    call.publish(version, by=user)

    page = client.get(call.get_absolute_url()).text.replace("\N{NO-BREAK SPACE}", " ")

    assert "<b>" not in page.split("</nav>", 1)[1].split("<footer", 1)[0].replace("<b>1", "")
    for words in (
        "til og med 15. mai 2026", "2 500 000 kr", "Fra 100 000 kr til 400 000 kr", "Minst 20 prosent",
        "Fylkestinget", "2027–2029 (1 til 3 år)", "Alle har en voksen", "Trygge barn",
        "Er forankret", "75 prosent", "25 prosent", "0–4", "Vedtak i kommunestyret",
        "Vedtaket kan påklages til klagenemnda innen 3 uker",
    ):  # fmt: skip
        assert words in page, words


def test_who_may_apply_and_why_not(client):
    county = CountyFactory()
    here = MunicipalityFactory(county=county)
    call = make_call(county)
    coordinator = MembershipFactory(municipality=here).user
    contributor = MembershipFactory(role="contributor", municipality=here).user
    stranger = MembershipFactory().user

    assert can_apply(coordinator, call) is True
    assert can_apply(contributor, call).why == "Bare en koordinator i kommunen kan starte en søknad."
    assert can_apply(stranger, call).why == "Kommunen din kan ikke søke på denne utlysningen."
    assert list(municipalities_for(coordinator, call)) == [here]
    assert list(municipalities_for(stranger, call)) == []
    client.force_login(coordinator, backend="accounts.backends.Backend")
    assert reverse("application-new", args=[call.pk]) in client.get(call.get_absolute_url()).text
    client.force_login(contributor, backend="accounts.backends.Backend")
    page = client.get(call.get_absolute_url()).text
    assert "Bare en koordinator i kommunen kan starte en søknad." in page
    assert reverse("application-new", args=[call.pk]) not in page


def test_before_after_and_cancelled_nobody_applies():
    county = CountyFactory()
    user = MembershipFactory(municipality=MunicipalityFactory(county=county)).user
    day = today()
    calls = [
        make_call(county, opens_on=day + DAY, closes_on=day + 2 * DAY),
        make_call(county, opens_on=day - 2 * DAY, closes_on=day - DAY),
        make_call(county, state=CallState.CANCELLED),
    ]

    assert [can_apply(user, call).why.split()[1] for call in calls] == ["åpner", "gikk", "er"]
    assert can_apply(user, calls[2]).why == "Utlysningen er avlyst."


def test_a_call_for_districts_is_for_the_municipality_that_has_them():
    county = CountyFactory()
    oslo, other = MunicipalityFactory(county=county), MunicipalityFactory(county=county)
    for number in (1, 2):
        District.objects.create(municipality=oslo, code=f"0301{number:02}", name=f"Bydel {number}")
    call = make_call(county, for_municipalities=False, for_districts=True)
    in_oslo, elsewhere = MembershipFactory(municipality=oslo).user, MembershipFactory(municipality=other).user

    assert list(municipalities_for(in_oslo, call)) == [oslo]
    assert not can_apply(elsewhere, call)


def test_a_cancelled_call_stays_with_its_reason(client):
    call = make_call(state=CallState.CANCELLED)
    Call.objects.filter(pk=call.pk).update(cancelled_because="Pengene kom ikke.")

    page = client.get(call.get_absolute_url()).text

    assert "Pengene kom ikke." in page
    assert "Start en søknad" not in page


def test_the_calendar_has_every_deadline(client, settings):
    settings.BASE_URL = "https://folkehelse.example.no"
    with time_machine.travel(dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC), tick=False):
        call = make_call(
            title="Lek, læring; og \\ mer", has_sketch=True, opens_on=dt.date(2026, 2, 1),
            sketch_closes_on=dt.date(2026, 3, 1), closes_on=dt.date(2026, 5, 15),
            reports_due_on=dt.date(2027, 3, 1),
        )  # fmt: skip

    response = client.get(reverse("call-ics", args=[call.pk]))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.decode().replace("\r\n ", "").split("\r\n")
    days = [line.partition(":")[2] for line in lines if line.startswith("DTSTART;VALUE=DATE")]
    assert days == ["20260201", "20260301", "20260515", "20270301"]
    uids = [line for line in lines if line.startswith("UID:")]
    names = ["opens_on", "sketch_closes_on", "closes_on", "reports_due_on"]
    assert uids == [f"UID:utlysning-{call.pk}-{name}@folkehelse.example.no" for name in names]
    assert "SUMMARY:Søknadsfrist: Lek\\, læring\\; og \\\\ mer" in lines
    assert f"URL:https://folkehelse.example.no/utlysninger/{call.pk}/" in lines
    assert b"\n" not in response.content.replace(b"\r\n", b"")


def test_a_cancelled_call_is_cancelled_in_the_calendar(client):
    call = make_call(state=CallState.CANCELLED)

    text = client.get(reverse("call-ics", args=[call.pk])).content.decode()

    assert text.count("STATUS:CANCELLED") == text.count("BEGIN:VEVENT") == 2


def test_a_draft_has_no_calendar(sign_in, client):
    call = make_call(state=CallState.DRAFT)
    sign_in(role="county_adviser", county=call.county)

    assert client.get(reverse("call-ics", args=[call.pk])).status_code == 404


def test_the_feed_has_what_is_published(client, settings):
    settings.BASE_URL = "https://folkehelse.example.no"
    call = make_call(title="Åpen & fri")
    over = make_call(title="Borte", state=CallState.CANCELLED)
    make_call(state=CallState.DRAFT)

    response = client.get(reverse("call-feed"))

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = ET.fromstring(response.content).findall(f"{ATOM}entry")
    told = {(one.find(f"{ATOM}id").text, one.find(f"{ATOM}title").text) for one in entries}
    base = "https://folkehelse.example.no/utlysninger"
    assert told == {(f"{base}/{call.pk}/", "Åpen & fri"), (f"{base}/{over.pk}/", "Avlyst: Borte")}
    assert {one.find(f"{ATOM}link").get("href") for one in entries} == {name for name, _title in told}


def test_versions_show_what_changed(client):
    call = make_call(frame=1_000_000, title="Før")
    old = call.current
    new = CallVersionFactory(
        call=call, number=2, frame=2_000_000, title="Etter", note="Mer penger", parts=False
    )
    for question in old.questions.all():
        new.questions.create(
            **{name: getattr(question, name) for name in ("key", "label_nb", "section", "kind")}
        )
    new.criteria.create(key="must", kind="must", title="Er godt forankret")
    user = UserFactory()
    old.be_replaced(by=user)
    new.publish(by=user)
    Call.objects.filter(pk=call.pk).update(current=new)

    page = client.get(reverse("call-version-list", args=[call.pk])).text.replace("\N{NO-BREAK SPACE}", " ")

    for words in (
        "1 000 000 kr",
        "2 000 000 kr",
        "Mer penger",
        "Kriterium tatt bort",
        "Nytte",
        "Er forankret",
    ):
        assert words in page, words
    assert "eldre versjon" in client.get(reverse("call-version", args=[call.pk, 1])).text
    assert client.get(reverse("call-version", args=[call.pk, 3])).status_code == 404

"""A call is built: from nothing, from an earlier one, and part by part."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from folkehelse.lib.dates import today
from programmes.actions.call_parts import fingerprint
from programmes.actions.calls import copy_call
from programmes.forms.calls import BasicsForm, MoneyForm
from programmes.models import Call, Question
from tests.factories import MembershipFactory
from tests.factories_grant import make_call

pytestmark = pytest.mark.django_db
NEW = {
    "title": "Utlysning 2027",
    "language": "nb",
    "opens_on": "01.02.2027",
    "closes_on": "15.5.2027",
    "first_year": "2028",
}
MONEY = {"frame": "2 500 000", "first_year": "2027", "years_min": "1", "years_max": "3"}


def part(call, slug="", key=""):
    names = [call.pk, *filter(None, [slug, key])]
    return reverse(("call-edit", "call-part", "call-item")[len(names) - 1], args=names)


def seen(version, form=MoneyForm):
    return fingerprint(version, form.Meta.fields)


def test_a_new_call_has_the_programmes_questions_and_reminders(sign_in, client, adviser, area, county):
    sign_in(adviser)

    response = client.post(reverse("call-new"), NEW | {"area": area.pk})

    call = Call.objects.get()
    version = call.shown
    assert response.url == reverse("call-edit", args=[call.pk])
    assert (call.state, call.county, call.area, version.title) == ("draft", county, area, "Utlysning 2027")
    assert (version.opens_on, version.closes_on) == (dt.date(2027, 2, 1), dt.date(2027, 5, 15))
    asked = [(q.key, q.label_nb, q.is_standard) for q in version.questions.all()]
    assert asked == [("title", "Programmets title", True), ("risks", "Programmets risks", True)]
    rules = list(call.reminders.filter(about="application_due").values_list("days", flat=True))
    assert rules == [-14, -3, -1]
    assert list(call.reminders.filter(about="review_due").values_list("days", flat=True)) == [-2, 1]
    assert list(call.reminders.filter(about="changes_due").values_list("days", flat=True)) == [-2]
    assert AuditEvent.objects.filter(action="call.created").count() == 1


def test_a_double_click_makes_one(sign_in, client, adviser, area):
    sign_in(adviser)

    for _click in range(2):
        client.post(reverse("call-new"), NEW | {"area": area.pk})

    assert Call.objects.count() == 1


def test_a_new_call_is_refused_with_the_deadline_before_the_opening(sign_in, client, adviser, area):
    sign_in(adviser)

    response = client.post(reverse("call-new"), NEW | {"area": area.pk, "closes_on": "31.01.2027"})

    assert response.status_code == 422
    assert "Søknadsfristen kan ikke være før utlysningen åpner." in response.text
    assert Call.objects.count() == 0


def test_nobody_builds_in_another_countys_area(sign_in, client, area):
    sign_in(role="county_adviser")

    response = client.post(reverse("call-new"), NEW | {"area": area.pk})

    assert response.status_code == 422
    assert Call.objects.count() == 0


def test_a_copy_has_all_of_it_a_year_on(sign_in, client, adviser, county, area):
    source = make_call(
        county, area=area, title="I fjor", frame=1_000_000, first_year=2024,
        opens_on=dt.date(2024, 2, 29), closes_on=dt.date(2024, 5, 15), reports_due_on=dt.date(2025, 3, 1),
    )  # fmt: skip
    source.reminders.create(about="application_due", days=-5)
    sign_in(adviser)
    form = client.get(reverse("call-copy", args=[source.pk])).context["form"]
    proposed = {name: form[name].value() for name in ("title", "language", "first_year")}
    days = {"opens_on": form["opens_on"].value(), "closes_on": form["closes_on"].value()}

    client.post(reverse("call-copy", args=[source.pk]), proposed | days | {"title": "I år"})

    copy = Call.objects.get(copied_from=source)
    version = copy.shown
    assert (version.title, version.frame, version.first_year) == ("I år", 1_000_000, 2025)
    assert (version.opens_on, version.closes_on) == (dt.date(2025, 2, 28), dt.date(2025, 5, 15))
    assert version.reports_due_on == dt.date(2026, 3, 1)
    assert (version.state, version.number, version.created_by) == ("draft", 1, adviser)
    for name in ("questions", "criteria", "sub_themes", "requirements"):
        keys = [row.key for row in getattr(source.current, name).all()]
        assert [row.key for row in getattr(version, name).all()] == keys
    assert list(copy.reminders.values_list("about", "days")) == [("application_due", -5)]
    assert source.current.questions.count() == 3


def test_a_copy_of_a_sketch_keeps_its_sketch_between_the_days(county, area, adviser):
    source = make_call(
        county, area=area, has_sketch=True, opens_on=dt.date(2025, 2, 1),
        sketch_closes_on=dt.date(2025, 3, 1), closes_on=dt.date(2025, 5, 1),
    )  # fmt: skip

    copy = copy_call(source, {"title": "Ny"}, county=county, by=adviser)

    assert copy.shown.sketch_closes_on == dt.date(2026, 3, 1)


def test_a_part_is_saved_and_traced(sign_in, client, adviser, draft):
    sign_in(adviser)

    response = client.post(
        part(draft, "penger"), MONEY | {"seen": seen(draft.shown), "max_amount": "400 000"}
    )

    version = draft.versions.get()
    assert response.url == part(draft)
    assert (version.frame, version.max_amount, version.changed) == (2_500_000, 400_000, 2)
    event = AuditEvent.objects.get(action="callversion.changed")
    assert (event.before["frame"], event.after["frame"]) == (5_000_000, 2_500_000)


@pytest.mark.parametrize(
    ("slug", "data", "field"),
    [
        ("penger", MONEY | {"min_amount": "5", "max_amount": "4"}, "max_amount"),
        ("penger", MONEY | {"years_min": "4"}, "years_max"),
        ("penger", MONEY | {"years_max": "6"}, "years_max"),
        ("penger", MONEY | {"own_contribution_percent": "100"}, "own_contribution_percent"),
        ("innhold", NEW | {"has_sketch": "on"}, "sketch_closes_on"),
        ("innhold", NEW | {"sketch_closes_on": "01.03.2027"}, "sketch_closes_on"),
        ("innhold", NEW | {"has_sketch": "on", "sketch_closes_on": "15.05.2027"}, "sketch_closes_on"),
        ("innhold", NEW | {"text": "Ring 13097248022"}, "text"),
        ("hvem", {"joint_bids": "no"}, "for_municipalities"),
        ("hvem", {"joint_bids": "no", "for_districts": "on", "has_appeal": "on"}, "appeal_instance"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(sign_in, client, adviser, draft, slug, data, field):
    sign_in(adviser)

    response = client.post(part(draft, slug), data)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert draft.versions.get().changed == 1


def test_an_appeal_that_is_taken_away_leaves_nothing_behind(sign_in, client, adviser, draft):
    sign_in(adviser)
    form = client.get(part(draft, "hvem")).context["form"]
    data = {"joint_bids": "no", "for_municipalities": "on", "deciding_body": "Utvalget", "appeal_weeks": "3"}

    client.post(part(draft, "hvem"), data | {"seen": form["seen"].value()})

    version = draft.versions.get()
    assert (version.has_appeal, version.appeal_instance, version.appeal_weeks) == (False, "", None)


def test_two_in_one_part_see_both_texts_and_choose(sign_in, client, adviser, draft):
    sign_in(adviser)
    before = seen(draft.shown)
    client.post(part(draft, "penger"), MONEY | {"seen": before})

    late = client.post(part(draft, "penger"), MONEY | {"seen": before, "frame": "9 000 000"})

    assert late.status_code == 409
    rows = late.context["differences"]
    assert [[str(word).replace("\N{NO-BREAK SPACE}", " ") for word in row] for row in rows] == [
        ["Økonomisk ramme", "2 500 000", "9 000 000"]
    ]
    assert draft.versions.get().frame == 2_500_000
    again = MONEY | {"seen": late.context["form"]["seen"].value(), "frame": "9 000 000"}
    assert client.post(part(draft, "penger"), again).status_code == 302
    assert draft.versions.get().frame == 9_000_000


def test_two_in_different_parts_do_not_disturb_each_other(sign_in, client, adviser, draft):
    sign_in(adviser)
    money = seen(draft.shown)
    basics = NEW | {"seen": seen(draft.shown, BasicsForm)}

    assert client.post(part(draft, "innhold"), basics).status_code == 302
    assert client.post(part(draft, "penger"), MONEY | {"seen": money}).status_code == 302

    version = draft.versions.get()
    assert (version.title, version.frame, version.changed) == ("Utlysning 2027", 2_500_000, 3)


def test_a_published_version_has_no_form(sign_in, client, adviser, published):
    sign_in(adviser)

    assert client.get(part(published, "penger")).url == part(published)
    assert client.post(part(published, "penger"), MONEY).url == part(published)
    assert client.post(part(published, "sporsmal", "ny"), {"label_nb": "X"}).url == part(published)
    assert published.versions.get().frame == 5_000_000
    assert Question.objects.filter(label_nb="X").count() == 0


def test_writing_by_others_is_refused(sign_in, client, draft, published, municipality):
    sign_in(role="coordinator", municipality=municipality)
    assert client.post(part(draft, "penger"), MONEY).status_code == 404
    assert client.post(part(published), {}).status_code == 403
    sign_in(MembershipFactory(role="county_adviser").user)
    assert client.post(part(draft, "kriterier", "ny"), {"title": "X"}).status_code == 404
    assert client.post(part(published), {}).status_code == 403
    assert client.post(part(published, "paminnelser"), {}).status_code == 403
    assert client.post(reverse("call-copy", args=[published.pk]), NEW).status_code == 403
    assert published.versions.count() == 1


def test_the_own_list_counts_who_has_applied(sign_in, client, adviser, draft, published):
    sign_in(adviser)

    calls = client.get(reverse("call-manage-list")).context["calls"]

    assert {call.pk: call.standing[0] for call in calls} == {draft.pk: "draft", published.pk: "open"}
    assert today() <= published.current.closes_on


def test_a_sketch_gets_its_reminders_once(sign_in, client, adviser, draft):
    sign_in(adviser)
    sketch = NEW | {"has_sketch": "on", "sketch_closes_on": "01.03.2027"}
    for data in (sketch, NEW, sketch):
        stored = draft.versions.get()
        client.post(part(draft, "innhold"), data | {"seen": seen(stored, BasicsForm)})

    assert draft.versions.get().sketch_closes_on == dt.date(2027, 3, 1)
    rules = draft.reminders.filter(about="sketch_due")
    assert list(rules.values_list("days", flat=True)) == [-14, -3, -1]

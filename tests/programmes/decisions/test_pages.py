"""The pages of decisions: tried in the table, recommended and decided in bulk, read by those concerned."""

import pytest
from django.urls import reverse

from municipalities.roles import Role
from programmes.actions.decisions import recommend
from programmes.actions.letters import send_letters
from programmes.models import Decision, Meeting
from tests.factories import MembershipFactory
from tests.factories_grant import declare
from tests.programmes.decisions.world import decided, make_ready, make_world, tried

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def world(sign_in):
    made = make_world()
    sign_in(made.adviser)
    return made


def row(application, outcome="", total="", version="", was=("", "")):
    """What the browser posts for a row: also what stood there when the page was made."""
    name = f"s{application.pk}"
    return {
        f"{name}-outcome": outcome,
        f"{name}-total": total,
        f"{name}-version": version,
        f"initial-{name}-outcome": was[0],
        f"initial-{name}-total": was[1],
    }


def table(world):
    return reverse("decision-table", args=[world.call.pk])


def said(response):
    return response.text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_table_shows_what_is_asked_and_advised(client, world):
    application = make_ready(world)

    text = said(client.get(table(world)))

    assert application.who in text
    assert "300 000 kr" in text
    assert "1 innvilges" in text
    assert "egenandel 50,0 %" in text


def test_all_that_was_asked_follows_from_the_outcome(client, world):
    application = make_ready(world, asked=(100_001, 100_000, 99_999))

    response = client.post(table(world), row(application, "full"))

    assert response.status_code == 302
    draft = Decision.objects.get()
    assert (draft.outcome, draft.total) == ("full", 300_000)
    assert list(draft.amounts.values_list("amount", flat=True)) == [100_001, 100_000, 99_999]


def test_a_part_is_spread_as_it_was_asked(client, world):
    application = make_ready(world, asked=(200_000, 100_000, 0))

    client.post(table(world), row(application, "partial", "100 000"))

    assert list(Decision.objects.get().amounts.values_list("year", "amount")) == [
        (2027, 66_667),
        (2028, 33_333),
    ]


def test_what_is_right_is_saved_and_what_is_wrong_is_said(client, world):
    good, bad = make_ready(world), make_ready(world)

    response = client.post(table(world), row(good, "refused") | row(bad, "partial", "400 000"))

    assert response.status_code == 422
    assert "Beløpet er mer enn det er søkt om, 300 000 kr." in said(response)
    assert 'value="400 000"' in said(response)
    assert list(Decision.objects.values_list("application", "outcome")) == [(good.pk, "refused")]


@pytest.mark.parametrize("total", ["-5", "12,5", "1e6", "penger"])
def test_only_whole_kroner(client, world, total):
    response = client.post(table(world), row(make_ready(world), "partial", total))

    assert (response.status_code, Decision.objects.count()) == (422, 0)


def test_a_row_that_was_not_touched_is_not_written(client, world):
    application = make_ready(world)
    tried(world, application, "partial", {2027: 50_000})

    response = client.post(
        table(world), row(application, "full", "300 000", version="", was=("full", "300 000"))
    )

    assert response.status_code == 302
    assert Decision.objects.get().total == 50_000


def test_two_in_one_row_see_both(client, world):
    application = make_ready(world)
    tried(world, application, "partial", {2027: 50_000})

    response = client.post(table(world), row(application, "partial", "70 000"))

    text = said(response)
    assert "Lagret nå: delvis innvilget, 50 000 kr. Du skrev: Delvis innvilget, 70 000 kr." in text
    assert f'name="s{application.pk}-version" value="1"' in text
    assert Decision.objects.get().total == 50_000


def test_the_row_may_be_emptied_again(client, world):
    application = make_ready(world)
    tried(world, application)

    client.post(table(world), row(application, "", "", version=1, was=("full", "300 000")))

    assert Decision.objects.count() == 0


def test_places_on_the_waiting_list_follow_each_other(client, world):
    first, second = make_ready(world), make_ready(world)

    client.post(table(world), row(first, "reserve") | row(second, "reserve"))

    assert sorted(Decision.objects.values_list("reserve_rank", flat=True)) == [1, 2]


def test_one_row_is_tried_by_htmx(client, world):
    application = make_ready(world)

    response = client.post(
        reverse("decision-try", args=[application.pk]), row(application, "full"), headers=HTMX
    )

    text = said(response)
    assert response.status_code == 200
    assert f'name="s{application.pk}-version" value="1"' in text
    assert f'name="s{application.pk}-total" value="300 000"' in text
    assert 'id="ramme"' in text
    assert "700 000 kr" in text


def test_the_chosen_are_recommended_with_what_was_typed(client, world):
    application = make_ready(world)
    tried(world, application, "partial", {2027: 50_000})
    fields = row(application, "partial", "60 000", version=1, was=("partial", "50 000"))

    client.post(reverse("decision-recommend", args=[world.call.pk]), fields | {"chosen": [application.pk]})

    decision = Decision.objects.get()
    assert (decision.state, decision.total) == ("recommended", 60_000)


def test_what_cannot_be_recommended_says_what_to_do(client, world):
    application = make_ready(world, reviewed=False)
    fields = row(application, "refused") | {"chosen": [application.pk]}

    response = client.post(reverse("decision-recommend", args=[world.call.pk]), fields)

    assert response.status_code == 422
    assert "Ingen vurdering er levert. Vent til én er det." in response.text
    assert "Skriv en begrunnelse." in response.text
    assert Decision.objects.get().state == "draft"


@pytest.mark.parametrize("how", ["undeclared", "conflicted", "party", "own review"])
def test_a_case_of_ones_own_is_shut(client, world, how):
    application = make_ready(world, declared=False)
    if how == "conflicted":
        declare(application, world.adviser, is_impartial=False, reason="Søster")
    elif how != "undeclared":
        declare(application, world.adviser)
    if how == "party":
        MembershipFactory(user=world.adviser, municipality=application.municipality)
    if how == "own review":
        application.reviews.create(reviewer=world.adviser, assigned_by=world.adviser)
    decision = tried(world, application)
    chosen = row(application, "refused") | {"chosen": [application.pk]}

    shown = client.get(table(world))
    client.post(table(world), row(application, "refused"))
    recommended = client.post(reverse("decision-recommend", args=[world.call.pk]), chosen)
    edited = client.get(reverse("decision-edit", args=[application.pk]))
    one = client.post(reverse("decision-try", args=[application.pk]), row(application, "refused"))
    taken = client.post(reverse("decision-discard", args=[decision.pk]))

    assert "1 innvilges" not in shown.text
    assert "300\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr</span>" not in shown.text
    assert (recommended.status_code, edited.status_code) == (422, 403)
    assert (one.status_code, taken.status_code) == (403, 403)
    assert list(Decision.objects.values_list("outcome", "state")) == [("full", "draft")]


def test_the_whole_decision_is_written(client, world):
    application = make_ready(world)
    world.call.county.conditions.create(text="Rapporter hvert år.")
    fields = {
        "version": "", "outcome": "partial", "reserve_rank": "", "reason": "Godt, men dyrt.",
        "amount_2027": "90 000", "amount_2028": "", "amount_2029": "0",
        "conditions": ["Rapporter hvert år."], "own_conditions": "Møt på samlingene.\n\nDel erfaringene.",
    }  # fmt: skip

    response = client.post(reverse("decision-edit", args=[application.pk]), fields)

    assert response.status_code == 302
    draft = Decision.objects.get()
    assert (draft.outcome, draft.total, draft.reason) == ("partial", 90_000, "Godt, men dyrt.")
    assert draft.conditions == ["Rapporter hvert år.", "Møt på samlingene.", "Del erfaringene."]


def test_two_who_write_one_decision_see_both_texts(client, world):
    application = make_ready(world)
    tried(world, application, reason="Det den andre skrev.")
    address = reverse("decision-edit", args=[application.pk])
    fields = {"version": "", "outcome": "refused", "reason": "Det jeg skrev."}

    before = client.get(address)
    conflict = client.post(address, fields)
    again = client.post(address, fields | {"version": 1})

    assert (conflict.status_code, again.status_code) == (409, 302)
    assert "Noen andre har endret" not in before.text
    assert "Det den andre skrev." in conflict.text
    assert "Det jeg skrev." in conflict.text
    assert 'name="version" value="1"' in conflict.text
    assert Decision.objects.get().reason == "Det jeg skrev."


def test_an_identity_number_is_refused(client, world):
    fields = {"outcome": "refused", "reason": "Gjelder 17054026641."}

    response = client.post(reverse("decision-edit", args=[make_ready(world).pk]), fields)

    assert (response.status_code, Decision.objects.count()) == (422, 0)


def meet(client, world, decisions, **fields):
    values = {"body": "Fylkesrådet", "case_number": "PS 1/26", "decided_on": "01.10.2026"} | fields
    address = reverse("decision-meeting", args=[world.call.pk])
    return client.post(address, values | {"chosen": [one.pk for one in decisions]})


def test_the_chosen_are_decided_in_one_meeting(client, world):
    drafts = [tried(world, make_ready(world)) for _n in range(3)]
    recommend(drafts, by=world.adviser)

    response = meet(client, world, drafts[:2])

    assert response.status_code == 302
    assert sorted(Decision.objects.values_list("state", flat=True)) == ["decided", "decided", "recommended"]
    assert Meeting.objects.get().body == "Fylkesrådet"


@pytest.mark.parametrize("fields", [{"decided_on": "01.01.2099"}, {"body": ""}, {"case_number": ""}])
def test_a_meeting_is_whole_and_has_been(client, world, fields):
    draft = tried(world, make_ready(world))
    recommend([draft], by=world.adviser)

    response = meet(client, world, [draft], **fields)

    assert (response.status_code, Meeting.objects.count()) == (422, 0)


def test_the_applicant_reads_the_decision_and_not_the_notes(client, sign_in, world):
    application = make_ready(world)
    application.reviews.update(internal_note="Bare mellom oss.", summary="Samlet vurdering.")
    made = decided(world, application, conditions=["Rapporter hvert år."])
    sign_in(municipality=application.municipality, role=Role.CONTRIBUTOR)

    assert client.get(made.get_absolute_url()).status_code == 404  # not before its letter is sent
    send_letters([made.letters.get()], by=world.adviser)
    text = said(client.get(made.get_absolute_url()))

    assert "med forbehold om Stortingets budsjettvedtak" in text
    assert "Tiltaket svarer godt på utlysningen." in text
    assert "Rapporter hvert år." in text
    assert "Bare mellom oss." not in text
    assert "Samlet vurdering." not in text
    assert "påklages" not in text


def test_the_appeal_is_told_where_the_call_has_it(client, sign_in):
    world = make_world(has_appeal=True, appeal_instance="Klagenemnda", appeal_weeks=3)
    made = decided(world, make_ready(world), "refused")
    sign_in(world.adviser)

    text = said(client.get(made.get_absolute_url()))

    assert "Vedtaket kan påklages til Klagenemnda. Fristen er 3 uker fra dere fikk brevet." in text


def test_a_replaced_decision_names_the_new_one_and_back(client, world):
    application = make_ready(world)
    old = decided(world, application)
    new = decided(world, application, "partial", {2027: 1_000})

    assert f'href="{new.get_absolute_url()}"' in client.get(old.get_absolute_url()).text
    assert f'href="{old.get_absolute_url()}"' in client.get(new.get_absolute_url()).text


def test_the_signed_agreement_leads_to_the_enrolment(client, world):
    made = decided(world, make_ready(world))
    address = reverse("agreement", args=[made.pk])
    day = made.meeting.decided_on.strftime("%d.%m.%Y")

    early = client.post(address, {"signed_on": "01.01.2020"})
    first = client.post(address, {"signed_on": day})
    again = client.get(address)

    assert early.status_code == 422
    assert first["Location"] == again["Location"] == made.enrolment.get_absolute_url()
    page = client.get(made.enrolment.get_absolute_url())
    assert f'href="{made.get_absolute_url()}"' in page.text


def test_conditions_of_the_county(client, world):
    address = reverse("condition-list")

    client.post(address, {"text": "Rapporter hvert år.", "order": 2, "is_active": "on"})
    twin = client.post(address, {"text": "rapporter  hvert år.", "order": 2, "is_active": "on"})
    condition = world.call.county.conditions.get()
    client.post(reverse("condition-edit", args=[condition.pk]), {"text": "Ny tekst", "order": 1})

    condition.refresh_from_db()
    assert twin.status_code == 422
    assert (condition.text, condition.order, condition.is_active) == ("Ny tekst", 1, False)

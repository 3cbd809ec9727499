"""Try, recommend, decide: what is lawful, what is refused and why, and what is left behind."""

import datetime as dt

import pytest

from accounts.models import Message
from audit.models import AuditEvent
from programmes.actions.decisions import decide, discard_draft, recommend, take_back
from programmes.actions.refusals import Refused
from programmes.actions.versions import Outdated
from programmes.models import Decision, Letter, Meeting, WrongState
from programmes.queries.frame import frame_of
from tests.factories_grant import ApplicationFactory, put
from tests.programmes.decisions.world import decided, make_ready, make_world, meeting, tried

pytestmark = pytest.mark.django_db
ASKED = "300\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr"


@pytest.fixture
def world():
    return make_world()


def amounts_of(decision):
    return list(decision.amounts.values_list("year", "amount", "is_subject_to_budget"))


def actions_of(*subjects):
    return list(AuditEvent.objects.about(*subjects).order_by("pk").values_list("action", flat=True))


def test_full(world):
    application = make_ready(world)

    made = decided(world, application)

    application.refresh_from_db()
    assert (made.state, made.outcome, made.total) == ("decided", "full", 300_000)
    assert amounts_of(made) == [(2027, 100_000, False), (2028, 100_000, True), (2029, 100_000, True)]
    assert application.state == "decided"
    assert (made.meeting.body, made.meeting.case_number) == ("Hovedutvalget", "PS 12/26")
    assert actions_of(made) == ["decision.tried", "decision.recommended", "decision.decided"]
    assert list(Letter.objects.values_list("decision", "kind", "state")) == [(made.pk, "award", "draft")]


def test_partial(world):
    made = decided(world, make_ready(world), "partial", {2027: 90_000, 2028: 0})

    assert (made.outcome, made.total, amounts_of(made)) == ("partial", 90_000, [(2027, 90_000, False)])


def test_refused_has_no_money(world):
    made = decided(world, make_ready(world), "refused")

    assert (made.outcome, made.total, amounts_of(made)) == ("refused", 0, [])


def test_reserve_has_its_place(world):
    made = decided(world, make_ready(world), "reserve", reserve_rank=2)

    assert (made.outcome, made.total, made.reserve_rank) == ("reserve", 0, 2)


def test_nobody_is_told_before_the_letter_is_sent(world):
    decided(world, make_ready(world))

    assert Message.objects.count() == 0


def refusal_of(decisions, world, act=recommend):
    with pytest.raises(Refused) as refused:
        act(decisions, by=world.adviser)
    return refused.value


def test_no_decision_without_a_review(world):
    draft = tried(world, make_ready(world, reviewed=False))

    assert refusal_of([draft], world).rows == {draft.pk: ["Ingen vurdering er levert. Vent til én er det."]}


@pytest.mark.parametrize(
    ("outcome", "amounts", "fields", "texts"),
    [
        ("full", None, {"reason": "  "}, ["Skriv en begrunnelse."]),
        ("full", {2027: 0}, {}, ["Skriv et beløp, eller velg avslag eller venteliste."]),
        (
            "full",
            {2027: 200_000},
            {},
            [f"Det er søkt om {ASKED}. Velg «delvis innvilget» når beløpet er mindre."],
        ),
        (
            "partial",
            {2027: 300_001},
            {},
            [f"Beløpet er mer enn det er søkt om, {ASKED}."],
        ),
        ("partial", None, {}, ["Beløpet er alt det er søkt om. Velg «innvilget»."]),
        ("reserve", None, {}, ["Skriv hvilken plass søknaden har på ventelista."]),
    ],
)
def test_what_is_wrong_is_said_row_by_row(world, outcome, amounts, fields, texts):
    draft = tried(world, make_ready(world), outcome, amounts, **fields)

    assert refusal_of([draft], world).rows == {draft.pk: texts}


def test_all_or_none(world):
    good, bad = tried(world, make_ready(world)), tried(world, make_ready(world), reason="")

    assert list(refusal_of([good, bad], world).rows) == [bad.pk]
    assert set(Decision.objects.values_list("state", flat=True)) == {"draft"}


def test_two_cannot_have_the_same_place(world):
    first, second = (tried(world, make_ready(world), "reserve", reserve_rank=1) for _n in range(2))

    assert sorted(refusal_of([first, second], world).rows) == [first.pk, second.pk]


def test_the_frame_is_told_in_figures():
    world = make_world(frame=500_000)
    decided(world, make_ready(world))

    why = refusal_of([tried(world, make_ready(world))], world).why

    assert why.replace("\N{NO-BREAK SPACE}", " ") == (
        "Rammen er 500 000 kr. 300 000 kr er bundet fra før, og de valgte er på 300 000 kr. "
        "Det er 100 000 kr for mye. Sett ned beløp, eller velg bort noen."
    )


def test_drafts_may_be_above_the_frame_and_say_so():
    world = make_world(frame=500_000)
    for _n in range(2):
        tried(world, make_ready(world))

    frame = frame_of(world.call)

    assert (frame.committed, frame.tried, frame.left, frame.over) == (0, 600_000, -100_000, 100_000)


def test_what_is_recommended_may_be_taken_back(world):
    draft = tried(world, make_ready(world))
    recommend([draft], by=world.adviser)
    recommended = Decision.objects.get()

    take_back(recommended, by=world.adviser)

    assert (Decision.objects.get().state, frame_of(world.call).committed) == ("draft", 0)


def test_only_what_is_recommended_is_decided(world):
    draft = tried(world, make_ready(world))

    refused = refusal_of([draft], world, act=lambda rows, by: decide(meeting(), rows, by=by))

    assert list(refused.rows) == [draft.pk]
    assert Meeting.objects.count() == 0


def test_a_double_click_makes_one_meeting(world):
    made = decided(world, make_ready(world))

    refused = refusal_of([made], world, act=lambda rows, by: decide(meeting(), rows, by=by))

    assert refused.rows[made.pk][0] == "Saken er allerede avgjort."
    assert (Meeting.objects.count(), Letter.objects.count()) == (1, 1)


def test_what_was_withdrawn_is_not_decided(world):
    application = make_ready(world)
    draft = tried(world, application)
    recommend([draft], by=world.adviser)
    put(application, "withdrawn")

    refused = refusal_of([draft], world, act=lambda rows, by: decide(meeting(), rows, by=by))

    assert refused.rows[draft.pk] == ["Kommunen har trukket søknaden. Ta innstillingen tilbake."]


def test_negative_amounts_are_refused(world):
    with pytest.raises(ValueError):
        tried(world, make_ready(world), "partial", {2027: -1})


def test_nothing_is_tried_for_what_is_not_in_review(world):
    with pytest.raises(WrongState):
        tried(world, ApplicationFactory(call=world.call, state="submitted"))


def test_somebody_elses_draft_is_not_overwritten(world):
    application = make_ready(world)
    first = tried(world, application, reason="Den første.")

    with pytest.raises(Outdated):
        tried(world, application, reason="Den andre.")
    changed = tried(world, application, reason="Den tredje.", version=first.version)

    assert (changed.pk, changed.version, changed.reason) == (first.pk, 2, "Den tredje.")


def test_other_years_with_the_same_sum_are_a_change(world):
    application = make_ready(world)
    first = tried(world, application)

    changed = tried(world, application, amounts={2027: 300_000}, version=first.version)

    assert (changed.version, amounts_of(changed)) == (2, [(2027, 300_000, False)])


def test_the_same_again_is_no_news(world):
    application = make_ready(world)
    first = tried(world, application)

    again = tried(world, application)

    assert (again.pk, again.version, actions_of(first)) == (first.pk, 1, ["decision.tried"])


def test_a_draft_may_be_thrown_away(world):
    draft = tried(world, make_ready(world))

    discard_draft(draft, by=world.adviser)
    discard_draft(draft, by=world.adviser)

    assert Decision.objects.count() == 0


def test_what_is_decided_is_never_thrown_away(world):
    made = decided(world, make_ready(world))

    with pytest.raises(WrongState):
        discard_draft(made, by=world.adviser)


def test_a_changed_decision_replaces_the_old_one(world):
    application = make_ready(world)
    old = decided(world, application)

    new = decided(world, application, "partial", {2027: 50_000}, reason="Etter klage.")

    old.refresh_from_db()
    application.refresh_from_db()
    assert (old.state, new.state, new.replaces_id) == ("replaced", "decided", old.pk)
    assert application.state == "decided"
    assert frame_of(world.call).committed == 50_000


def test_an_old_decision_binds_until_the_new_one_is_made(world):
    application = make_ready(world)
    decided(world, application)

    draft = tried(world, application, "partial", {2027: 50_000})
    recommend([draft], by=world.adviser)

    assert frame_of(world.call).committed == 300_000


def test_a_change_beyond_the_frame_is_refused():
    world = make_world(frame=400_000)
    application = make_ready(world, asked=(300_000, 300_000, 300_000))
    decided(world, application, "partial", {2027: 300_000})

    enough = tried(world, application, "partial", {2027: 400_000})
    recommend([enough], by=world.adviser)
    take_back(Decision.objects.get(pk=enough.pk), by=world.adviser)
    much = tried(world, application, "partial", {2027: 400_001}, version=enough.version)

    assert "1\N{NO-BREAK SPACE}kr for mye" in refusal_of([much], world).why


def test_from_the_waiting_list_to_a_grant(world):
    application = make_ready(world)
    decided(world, application, "reserve", reserve_rank=1)

    made = decided(world, application)

    assert list(Decision.objects.order_by("pk").values_list("outcome", "state")) == [
        ("reserve", "replaced"),
        ("full", "decided"),
    ]
    assert made.replaces.outcome == "reserve"


def test_a_past_year_is_firm(world):
    """The first year is firm, and a year that has begun is not subject to a budget that is passed."""
    amounts = {2025: 10, 2026: 20, 2027: 30}
    draft = tried(world, make_ready(world), "partial", amounts)
    year = dt.date.today().year

    assert [one[2] for one in amounts_of(draft)] == [one > year for one in amounts]


def test_decisions_of_two_calls_are_not_mixed(world):
    other = make_world()
    drafts = [tried(world, make_ready(world)), tried(other, make_ready(other))]

    assert refusal_of(drafts, world).why == "Velg søknader fra én utlysning."

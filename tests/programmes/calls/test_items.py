"""The lists of a draft: added, changed, moved, removed and taken back, by forms that need no JavaScript."""

import pytest
from django.urls import reverse

from programmes.actions.call_parts import change_part, fingerprint
from programmes.actions.versions import Outdated
from programmes.models import Criterion, Question, ReminderRule
from tests.factories_grant import make_call

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(sign_in, adviser):
    sign_in(adviser)


def item(call, slug, key="ny"):
    return reverse("call-item", args=[call.pk, slug, key])


def do(client, call, slug, what):
    return client.post(reverse("call-part", args=[call.pk, slug]), {"do": what})


def names(call, relation):
    return [str(row) for row in getattr(call.versions.get(), relation).all()]


def test_a_sub_theme_is_added_changed_moved_and_removed(client, draft):
    for title in ("Fri lek", "Livsmestring", "Fri lek"):
        client.post(item(draft, "deltemaer"), {"title": title, "result_goal": "Alle leker"})
    assert names(draft, "sub_themes") == ["Fri lek", "Livsmestring"]
    first, second = draft.versions.get().sub_themes.all()

    do(client, draft, "deltemaer", f"down:{first.key}")
    assert names(draft, "sub_themes") == ["Livsmestring", "Fri lek"]
    do(client, draft, "deltemaer", f"up:{second.key}")  # at the top already
    assert names(draft, "sub_themes") == ["Livsmestring", "Fri lek"]
    form = client.get(item(draft, "deltemaer", first.key)).context["form"]
    client.post(item(draft, "deltemaer", first.key), {"title": "Lek", "seen": form["seen"].value()})
    do(client, draft, "deltemaer", f"remove:{second.key}")

    assert names(draft, "sub_themes") == ["Lek"]


def test_a_criterion_is_weighed_or_must(client, draft):
    weighed = {"title": "Medvirkning", "kind": "weighed", "weight": "20", "scale": "5"}
    must = {"title": "Universelt", "kind": "must", "weight": "20", "scale": "5"}

    assert client.post(item(draft, "kriterier"), weighed).status_code == 302
    assert client.post(item(draft, "kriterier"), must).status_code == 302
    assert client.post(item(draft, "kriterier"), {"title": "Uten", "kind": "weighed"}).status_code == 422

    kept = draft.versions.get().criteria
    assert list(kept.filter(title="Universelt").values_list("weight", "scale")) == [(None, None)]
    page = client.get(reverse("call-part", args=[draft.pk, "kriterier"])).text
    assert "Vekt 60, som er 75,0 prosent av det hele" in page
    assert "Vekt 20, som er 25,0 prosent av det hele" in page


def test_criteria_move_among_their_kind(client, draft):
    draft.shown.criteria.create(key="second", kind="must", title="Nummer to", order=1)

    do(client, draft, "kriterier", "up:second")

    assert names(draft, "criteria") == ["Nummer to", "Er forankret", "Nytte"]


def test_the_countys_own_question(client, draft):
    data = {"label_nb": "Hvor mange barn?", "kind": "number", "section": "need", "is_required": "on"}

    assert client.post(item(draft, "sporsmal"), data).status_code == 302

    question = Question.objects.get(label_nb="Hvor mange barn?")
    assert (question.kind, question.section, question.is_standard, question.is_required) == (
        "number", "need", False, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("choices", "status", "kept"),
    [("Ja\n\n Kanskje  \nJa", 302, ["Ja", "Kanskje"]), ("Bare ett", 422, None), ("", 422, None)],
)
def test_a_choice_has_two_answers_or_more(client, draft, choices, status, kept):
    data = {"label_nb": "Velg", "kind": "choice", "section": "own", "choices": choices}

    assert client.post(item(draft, "sporsmal"), data).status_code == status

    assert list(Question.objects.filter(label_nb="Velg").values_list("choices", flat=True)) == (
        [kept] if kept else []
    )


def test_a_question_in_nynorsk_alone_is_asked_so_of_all(client, draft):
    client.post(item(draft, "sporsmal"), {"label_nn": "Kor mange?", "kind": "short", "section": "own"})

    assert Question.objects.get(label_nn="Kor mange?").label_nb == "Kor mange?"


def test_a_standard_question_keeps_its_words_and_lends_its_help(client, draft):
    address = item(draft, "sporsmal", "approach")
    form = client.get(address).context["form"]
    assert set(form.fields) == {"help_nb", "help_nn", "is_required", "seen"}

    client.post(
        address, {"help_nb": "Skriv kort", "label_nb": "Noe helt annet", "seen": form["seen"].value()}
    )

    question = draft.versions.get().questions.get(key="approach")
    assert (question.help_nb, question.label_nb, question.is_required) == (
        "Skriv kort", "Spørsmål approach", False,
    )  # fmt: skip


def test_all_but_the_title_may_be_left_out_and_taken_back(client, draft):
    programme = draft.area.programme
    programme.questions.create(key="approach", section="approach", label_nb="Programmets tilnærming", order=3)
    for key in ("title", "approach", "own"):
        do(client, draft, "sporsmal", f"remove:{key}")
    assert [q.key for q in draft.versions.get().questions.all()] == ["title"]
    assert (
        "Utelatt av programmets spørsmål"
        in client.get(reverse("call-part", args=[draft.pk, "sporsmal"])).text
    )

    do(client, draft, "sporsmal", "restore:approach")
    do(client, draft, "sporsmal", "restore:approach")
    do(client, draft, "sporsmal", "restore:unknown")

    found = [(q.key, q.is_standard, str(q)) for q in draft.versions.get().questions.all()]
    assert ("approach", True, "Programmets tilnærming") in found
    assert len(found) == 2


def test_two_on_one_criterion_see_both_texts(client, draft, adviser):
    row = draft.shown.criteria.get(key="weighed")
    form = client.get(item(draft, "kriterier", "weighed")).context["form"]
    seen = fingerprint(row, ["help"])
    change_part(row, {"help": "Fra en annen"}, seen=seen, by=adviser)
    with pytest.raises(Outdated):
        change_part(row, {"help": "Fra en tredje"}, seen=seen, by=adviser)

    data = {"title": "Nytte", "kind": "weighed", "weight": "60", "scale": "5", "help": "Min tekst"}
    late = client.post(item(draft, "kriterier", "weighed"), data | {"seen": form["seen"].value()})

    assert late.status_code == 409
    assert [row[1:] for row in late.context["differences"]] == [("Fra en annen", "Min tekst")]
    assert Criterion.objects.get(pk=row.pk).help == "Fra en annen"


def test_what_somebody_else_removed_is_told(client, draft):
    address = item(draft, "kriterier", "weighed")
    draft.shown.criteria.filter(key="weighed").delete()

    assert client.get(address).status_code == 404
    assert do(client, draft, "kriterier", "up:weighed").status_code == 302


def test_reminders_are_added_once_and_removed_also_when_published(client, published):
    address = reverse("call-part", args=[published.pk, "paminnelser"])
    for _click in range(2):
        client.post(address, {"about": "application_due", "number": "3", "when": "before"})
    client.post(address, {"about": "review_due", "number": "1", "when": "after"})
    assert list(published.reminders.values_list("about", "days")) == [
        ("application_due", -3), ("review_due", 1),
    ]  # fmt: skip
    assert client.post(address, {"about": "review_due", "number": "91", "when": "after"}).status_code == 422

    rule = ReminderRule.objects.get(days=-3)
    client.post(address, {"do": f"remove:{rule.pk}"})

    assert list(published.reminders.values_list("days", flat=True)) == [1]


def test_a_reminder_of_another_call_is_not_touched(client, published):
    other = make_call()
    rule = other.reminders.create(about="review_due", days=1)

    client.post(reverse("call-part", args=[published.pk, "paminnelser"]), {"do": f"remove:{rule.pk}"})

    assert other.reminders.count() == 1

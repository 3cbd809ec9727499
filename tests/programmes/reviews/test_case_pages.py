"""The list of a call's cases, the case itself, a municipality's cases, and what waits."""

import datetime as dt

import pytest
from django.urls import reverse

from folkehelse.lib.dates import today
from programmes.models import BudgetCell
from programmes.queries.cases import asked_of
from programmes.queries.reviews_waiting import waiting
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import (
    AnswerFactory,
    ApplicationFactory,
    ApplicationPartnerFactory,
    DecisionFactory,
    ReviewFactory,
    SubmissionFactory,
    declare,
    make_call,
    put,
)
from tests.programmes.reviews.conftest import make_case, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari(client, adviser):
    kari = adviser()
    client.force_login(kari)
    return kari


def rows(client, call, **query):
    return client.get(reverse("case-list", args=[call.pk]), query).context["rows"]


class TestList:
    def test_only_what_was_sent_to_this_call(self, client, call, kari):
        case = make_case(call)
        ApplicationFactory(call=call)
        ApplicationFactory(call=call, is_trial=True)
        make_case(make_call(county=call.county))

        assert [row.pk for row in rows(client, call)] == [case.pk]

    def test_the_amount_is_what_was_sent_and_not_what_is_being_written(self, client, call, kari):
        case = make_case(call)
        declare(case, kari)
        put(case, "returned")
        BudgetCell.objects.filter(application=case).update(amount=999_000)

        assert rows(client, call)[0].asked == "400\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr"
        SubmissionFactory(application=case)
        assert rows(client, call)[0].asked == "999\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr"

    def test_an_application_without_amounts_asks_for_nothing(self, call):
        case = ApplicationFactory(call=call, state="submitted")

        assert asked_of([case.pk]) == {case.pk: (None, [2027, 2028, 2029])}

    def test_own_part(self, client, call, kari):
        fresh, todo, done, out, given = (make_case(call) for _n in range(5))
        for case in (todo, done, given):
            declare(case, kari)
        declare(out, kari, is_impartial=False, reason="x")
        ReviewFactory(application=todo, reviewer=kari)
        ReviewFactory(application=done, reviewer=kari, state="sent")

        parts = {row.pk: row.part_label for row in rows(client, call)}

        assert [parts[c.pk] for c in (fresh, todo, done, out, given)] == [
            "må erklære", "skal vurdere", "levert", "inhabil", "",
        ]  # fmt: skip
        for part, case in (("declare", fresh), ("review", todo), ("sent", done), ("conflicted", out)):
            assert [row.pk for row in rows(client, call, meg=part)] == [case.pk]

    def test_narrowed_and_searched(self, client, call, kari):
        case = make_case(call, title="Trygg på skolen")
        other = make_case(call, municipality=MunicipalityFactory(county=call.county, name="Ås"))
        put(other, "in_review")

        found = {
            query: [row.pk for row in rows(client, call, q=query)]
            for query in ("trygg", "ås", case.case, str(other.case_number), "finnes ikke")
        }

        assert found == {
            "trygg": [case.pk],
            "ås": [other.pk],
            case.case: [case.pk],
            str(other.case_number): [other.pk],
            "finnes ikke": [],
        }
        assert [row.pk for row in rows(client, call, status="vurdering")] == [other.pk]
        assert len(rows(client, call, status="tull")) == 2

    def test_counts_partners_and_reviews(self, client, call, kari):
        case = make_case(call)
        ApplicationPartnerFactory(application=case)
        ReviewFactory(application=case, state="sent")
        ReviewFactory(application=case)
        ReviewFactory(application=case, state="taken_off")

        (row,) = rows(client, call)

        assert (row.partners, row.sent, row.reviews) == (1, 1, 2)

    def test_the_part_that_htmx_asks_for(self, client, call, kari):
        make_case(call)

        page = client.get(
            reverse("case-list", args=[call.pk]), headers={"hx-request": "true", "hx-target": "saker"}
        )

        assert "<html" not in page.text
        assert "<table" in page.text

    @pytest.mark.parametrize(
        "sort", ["sak", "-sak", "hvem", "-hvem", "tittel", "belop", "-belop", "poeng", "x"]
    )
    def test_every_order_is_answered(self, client, call, kari, sort):
        make_case(call)

        assert len(rows(client, call, sort=sort)) == 1

    def test_the_nation_sees_it_without_reviews(self, client, call):
        make_case(call)
        client.force_login(MembershipFactory(role="national_reader").user)

        page = client.get(reverse("case-list", args=[call.pk])).text

        assert ("400\N{NO-BREAK SPACE}000" in page, "Poeng" in page, 'name="sak"' in page) == (
            True,
            False,
            False,
        )


class TestCase:
    def test_shows_what_was_sent_and_never_what_is_being_written(self, client, call, kari):
        case = make_case(call)
        declare(case, kari)
        put(case, "returned")
        AnswerFactory(application=case, key="approach", text="Uferdig svar")

        assert "Uferdig svar" not in client.get(case.get_absolute_url()).text
        send(case)
        assert "Uferdig svar" in client.get(case.get_absolute_url()).text

    def test_a_case_of_another_county_is_not_there(self, client, call, kari):
        case = make_case(make_call())

        assert client.get(case.get_absolute_url()).status_code == 404

    def test_a_draft_is_not_there(self, client, call, kari):
        assert client.get(ApplicationFactory(call=call).get_absolute_url()).status_code == 404

    def test_the_municipalitys_other_cases_are_named(self, client, call, kari):
        case = make_case(call)
        others = [make_case(call, municipality=case.municipality, title=f"Før {n}") for n in range(7)]
        declare(case, kari)

        page = client.get(case.get_absolute_url()).text

        assert sum(one.title in page for one in others) == 5
        assert reverse("municipality-cases", args=[case.municipality.code]) in page


class TestMunicipality:
    def listed(self, client, municipality):
        page = client.get(reverse("municipality-cases", args=[municipality.code]))
        return {one.pk: one for one in page.context["applications"]} if page.status_code == 200 else None

    def test_its_own_see_every_state_and_the_county_what_was_sent(self, client, call, adviser):
        sent = make_case(call)
        draft = ApplicationFactory(call=call, municipality=sent.municipality)
        joint = make_case(call)
        ApplicationPartnerFactory(application=joint, municipality=sent.municipality)

        seen = {}
        for name, user in {
            "own": sent.contact,
            "county": adviser(),
            "nation": MembershipFactory(role="administrator").user,
        }.items():
            client.force_login(user)
            seen[name] = set(self.listed(client, sent.municipality))

        everything = {sent.pk, draft.pk, joint.pk}
        assert seen == {"own": everything, "county": {sent.pk, joint.pk}, "nation": {sent.pk, joint.pk}}

    def test_with_the_outcome_once_it_is_decided(self, client, call, kari):
        case = ApplicationFactory(call=call, state="decided")
        prepared = make_case(call, municipality=case.municipality)
        DecisionFactory(application=prepared)
        for one in (case, prepared):
            declare(one, kari)

        found = self.listed(client, case.municipality)

        assert (found[case.pk].decision.total, found[prepared.pk].decision) == (300_000, None)
        assert (found[prepared.pk].asked, found[prepared.pk].span) == (400_000, "2027–2029")

    def test_the_amount_is_hidden_until_one_has_declared(self, client, call, kari):
        case = make_case(call)

        assert self.listed(client, case.municipality)[case.pk].asked is None

    @pytest.mark.parametrize("role", ["coordinator", "county_adviser"])
    def test_not_for_others(self, client, call, role):
        case = make_case(call)
        client.force_login(MembershipFactory(role=role).user)

        assert client.get(reverse("municipality-cases", args=[case.municipality.code])).status_code == 403

    def test_a_number_nobody_had(self, client, kari):
        assert client.get("/kommuner/0000/soknader/").status_code == 404


class TestWaiting:
    def test_for_the_reviewer_and_for_those_who_assign(self, call, adviser):
        kari, per = adviser("Kari"), adviser("Per")
        fresh, begun, late, given_up, new = (make_case(call) for _n in range(5))
        ReviewFactory(application=fresh, reviewer=kari)
        ReviewFactory(application=begun, reviewer=kari, state="started", due_on=today())
        ReviewFactory(application=late, reviewer=per, due_on=today() - dt.timedelta(days=3))
        declare(given_up, per, is_impartial=False, reason="x")
        ReviewFactory(application=given_up, reviewer=per, state="conflicted")
        for case in (fresh, begun, late, given_up):
            put(case, "in_review")

        found = [(one.href, one.text, one.state) for one in waiting(kari)]

        assert sorted(found) == sorted([
            (reverse("review", args=[begun.reviews.get().pk]), "Skriv vurderingen", ""),
            (reverse("case-impartiality", args=[fresh.pk]), "Si fra om du er habil", ""),
            (reverse("case-list", args=[call.pk]) + "?status=ny", "1 ny søknad skal fordeles", ""),
            (reverse("review-list") + "#forsinket", "Per er over fristen med vurderingen", "overdue"),
            (reverse("case-assign", args=[given_up.pk]), "Per er ikke habil, og ingen har overtatt", ""),
        ])  # fmt: skip
        assert new.case not in str(found)

    def test_nothing_for_the_municipality_or_another_county(self, call):
        case = make_case(call)
        ReviewFactory(application=case, due_on=today() - dt.timedelta(days=3))

        assert waiting(case.contact) == []
        assert waiting(MembershipFactory(role="county_leader").user) == []

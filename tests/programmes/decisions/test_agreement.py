"""A signed agreement makes the enrolment of the decision, once; a changed decision changes what comes."""

import datetime as dt
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import Message
from programmes.actions.agreements import mark_agreement_signed
from programmes.actions.decisions import decide, recommend
from programmes.actions.letters import send_letters
from programmes.actions.payments import approve_payment
from programmes.actions.refusals import Refused
from programmes.models import Agreement, Decision, Enrolment, Measure, PaymentRequest, YearlyAward
from tests.factories import MembershipFactory, ThemeFactory
from tests.factories_grant import ApplicationPartnerFactory, ProposedMeasureFactory, SubmissionFactory, put
from tests.programmes.decisions.world import decided, make_ready, make_world, meeting, tried
from tests.programmes.money.make import payment_of, settlement_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 2)


@pytest.fixture
def world():
    return make_world()


def written(world, names=("Mat sammen",), **fields):
    """An application with measures and partners, written while it was a draft."""
    application = make_ready(world, **fields)
    put(application, "draft")
    for name in names:
        made = ProposedMeasureFactory(
            application=application, name=name, description="Vi lager mat.", goals="Flere spiser.",
            level="selective", age_from=3, age_to=9, arenas=["kindergarten", "leisure"],
        )  # fmt: skip
        made.themes.add(ThemeFactory(programme=world.call.area.programme))
    ApplicationPartnerFactory(application=application, state="consented")
    ApplicationPartnerFactory(application=application, state="declined")
    SubmissionFactory(application=application)
    put(application, "in_review")
    return application


def signed(world, decision, **fields):
    return mark_agreement_signed(decision, signed_on=DAY, by=world.adviser, **fields)


def awards_of(enrolment):
    return list(enrolment.awards.values_list("year", "amount", "is_subject_to_budget"))


def test_nothing_is_typed_again(world):
    application = written(world)
    decision = decided(world, application, "partial", {2027: 90_000, 2028: 80_000})

    enrolment = signed(world, decision)

    assert (enrolment.area, enrolment.municipality) == (world.call.area, application.municipality)
    assert (enrolment.starts_on, enrolment.ends_on) == (dt.date(2027, 1, 1), dt.date(2028, 12, 31))
    assert (enrolment.state, enrolment.has_grant, enrolment.decision) == ("planned", True, decision)
    assert awards_of(enrolment) == [(2027, 90_000, False), (2028, 80_000, True)]
    consented = application.partners.filter(state="consented").values_list("municipality", flat=True)
    assert list(enrolment.partners.values_list("municipality", flat=True)) == list(consented)
    proposed, measure = application.proposed.get(), enrolment.measures.get()
    same = ("name", "description", "goals", "arenas", "level", "age_from", "age_to", "starts_on", "ends_on")
    assert {name: getattr(measure, name) for name in same} == {name: getattr(proposed, name) for name in same}
    assert list(measure.themes.all()) == list(proposed.themes.all())
    assert measure.state == "planned"


def test_twice_is_once(world):
    decision = decided(world, written(world))

    assert signed(world, decision) == signed(world, decision)
    counts = [model.objects.count() for model in (Agreement, Enrolment, Measure, YearlyAward)]
    assert counts == [1, 1, 1, 3]


def test_the_writers_are_told_once(world):
    application = written(world)
    decision = decided(world, application)

    signed(world, decision)
    signed(world, decision)

    told = Message.objects.values_list("recipient", "kind", "url")
    assert list(told) == [(application.contact_id, "news", Enrolment.objects.get().get_absolute_url())]


def test_names_that_look_alike_get_a_number(world):
    enrolment = signed(world, decided(world, written(world, names=("Mat", "mat", "MAT", "Lek"))))

    assert sorted(enrolment.measures.values_list("name", flat=True)) == ["Lek", "MAT (3)", "Mat", "mat (2)"]


@pytest.mark.parametrize("outcome", ["refused", "reserve"])
def test_only_a_grant_has_an_agreement(world, outcome):
    decision = decided(world, written(world), outcome, reserve_rank=1)

    with pytest.raises(Refused):
        signed(world, decision)
    assert (Agreement.objects.count(), Enrolment.objects.count()) == (0, 0)


def test_a_recommendation_has_no_agreement(world):
    draft = tried(world, written(world))
    recommend([draft], by=world.adviser)

    with pytest.raises(Refused):
        signed(world, draft)


def test_what_is_replaced_is_not_signed(world):
    application = written(world)
    old = decided(world, application)
    new = decided(world, application, "partial", {2027: 10_000})

    with pytest.raises(Refused):
        signed(world, old)
    assert awards_of(signed(world, new)) == [(2027, 10_000, False)]


def test_a_changed_decision_changes_the_awards(world):
    application = written(world, asked=(100_000, 100_000, 100_000))
    enrolment = signed(world, decided(world, application, "partial", {2027: 100_000, 2028: 50_000}))

    decided(world, application, "partial", {2027: 100_000, 2028: 60_000, 2029: 70_000})

    enrolment.refresh_from_db()
    assert awards_of(enrolment) == [(2027, 100_000, False), (2028, 60_000, True), (2029, 70_000, True)]
    assert enrolment.ends_on == dt.date(2029, 12, 31)
    assert Enrolment.objects.count() == 1


def test_signing_the_changed_one_makes_no_second_enrolment(world):
    application = written(world)
    enrolment = signed(world, decided(world, application))
    new = decided(world, application, "partial", {2027: 100_000})

    assert signed(world, new) == enrolment
    assert awards_of(enrolment) == [(2027, 100_000, False), (2028, 0, False), (2029, 0, False)]


def test_what_was_asked_for_is_not_taken_away(world):
    application = written(world)
    enrolment = signed(world, decided(world, application))
    PaymentRequest.objects.create(
        award=enrolment.awards.get(year=2027), amount=80_000, asked_by=application.contact
    )
    draft = tried(world, application, "partial", {2027: 79_999})
    recommend([draft], by=world.adviser)

    with pytest.raises(Refused) as refused:
        decide(meeting(), [draft], by=world.adviser)

    assert "80\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr for 2027" in refused.value.why
    assert Decision.objects.get(application=application, state="decided").total == 300_000
    assert awards_of(enrolment)[0] == (2027, 100_000, False)


def test_what_was_carried_over_and_is_paid_already_pays_for_nothing_more(world):
    """All of 2027 is paid and 40 000 of it carried over: 2028 cannot be cut below what it is asked for."""
    application = written(world)
    enrolment = signed(world, decided(world, application))
    first, second = (enrolment.awards.get(year=year) for year in (2027, 2028))
    payment_of(first, 100_000, "paid")
    settlement_of(first, spent=60_000, left=40_000)
    asked = payment_of(second, 100_000)
    draft = tried(world, application, "partial", {2027: 100_000, 2028: 99_999, 2029: 100_000})
    recommend([draft], by=world.adviser)

    with pytest.raises(Refused, match="for 2028"):
        decide(meeting(), [draft], by=world.adviser)

    approve_payment(asked, by=world.adviser)
    assert awards_of(enrolment)[1] == (2028, 100_000, True)


def test_what_is_carried_over_and_not_paid_pays_for_a_part(world):
    application = written(world)
    enrolment = signed(world, decided(world, application))
    first, second = (enrolment.awards.get(year=year) for year in (2027, 2028))
    payment_of(first, 60_000, "paid")
    settlement_of(first, spent=60_000, left=40_000)
    asked = payment_of(second, 100_000)

    decided(world, application, "partial", {2027: 100_000, 2028: 60_000, 2029: 100_000})

    approve_payment(asked, by=world.adviser)
    assert awards_of(enrolment)[1] == (2028, 60_000, True)


def test_a_year_that_is_over_stands(world, monkeypatch):
    application = written(world)
    enrolment = signed(world, decided(world, application))
    monkeypatch.setattr("programmes.actions.agreements.today", lambda: dt.date(2028, 2, 1))
    draft = tried(world, application, "partial", {2027: 90_000, 2028: 100_000})
    recommend([draft], by=world.adviser)

    with pytest.raises(Refused, match="2027"):
        decide(meeting(), [draft], by=world.adviser)
    assert awards_of(enrolment)[0][1] == 100_000


def test_measures_that_are_not_those_sent_are_refused(world):
    application = written(world)
    decision = decided(world, application)
    put(application, "draft")
    application.proposed.update(name="Noe annet")
    put(application, "decided")

    with pytest.raises(Refused):
        signed(world, decision)
    assert Enrolment.objects.count() == 0


def test_the_agreement_is_kept_and_read_by_those_concerned(client, world, sign_in):
    application = written(world)
    decision = decided(world, application)
    file = ContentFile(pdf(), name="avtale.pdf")
    sign_in(world.adviser)
    day = decision.meeting.decided_on.strftime("%d.%m.%Y")

    page = client.post(reverse("agreement", args=[decision.pk]), {"signed_on": day, "file": file})

    assert page.status_code == 302
    address = reverse("agreement-file", args=[decision.pk])
    assert read(client.get(address)).startswith(b"%PDF")
    sign_in(application.contact)
    assert client.get(address).status_code == 404  # nobody reads of it before the letter is sent
    send_letters([decision.letters.get()], by=world.adviser)
    assert read(client.get(address)).startswith(b"%PDF")
    sign_in(MembershipFactory().user)
    assert client.get(address).status_code == 404


def test_only_a_pdf_is_an_agreement(client, world, sign_in):
    decision = decided(world, written(world))
    sign_in(world.adviser)
    day = decision.meeting.decided_on.strftime("%d.%m.%Y")
    file = ContentFile(b"Vi er enige.", name="avtale.pdf")

    page = client.post(reverse("agreement", args=[decision.pk]), {"signed_on": day, "file": file})

    assert (page.status_code, Agreement.objects.count()) == (422, 0)


def pdf():
    made = pikepdf.new()
    made.add_blank_page()
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def read(response):
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return content

"""Every POST of step 2, by everybody who may not: nothing changes, nothing breaks.

Each row has a body that does change something when the right person posts it, so that a refusal is the
permission's and not the form's. A new route that takes POST fails the suite until it has a row.
"""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import Message
from folkehelse.lib.dates import today
from municipalities.roles import Role
from programmes.actions.letters import draft_more_information
from programmes.actions.submissions import send_to_approver
from programmes.models import Application, CallVersion, Decision, LetterTemplate, YearlyAward
from tests.access.roles import ROLES, SIGNED_IN
from tests.factories import MembershipFactory
from tests.factories_grant import (
    ApplicationFactory,
    ApplicationPartnerFactory,
    DecisionFactory,
    declare,
    fill_in,
    make_call,
    put,
)
from tests.programmes.money.make import settlement_of
from tests.test_access import routes
from tests.test_access import world as world_of_access  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# More than in the access tests: of another municipality, a partner, advisers who may not have the case.
MORE = ("other_contributor", "other_approver", "partner", "undeclared", "partial")
EVERYBODY = (*ROLES, *MORE)
WRITERS = ("contributor", "coordinator")
COUNTY = ("adviser", "leader", "undeclared", "partial")  # where it is not about one case
PAST = today().strftime("%d.%m.%Y")
DAY = (today() + dt.timedelta(days=20)).strftime("%d.%m.%Y")
TEXT = "Tekst som noen skrev."
CALL = {"first_year": "2027", "language": "nb", "opens_on": PAST, "closes_on": DAY}
BUDGET = {"budget-2027-salary": "7"}
# Taken care of by step 1 and by allauth: tests/test_hostile.py and tests/programmes.
EARLIER = {
    "enrolment-move", "measure-edit", "measure-move", "measure-new", "log-new", "log-edit", "log-withdraw",
    "document-list", "document-retry", "profile",
}  # fmt: skip


def by(who, /, *others, on=False, **body):
    """Who must be able to, who else may, whether the form's own values are read first, and what is posted.

    A value, or the name «_», may be a function of the world and the user.
    """
    return {"role": who, "may": {who, *others}, "form": on, "body": body}


def file(name="file"):
    return {name: lambda _world, _user: SimpleUploadedFile("notat.txt", b"Notat fra skolen")}


def poster(_world, user):
    return str(user.pk) if user else ""


def the_case(world, _user):
    return world["case"][0]


def somebody(world, _user):
    return world["people"]["undeclared"].pk


def draft_case(world, _user):
    return world["draft_case"]


def row_in_table(world, _user):
    return {f"s{world['decisions_case'][0]}-outcome": "refused"}


POSTS = {
    ("call-new", None): by("adviser", *COUNTY, "outsider", on=True, title=TEXT, _=CALL),
    ("call-copy", "call"): by("adviser", *COUNTY, on=True, language="nb"),
    ("call-edit", "call"): by("adviser", *COUNTY),
    ("call-part", "draft_call_basics"): by("adviser", *COUNTY, on=True, title="Ny tittel", language="nb"),
    ("call-part", "draft_call_money"): by("adviser", *COUNTY, on=True, frame="1 000"),
    ("call-part", "draft_call_who"): by("adviser", *COUNTY, on=True, deciding_body="Et annet utvalg"),
    ("call-part", "draft_call_criteria"): by("adviser", *COUNTY, do="remove:weighed"),
    ("call-part", "draft_call_questions"): by("adviser", *COUNTY, do="remove:own"),
    ("call-part", "draft_call_reminders"): by(
        "adviser", *COUNTY, about="application_due", number="3", when="before"
    ),
    ("call-item", "draft_call_new_question"): by(
        "adviser", *COUNTY, on=True, label_nb="Nytt", section="own", kind="short"
    ),
    ("call-item", "draft_call_criterion"): by("adviser", *COUNTY, on=True, title="Annet navn"),
    ("call-publish", "changed_call"): by("adviser", *COUNTY, on=True, note=TEXT),
    ("call-discard", "draft_call"): by("adviser", *COUNTY),
    ("call-cancel", "call"): by("adviser", *COUNTY, why=TEXT),
    ("call-trial", "changed_call"): by("adviser", *COUNTY),
    ("call-trial-remove", "call_trial"): by("adviser", *COUNTY),
    ("application-field", "draft_field"): by(
        "coordinator", *WRITERS, user=poster, approach="Nytt", **{"version-approach": "1"}
    ),
    ("application-section", "draft_approach"): by("coordinator", *WRITERS, on=True, approach="Nytt"),
    ("application-section", "draft_budget"): by("coordinator", *WRITERS, on=True, _=BUDGET),
    ("proposed-measure-new", "draft"): by("coordinator", *WRITERS, name="Nytt tiltak"),
    ("proposed-measure-edit", "proposed"): by("coordinator", *WRITERS, on=True, name="Nytt navn"),
    ("proposed-measure-remove", "proposed"): by("coordinator", *WRITERS),
    ("application-new", "own_open_call"): by("coordinator", on=True),
    ("attachment-upload", "own_draft"): by("coordinator", *WRITERS, key="", **file()),
    ("attachment-remove", "draft_file"): by("coordinator", *WRITERS),
    ("partner-add", "own_draft"): by("coordinator", on=True, role=TEXT),
    ("partner-answer", "own_partner"): by("stranger", answer="yes"),
    ("partner-remove", "own_partner"): by("coordinator"),
    ("partner-ask-again", "declined_partner"): by("coordinator"),
    ("application-contact", "draft"): by("coordinator"),
    ("application-send", "ready_draft"): by("coordinator"),
    ("application-sign", "ready_signing"): by("approver", on=True),
    ("application-pull-back", "sent_signing"): by("coordinator"),
    ("application-withdraw", "sent_draft"): by("coordinator", "approver", why=TEXT),
    ("application-return", "sent_application"): by("adviser", sections="about", reason=TEXT, due_on=DAY),
    ("application-feedback", "sent_sketch"): by("adviser", text=TEXT),
    ("impartiality-many", "case_call"): by("adviser", *COUNTY, on=True, confirmed="on"),
    ("assign-many", "case_call"): by(
        "leader", "adviser", on=True, due_on=DAY, how="each", per_case="1", people=somebody, sak=the_case
    ),
    ("case-impartiality", "fresh_case"): by("adviser", "leader", "undeclared", answer="yes"),
    ("case-assign", "case"): by("adviser", "leader", people=somebody, due_on=DAY),
    ("review", "own_review"): by("adviser", on=True, summary=TEXT),
    ("review-reopen", "sent_review"): by("leader", why=TEXT),
    ("review-take-off", "own_review"): by("adviser", "leader", why=TEXT),
    ("review-remind", "own_review"): by("leader", "adviser", "undeclared"),
    ("decision-table", "decisions_call"): by("adviser", "leader", on=True, _=row_in_table),
    ("decision-recommend", "decisions_call"): by(
        "adviser", "leader", chosen=draft_case
    ),
    ("decision-meeting", "decisions_call"): by(
        "adviser", "leader", on=True, body="Utvalget", case_number="1/27", decided_on=PAST
    ),
    ("decision-edit", "decisions_case"): by(
        "adviser", "leader", outcome="refused", reason=TEXT
    ),
    ("decision-try", "decisions_case"): by("adviser", "leader", _=row_in_table),
    ("decision-take-back", "decisions_recommended"): by("adviser", "leader"),
    ("decision-discard", "decisions_draft"): by("adviser", "leader"),
    ("agreement", "decisions_made"): by("adviser", "leader", signed_on=PAST),
    ("condition-list", None): by("adviser", *COUNTY, "outsider", text="Nytt vilkår", order="1"),
    ("condition-edit", "condition"): by("adviser", *COUNTY, text="Nye ord", order="1"),
    ("letter-send", "letters_call"): by("adviser", "leader", "undeclared", on=True),
    ("letter-draft-missing", "letterless_call"): by("adviser", "leader", "undeclared"),
    ("letter-remake-all", "letters_call"): by("adviser", "leader", "undeclared"),
    ("letter-new", "letters_open_case"): by("adviser", "leader", text=TEXT),
    ("letter-edit", "letters_draft"): by("adviser", "leader", "undeclared", on=True, body="Andre ord"),
    ("letter-remake", "letters_draft"): by("adviser", "leader", "undeclared", on=True),
    ("letter-discard", "letters_more"): by("adviser", "leader", "undeclared"),
    ("letter-template", "letters_template"): by("adviser", *COUNTY, on=True, subject="Annen overskrift"),
    ("enrolment-request-new", "change_kind"): by("coordinator", change=TEXT, reason=TEXT),
    ("enrolment-request", "change_request"): by("adviser", "undeclared", "partial", answer="no", why=TEXT),
    ("enrolment-request-take-back", "change_request"): by("coordinator"),
    ("payment-new", "award_to_ask_of"): by("coordinator", amount="1000", text=TEXT),
    ("settlement-edit", "award_to_settle"): by(
        "coordinator", spent="0", leftover="repay", reason=TEXT
    ),
    ("payment-list", None): by("adviser", *COUNTY, on=True, paid_on=PAST),
    ("payment", "payment"): by("adviser", *COUNTY, answer="no", why=TEXT),
    ("payment-take-back", "payment"): by("coordinator"),
    ("settlement", "settlement_asked"): by("adviser", *COUNTY, answer="no", why=TEXT),
    ("colleague-invite", None): by(
        "coordinator", "stranger", "partner", role="approver", email="ny.kollega@example.no"
    ),
    ("invitation-withdraw", "invitation"): by("coordinator"),
    ("invitation", "invitation_link"): by(
        "anonymous", full_name="Ny Kollega", password="Et langt og sterkt passord 7"
    ),
    ("mail-retry", "failed_mail"): by("admin"),
    ("mail-choices", None): by("coordinator", *SIGNED_IN, *MORE, digest="weekly"),
    ("unsubscribe", "post_token"): by("anonymous", *EVERYBODY),  # the signed link is the right
}  # fmt: skip


def takes_post(view):
    """What require_http_methods and require_POST hold in their closures."""
    while view is not None:
        for cell in view.__closure__ or ():
            if isinstance(cell.cell_contents, list) and "POST" in cell.cell_contents:
                return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_route_that_takes_post_has_a_row():
    taking = {route.name for route in routes() if takes_post(route.callback)}

    assert taking - EARLIER == {name for name, _thing in POSTS}


@pytest.fixture
def stage(world_of_access):  # noqa: F811
    """The world of the access tests, what their rows lack, and more people."""
    world = world_of_access
    people, base = world["people"], stage_things(world)
    world |= base
    other = people["stranger"].memberships.get().municipality
    county = people["adviser"].memberships.get().county
    partner = MembershipFactory(role=Role.COORDINATOR)
    people |= {
        "other_contributor": MembershipFactory(role=Role.CONTRIBUTOR, municipality=other).user,
        "other_approver": MembershipFactory(role=Role.APPROVER, municipality=other).user,
        "partner": partner.user,
        "undeclared": MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user,
        "partial": MembershipFactory(role=Role.COUNTY_ADVISER, county=county).user,
    }
    for one in Application.objects.real():
        ApplicationPartnerFactory(application=one, municipality=partner.municipality, state="consented")
        declare(one, people["partial"], is_impartial=False, reason="Nær slekt.")
    send_to_approver(Application.objects.get(pk=world["ready_signing"][0]), by=people["coordinator"])
    return world


def stage_things(world):
    people = world["people"]
    own = people["coordinator"].memberships.get().municipality
    county = people["adviser"].memberships.get().county
    call = make_call(county)
    mine = {"call": call, "municipality": own, "contact": people["coordinator"]}
    ready = [fill_in(ApplicationFactory(**mine, title="Klar")) for _n in range(3)]
    declined = ApplicationPartnerFactory(application=ready[0], state="declined")
    letterless = DecisionFactory(application=ApplicationFactory(**mine, state="in_review"), state="decided")
    put(letterless.application, "decided")
    draft = Decision.objects.get(pk=world["decisions_draft"][0])
    recommended = Decision.objects.get(application=world["decisions_recommended_case"][0])
    open_case = Application.objects.get(pk=world["letters_open_case"][0])
    LetterTemplate.objects.update(version=F("version") + 1)
    CallVersion.objects.filter(state="draft").update(deciding_body="Hovedutvalget")
    mail = Message.objects.create(address="a@example.no", kind="letter", language="nb", state="failed")
    award = YearlyAward.objects.create(enrolment_id=world["enrolment"][0], year=2022, amount=100)
    return {
        "ready_draft": [ready[2].pk],
        "ready_signing": [ready[1].pk],
        "declined_partner": [declined.pk],
        "letterless_call": [call.pk],
        "draft_case": draft.application_id,
        "decisions_recommended": [recommended.pk],
        "failed_mail": [mail.pk],
        "letters_more": [draft_more_information(open_case, text="Mer", by=people["adviser"]).pk],
        "settlement_asked": [settlement_of(award, 0, 100, leftover="repay", state="asked").pk],
    }


WRITTEN = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables
    WHERE relname NOT IN ('django_session', 'django_content_type')
"""


def written():
    """Rows that this transaction has written: also those that it wrote and took back."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return cursor.fetchone()[0]


class Fields(HTMLParser):
    """What a browser would send from the page's forms; of choices that nobody made, the first."""

    def __init__(self):
        super().__init__()
        self.values, self.area, self.select = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, is_tick = attrs.get("name"), attrs.get("type") == "checkbox"
        value = attrs.get("value", "on" if is_tick else "") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and value:
            if "selected" in attrs or not self.values.get(self.select):
                self.values[self.select] = [value]
        elif tag == "textarea":
            self.area = name
            self.values.setdefault(name, [""])
        elif tag == "input" and name and attrs.get("type") in ("radio", "checkbox"):
            if "checked" in attrs and attrs["type"] == "checkbox":
                self.values.setdefault(name, []).append(value)
            elif "checked" in attrs or (attrs["type"] == "radio" and name not in self.values):
                self.values[name] = [value]
        elif tag == "input" and name:
            self.values.setdefault(name, []).append(value)

    def handle_data(self, data):
        if self.area:
            self.values[self.area] = [data.removeprefix("\n")]

    def handle_endtag(self, tag):
        self.area, self.select = None, None if tag == "select" else self.select


def signed_in(world):
    """A browser for everybody."""
    clients = {role: Client(raise_request_exception=False) for role in EVERYBODY}
    for role, client in clients.items():
        if role != "anonymous":
            client.force_login(world["people"][role], backend="accounts.backends.Backend")
    return clients


def address_of(world, page):
    name, thing = page
    return reverse(name, args=world[thing] if thing else [])


def form_of(client, world, page):
    """What the right person's page would send."""
    if not POSTS[page]["form"]:
        return {}
    fields = Fields()
    fields.feed(client.get(address_of(world, page)).text)
    return {name: value for name, value in fields.values.items() if name != "next"}


def body_of(world, page, role, form):
    user, body = world["people"].get(role), dict(form)
    for name, value in POSTS[page]["body"].items():
        value = value(world, user) if callable(value) else value
        body |= value if name == "_" else {name: value}
    return body


def post(client, world, page, role, form):
    """(status, how many rows were written); taken back, so that the next one meets the same."""
    before = written()
    with transaction.atomic():
        response = client.post(address_of(world, page), body_of(world, page, role, form))
        count = int(written() - before)
        transaction.set_rollback(True)
    return response.status_code, count


def test_only_those_who_may_change_anything(stage):
    clients, wrong = signed_in(stage), {}
    for page, row in POSTS.items():
        form = form_of(clients[row["role"]], stage, page)
        status, count = post(clients[row["role"]], stage, page, row["role"], form)
        if status not in (200, 302) or not count:
            wrong[page] = f"the right person is answered {status} and writes {count} rows"
        for role in EVERYBODY:
            status, count = post(clients[role], stage, page, role, form)
            if status >= 500 or (role not in row["may"] and count):
                wrong[page, role] = status, count

    assert wrong == {}

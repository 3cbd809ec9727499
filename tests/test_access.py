"""Every route, every role: what it answers. A route without a row fails the suite.

own = the municipality of the measures below; stranger = coordinator elsewhere in another county;
adviser and leader = of own's county; outsider = adviser of another county; nobody = signed in without a role.
"""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from municipalities.roles import Role
from programmes.enums import DocumentKind, DocumentState, EnrolmentState, MeasureState, Visibility
from tests.access import (
    applications,
    attachments,
    calls,
    decisions,
    letters,
    money,
    post,
    reviews,
    submissions,
)
from tests.access.roles import (
    AWAY,
    COUNTY,
    MUNICIPAL,
    NATION,
    OPEN,
    OTHERS,
    ROLES,
    SIGN_IN,
    SIGNED_IN,
    answers,
    only,
)
from tests.factories import (
    CountyFactory,
    DocumentFactory,
    EnrolmentFactory,
    LogEntryFactory,
    MeasureFactory,
    MembershipFactory,
    MunicipalityFactory,
    PracticeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PLAN = answers(404, "anonymous", *OTHERS) | answers(200, *MUNICIPAL, *COUNTY, *NATION)
OWN_REPORT = only(*MUNICIPAL, *COUNTY, *NATION, others=404)

# (route, thing in the world or None) → what each role is answered on GET.
PAGES = {
    ("front", None): OPEN,
    ("about", None): OPEN,
    ("privacy", None): OPEN,
    ("accessibility", None): OPEN,
    ("healthz", None): OPEN,
    ("readyz", None): answers(503, *ROLES),  # no worker beats in this test
    ("set_language", None): answers(302, *ROLES),
    ("my-work", None): SIGN_IN,
    ("profile", None): SIGN_IN,
    ("municipality-list", None): OPEN,
    ("municipality", "code"): OPEN,
    ("practice-list", None): OPEN,
    ("principle", "principle"): OPEN,
    ("practice", "practice"): OPEN,
    ("measure-list", None): OPEN,
    ("measure-export", None): OPEN,
    ("measure", "measure"): OPEN,
    ("measure", "planned_measure"): PLAN,
    ("measure-new", "enrolment"): only("coordinator"),
    ("measure-edit", "measure"): only("coordinator"),
    ("measure-move", "measure"): only("coordinator"),
    ("enrolment", "enrolment"): OPEN,
    ("enrolment", "planned_enrolment"): PLAN,
    ("enrolment-move", "enrolment"): only("adviser"),
    ("log-new", None): only("contributor", "coordinator", "stranger"),
    ("log-entry", "public_entry"): OPEN,
    ("log-entry", "shared_entry"): answers(404, "anonymous", "nobody")
    | answers(200, *MUNICIPAL, *COUNTY, *NATION, "stranger", "outsider"),
    ("log-entry", "own_entry"): answers(404, *ROLES) | answers(200, *MUNICIPAL),
    ("log-edit", "own_entry"): only("coordinator", others=404) | answers(403, "contributor", "approver"),
    ("log-withdraw", "own_entry"): only("coordinator", others=404) | answers(403, "contributor", "approver"),
    ("document-list", None): SIGN_IN,
    ("document", "own_report"): OWN_REPORT,
    ("document", "county_report"): only(*COUNTY, *NATION, others=404),
    ("document", "nation_report"): only(*NATION, others=404),
    ("document-file", "own_report"): OWN_REPORT,
    ("document-file", "county_report"): only(*COUNTY, *NATION, others=404),
    ("document-file", "nation_report"): only(*NATION, others=404),
    ("document-retry", "own_report"): AWAY | answers(405, *SIGNED_IN),
    # allauth's pages: who is signed in already is sent on
    ("account_login", None): answers(200, "anonymous") | answers(302, *SIGNED_IN),
    ("account_logout", None): SIGN_IN,
    ("account_signup", None): answers(200, "anonymous") | answers(302, *SIGNED_IN),
    ("account_request_login_code", None): answers(200, "anonymous") | answers(302, *SIGNED_IN),
    ("account_confirm_login_code", None): answers(302, *ROLES),
    ("account_change_password", None): SIGN_IN,
    ("account_set_password", None): answers(302, *ROLES),
    ("account_reset_password", None): OPEN,
    ("account_reset_password_done", None): OPEN,
    ("account_reset_password_from_key", "key"): OPEN,
    ("account_reset_password_from_key_done", None): OPEN,
    ("account_inactive", None): OPEN,
    ("account_reauthenticate", None): SIGN_IN,
}

AREAS = (calls, applications, attachments, submissions, reviews, decisions, letters, money, post)
for area in AREAS:
    PAGES |= area.PAGES

# Pages without sign-in are a decision (ADR 0005): the open catalogue, the portal's own pages, sign-in itself.
PUBLIC = {
    "front", "about", "privacy", "accessibility", "healthz", "readyz", "set_language",
    "municipality-list", "municipality", "measure-list", "measure-export", "measure", "enrolment",
    "log-entry",
    "practice-list", "principle", "practice",
    "account_login", "account_signup", "account_request_login_code", "account_confirm_login_code",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_inactive", "account_logout",
}.union(*(area.PUBLIC for area in AREAS))  # fmt: skip


def routes(patterns=None):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns)
        elif isinstance(entry, URLPattern):
            yield entry


def report(**fields):
    return DocumentFactory(
        state=DocumentState.DONE,
        file="documents/x.pdf",
        sha256="0" * 64,
        size=4,
        pages=1,
        finished_at="2026-01-01T00:00Z",
        **fields,
    )


@pytest.fixture
def world(tmp_path, settings):
    county = CountyFactory()
    own = MunicipalityFactory(county=county)
    enrolment = EnrolmentFactory(municipality=own)
    measure = MeasureFactory(enrolment=enrolment)
    stranger = MeasureFactory()
    entry = {level: LogEntryFactory(measure=measure, visibility=level) for level in Visibility}
    practice = PracticeFactory()
    (tmp_path / "media/documents").mkdir(parents=True)
    (tmp_path / "media/documents/x.pdf").write_bytes(b"%PDF")
    people = {
        "contributor": MembershipFactory(role=Role.CONTRIBUTOR, municipality=own),
        "coordinator": MembershipFactory(role=Role.COORDINATOR, municipality=own),
        "approver": MembershipFactory(role=Role.APPROVER, municipality=own),
        "adviser": MembershipFactory(role=Role.COUNTY_ADVISER, county=county),
        "leader": MembershipFactory(role=Role.COUNTY_LEADER, county=county),
        "reader": MembershipFactory(role=Role.NATIONAL_READER),
        "admin": MembershipFactory(role=Role.ADMINISTRATOR),
        "stranger": MembershipFactory(role=Role.COORDINATOR, municipality=stranger.municipality),
        "outsider": MembershipFactory(role=Role.COUNTY_ADVISER, county=stranger.municipality.county),
    }
    people = {name: membership.user for name, membership in people.items()} | {"nobody": UserFactory()}
    base = {"own": own, "county": county, "people": people, "measure": measure, "enrolment": enrolment}
    added = {}
    for area in AREAS:
        added |= area.things(base)
    return added | {
        "people": people,
        "code": [own.code],
        "principle": [practice.principle.slug],
        "practice": [practice.slug],
        "enrolment": [enrolment.pk],
        "planned_enrolment": [EnrolmentFactory(municipality=own, state=EnrolmentState.PLANNED).pk],
        "measure": [measure.pk],
        "planned_measure": [MeasureFactory(enrolment=enrolment, state=MeasureState.PLANNED).pk],
        "own_entry": [entry[Visibility.MUNICIPALITY].pk],
        "shared_entry": [entry[Visibility.PROGRAMME].pk],
        "public_entry": [entry[Visibility.PUBLIC].pk],
        "own_report": [report(municipality=own).pk],
        "county_report": [report(kind=DocumentKind.COUNTY, county=county, municipality=None).pk],
        "nation_report": [report(kind=DocumentKind.NATION, municipality=None).pk],
        "key": ["1", "set-password"],
    }


def test_every_route_has_a_row():
    assert {route.name for route in routes()} == {name for name, _thing in PAGES}


def test_every_row_has_every_role():
    assert {page: set(ROLES) ^ set(row) for page, row in PAGES.items() if set(row) != set(ROLES)} == {}


def test_public_pages_are_the_ones_we_listed():
    public = {r.name for r in routes() if not getattr(r.callback, "login_required", True)}

    assert public == PUBLIC, "A page without sign-in is a decision: list it here, with a reason in ADR 0005."


@pytest.mark.parametrize(
    ("page", "row"), PAGES.items(), ids=lambda x: "-".join(map(str, x)) if isinstance(x, tuple) else ""
)
def test_each_role_gets_its_answer(client, world, page, row):
    name, thing = page
    address = reverse(name, args=world[thing] if thing else [])
    given = {}
    for role in ROLES:
        client.logout()
        if role != "anonymous":
            client.force_login(world["people"][role], backend="accounts.backends.Backend")
        response = client.get(address)
        for close in response._resource_closers:  # response.close() would close the database connection too
            close()
        given[role] = response.status_code

    assert given == row


def masked(text, address):
    """Without the address itself and the token that is new each time."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text.replace(address, ""))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page[1] and "report" in page[1] and page[0] != "document-retry"]
)
def test_what_is_hidden_looks_like_what_is_not_there(client, world, page):
    """The same answer to a foreign report as to none at all."""
    name, thing = page
    client.force_login(world["people"]["stranger"], backend="accounts.backends.Backend")

    foreign, missing = reverse(name, args=world[thing]), reverse(name, args=[987_654])
    foreign_page, missing_page = client.get(foreign), client.get(missing)

    assert foreign_page.status_code == missing_page.status_code == 404
    assert masked(foreign_page.text, foreign) == masked(missing_page.text, missing)

"""Whatever is sent to any page, it answers: no error of the server, and no write without the right."""

from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from programmes.models import LogEntry, Measure
from tests.test_access import PAGES, ROLES, world  # noqa: F401 -- a fixture

LONG = "9" * 5000
HOSTILE = [
    "",
    "\0",
    "a\0b",
    "\ud800",
    "\x1b[31m\r\nSet-Cookie: x=1",
    "'\"><script>alert(1)</script>",
    "{{ 7|add:7 }}%s%(x)s{0.__class__}",
    "' OR 1=1 --",
    "%00",
    "-1",
    "1e309",
    "NaN",
    "99999999999999999999",
    LONG,
    "１２",
    "٣",
    "²",
    "0001-01-01",
    "31.12.9999",
    "http://[::1",
    "//evil.example",
    "/\\evil.example",
    "a" * 100_000,
]
NAMES = [
    *("q", "fylke", "kommune", "tema", "arena", "alder", "prinsipp", "status", "sort", "page", "format"),
    *("gjelder", "aar", "tid", "tiltak", "praksis", "next", "language"),
]
READERS = ("measure-list", "measure-export", "municipality-list", "practice-list", "measure", "log-new")
ADDRESSES = [page for page in PAGES if page[0] not in ("document-retry", "healthz", "readyz")]
FORMS = {
    "coordinator": [
        ("log-new", None),
        ("log-edit", "own_entry"),
        ("log-withdraw", "own_entry"),
        ("measure-new", "enrolment"),
        ("measure-edit", "measure"),
        ("measure-move", "measure"),
        ("document-list", None),
        ("profile", None),
        ("account_change_password", None),
        ("account_reauthenticate", None),
    ],
    "adviser": [("enrolment-move", "enrolment")],
    "anonymous": [
        ("account_login", None),
        ("account_request_login_code", None),
        ("account_reset_password", None),
        ("account_signup", None),
    ],
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def hostile(client):
    """A client that gets a page for an error, as a browser does."""
    client.raise_request_exception = False
    return client


def enter(client, world, role):  # noqa: F811
    client.logout()
    if role != "anonymous":
        client.force_login(world["people"][role], backend="accounts.backends.Backend")


def encoded(pairs):
    """As a browser would never send it: lone surrogates as their three bytes."""
    return urlencode(pairs, errors="surrogatepass")


def address_of(page, world):  # noqa: F811
    name, thing = page
    return reverse(name, args=world[thing] if thing else [])


@pytest.mark.parametrize("page", ADDRESSES, ids=lambda page: page[0])
def test_no_address_line_makes_an_error(hostile, world, page):  # noqa: F811
    """Each name has another value each time; the pages that read them meet every pair."""
    address, wrong = address_of(page, world), {}
    every = 1 if page[0] in READERS else 8
    enter(hostile, world, "coordinator" if PAGES[page].get("coordinator") == 200 else "anonymous")
    for shift in range(0, len(HOSTILE), every):
        pairs = [(name, HOSTILE[(i + shift) % len(HOSTILE)]) for i, name in enumerate(NAMES)]
        response = hostile.get(f"{address}?{encoded(pairs)}", HTTP_HX_TARGET="resultat")
        for close in response._resource_closers:  # files
            close()
        if response.status_code >= 500:
            wrong[shift] = response.status_code

    assert wrong == {}


class Fields(HTMLParser):
    """The names and values of the page's last POST form that has fields of its own."""

    def __init__(self):
        super().__init__()
        self.values = {}

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("input", "textarea", "select") and attrs.get("name"):
            self.values.setdefault(attrs["name"], attrs.get("value", "") or "")


@pytest.mark.parametrize(
    ("role", "page"),
    [(role, page) for role, pages in FORMS.items() for page in pages],
    ids=lambda x: x[0] if isinstance(x, tuple) else x,
)
def test_no_form_makes_an_error(hostile, world, role, page):  # noqa: F811
    enter(hostile, world, role)
    address, wrong = address_of(page, world), {}
    fields = Fields()
    fields.feed(hostile.get(address).text)
    for shift in range(0, len(HOSTILE), 3):  # each field has another value each time
        values = {name: HOSTILE[(i + shift) % len(HOSTILE)] for i, name in enumerate(fields.values)}
        body = encoded(values)
        with transaction.atomic():
            response = hostile.post(address, body, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)  # the next one meets the same page
        if response.status_code not in (200, 302, 400, 404, 409, 422, 429):
            wrong[shift] = response.status_code

    assert wrong == {}


def test_a_very_long_number_in_the_path_is_not_found(hostile):
    for path in ("tiltak", "logg", "deltakelser", "dokumenter"):
        assert hostile.get(f"/{path}/99999999999999999999/").status_code in (302, 404)
        assert hostile.get(f"/{path}/{LONG}/").status_code in (302, 404)


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-16", "nonsense"])
def test_a_charset_named_by_the_sender_is_refused(hostile, world, charset):  # noqa: F811
    """`unicode_escape` makes lone surrogates of plain letters, which no database can keep."""
    for address in ("/kommuner/?q=%5Cud800", "/smart/?q=%5Cud800", "/tiltak/?q=%5Cud800"):
        response = hostile.get(address, CONTENT_TYPE=f"text/plain; charset={charset}")
        assert response.status_code == 400


def test_no_get_writes_anything(client, world):  # noqa: F811
    """Every page, read by those who may do most: the trail and the rows are as before."""
    before = everything()
    for page in ADDRESSES:
        for role in ("coordinator", "adviser", "admin"):
            if page[0] == "account_logout":
                continue
            enter(client, world, role)
            response = client.get(address_of(page, world))
            for close in response._resource_closers:
                close()

    assert everything() == before


def everything():
    """All rows but sessions and the time of the last sign-in."""
    found = {}
    for model in apps.get_models():
        if model._meta.managed and model._meta.label != "sessions.Session":
            names = [one.attname for one in model._meta.concrete_fields if one.attname != "last_login"]
            rows = model._base_manager.values_list(*names)
            if model._meta.label == "audit.AuditEvent":
                rows = rows.exclude(action="letter.opened")  # the county must know that it was read
            found[model._meta.label] = sorted(map(repr, rows))
    return found


ELSEWHERE = ("stranger", "outsider")  # they may post, but not about this municipality
POSTS = {
    ("log-new", None): (*["contributor", "coordinator", "stranger"],),
    ("log-edit", "shared_entry"): ("coordinator",),
    ("log-withdraw", "shared_entry"): ("coordinator",),
    ("measure-new", "enrolment"): ("coordinator",),
    ("measure-edit", "measure"): ("coordinator",),
    ("measure-move", "measure"): ("coordinator",),
    ("enrolment-move", "enrolment"): ("adviser",),
    ("document-list", None): tuple(
        role for role in ROLES if role not in ("anonymous", "contributor", "nobody")
    ),
    ("document-retry", "own_report"): (),
}


@pytest.mark.parametrize("page", POSTS, ids=lambda page: page[0])
def test_a_post_without_the_right_changes_nothing(client, world, page):  # noqa: F811
    """With a body that would have been right, and every foreign id in it."""
    measure, entry = (
        Measure.objects.get(pk=world["measure"][0]),
        LogEntry.objects.get(pk=world["shared_entry"][0]),
    )
    right = {
        "measure": measure.pk, "happened_on": "01.03.2024", "kind": "carried_out", "what_happened": "Stjålet",
        "visibility": "public", "version": entry.version, "why": "Fordi", "to": "closed", "name": "Stjålet",
        "arenas": "home", "age_from": "0", "age_to": "5", "level": "universal", "starts_on": "01.01.2024",
        "ends_on": "31.12.2024", "what": f"municipality-{measure.enrolment.municipality_id}", "year": "2024",
    }  # fmt: skip
    before = everything()
    for role in ROLES:
        if role in POSTS[page] and role not in ELSEWHERE:
            continue
        enter(client, world, role)
        response = client.post(address_of(page, world), right)
        assert response.status_code in (302, 403, 404, 422), role
        assert response.status_code != 302 or "/konto/logg-inn/" in response["Location"], role

    assert everything() == before


@pytest.mark.parametrize(
    "page", [*POSTS, ("profile", None), ("set_language", None)], ids=lambda page: page[0]
)
def test_every_post_asks_for_the_token_of_the_page(world, page):  # noqa: F811
    strict = Client(enforce_csrf_checks=True)
    enter(strict, world, "coordinator")
    before = everything()

    assert strict.post(address_of(page, world), {"why": "x"}).status_code == 403
    assert everything() == before


@pytest.mark.parametrize(
    "away",
    ["//evil.example", "/\\evil.example", "https:evil.example", "http://evil.example", "\x08//evil.example"],
)
def test_nobody_is_led_to_another_site(client, world, away):  # noqa: F811
    user = world["people"]["coordinator"]
    signed_in = client.post(
        "/konto/logg-inn/", {"login": user.email, "password": "langt-og-godt-passord", "next": away}
    )
    chosen = client.post("/sprak/", {"language": "nn", "next": away})

    for response in (signed_in, chosen):
        assert response.status_code == 302
        assert "evil" not in response["Location"]

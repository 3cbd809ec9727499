"""One of each thing that the pages are about, in the running portal: made once, beside the demo's.

Runs in the portal's own `manage.py shell` and prints a line of JSON. It is the world of tests/access, in a
county of its own, so that no row of it waits for those who walk through the demo.
"""

import json

from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from accounts.models import User
from municipalities.models import MunicipalityCode
from programmes.demo.grant_calls import TITLES
from programmes.demo.grant_cases import CaseMaker
from programmes.enums.reviews import ReviewState
from programmes.models import Call, Letter, Review
from tests.access.roles import ROLES
from tests.factories import CountyFactory, MunicipalityFactory, PrincipleFactory
from tests.factories_grant import ApplicationFactory
from tests.test_access import AREAS
from tests.test_queries import about, more, world_of

DEMO = "demo.folkehelse.example"
# The first number that is free here: 6000 is no municipality's in Norway.
FREE = {MunicipalityFactory: 5000, PrincipleFactory: 100, ApplicationFactory: 20_000}
FILES = {"document-file", "attachment-file", "payment-file", "agreement-file", "letter-preview"}
FEEDS = {"call-ics", "call-feed", "payment-export"}
# Pages that look otherwise from the other side of the table.
OTHER_SIDE = [
    ("application", "case", "adviser"),
    ("application", "sent_application", "coordinator"),
    ("case-list", "case_call", "reader"),
    ("decision", "decisions_made", "adviser"),
    ("enrolment", "enrolment", "coordinator"),
    ("enrolment", "enrolment", "adviser"),
    ("enrolment-request", "change_request", "adviser"),
    ("letter", "letters_sent", "adviser"),
    ("payment", "payment", "adviser"),
    ("settlement", "settlement", "adviser"),
    ("submission", "sent_submission", "adviser"),
]
WISHES = ("coordinator", "adviser", "approver", "leader", "stranger", "admin", "anonymous")


def tell():
    print("world:", json.dumps(_make()))  # noqa: T201


@transaction.atomic
@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
def _make():
    CountyFactory._meta.django_get_or_create = ["code"]  # two digits do not reach: some serve twice
    for numbered, first in FREE.items():
        numbered.reset_sequence(first, force=True)
    own = MunicipalityFactory()
    world = world_of(own)
    things = about(own, world)
    more(own, things, world)
    User.objects.update(is_demo=True)  # one real person ends the demo, and its people are signed out
    return {
        "pages": [page for area in AREAS for row in area.PAGES.items() if (page := _page(row, things))]
        + [[f"{name} {who}", reverse(name, args=things[thing]), who] for name, thing, who in OTHER_SIDE],
        "demo": _demo(),
        "sessions": {name: _session(user) for name, user in (world["people"] | _demo_people()).items()},
    }


def _page(row, things):
    """[route and thing, address, who reads it] of a page in HTML that somebody is shown."""
    (name, thing), given = row
    if name in FILES | FEEDS or 200 not in given.values():
        return None
    reader = next(role for role in (*WISHES, *ROLES) if given[role] == 200)
    return [f"{name} {thing or ''}".strip(), reverse(name, args=things[thing] if thing else []), reader]


def _session(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.Backend")
    return client.cookies["session"].value


def _demo_people():
    return {user.email.split("@")[0]: user for user in User.objects.filter(email__endswith=DEMO)}


def _demo():
    """[address, who reads it]: the pages that are used most, at the length that they have in the demo."""
    calls = {name: Call.objects.get(is_demo=True, current__title=TITLES[name]) for name in ("open", "closed")}
    draft = _draft(calls["open"])
    review = Review.objects.filter(state=ReviewState.STARTED, reviewer__is_demo=True).earliest("pk")
    steps = ["", "tilnaerming/", "budsjett/", "se-over/"]
    return [
        *([f"{draft.get_absolute_url()}{step}", "koordinator.bronnoy"] for step in steps),
        [calls["open"].get_absolute_url(), "koordinator.bronnoy"],
        [reverse("case-list", args=[calls["open"].pk]), "radgiver.nordland"],
        [review.application.get_absolute_url(), "radgiver.nordland"],
        [review.get_absolute_url(), "radgiver2.nordland"],
        [reverse("decision-table", args=[calls["closed"].pk]), "radgiver.nordland"],
        [
            Letter.objects.filter(application__is_demo=True).earliest("pk").get_absolute_url(),
            "leder.nordland",
        ],
    ]


def _draft(call):
    """Brønnøy writes on the demo's open call."""
    codes = MunicipalityCode.objects.select_related("municipality").order_by("valid")
    maker = CaseMaker(call, {row.code: row.municipality for row in codes}, _demo_people())
    spec = {"code": "1813", "title": "Brønnøy går sammen", "state": "draft", "by": "koordinator.bronnoy"}
    return maker.make(
        spec | {"grant": [400_000] * 3, "measures": ["styrker", "lag"], "partners": [["1824", "asked"]]}
    )

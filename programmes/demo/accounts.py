"""The people of the demo: one a role and place. Invented, all with the password on the sign-in page."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.demo import DEMO_PASSWORD
from accounts.models import User
from folkehelse.lib.dates import from_to
from municipalities.models import CountyCode, Membership, MunicipalityCode
from municipalities.roles import COUNTY_ROLES, MUNICIPAL_ROLES, Role

DOMAIN = "demo.folkehelse.example"
SINCE = from_to(dt.date(2017, 1, 1))
WRITER = f"demobruker@{DOMAIN}"  # wrote what no coordinator of the demo did; cannot sign in
PEOPLE = [  # (before the @, name, role, number of the municipality or county, written form)
    ("bidragsyter.somna", "Bente Bidragsyter (demo)", Role.CONTRIBUTOR, "1812", "nb"),
    ("koordinator.somna", "Kari Koordinator (demo)", Role.COORDINATOR, "1812", "nb"),
    ("godkjenner.somna", "Gunnar Godkjenner (demo)", Role.APPROVER, "1812", "nb"),
    ("koordinator.bronnoy", "Berit Koordinator (demo)", Role.COORDINATOR, "1813", "nb"),
    ("godkjenner.bronnoy", "Børge Godkjenner (demo)", Role.APPROVER, "1813", "nb"),
    ("koordinator.tonsberg", "Tore Koordinator (demo)", Role.COORDINATOR, "3905", "nb"),
    ("godkjenner.tonsberg", "Turid Godkjenner (demo)", Role.APPROVER, "3905", "nb"),
    ("koordinator.kvam", "Kjersti Koordinator (demo)", Role.COORDINATOR, "4622", "nn"),
    ("koordinator.kautokeino", "Marit Koordinator (demo)", Role.COORDINATOR, "5612", "nb"),
    ("koordinator.oslo", "Omar Koordinator (demo)", Role.COORDINATOR, "0301", "nb"),
    ("radgiver.nordland", "Ragnhild Rådgiver (demo)", Role.COUNTY_ADVISER, "18", "nb"),
    ("radgiver2.nordland", "Roald Rådgiver (demo)", Role.COUNTY_ADVISER, "18", "nb"),
    ("leder.nordland", "Lars Leder (demo)", Role.COUNTY_LEADER, "18", "nb"),
    ("radgiver.finnmark", "Finn Rådgiver (demo)", Role.COUNTY_ADVISER, "56", "nb"),
    ("leser.ks", "Kåre Leser (demo, KS)", Role.NATIONAL_READER, "", "nb"),
    ("leser.helsedirektoratet", "Hege Leser (demo, Helsedirektoratet)", Role.NATIONAL_READER, "", "nb"),
    ("administrator.portalen", "Anne Administrator (demo)", Role.ADMINISTRATOR, "", "nb"),
]


def address(name):
    return f"{name}@{DOMAIN}"


def make_accounts():
    """Make those that are missing, and put the public password back where it was changed; how many.

    One hash is shared, since the password is public and hashing is slow.
    """
    writer = User.objects.filter(email=WRITER).first()
    secret = writer.password if writer else make_password(DEMO_PASSWORD)
    if not writer:
        User.objects.create(
            email=WRITER, full_name="Demobruker", password=secret, is_demo=True, is_active=False
        )
    known = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if address(person[0]) not in known]
    for person in missing:
        _make(*person, secret)
    restored = User.objects.filter(is_demo=True, email__in=[address(p[0]) for p in PEOPLE]).exclude(
        password=secret
    )
    return len(missing) + restored.update(password=secret)


def _make(name, full_name, role, code, language, secret):
    user = User.objects.create(
        email=address(name), full_name=full_name, language=language, password=secret, is_demo=True
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Membership.objects.create(user=user, role=role, valid=SINCE, **_place(role, code))


def _place(role, code):
    if role in MUNICIPAL_ROLES:
        return {"municipality": MunicipalityCode.objects.filter(code=code).latest("valid").municipality}
    if role in COUNTY_ROLES:
        return {"county": CountyCode.objects.filter(code=code).latest("valid").county}
    return {}

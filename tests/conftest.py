import pytest
from django.db import connection

from tests.factories import MembershipFactory


@pytest.fixture
def sign_in(client):
    """`sign_in(role=…, municipality=…)` makes a person with that role and signs them in; returns the user."""

    def _sign_in(user=None, **membership):
        user = user or MembershipFactory(**membership).user
        client.force_login(user, backend="accounts.backends.Backend")
        return user

    return _sign_in


@pytest.fixture(autouse=True)
def var_of_the_test(settings, tmp_path):
    """Files of a test stay in its own folder, and what it keeps in Redis under a name of its own."""
    settings.VAR = tmp_path
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": str(tmp_path)}}
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",  # many people, little time
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media", "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests with transactions of their own are cleaned by TRUNCATE, which the trail refuses.

    Only that one trigger rests; test_audit wakes it to see it bite.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_is_never_emptied")

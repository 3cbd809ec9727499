"""A web process with its pool, and no PostgreSQL to connect to."""

import os
import subprocess
import sys

import pytest

from folkehelse import wheels

pytestmark = pytest.mark.slow
ASK = """
import time, django
django.setup()
from django.test import Client
began = time.monotonic()
answer = Client().get("/readyz", headers={"host": "localhost"})
print(answer.status_code, answer.json()["database"], time.monotonic() - began < 15)
"""


def test_readyz_says_so_before_a_load_balancer_loses_patience(tmp_path):
    """The pool's own patience is 30 seconds, in which every thread would hang."""
    own = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1",
        "DATABASE_POOL": "1",
        "FOLKEHELSE_VAR": str(tmp_path),
        "SECRET_KEY": "not secret",
        "DJANGO_SETTINGS_MODULE": "folkehelse.settings",
    }
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=wheels.CHECKOUT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.stdout.split() == ["503", "down", "True"], asked.stderr

"""The container set-up, as far as it can be checked without a container engine."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = ROOT / "docker-compose.yml"
WITH_REASON = {
    "web": "the image's own check, on /healthz",
    "migrate": "runs once and ends",
    "bucket": "runs once and ends",
}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(COMPOSE.read_text())


def names_in_example():
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def names_read_by(*paths):
    text = "".join(path.read_text() for path in paths)
    asked = r"""(?:environ\.get\(|environ\[|switch\(|words\()\s*["']([A-Z][A-Z0-9_]+)["']"""
    return set(re.findall(asked, text)) - {"DJANGO_SETTINGS_MODULE"}


def test_every_variable_of_compose_is_in_the_example():
    used = set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", COMPOSE.read_text()))

    assert used - names_in_example() == set()


def test_every_variable_that_the_portal_reads_is_in_the_example():
    read = names_read_by(
        ROOT / "gunicorn.conf.py",
        *(ROOT / "folkehelse").glob("*.py"),
        *(ROOT / "folkehelse/management/commands").glob("*.py"),
    )

    assert read - names_in_example() == set()


def test_every_variable_in_the_example_has_a_comment_above():
    groups = (ROOT / ".env.example").read_text().split("\n\n")

    bare = [
        group for group in groups if re.search(r"^#? ?[A-Z0-9_]+=", group, re.MULTILINE) and group[:2] != "# "
    ]
    assert bare == []


def test_every_service_has_a_health_check_or_a_reason(compose):
    without = {
        name
        for name, service in compose["services"].items()
        if service.get("healthcheck", {"disable": True}).get("disable")
    }

    assert without == set(WITH_REASON)


def test_no_secret_is_written_in_the_file(compose):
    for service in compose["services"].values():
        for name, value in (service.get("environment") or {}).items():
            if re.search("PASSWORD|SECRET|ACCESS_KEY", name):
                assert value.startswith("${"), name


def test_what_depends_on_the_database_waits_for_the_migration(compose):
    for name in ("web", "worker", "beat"):
        assert compose["services"][name]["depends_on"]["migrate"] == {
            "condition": "service_completed_successfully"
        }


def test_the_dockerfile_copies_what_exists_and_what_the_ignore_file_lets_through():
    sources = set()
    for line in re.findall(r"^COPY (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE):
        sources |= {word.rstrip("/") for word in line.split()[:-1]}
    let_through = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))

    assert {source for source in sources if not (ROOT / source).exists()} == set()
    assert sources == let_through


def test_the_dockerfile_copies_every_app(settings):
    ours = {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}
    copied = set(re.findall(r"^COPY (\w+)/", (ROOT / "Dockerfile").read_text(), re.MULTILINE))

    assert ours - copied == set()


def test_one_requirement_file_holds_the_other():
    def pins(name):
        return set(re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-server.txt"])
def test_requirements_are_pinned_by_hash_and_name_no_address(name):
    text = (ROOT / name).read_text()
    entries = re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())

    assert "://" not in text
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []

"""What is vendored under static/ is what the manifest says, with its licences, from nowhere in particular."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text())


@pytest.mark.parametrize("place", MANIFEST)
def test_a_vendored_file_is_the_one_in_the_manifest(place):
    content = (VENDOR / place).read_bytes()

    assert hashlib.sha256(content).hexdigest() == MANIFEST[place]["sha256"]


def test_nothing_is_vendored_past_the_manifest():
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}

    assert there == {*MANIFEST, "MANIFEST.json"}


def test_every_vendored_folder_carries_its_licence():
    folders = {place.split("/")[0] for place in MANIFEST}

    assert folders == {place.split("/")[0] for place in MANIFEST if place.endswith("/LICENSE")}


def test_the_versions_are_the_pinned_ones():
    package = json.loads((ROOT / "frontend" / "package.json").read_text())
    pinned = package["dependencies"] | package["devDependencies"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    assert {entry["package"]: entry["version"] for entry in MANIFEST.values()} == pinned


def test_the_lock_file_says_what_and_not_from_where():
    """Where packages come from is the machine's business (.npmrc leaves it out), not the repository's."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_styles_and_scripts_fetch_nothing_from_elsewhere():
    served = [*VENDOR.rglob("*.css"), *(ROOT / "static" / "css").glob("*.css")]
    outside = re.compile(r"""(@import|url\()\s*["']?(https?:)?//""")

    assert [path.name for path in served if outside.search(path.read_text())] == []
    assert [path.name for path in VENDOR.rglob("*.js") if "sourceMappingURL" in path.read_text()] == []


def test_every_icon_in_use_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="(\w+)"', (VENDOR / "aksel-icons" / "sprite.svg").read_text()))
    used = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "(\w+)"', template.read_text())
    }

    assert used - sprite == set()


def test_templates_carry_no_inline_style_or_script():
    """The Content-Security-Policy would block them. A mail has no style sheet of its own."""
    inline = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)")
    apart = {"documents", "emails"}
    pages = [path for path in (ROOT / "templates").rglob("*.html") if not apart & set(path.parts)]

    assert [path.name for path in pages if inline.search(path.read_text())] == []

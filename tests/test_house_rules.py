"""Rules about the code itself, walked rather than trusted."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
OURS = ("audit", "accounts", "municipalities", "smart", "programmes")
HOSTS = (
    "pypi.org",
    "pythonhosted",
    "npmjs",
    "debian.org",
    "index-url",
    "/opt/pypi",
)  # registries and mirrors
MACHINE_MADE = {"programmes.Document.ordered"}  # ordered_by is empty when a command ordered it


NOT_OURS = {"var", "__pycache__", "node_modules", "staticfiles"}


def listed():
    """What git knows; where there is no git, or the checkout is another person's, what lies here."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return [name for name in walked(ROOT) if name != ".env"]
    return [name for name in done.stdout.split("\n") if name]


def walked(top):
    for folder, folders, files in os.walk(top):
        folders[:] = [f for f in folders if f not in NOT_OURS and (f == ".ci" or not f.startswith("."))]
        yield from (str((Path(folder) / name).relative_to(top)) for name in files)


def tracked(*endings):
    files = [ROOT / name for name in listed()]
    return [file for file in files if file.is_file() and (not endings or file.name.endswith(endings))]


def ours(*endings):
    return [f for f in tracked(*endings) if not {"vendor", "migrations", "node_modules"} & set(f.parts)]


def too_long(files, limit):
    lengths = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in files}
    return {name: length for name, length in lengths.items() if length > limit}


def test_import_contracts_hold():
    done = subprocess.run(
        [ROOT / ".venv/bin/lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_modules_are_short():
    python = [f for f in ours(".py") if "tests" not in f.parts]

    assert too_long(python, 300) == {}
    assert too_long([f for f in ours(".py") if "tests" in f.parts], 400) == {}
    assert too_long(ours(".css", ".js"), 300) == {}


def test_templates_are_short():
    templates = [f for f in ours(".html") if "templates" in f.parts]

    assert too_long([f for f in templates if not f.name.startswith("_")], 120) == {}
    assert too_long([f for f in templates if f.name.startswith("_")], 40) == {}


def test_partials_say_what_they_need():
    """A partial's first line is a comment."""
    partials = [f for f in ours(".html") if f.name.startswith("_")]

    assert [f.name for f in partials if not f.read_text().startswith("{#")] == []


def test_functions_are_short():
    import ast  # noqa: PLC0415 -- only here

    long = {}
    for file in ours(".py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > 50:
                    long[f"{file.relative_to(ROOT)}:{node.name}"] = length

    assert long == {}


def test_no_template_is_unused():
    """Named whole somewhere, or by its last part in quotes where a view puts the name together."""
    text = "".join(f.read_text() for f in ours(".py", ".html", ".txt") if "tests" not in f.parts)
    by_framework = ("account/", "400.html", "403", "404", "429", "500", "forms/")
    names = [str(file).split("/templates/", 1)[1] for file in ours(".html") if "templates" in file.parts]
    unused = [
        name
        for name in names
        if not name.startswith(by_framework)
        and name not in text
        and f'"{name.rsplit("/", 1)[-1].removesuffix(".html")}"' not in text
    ]

    assert unused == []


def test_no_file_names_a_registry():
    guilty = []
    for file in tracked():
        if file.suffix in {".woff2", ".png", ".mo", ".pdf", ".ico"} or file == Path(__file__):
            continue
        text = file.read_text(errors="replace")
        guilty += [f"{file.relative_to(ROOT)}: {host}" for host in HOSTS if host in text]

    assert guilty == []


def our_models():
    return [model for app in OURS for model in apps.get_app_config(app).get_models()]


def test_when_is_never_without_who():
    """`x_at` beside `x_by`: a constraint keeps both or neither, or both are required."""
    lonely = []
    for model in our_models():
        fields = {field.name: field for field in model._meta.fields}
        conditions = " ".join(str(getattr(c, "condition", "")) for c in model._meta.constraints)
        for name in fields:
            who = f"{name[:-3]}_by"
            if (
                not name.endswith("_at")
                or who not in fields
                or f"{model._meta.label}.{name[:-3]}" in MACHINE_MADE
            ):
                continue
            required = not fields[name].null and not fields[who].null
            paired = name in conditions and who in conditions
            if not required and not paired:
                lonely.append(f"{model._meta.label}.{name}")

    assert lonely == []


def test_every_state_is_kept_by_a_constraint():
    unkept = [
        model._meta.label
        for model in our_models()
        if any(f.name == "state" for f in model._meta.fields)
        and not any("state_is_known" in c.name for c in model._meta.constraints)
    ]

    assert unkept == []


def test_constraints_have_names_of_their_own():
    """A constraint is named for what it says, not by a machine."""
    named = [c.name for model in our_models() for c in model._meta.constraints]

    assert [name for name in named if re.search(r"_[0-9a-f]{8}_", name)] == []


def test_people_and_money_are_protected():
    """Rows that name a person are never swept away with the person."""
    cascading = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model._meta.label == "accounts.User"
    ]

    assert cascading == []


@pytest.mark.parametrize("words", [["mark_safe("], ["|safe"], [".extra(", "RawSQL("]])
def test_escape_hatches_are_not_used(words):
    """Except in the drawings, which escape what they are given."""
    files = [f for f in ours(".py", ".html") if "charts" not in f.parts and "tests" not in f.parts]
    found = [f"{f.relative_to(ROOT)}: {w}" for f in files for w in words if w in f.read_text()]

    assert found == []


def test_without_git_the_same_files_are_walked():
    known = {name for name in listed() if (ROOT / name).is_file()}

    assert known - set(walked(ROOT)) == set()

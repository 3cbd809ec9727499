import json

import pytest
from django.core.management import call_command

from audit.models import AuditEvent
from smart.library import DATA, load_library
from smart.models import Framework, Practice, Principle, Tool

pytestmark = pytest.mark.django_db


def files():
    return [json.loads((DATA / f"{name}.json").read_text()) for name in ("frameworks", "practices")]


def test_the_database_is_like_the_files():
    frameworks, practices = files()
    smart = frameworks[0]

    load_library()

    assert list(Framework.objects.values_list("slug", flat=True)) == [f["slug"] for f in frameworks]
    assert [p.slug for p in Principle.objects.all()] == [p["slug"] for p in smart["principles"]]
    assert [p.letter for p in Principle.objects.all()] == list("SMART")
    assert set(Tool.objects.values_list("slug", flat=True)) == {t["slug"] for t in smart["tools"]}
    assert set(Practice.objects.values_list("slug", flat=True)) == {p["slug"] for p in practices}
    for item in practices:
        row = Practice.objects.get(slug=item["slug"])
        assert row.principle.slug == item["principle"]
        assert {p.slug for p in row.also.all()} == set(item["also"])
        assert {t.slug for t in row.tools.all()} == set(item["tools"])
        assert (row.steps_nb, row.steps_nn) == (item["steps_nb"], item["steps_nn"])


def test_a_second_loading_changes_nothing_and_says_so(capsys):
    load_library()

    call_command("load_library")

    assert capsys.readouterr().out == "Biblioteket er allerede likt filene.\n"
    assert AuditEvent.objects.filter(action="library.loaded").count() == 1


def test_what_differs_is_set_right_and_told(capsys):
    load_library()
    practice = Practice.objects.order_by("slug").first()
    Practice.objects.filter(pk=practice.pk).update(title_nb="Noe annet")
    linked = Practice.objects.exclude(pk=practice.pk).filter(tools__isnull=False).first()
    tools = set(linked.tools.all())
    linked.tools.clear()

    call_command("load_library")

    practice.refresh_from_db()
    assert practice.title_nb != "Noe annet"
    assert set(linked.tools.all()) == tools
    assert capsys.readouterr().out == "Praksiser: 2 endret\n"
    assert AuditEvent.objects.filter(action="library.loaded").latest("pk").after == {"praksiser": "2 endret"}


def test_a_file_that_cannot_be_used_changes_nothing(tmp_path):
    frameworks, practices = files()
    practices[-1]["principle"] = "finnes-ikke"
    (tmp_path / "frameworks.json").write_text(json.dumps(frameworks))
    (tmp_path / "practices.json").write_text(json.dumps(practices))

    with pytest.raises(KeyError):
        load_library(tmp_path)

    assert not Framework.objects.exists()

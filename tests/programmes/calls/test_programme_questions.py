"""The questions that every new call begins with."""

import pytest
from django.core.management import call_command
from django.utils.translation import override

from audit.models import AuditEvent
from programmes.enums.calls import QuestionKind, Section
from programmes.management.commands import load_programme
from programmes.models import Programme, ProgrammeQuestion

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KEYS = [
    "title", "summary", "approach", "health_promoting", "overview_fit", "goals", "youth_participation",
    "cooperation", "research_partner", "anchoring", "transferability", "risks", "evaluation_plan",
]  # fmt: skip


@pytest.fixture
def programme():
    call_command("load_reference", verbosity=0)
    call_command("load_programme", verbosity=0)
    return Programme.objects.get()


def test_they_are_loaded_in_both_written_forms(programme):
    questions = list(programme.questions.all())

    assert [question.key for question in questions] == KEYS
    assert [question.key for question in questions if question.in_sketch] == [
        "title", "summary", "approach", "overview_fit", "goals",
    ]  # fmt: skip
    assert {question.key: question.section for question in questions}["risks"] == Section.ANCHORING
    assert [question.key for question in questions if question.kind == QuestionKind.SHORT] == ["title"]
    assert all(q.label_nb and q.label_nn and q.help_nb and q.help_nn for q in questions)
    with override("nn"):
        assert questions[0].label == "Kva heiter prosjektet?"


def test_loading_again_changes_nothing_and_what_left_the_file_goes(programme):
    events = AuditEvent.objects.count()

    assert not load_programme.load_programme()
    assert AuditEvent.objects.count() == events
    ProgrammeQuestion.objects.create(programme=programme, key="old", label_nb="Gammelt")
    programme.questions.filter(key="risks").update(label_nb="Skrevet om")

    assert load_programme.load_programme().told() == {"spørsmål": "2 endret"}
    assert [question.key for question in programme.questions.all()] == KEYS

"""Who sees and writes an application, in every state: what the pages' own tests would not miss."""

import pytest

from municipalities.roles import Role
from programmes.actions import answers
from programmes.enums.applications import ApplicationState
from programmes.models import Answer, Application
from programmes.permissions.applications import can_write_application
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import AnswerFactory, ApplicationFactory, make_call

pytestmark = pytest.mark.django_db
A = ApplicationState


def works_for(municipality, role=Role.COORDINATOR):
    return MembershipFactory(role=role, municipality=municipality).user


def test_a_trial_is_not_the_municipalitys():
    """A county tries its form in the name of a municipality, which has not asked for anything."""
    call = make_call(state="draft")
    trial = ApplicationFactory(call=call, is_trial=True, municipality=MunicipalityFactory(county=call.county))

    assert list(Application.objects.visible_to(works_for(trial.municipality))) == []


def test_it_is_written_while_it_is_a_draft_or_returned_and_never_else():
    may = {}
    for state in A.values:
        application = ApplicationFactory(state=state)
        may[state] = bool(can_write_application(works_for(application.municipality), application))

    assert may == dict.fromkeys(A.values, False) | {A.DRAFT: True, A.RETURNED: True}


def test_a_field_that_is_changed_between_the_reading_and_the_writing_is_not_overwritten(monkeypatch):
    answer = AnswerFactory(text="Først")
    told = answers._told

    def somebody_is_faster(row):
        Answer.objects.filter(pk=answer.pk, version=1).update(text="De andre", version=2)
        return told(row)

    monkeypatch.setattr(answers, "_told", somebody_is_faster)

    with pytest.raises(answers.FieldOutdated) as outdated:
        answers.save_answer(
            answer.application, answer.key, "Vi", version=1, by=works_for(answer.application.municipality)
        )
    assert outdated.value.stored.text == "De andre"

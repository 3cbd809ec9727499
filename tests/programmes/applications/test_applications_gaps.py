"""Who sees and writes an application, in every state: what the pages' own tests would not miss."""

import pytest

from municipalities.roles import Role
from programmes.enums.applications import ApplicationState
from programmes.models import Application
from programmes.permissions.applications import can_write_application
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import ApplicationFactory, make_call

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

"""A declared conflict wins over a national role."""

import pytest

from municipalities.roles import Role
from programmes.permissions.applications import can_read_case
from tests.factories import MembershipFactory
from tests.factories_grant import ApplicationFactory, declare

pytestmark = pytest.mark.django_db


def test_who_is_not_impartial_reads_the_case_in_no_role():
    application = ApplicationFactory(state="submitted")
    both = MembershipFactory(role=Role.COUNTY_ADVISER, county=application.call.county).user
    MembershipFactory(user=both, role=Role.NATIONAL_READER)
    assert can_read_case(both, application) is True

    declare(application, both, is_impartial=False, reason="Nær slekt.")

    assert not can_read_case(both, application)

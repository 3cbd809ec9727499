import pytest
from tests import test_queries as q
from tests.access import calls
from tests.test_queries import own  # noqa
from municipalities.roles import Role
pytestmark = pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COUNTY_ADVISER])
def test_costs(client, own, role, monkeypatch):
    monkeypatch.setattr(q, "PAGES", calls.PAGES); monkeypatch.setattr(q, "AREAS", (calls,))
    world = q.world_of(own); user = world["people"][q.NAMES[role]] if role else None
    things = calls.things(world)
    one = q.costs(client, user, things); calls.more(world); three = q.costs(client, user, things)
    print({p:n for p,n in three.items() if n>12})
    assert {p:(one[p],three[p]) for p in one if one[p]!=three[p]} == {}
    assert {p:n for p,n in three.items() if n>15} == {}
    assert 0

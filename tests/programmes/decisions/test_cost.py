"""The table costs the same for one application as for sixty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.actions.decisions import recommend
from tests.access import decisions as access
from tests.factories import MunicipalityFactory
from tests.programmes.decisions.world import make_ready, make_world, tried
from tests.test_queries import MOST, world_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


def test_sixty_rows(client, sign_in):
    world = make_world(frame=50_000_000)
    sign_in(world.adviser)
    address = reverse("decision-table", args=[world.call.pk])
    municipality = make_ready(world).municipality
    one = cost(client, address)

    for n in range(59):
        application = make_ready(world, municipality=municipality, contact=world.adviser)
        if n % 3:
            draft = tried(world, application)
        if n % 3 == 2:
            recommend([draft], by=world.adviser)

    assert cost(client, address) == one
    assert one <= MOST


@pytest.mark.parametrize("role", ["adviser", "coordinator", "reader"])
def test_other_pages(client, sign_in, role):
    world = world_of(MunicipalityFactory())
    things = access.things(world)
    sign_in(world["people"][role])
    pages = [
        reverse(name, args=things[thing] if thing else [])
        for (name, thing), row in access.PAGES.items()
        if row[role] == 200 and name != "agreement-file"
    ]
    one = {page: cost(client, page) for page in pages}

    access.more(world)

    three = {page: cost(client, page) for page in pages}
    assert three == one
    assert {page: n for page, n in three.items() if n > MOST} == {}

"""What the database refuses is told in words, whoever forgot to ask first."""

import pytest
from django.db import connection

from programmes.actions.refusals import TRIGGERS, Refused, readable
from tests.factories_grant import put
from tests.programmes.decisions.world import decided, make_ready, make_world, tried

pytestmark = pytest.mark.django_db


def told(act):
    with pytest.raises(Refused) as refused, readable():
        act()
    return refused.value.why


def test_named_rules_become_sentences():
    world = make_world(frame=300_000)
    decided(world, make_ready(world))
    second = tried(world, make_ready(world))
    unread = tried(world, make_ready(world, reviewed=False), "refused")
    bare = tried(world, make_ready(world), reason="")
    type(bare).objects.filter(pk=bare.pk).update(outcome="refused")

    assert told(lambda: put(second, "recommended")) == "Det er ikke nok igjen av rammen i utlysningen."
    assert told(lambda: put(unread, "recommended")) == (
        "Søknaden må ha minst én levert vurdering før den avgjøres."
    )
    bare.amounts.all().delete()
    type(bare).objects.filter(pk=bare.pk).update(total=0)
    assert told(lambda: put(bare, "recommended")) == "Et vedtak må ha en begrunnelse."


@pytest.mark.parametrize("name", TRIGGERS)
def test_every_name_is_a_rule_of_the_database(name):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_proc WHERE prosrc LIKE %s)"
            " + (SELECT count(*) FROM pg_constraint WHERE conname = %s)"
            " + (SELECT count(*) FROM pg_class WHERE relname = %s)",
            [f"%{name}%", name, name],
        )
        assert cursor.fetchone()[0] > 0

import time

import pytest

from folkehelse.lib import bell


class Broken:
    name = "broken"

    def __init__(self):
        self.tries = 0

    def apply_async(self, args, **options):
        self.tries += 1
        time.sleep(0.3)
        raise OSError("no broker")


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(bell, "_silent_until", 0.0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_holds_nobody_and_is_left_alone_for_a_while():
    task = Broken()
    started = time.monotonic()

    bell.ring(task, 1)
    assert time.monotonic() - started < 0.2
    bell.settle(2)
    for _ring in range(3):
        bell.ring(task, 1)

    assert task.tries == 1


@pytest.mark.django_db
def test_it_rings_only_when_the_transaction_is_done(django_capture_on_commit_callbacks):
    task = Broken()
    with django_capture_on_commit_callbacks() as callbacks:
        bell.ring(task, 1)

    assert (task.tries, len(callbacks)) == (0, 1)

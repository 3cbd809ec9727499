"""Rings for a worker, and never holds the one who rings: a dead broker answers after seconds (ADR 0004).

The row in the database is what must be done. A ring that is lost costs the time until the next sweep.
"""

import logging
import threading
import time

from django.db import transaction

log = logging.getLogger(__name__)

REST = 30  # seconds of silence after a failure
_silent_until = 0.0
_ringing: set[threading.Thread] = set()


def ring(task, *args):
    """Send the task when the transaction is committed, from a thread of its own."""
    transaction.on_commit(lambda: _start(task, args))


def settle(seconds):
    """Wait for the rings under way, in a process that is about to end."""
    for thread in list(_ringing):
        thread.join(seconds)


def _start(task, args):
    if time.monotonic() < _silent_until:
        return
    thread = threading.Thread(target=_send, args=(task, args), daemon=True)
    _ringing.add(thread)
    thread.start()


def _send(task, args):
    global _silent_until  # one circuit breaker a process
    try:
        task.apply_async(args, retry=False)
    except Exception as error:  # whatever the broker's client raises
        _silent_until = time.monotonic() + REST
        log.warning("%s%s: the broker does not answer, the sweep will ring: %s", task.name, args, error)
    finally:
        _ringing.discard(threading.current_thread())

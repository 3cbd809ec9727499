"""An application is written while it is open: by the database's rule, and by its row being held."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction

from programmes.actions.refusals import rule_of
from programmes.enums.applications import WRITABLE
from programmes.models import Application, WrongState

CLOSED = "application_is_written_while_it_is_open"


@contextmanager
def while_open():
    """One transaction. What the database refuses because the application is not open is WrongState."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if rule_of(error) == CLOSED:
            raise WrongState("the application is not open for writing") from error
        raise


def hold_open(application: Application, *, states=WRITABLE) -> None:
    """Hold its row while what hangs on it changes: nobody sends it meanwhile. Inside a transaction."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    if rows.get(pk=application.pk).state not in states:
        raise WrongState(f"application {application.pk} is not open for this")

from django.db import models, transaction
from django.db.models import Q

from audit.record import record
from folkehelse.lib.dates import today
from programmes.enums import UNDERTAKING_MOVES


class WrongState(Exception):
    """The move is not lawful from here, or somebody else was first."""


class Moving(models.Model):
    """A thing with a life cycle: a `state` field, and in MOVES every lawful move."""

    MOVES = {}

    class Meta:
        abstract = True

    def moves(self):
        return self.MOVES[self.state]

    @transaction.atomic
    def _move(self, to, *, by, why="", **stamps):
        """Every change of state passes here: rule, row and trail, or none of them.

        The UPDATE names the state we read, so of two callers one wins and one is told.
        """
        before = self.state
        same = type(self)._base_manager.filter(pk=self.pk, state=before)
        if to not in self.MOVES[before] or not same.update(state=to, **stamps):
            raise WrongState(f"{self._meta.label_lower}:{self.pk}: {before} → {to}")
        for name, value in {"state": to, **stamps}.items():
            setattr(self, name, value)
        record(
            f"{self._meta.model_name}.{to}",
            actor=by,
            subject=self,
            before={"state": before},
            after={"state": to},
            why=why,
        )


def begun(path=""):
    """A filter on the undertaking at `path`: more than a plan, and not a plan that came to nothing."""
    own = f"{path}__" if path else ""
    return ~Q(**{f"{own}state": "planned"}) & Q(**{f"{own}never_began": False})


class Undertaking(Moving):
    """What is planned, goes on and comes to an end: an enrolment, a measure. Over means `ended_on` is set."""

    MOVES = UNDERTAKING_MOVES

    never_began = models.BooleanField(default=False)  # withdrawn while a plan: as hidden as the plan was

    class Meta:
        abstract = True

    def activate(self, *, by, why=""):
        self._move("active", by=by, why=why)

    def pause(self, *, by, why=""):
        self._move("paused", by=by, why=why)

    def start_ending(self, *, by, why=""):
        self._move("ending", by=by, why=why)

    def put_in_ordinary_operation(self, *, by, why=""):
        self._move("ordinary", by=by, why=why, ended_on=today())

    def close(self, *, by, why=""):
        self._move("closed", by=by, why=why, ended_on=today())

    def withdraw(self, *, by, why=""):
        self._move("withdrawn", by=by, why=why, ended_on=today(), never_began=self.state == "planned")

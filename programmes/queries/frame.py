"""A call's budget frame against what is decided, recommended and tried. Whole kroner, nothing rounded."""

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.enums.applications import ApplicationState
from programmes.enums.decisions import COMMITTED, GRANTED, OPEN_DECISION, DecisionState
from programmes.models import Call, Decision


@dataclass(frozen=True)
class Frame:
    """`tried` is what the drafts would bind beyond what is bound already."""

    total: int
    committed: int
    tried: int

    @property
    def remaining(self) -> int:
        return self.total - self.committed

    @property
    def left(self) -> int:
        """What would remain if everything that is tried were recommended; negative when it is too much."""
        return self.remaining - self.tried

    @property
    def over(self) -> int:
        return max(0, -self.left)

    @property
    def scale(self) -> int:
        """How long the bar is: the frame, or more when what is tried is more."""
        return max(self.total, self.committed + self.tried, 1)


def frame_from(total: int, rows: Iterable[tuple[int, str, str, int]]) -> Frame:
    """Of (application, state, outcome, total) rows. A changed decision binds the larger of old and new,
    so that the old can be kept if the new one falls: the same as the database's trigger."""
    bound: dict[int, int] = {}
    drafts: dict[int, int] = {}
    for application, state, outcome, amount in rows:
        if outcome not in GRANTED:
            amount = 0
        if state in COMMITTED:
            bound[application] = max(bound.get(application, 0), amount)
        elif state == DecisionState.DRAFT:
            drafts[application] = amount
    tried = sum(max(0, amount - bound.get(one, 0)) for one, amount in drafts.items())
    return Frame(total, sum(bound.values()), tried)


def frame_of(call: Call) -> Frame:
    """One query; the call comes with `current`."""
    found = Decision.objects.filter(
        application__call=call, state__in=(*OPEN_DECISION, DecisionState.DECIDED)
    ).exclude(application__state=ApplicationState.WITHDRAWN, state=DecisionState.DRAFT)
    rows = found.values_list("application", "state", "outcome", "total")
    return frame_from(call.current.frame if call.current else 0, rows)

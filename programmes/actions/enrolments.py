from programmes.enums import EnrolmentState
from programmes.models import Enrolment

MOVES = {
    EnrolmentState.ACTIVE: Enrolment.activate,
    EnrolmentState.PAUSED: Enrolment.pause,
    EnrolmentState.ENDING: Enrolment.start_ending,
    EnrolmentState.ORDINARY: Enrolment.put_in_ordinary_operation,
    EnrolmentState.CLOSED: Enrolment.close,
    EnrolmentState.WITHDRAWN: Enrolment.withdraw,
}


def move_enrolment(enrolment: Enrolment, to: str, *, by, why: str) -> None:
    MOVES[EnrolmentState(to)](enrolment, by=by, why=why)

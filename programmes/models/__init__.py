from programmes.models.document import Document
from programmes.models.enrolment import Enrolment, EnrolmentPartner, YearlyAward
from programmes.models.log import PARTICIPANT_GROUPS, LogEntry
from programmes.models.measure import Measure
from programmes.models.moving import WrongState
from programmes.models.programme import AreaCounty, Programme, ProgrammeArea, ProgrammeDate, Theme

__all__ = [
    "PARTICIPANT_GROUPS",
    "AreaCounty",
    "Document",
    "Enrolment",
    "EnrolmentPartner",
    "LogEntry",
    "Measure",
    "Programme",
    "ProgrammeArea",
    "ProgrammeDate",
    "Theme",
    "WrongState",
    "YearlyAward",
]

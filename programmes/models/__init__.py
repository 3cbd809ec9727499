from programmes.models.answer import Answer, AnswerChange, BudgetCell, ProposedMeasure
from programmes.models.application import Application, ApplicationPartner, CaseSeries
from programmes.models.call import Call, CallVersion, ReminderRule
from programmes.models.call_parts import Criterion, ProgrammeQuestion, Question, Requirement, SubTheme
from programmes.models.decision import Agreement, Condition, Decision, DecisionAmount, Meeting
from programmes.models.document import Document
from programmes.models.enrolment import Enrolment, EnrolmentPartner, YearlyAward
from programmes.models.letter import Letter, LetterTemplate
from programmes.models.log import PARTICIPANT_GROUPS, LogEntry
from programmes.models.measure import Measure
from programmes.models.money import EnrolmentRequest, PaymentRequest, Settlement
from programmes.models.moving import WrongState
from programmes.models.programme import AreaCounty, Programme, ProgrammeArea, ProgrammeDate, Theme
from programmes.models.review import Impartiality, Review, Score
from programmes.models.submission import Attachment, ChangeRequest, SignatureRequest, Submission

__all__ = [
    "PARTICIPANT_GROUPS",
    "Agreement",
    "Answer",
    "AnswerChange",
    "Application",
    "ApplicationPartner",
    "AreaCounty",
    "Attachment",
    "BudgetCell",
    "Call",
    "CallVersion",
    "CaseSeries",
    "ChangeRequest",
    "Condition",
    "Criterion",
    "Decision",
    "DecisionAmount",
    "Document",
    "Enrolment",
    "EnrolmentPartner",
    "EnrolmentRequest",
    "Impartiality",
    "Letter",
    "LetterTemplate",
    "LogEntry",
    "Measure",
    "Meeting",
    "PaymentRequest",
    "Programme",
    "ProgrammeArea",
    "ProgrammeDate",
    "ProgrammeQuestion",
    "ProposedMeasure",
    "Question",
    "ReminderRule",
    "Requirement",
    "Review",
    "Score",
    "Settlement",
    "SignatureRequest",
    "SubTheme",
    "Submission",
    "Theme",
    "WrongState",
    "YearlyAward",
]

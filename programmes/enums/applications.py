from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("kladd")
    SIGNING = "signing", _("til godkjenning")
    SUBMITTED = "submitted", _("mottatt")
    RETURNED = "returned", _("skal rettes")
    IN_REVIEW = "in_review", _("til vurdering")
    DECIDED = "decided", _("avgjort")
    WITHDRAWN = "withdrawn", _("trukket")


A = ApplicationState
# The whole life of an application. A sketch that got its feedback is a draft again, now of the full plan.
APPLICATION_MOVES = {
    A.DRAFT: {A.SIGNING, A.WITHDRAWN},
    A.SIGNING: {A.DRAFT, A.RETURNED, A.SUBMITTED},
    A.SUBMITTED: {A.DRAFT, A.RETURNED, A.IN_REVIEW, A.WITHDRAWN},
    A.RETURNED: {A.SIGNING, A.WITHDRAWN},
    A.IN_REVIEW: {A.RETURNED, A.DECIDED, A.WITHDRAWN},
    A.DECIDED: set(),
    A.WITHDRAWN: set(),
}
WRITABLE = (A.DRAFT, A.RETURNED)
PARTNERS_ANSWER_IN = (*WRITABLE, A.SIGNING)
IN_HAND = (A.SUBMITTED, A.IN_REVIEW)  # with the county, and not decided
WITH_COUNTY = (A.SUBMITTED, A.IN_REVIEW, A.DECIDED)
MUST_BE_NUMBERED = (A.SUBMITTED, A.RETURNED, A.IN_REVIEW, A.DECIDED)

# What the county calls the same states.
COUNTY_LABELS = {
    A.DRAFT: _("plan skrives"),
    A.SIGNING: _("rettes av kommunen"),
    A.SUBMITTED: _("ny"),
    A.RETURNED: _("rettes av kommunen"),
    A.IN_REVIEW: _("til vurdering"),
    A.DECIDED: _("avgjort"),
    A.WITHDRAWN: _("trukket av kommunen"),
}


class Phase(models.TextChoices):
    SKETCH = "sketch", _("skisse")
    PLAN = "plan", _("full søknad")


class PartnerState(models.TextChoices):
    ASKED = "asked", _("spurt")
    CONSENTED = "consented", _("sagt ja")
    DECLINED = "declined", _("sagt nei")


P = PartnerState
PARTNER_MOVES = {
    P.ASKED: {P.CONSENTED, P.DECLINED},
    P.CONSENTED: {P.DECLINED},
    P.DECLINED: {P.ASKED},
}


class BudgetLine(models.TextChoices):
    """Lines of the budget: what it costs, then who pays. Hours are a count; their value is kroner."""

    SALARY = "salary", _("Lønn og frikjøp")
    SERVICES = "services", _("Kjøp av tjenester")
    EVALUATION = "evaluation", _("Evaluering og forskning")
    TRAINING = "training", _("Opplæring og kurs")
    MEETINGS = "meetings", _("Møter og reiser")
    MATERIALS = "materials", _("Materiell og utstyr")
    OTHER_COST = "other_cost", _("Andre kostnader")
    GRANT = "grant", _("Tilskudd det søkes om")
    OWN_MONEY = "own_money", _("Egne midler")
    OWN_HOURS_VALUE = "own_hours_value", _("Verdi av egne timer")
    OTHERS = "others", _("Midler fra andre")
    OWN_HOURS = "own_hours", _("Egne timer (antall)")


B = BudgetLine
COSTS = (B.SALARY, B.SERVICES, B.EVALUATION, B.TRAINING, B.MEETINGS, B.MATERIALS, B.OTHER_COST)
FINANCING = (B.GRANT, B.OWN_MONEY, B.OWN_HOURS_VALUE, B.OTHERS)
OWN_CONTRIBUTION = (B.OWN_MONEY, B.OWN_HOURS_VALUE)

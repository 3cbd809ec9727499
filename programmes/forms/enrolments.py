from django.utils.translation import gettext_lazy as _

from programmes.enums import EnrolmentState
from programmes.forms.moves import MoveForm


class EnrolmentMoveForm(MoveForm):
    EXPLANATIONS = {
        EnrolmentState.ACTIVE: (
            _("Med i programmet"),
            _("Kommunen er med nå, og kan sette i gang tiltak og loggføre."),
        ),
        EnrolmentState.PAUSED: (_("Sett på pause"), _("Kommunen er fortsatt med, men arbeidet hviler.")),
        EnrolmentState.ENDING: (
            _("Begynn å avslutte"),
            _("Kommunen er i siste fase og kan fortsatt loggføre."),
        ),
        EnrolmentState.ORDINARY: (
            _("Over i ordinær drift"),
            _("Arbeidet går videre uten programmet. Dette kan ikke gjøres om."),
        ),
        EnrolmentState.CLOSED: (_("Avslutt"), _("Deltakelsen er ferdig. Dette kan ikke gjøres om.")),
        EnrolmentState.WITHDRAWN: (_("Trekk"), _("Kommunen trekker seg. Dette kan ikke gjøres om.")),
    }

    def __init__(self, *args, enrolment, **kwargs):
        super().__init__(*args, moves=enrolment.moves(), **kwargs)

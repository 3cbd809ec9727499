"""What the database refuses, in words that a person can act on: a constraint's name → a sentence."""

from contextlib import contextmanager

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TRIGGERS = {
    "decisions_stay_within_the_frame": gettext_lazy("Det er ikke nok igjen av rammen i utlysningen."),
    "decision_needs_a_review": gettext_lazy("Søknaden må ha minst én levert vurdering før den avgjøres."),
    "decision_that_was_made_stands": gettext_lazy(
        "Et vedtak som er gjort, endres ikke. Lag et nytt vedtak i stedet."
    ),
    "decision_total_is_the_sum_of_its_years": gettext_lazy("Beløpene per år er ikke like summen."),
    "application_is_decided_by_a_decision": gettext_lazy("Søknaden har ikke noe vedtak."),
    "application_that_is_decided_is_not_withdrawn": gettext_lazy(
        "Søknaden er avgjort og kan ikke trekkes lenger."
    ),
    "application_has_one_decision": gettext_lazy("Søknaden har allerede et vedtak som gjelder."),
    "decision_is_prepared_once_at_a_time": gettext_lazy("Noen andre forbereder et vedtak i denne saken nå."),
    "enrolment_needs_a_granted_decision_and_its_agreement": gettext_lazy(
        "Deltakelsen krever et vedtak om tilskudd og en underskrevet avtale."
    ),
    "payments_stay_within_the_award": gettext_lazy("Det er bedt om mer enn det som er innvilget for året."),
    "payment_is_asked_before_the_years_end": gettext_lazy(
        "Oppgjøret for året er levert, så det kan ikke bes om mer."
    ),
    "payment_that_was_made_stands": gettext_lazy("Beløpet er utbetalt, og utbetalingen kan ikke endres."),
    "condition_stands_once": gettext_lazy("Vilkåret står allerede i lista."),
}


class Refused(Exception):
    """Nothing was written. `why` is for people; `rows` says what is wrong with which: {pk: [sentence]}."""

    def __init__(self, why, rows=None):
        super().__init__(str(why))
        self.why = str(why)
        self.rows = rows or {}


def rule_of(error):
    """The name of the database's rule that was broken."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)


def sentence_of(error):
    """What a named rule of the database means, or None when it is no rule of ours."""
    name = rule_of(error)
    if name in TRIGGERS:
        return str(TRIGGERS[name])
    for model in apps.get_app_config("programmes").get_models():
        for rule in model._meta.constraints:
            said = rule.violation_error_message
            if rule.name == name and said and said != rule.default_violation_error_message:
                return str(said)
    return None


@contextmanager
def readable():
    """One transaction, whose broken rule is told as Refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(sentence_of(error) or _("Det gikk ikke. Last siden på nytt og prøv igjen.")) from error

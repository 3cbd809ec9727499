"""An application that can be sent, and the people around it."""

from dataclasses import dataclass

from accounts.models import User
from municipalities.roles import Role
from programmes.actions.submissions import send_to_approver, sign
from programmes.models import Application
from programmes.queries.frozen import content_of
from programmes.queries.submissions import open_request, signing_token
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import (
    ApplicationFactory,
    BudgetCellFactory,
    ProposedMeasureFactory,
    declare,
    make_call,
)

ANSWERS = {
    "title": "Sammen om ungdommen",
    "approach": "Vi vil bygge laget rundt barna.",
    "own": "Ja, slik og slik.",
    "must-must": "yes",
    "criterion-weighed": "Nytten er stor.",
    "years": "1",
}


@dataclass
class World:
    application: Application
    coordinator: User
    approver: User
    adviser: User

    def fresh(self):
        return Application.objects.get(pk=self.application.pk)

    def token(self):
        found = self.fresh()
        return signing_token(open_request(found), content_of(found))

    def send(self):
        return send_to_approver(self.fresh(), by=self.coordinator)

    def sign(self, by=None):
        return sign(self.fresh(), by=by or self.approver, token=self.token())

    def submit(self):
        self.send()
        return self.sign()


def fill(application, answers=ANSWERS):
    """Everything that the call of the factories asks for."""
    for key, text in answers.items():
        application.answers.create(key=key, text=text, changed_by=application.contact)
    BudgetCellFactory(application=application, line="grant", amount=400_000)
    BudgetCellFactory(application=application, line="salary", amount=400_000)
    ProposedMeasureFactory(application=application, name="Åpen hall")
    return application


def make_world(municipality=None, answers=ANSWERS, application=None, **call_fields):
    """A draft with everything in it, a coordinator, an approver and an impartial adviser."""
    call = application.call if application else make_call(**call_fields)
    municipality = municipality or MunicipalityFactory(county=call.county)
    coordinator = MembershipFactory(role=Role.COORDINATOR, municipality=municipality).user
    approver = MembershipFactory(role=Role.APPROVER, municipality=municipality).user
    adviser = MembershipFactory(role=Role.COUNTY_ADVISER, county=call.county).user
    made = ApplicationFactory(
        call=call, municipality=municipality, contact=coordinator, title="Sammen om ungdommen"
    )
    fill(made, answers)
    declare(made, adviser)
    return World(made, coordinator, approver, adviser)

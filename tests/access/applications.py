"""Access to the pages of applications: (route, thing) → what each role is answered on GET."""

from programmes.enums.applications import ApplicationState
from programmes.enums.calls import Section
from tests.access.roles import AWAY, MUNICIPAL, SIGNED_IN, answers, only
from tests.factories_grant import (
    AnswerFactory,
    ApplicationFactory,
    ApplicationPartnerFactory,
    BudgetCellFactory,
    ProposedMeasureFactory,
    fill_in,
    make_call,
)

OWN = only(*MUNICIPAL, others=404)
WRITERS = OWN | answers(403, "approver")
SENT = OWN | answers(403, "adviser", "leader", "reader", "admin")
PAGES: dict = {
    ("application", "draft"): OWN,
    ("application-section", "draft_about"): OWN,
    ("application-section", "draft_approach"): OWN,
    ("application-section", "draft_cooperation"): OWN,
    ("application-section", "draft_measures"): OWN,
    ("application-section", "draft_budget"): OWN,
    ("application-section", "draft_criteria"): OWN,
    ("application-section", "draft_attachments"): OWN,
    ("application-section", "sent_about"): SENT,
    ("application-field", "draft_field"): AWAY | answers(405, *SIGNED_IN),
    ("application-history", "draft"): OWN,
    ("application-history", "sent_application"): SENT,
    ("proposed-measure-new", "draft"): WRITERS,
    ("proposed-measure-edit", "proposed"): WRITERS,
    ("proposed-measure-remove", "proposed"): WRITERS,
}
PUBLIC: set = set()


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    call = make_call(world["county"])
    draft = fill_in(ApplicationFactory(call=call, municipality=world["own"], title="Utkast"))
    sent = ApplicationFactory(call=call, municipality=world["own"], state=ApplicationState.SUBMITTED)
    draft.changes.create(key="approach", after="Vi", changed_by=draft.contact)
    world["draft_application"] = draft
    return {
        "draft": [draft.pk],
        "sent_application": [sent.pk],
        "sent_about": [sent.pk, Section.ABOUT],
        "draft_field": [draft.pk, "approach"],
        "proposed": [draft.pk, draft.proposed.get().pk],
    } | {
        f"draft_{section}": [draft.pk, section]
        for section in ("about", "approach", "cooperation", "measures", "budget", "criteria", "attachments")
    }


def more(world):
    """Two more rows in each list that the pages show."""
    draft = world["draft_application"]
    for n in range(2):
        ProposedMeasureFactory(application=draft)
        ApplicationPartnerFactory(application=draft)
        AnswerFactory(application=draft, key=f"earlier-{n}", is_copied=True)
        BudgetCellFactory(application=draft, line="others" if n else "training", amount=0)
        draft.changes.create(key="approach", after=f"Tekst {n}", changed_by=draft.contact)

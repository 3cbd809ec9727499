"""Access to the pages of decisions: (route, thing) → what each role is answered on GET."""

from programmes.models import Condition
from tests.access.roles import AWAY, COUNTY, MUNICIPAL, NATION, SIGNED_IN, answers, only
from tests.factories import MunicipalityFactory
from tests.factories_grant import (
    AgreementFactory,
    ApplicationFactory,
    ApplicationPartnerFactory,
    DecisionFactory,
    LetterFactory,
    ReviewFactory,
    declare,
    make_call,
)

POSTED = AWAY | answers(405, *SIGNED_IN)
CASE = only(*COUNTY, others=404) | answers(403, *MUNICIPAL, *NATION)
CONCERNED = only(*MUNICIPAL, *COUNTY, *NATION, others=404)

PAGES: dict = {
    ("decision-table", "decisions_call"): only(*COUNTY),
    ("decision-recommend", "decisions_call"): POSTED,
    ("decision-meeting", "decisions_call"): only(*COUNTY),
    ("decision-edit", "decisions_case"): CASE,
    ("decision-edit", "decisions_recommended_case"): CASE,
    ("decision-try", "decisions_case"): POSTED,
    ("decision", "decisions_made"): CONCERNED,
    ("decision", "decisions_draft"): only(*COUNTY, others=404),
    ("decision-take-back", "decisions_draft"): POSTED,
    ("decision-discard", "decisions_draft"): POSTED,
    ("agreement", "decisions_made"): CASE,
    ("agreement-file", "decisions_agreed"): CONCERNED,
    ("condition-list", None): only(*COUNTY, "outsider"),
    ("condition-edit", "condition"): only(*COUNTY) | answers(404, "outsider"),
}
PUBLIC: set = set()


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    call = world["_decisions_call"] = make_call(world["county"], frame=50_000_000)
    case, draft, recommended, made = _row(world)
    agreed = AgreementFactory(decision=_decided(world), file="documents/x.pdf").decision
    for told in (made, agreed):
        LetterFactory(decision=told, state="sent")
    condition = Condition.objects.create(county=world["county"], text="Rapporter hvert år.")
    return {
        "decisions_call": [call.pk],
        "decisions_case": [case.pk],
        "decisions_recommended_case": [recommended.application_id],
        "decisions_draft": [draft.pk],
        "decisions_made": [made.pk],
        "decisions_agreed": [agreed.pk],
        "condition": [condition.pk],
    }


def more(world):
    """Two more rows in each list that the pages show."""
    for n in range(2):
        _row(world, municipality=MunicipalityFactory(county=world["county"]))
        Condition.objects.create(county=world["county"], text=f"Vilkår {n}", order=n)


def _row(world, **fields):
    """One that nothing is tried for, one tried, one recommended and one decided."""
    case = _application(world, **fields)
    draft, recommended = (
        DecisionFactory(application=_application(world, **fields), state=state)
        for state in ("draft", "recommended")
    )
    return case, draft, recommended, _decided(world, **fields)


def _decided(world, **fields):
    made = _application(world, **fields, state="decided")
    return made.decisions.get()


def _application(world, state="in_review", **fields):
    made = ApplicationFactory(
        call=world["_decisions_call"], state=state, **{"municipality": world["own"]} | fields
    )
    ApplicationPartnerFactory(application=made, state="consented")
    if state == "in_review":
        ReviewFactory(application=made, state="sent")
    for role in COUNTY:
        declare(made, world["people"][role])
    return made

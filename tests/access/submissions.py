"""Access to the pages of submissions: (route, thing) → what each role is answered on GET."""

from programmes.enums.applications import ApplicationState, Phase
from programmes.models import SignatureRequest
from tests.access.roles import AWAY, COUNTY, MUNICIPAL, NATION, OTHERS, ROLES, SIGNED_IN, answers, only
from tests.factories_grant import (
    AnswerFactory,
    ApplicationFactory,
    ApplicationPartnerFactory,
    AttachmentFactory,
    BudgetCellFactory,
    ProposedMeasureFactory,
    SubmissionFactory,
    declare,
    make_area,
    make_call,
    put,
)

POSTED = AWAY | answers(405, *SIGNED_IN)
# The adviser has said that they are impartial; the leader has not said anything, and is led to say it.
READS = answers(404, *OTHERS) | AWAY | answers(200, *MUNICIPAL, *NATION, "adviser") | answers(302, "leader")
HANDLES = answers(404, *OTHERS) | AWAY | answers(403, *MUNICIPAL, *NATION, "leader") | answers(200, "adviser")

PAGES: dict = {
    ("application-check", "sent_draft"): only(*MUNICIPAL, others=404),
    ("application-check", "sent_application"): answers(404, *OTHERS)
    | AWAY
    | answers(200, *MUNICIPAL)
    | answers(403, *COUNTY, *NATION),
    ("application-check", "sent_trial"): only(*COUNTY, others=404),
    ("application-send", "sent_draft"): answers(302, *ROLES),
    ("application-sign", "sent_signing"): only("approver", others=404)
    | answers(403, "contributor", "coordinator"),
    ("application-pull-back", "sent_signing"): POSTED,
    ("application-withdraw", "sent_draft"): only("coordinator", "approver", others=404)
    | answers(403, "contributor"),
    ("application-return", "sent_application"): HANDLES,
    ("application-feedback", "sent_sketch"): HANDLES,
    ("submission", "sent_submission"): READS,
    ("submission-diff", "sent_submission"): READS,
}
PUBLIC: set = set()


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    area = make_area(world["county"])
    call = make_call(world["county"], area=area)
    mine = {"call": call, "municipality": world["own"], "contact": world["people"]["coordinator"]}
    draft = ApplicationFactory(**mine)
    trial = ApplicationFactory(**mine, is_trial=True)
    signing = ApplicationFactory(**mine)
    fill(draft)
    fill(signing)
    asked = {"application": signing, "asked_by": world["people"]["coordinator"]}
    SignatureRequest.objects.create(**asked)
    put(signing, ApplicationState.SIGNING)
    sketch = ApplicationFactory(**mine, phase=Phase.SKETCH, state=ApplicationState.SUBMITTED)
    application = ApplicationFactory(**mine)
    fill(application)
    put(application, ApplicationState.SUBMITTED, case_year=1999, case_number=application.pk)
    SubmissionFactory(application=application)
    newest = SubmissionFactory(application=application)
    for one in (application, sketch):
        declare(one, world["people"]["adviser"])
    world["to_fill"] = [draft, signing]
    world["sent_again"] = application
    return {
        "sent_draft": [draft.pk],
        "sent_trial": [trial.pk],
        "sent_signing": [signing.pk],
        "sent_application": [application.pk],
        "sent_sketch": [sketch.pk],
        "sent_submission": [newest.pk],
    }


def fill(application, n=0):
    """Something in every part of it."""
    AnswerFactory(application=application, key="own" if n == 0 else f"extra-{n}")
    BudgetCellFactory(application=application, year=2027 + n)
    ProposedMeasureFactory(application=application)
    ApplicationPartnerFactory(application=application)
    AttachmentFactory(application=application)


def more(world):
    """Two more rows in each list that the pages show."""
    for n in (1, 2):
        for application in world["to_fill"]:
            state = application.state
            put(application, ApplicationState.DRAFT)
            fill(application, n)
            put(application, state)
        ApplicationPartnerFactory(application=world["sent_again"])
        AttachmentFactory(application=world["sent_again"])
        SubmissionFactory(application=world["sent_again"])

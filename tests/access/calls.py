"""Access to the pages of calls: (route, thing) → what each role is answered on GET."""

from programmes.enums.calls import CallState
from programmes.models import Question
from tests.access.roles import AWAY, COUNTY, OPEN, SIGNED_IN, answers, only
from tests.factories_grant import ApplicationFactory, CallVersionFactory, make_area, make_call

HIDDEN = answers(404, "anonymous", *SIGNED_IN) | answers(200, *COUNTY)
OWN = only(*COUNTY)  # a published call is known to all, and written by the county
OWN_DRAFT = only(*COUNTY, others=404)
POSTED = AWAY | answers(405, *SIGNED_IN)

PAGES: dict = {
    ("call-list", None): OPEN,
    ("call-feed", None): OPEN,
    ("call", "call"): OPEN,
    ("call", "draft_call"): HIDDEN,
    ("call-ics", "call"): OPEN,
    ("call-version-list", "call"): OPEN,
    ("call-version", "call_version"): OPEN,
    ("call-version", "call_draft_version"): HIDDEN,
    ("call-manage-list", None): only(*COUNTY, "outsider"),
    ("call-new", None): only(*COUNTY, "outsider"),
    ("call-copy", "call"): OWN,
    ("call-edit", "call"): OWN,
    ("call-edit", "draft_call"): OWN_DRAFT,
    **{
        ("call-part", f"draft_call_{part}"): OWN_DRAFT
        for part in ("basics", "money", "who", "themes", "criteria", "questions", "files", "reminders")
    },
    ("call-item", "draft_call_new_question"): OWN_DRAFT,
    ("call-item", "draft_call_question"): OWN_DRAFT,
    ("call-item", "draft_call_criterion"): OWN_DRAFT,
    ("call-preview", "draft_call"): OWN_DRAFT,
    ("call-publish", "draft_call"): OWN_DRAFT,
    ("call-publish", "changed_call"): OWN,
    ("call-discard", "draft_call"): OWN_DRAFT,
    ("call-cancel", "call"): OWN,
    ("call-trial", "draft_call"): POSTED,
    ("call-trial-remove", "call_trial"): POSTED,
}
PUBLIC: set = {"call-list", "call-feed", "call", "call-ics", "call-version-list", "call-version"}
SLUGS = {
    "basics": "innhold",
    "money": "penger",
    "who": "hvem",
    "themes": "deltemaer",
    "criteria": "kriterier",
    "questions": "sporsmal",
    "files": "vedlegg",
    "reminders": "paminnelser",
}


def things(world):
    """Objects that PAGES name, made in a world with `own`, `county` and `people`; {name: address args}."""
    area = make_area(world["county"])
    call = make_call(world["county"], area=area)
    draft = make_call(world["county"], area=area, state=CallState.DRAFT)
    changed = make_call(world["county"], area=area)
    later = CallVersionFactory(call=changed, number=2, title="Endret")
    trial = ApplicationFactory(call=draft, municipality=world["own"], is_trial=True)
    world["calls"] = area, draft
    key = Question.objects.get(version=draft.shown, key="own").key
    return {
        "call": [call.pk],
        "draft_call": [draft.pk],
        "changed_call": [changed.pk],
        "call_version": [call.pk, 1],
        "call_draft_version": [changed.pk, later.number],
        "draft_call_new_question": [draft.pk, "sporsmal", "ny"],
        "draft_call_question": [draft.pk, "sporsmal", key],
        "draft_call_criterion": [draft.pk, "kriterier", "weighed"],
        "call_trial": [draft.pk, trial.pk],
        **{f"draft_call_{name}": [draft.pk, slug] for name, slug in SLUGS.items()},
    }


def more(world):
    """Two more rows in each list that the pages show."""
    area, draft = world["calls"]
    version = draft.shown
    for number in (1, 2):
        make_call(world["county"], area=area)
        make_call(world["county"], area=area, state=CallState.DRAFT)
        version.questions.create(label_nb=f"Mer {number}")
        version.sub_themes.create(title=f"Deltema {number}")
        version.requirements.create(title=f"Vedlegg {number}")
        version.criteria.create(title=f"Krav {number}", kind="must")
        draft.reminders.create(about="review_due", days=number)
        ApplicationFactory(call=draft, municipality=world["own"], is_trial=True)

"""The grant of the demo, from calls to money; made once, and left as it is when it is there."""

from accounts.models import User
from audit.models import AuditEvent, subject_key
from audit.record import SYSTEM
from municipalities.models import County, MunicipalityCode
from programmes.demo import grant_calls as calls
from programmes.demo.enrolments import read
from programmes.demo.grant_cases import CaseMaker
from programmes.demo.grant_decisions import Decider, make_conditions, money_of_somna
from programmes.models import Application, Call, Enrolment, ProgrammeArea

TONSBERG = {"code": "3905", "title": "Møteplasser i Tønsberg", "state": "draft", "by": "koordinator.tonsberg"}


def load_grant():
    """How many calls and applications were missing."""
    if Call.objects.filter(is_demo=True).exists():
        return {"utlysninger": 0, "søknader": 0}
    people = {user.email.split("@")[0]: user for user in User.objects.filter(is_demo=True)}
    codes = MunicipalityCode.objects.select_related("municipality").order_by("valid")
    municipalities = {row.code: row.municipality for row in codes}
    spec = read("grant.json")
    nordland, adviser = place("nordland", "Nordland"), people["radgiver.nordland"]
    make_conditions(nordland[1])
    closed = calls.closed_call(*nordland, by=adviser)
    decider, maker = Decider(closed, people), CaseMaker(closed, municipalities, people)
    for case in spec["closed_cases"]:
        decider.decide(maker.make(case), case)
    opened = CaseMaker(calls.open_call(*nordland, by=adviser), municipalities, people)
    for case in spec["open_cases"]:
        opened.make(case)
    sketch = calls.sketch_call(*place("vestfold", "Vestfold"), by=people["demobruker"])
    CaseMaker(sketch, municipalities, people).make(TONSBERG | {"grant": [], "measures": [], "half": True})
    calls.draft_call(*place("finnmark", "Finnmark"), by=people["radgiver.finnmark"])
    money_of_somna(somna(), people)
    tell_trail()
    return {
        "utlysninger": Call.objects.filter(is_demo=True).count(),
        "søknader": Application.objects.filter(is_demo=True).count(),
    }


def place(slug, name):
    return ProgrammeArea.objects.get(slug=slug), County.objects.get(name=name, is_current=True)


def somna():
    """The enrolment of Sømna that runs, with its awards."""
    return Enrolment.objects.get(is_demo=True, municipality__codes__code="1812", starts_on__year=2024)


def tell_trail():
    """One line in the trail of each thing: by the portal, as demo data."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            action=f"{thing._meta.model_name}.created",
            actor=SYSTEM,
            subject=subject_key(thing),
            after={"state": thing.state},
            why="Eksempeldata",
        )
        for thing in (*Call.objects.filter(is_demo=True), *Application.objects.filter(is_demo=True))
    )

"""Every page of the grant, from the call to the money: as test_axe does, on the things of tests/access.

A page that gets a row there is looked at here. The ten that are used most are seen in all eight looks with
the demo's texts; each of the others in two that are opposites (desk, light, bokmål ↔ phone, dark, nynorsk …),
so that all looks are worn by some twenty pages, and the whole takes minutes.
"""

import json
from itertools import groupby

import pytest

from tests.browser.axe import EMPTY, FOUR_LOOKS, LOOKS, faults, faults_here

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]

OWN_PAGES = [
    [f"my-work {who}", "/min-side/", who] for who in ("coordinator", "approver", "adviser", "leader")
]
REFUSED = [
    "call-part draft_call_basics",
    "call-part draft_call_money",
    "call-item draft_call_new_question",
    "proposed-measure-new draft",
    "partner-add own_draft",
    "colleague-invite",
    "application-withdraw sent_draft",
    "application-return sent_application",
    "application-feedback sent_sketch",
    "case-impartiality fresh_case",
    "case-assign case",
    "review own_review",
    "decision-edit decisions_case",
    "agreement decisions_made",
    "condition-edit condition",
    "letter-new letters_open_case",
    "letter-edit letters_draft",
    "letter-template letters_template",
    "enrolment-request-new change_kind",
    "payment-new award_to_ask_of",
    "settlement-edit award_to_settle",
]
OVERTAKEN = ["call-part draft_call_basics", "review own_review", "letter-edit letters_draft"]
STALE = """document.querySelectorAll("main :is([name=version], [name=seen], [name=token])")
  .forEach(e => e.value = "0")"""

SEND = """() => {
  const forms = [...document.querySelectorAll("main form[method=post]")]
  const longest = forms.reduce((a, b) => b.elements.length > a.elements.length ? b : a)
  ;[...longest.querySelectorAll("[type=submit]")].pop().click()
}"""


@pytest.fixture(scope="package")
def world(portal):
    done = portal.manage("shell", "-v0", "-c", "from tests.browser import world; world.tell()")
    told = [line for line in done.stdout.splitlines() if line.startswith("world:")]
    assert told, done.stderr
    return json.loads(told[0].removeprefix("world:"))


@pytest.fixture
def read_as(open_page, world):
    """`with read_as("adviser", look) as page:` somebody of the world, signed in already."""

    def _read_as(who, look):
        width, scheme, language = look
        session = world["sessions"].get(who)  # none for who is anonymous
        return open_page(width=width, scheme=scheme, language=language, session=session)

    return _read_as


def pages_of(world, names):
    """(address, who reads it) of these, by reader."""
    known = {name: (address, who) for name, address, who in world["pages"]}
    return sorted((known[name] for name in names), key=lambda page: page[1])


def found_on(read_as, pages, look):
    """The faults of (address, reader) pages in one look; all of them are answered 200."""
    found = []
    for who, group in groupby(sorted(pages, key=lambda page: page[1]), key=lambda page: page[1]):
        with read_as(who, look) as page:
            for address, _who in group:
                found += faults(page, address, status=200)
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_that_are_used_most(read_as, world, look):
    assert found_on(read_as, world["demo"], look) == []


@pytest.mark.parametrize("n", range(len(LOOKS)))
def test_every_page_in_two_looks(read_as, world, n):
    every = [(address, who) for _name, address, who in [*world["pages"], *OWN_PAGES]]
    opposite = len(LOOKS) - 1 - n

    assert found_on(read_as, every[n :: len(LOOKS)] + every[opposite :: len(LOOKS)], LOOKS[n]) == []


@pytest.mark.parametrize("n", range(len(FOUR_LOOKS)))
def test_what_is_refused(read_as, world, n):
    """Everything is emptied and sent: 422, with a summary, in one look each."""
    found = []
    for address, who in pages_of(world, REFUSED[n :: len(FOUR_LOOKS)]):
        with read_as(who, FOUR_LOOKS[n]) as page:
            page.goto(address)
            page.evaluate(EMPTY)
            found += [f"{address}: {fault}" for fault in sent(page, 422)]
            found += [f"{address}: no summary"] * (not page.locator(".ds-error-summary").count())

    assert found == []


@pytest.mark.parametrize("look", FOUR_LOOKS[1:3])
def test_what_somebody_else_has_changed(read_as, world, look):
    """The page was made upon an older version: 409, both texts."""
    found = []
    for address, who in pages_of(world, OVERTAKEN):
        with read_as(who, look) as page:
            page.goto(address)
            page.evaluate(STALE)
            page.locator("main textarea:visible").first.fill("Skrevet på noe eldre.")
            found += [f"{address}: {fault}" for fault in sent(page, 409)]

    assert found == []


def sent(page, status):
    """The faults of the page that answers the longest form."""
    with page.expect_navigation() as answer:
        page.evaluate(SEND)
    given = answer.value.status
    return faults_here(page) + [f"{given}"] * (given != status)

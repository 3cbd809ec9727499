"""Nothing typed is lost: in a real browser, with the network, the session and the server taken away."""

import os
import signal
from pathlib import Path

import pytest

from accounts.demo import DEMO_PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]

WRITER = "koordinator.somna@demo.folkehelse.example"
NEW_DRAFTS = """
from programmes.models import Application
made = Application.objects.filter(contact__email="{writer}", state="draft").first()
own = dict(call=made.call, version=made.version, municipality=made.municipality,
           contact=made.contact, created_by=made.contact)
print("drafts:", *[Application.objects.create(title=f"Prøve {{n}}", **own).pk for n in range(12)])
"""
TEXT = "Vi bygger laget rundt barna, sammen med dem det gjelder."


@pytest.fixture(scope="module")
def drafts(portal):
    """Addresses of a step with long texts, each in an application of its own."""
    done = portal.manage("shell", "-v0", "-c", NEW_DRAFTS.format(writer=WRITER))
    told = [line for line in done.stdout.splitlines() if line.startswith("drafts:")]
    assert told, done.stderr
    return [f"/soknader/{pk}/tilnaerming/" for pk in told[0].split()[1:]]


@pytest.fixture
def step(drafts):
    return drafts.pop()


@pytest.fixture
def stored(open_page):
    """What the server has in the step's first field, read where no local copy can help."""

    def _stored(step):
        with open_page(as_=WRITER, javascript=False) as page:
            page.goto(step)
            return area(page).input_value()

    return _stored


def area(page):
    return page.locator(".answer textarea").first


def write(page, text, *, leave=True):
    area(page).click()
    area(page).fill(text)
    if leave:
        area(page).blur()


def wait_for(page, state, **more):
    page.locator(f'.answer[data-state="{state}"]').first.wait_for(**more)


def kept_locally(page):
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('soknad:')).length")


def test_a_field_saves_itself_when_it_is_left(open_page, step, stored):
    with open_page(width=390, as_=WRITER) as page:
        page.goto(step)
        write(page, TEXT)
        wait_for(page, "saved")

        assert page.locator(".answer__state").first.inner_text().startswith("lagret ")
        assert page.locator("#lagrestatus").inner_text().startswith("lagret ")
        assert kept_locally(page) == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.complaints == []
    assert stored(step) == TEXT


def test_a_field_saves_itself_while_somebody_goes_on_writing(open_page, step, stored):
    with open_page(as_=WRITER) as page:
        page.goto(step)
        write(page, TEXT, leave=False)
        wait_for(page, "saved")  # within ten seconds, and what a busy machine needs
    assert stored(step) == TEXT


def test_without_network_the_text_is_kept_and_sent_when_it_is_back(open_page, step, stored):
    with open_page(as_=WRITER) as page:
        page.goto(step)
        page.context.set_offline(True)
        write(page, TEXT)
        wait_for(page, "offline")
        assert page.locator("#lagrestatus").inner_text() == "Ikke på nett – lagret i nettleseren"
        assert kept_locally(page) == 1

        page.context.set_offline(False)
        wait_for(page, "saved")
        assert kept_locally(page) == 0
    assert stored(step) == TEXT


def test_a_page_that_was_closed_without_network_is_sent_when_it_is_opened_again(open_page, step, stored):
    with open_page(as_=WRITER) as page:
        page.goto(step)
        page.context.set_offline(True)
        write(page, TEXT)
        wait_for(page, "offline")
        page.close()
        page.context.set_offline(False)

        again = page.context.new_page()
        again.goto(step)
        wait_for(again, "saved")
        assert area(again).input_value() == TEXT
    assert stored(step) == TEXT


@pytest.mark.parametrize("lost", ["session", None])
def test_after_a_session_that_ran_out_the_text_is_there_again(open_page, step, stored, lost):
    with open_page(as_=WRITER) as page:
        page.goto(step)
        page.context.clear_cookies(**({"name": lost} if lost else {}))
        write(page, TEXT)
        wait_for(page, "signed-out")
        page.get_by_text("Du er logget ut. Teksten er tatt vare på i denne nettleseren.").wait_for()

        page.get_by_role("link", name="Logg inn igjen").click()
        page.locator("#id_login").fill(WRITER)
        page.locator("#id_password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Logg inn", exact=True).click()
        page.wait_for_url(f"**{step}")
        wait_for(page, "saved")

        assert area(page).input_value() == TEXT
    assert stored(step) == TEXT


def test_two_who_write_the_same_field_see_both_texts_and_choose(open_page, step, stored):
    with open_page(as_=WRITER) as mine, open_page(as_=WRITER) as theirs:
        mine.goto(step)
        theirs.goto(step)
        write(theirs, "Deres tekst")
        wait_for(theirs, "saved")

        write(mine, "Min tekst")
        mine.locator("[data-conflict]").wait_for()
        assert mine.locator("[data-theirs]").inner_text() == "Deres tekst"
        assert area(mine).input_value() == "Min tekst"
        assert stored(step) == "Deres tekst"

        mine.get_by_role("button", name="Behold min tekst").click()
        wait_for(mine, "saved")
        assert stored(step) == "Min tekst"

        write(theirs, "Deres igjen")
        theirs.get_by_role("button", name="Bruk deres tekst").click()
        assert area(theirs).input_value() == "Min tekst"
        assert kept_locally(theirs) == 0
    assert stored(step) == "Min tekst"


def test_an_answer_that_is_lost_on_its_way_is_no_conflict_with_oneself(open_page, step, stored):
    """The server saved, the answer never came, and more was written meanwhile."""
    with open_page(as_=WRITER) as page:
        page.goto(step)
        lost = []

        def lose(route):
            if not lost:
                lost.append(route.fetch())
                route.abort()
            else:
                route.continue_()

        page.route("**/felt/**", lose)
        write(page, TEXT)
        wait_for(page, "offline")
        write(page, f"{TEXT} Og mer.")
        wait_for(page, "saved")

        assert lost[0].status == 200
        assert page.locator("[data-conflict]").count() == 0
    assert stored(step) == f"{TEXT} Og mer."


def web_processes(portal):
    """The web server and its workers: children of the portal, by what they run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_text()
            environment = (folder / "environ").read_text()
        except OSError:
            continue
        if "gunicorn" in command and f"FOLKEHELSE_VAR={portal.folder}\0" in f"{environment}\0":
            found.append(int(folder.name))
    return found


def test_a_killed_server_loses_nothing_that_was_shown_as_saved(open_page, portal, step, stored):
    with open_page(as_=WRITER) as page:
        page.goto(step)
        for pause in (0, 5, 20, 60):
            text = f"{TEXT} {pause}"
            write(page, text)
            page.wait_for_timeout(pause)
            for pid in web_processes(portal):
                os.kill(pid, signal.SIGKILL)
            shown = page.locator(".answer").first.get_attribute("data-state")
            wait_for(page, "saved", timeout=90_000)
            assert area(page).input_value() == text
            assert page.locator("[data-conflict]").count() == 0
            portal.wait()  # it may have been saved before the kill, and the server be on its way up still
            assert stored(step) == text, shown


def test_what_is_refused_stays_in_the_field_and_in_the_browser(open_page, step, stored):
    with open_page(as_=WRITER) as page:
        page.goto(step)
        text = "Barnet 13097248022 trenger hjelp"
        write(page, text)
        wait_for(page, "refused")
        assert "fødselsnummer" in page.locator("[data-error]").first.inner_text()
        page.reload()
        assert area(page).input_value() == text

        write(page, "Barnet trenger hjelp")
        wait_for(page, "saved")
        assert page.locator("[data-error]").first.is_hidden()
    assert stored(step) == "Barnet trenger hjelp"


def test_the_button_waits_for_what_is_on_its_way(open_page, step, stored):
    with open_page(as_=WRITER) as page:
        page.goto(step)
        write(page, TEXT, leave=False)
        page.get_by_role("button", name="Lagre og gå videre").click()
        page.wait_for_url("**/behov/")
    assert stored(step) == TEXT


def test_without_javascript_the_button_does_the_same(open_page, step, stored):
    with open_page(width=390, as_=WRITER, javascript=False) as page:
        page.goto(step)
        area(page).fill(TEXT)
        page.get_by_role("button", name="Lagre", exact=True).click()
        page.get_by_text("Alt på denne siden er lagret.").wait_for()
    assert stored(step) == TEXT


def test_the_sums_of_the_budget_follow_what_is_written(open_page, step):
    with open_page(width=390, as_=WRITER) as page:
        page.goto(step.replace("tilnaerming", "budsjett"))
        page.locator('[data-amount="salary"]').first.fill("12 500")
        page.locator('[data-amount="grant"]').first.fill("10000")
        page.locator('[data-amount="grant"]').first.blur()
        balance = page.locator("[data-balance]").first.inner_text().replace("\xa0", " ")
        assert balance == "−2 500"
        page.locator('.cell[data-state="saved"]').nth(1).wait_for()

        page.reload()
        assert page.locator('[data-amount="salary"]').first.input_value().replace("\xa0", " ") == "12 500"
        assert page.locator("[data-sum=costs]").last.inner_text().replace("\xa0", " ") == "12 500"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.complaints == []

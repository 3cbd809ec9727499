"""The journey that the portal exists for, in a real browser: from a log entry to three reports."""

import hashlib
import io

import pikepdf
import pytest

from folkehelse.lib.dates import today

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]

COORDINATOR = "koordinator.somna@demo.folkehelse.example"
ADVISER = "radgiver.nordland@demo.folkehelse.example"
KS = "leser.ks@demo.folkehelse.example"
YEAR = today().year
TEXT = "Vi gikk styrkejakt i skogen med hele avdelingen."


def test_from_a_log_entry_to_the_report_that_is_downloaded(open_page):
    with open_page(width=390, as_=COORDINATOR) as page:
        log_with_two_principles(page)
        assert page.locator(".timeline").get_by_text(TEXT).count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

        pdf = order_and_download(page, "Sømna")

        assert title_of(pdf) == f"Framdriftsrapport {YEAR} – Sømna kommune"
        assert page.complaints == []


def log_with_two_principles(page):
    page.goto("/min-side/")
    page.get_by_label("Hva skjedde?").fill(TEXT)
    page.get_by_label("Hva lærte dere?").fill("Barna så styrker hos hverandre som vi ikke hadde sett.")
    page.get_by_label("Styrkefokus").check()
    page.get_by_label("Medvirkning").check()
    page.get_by_label("Barn og unge").fill("14")
    page.get_by_role("button", name="Lagre loggføringen").click()
    page.wait_for_url("**/tiltak/**")
    page.get_by_text("Loggføringen er lagret.").wait_for()


def order_and_download(page, scope):
    """This year's report, ordered, made and downloaded: the bytes, checked against the sum that is shown."""
    page.goto("/dokumenter/")
    page.get_by_label("Hva rapporten gjelder").select_option(label=scope)
    page.get_by_role("button", name="Bestill rapporten").click()
    page.wait_for_url("**/dokumenter/*/")
    link = page.get_by_role("link", name="Last ned rapporten")
    link.wait_for(timeout=120_000)
    with page.expect_download() as download:
        link.click()
    pdf = download.value.path().read_bytes()
    page.reload()
    page.get_by_text("For arkivet og for feilsøking").click()
    page.get_by_text(hashlib.sha256(pdf).hexdigest()).wait_for()
    return pdf


def title_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.Root.Lang).startswith("nb")
        return str(opened.docinfo["/Title"])


def test_the_county_adviser_gets_the_county_s_report(open_page):
    with open_page(as_=ADVISER) as page:
        assert title_of(order_and_download(page, "Nordland")) == f"Framdriftsrapport {YEAR} – Nordland fylke"
        assert page.complaints == []


def test_ks_gets_the_nation_s_report(open_page):
    with open_page(as_=KS) as page:
        assert title_of(order_and_download(page, "Hele landet")) == f"Framdriftsrapport {YEAR} – Hele landet"
        assert page.complaints == []


def test_what_is_refused_keeps_what_was_typed(open_page):
    with open_page(width=390, as_=COORDINATOR) as page:
        page.goto("/logg/ny/")
        page.get_by_label("Dato").fill("1.1.2031")
        page.get_by_label("Hva skjedde?").fill(TEXT)
        page.get_by_role("checkbox", name="Trening", exact=True).check()
        page.get_by_role("button", name="Lagre loggføringen").click()

        page.locator(".ds-error-summary").wait_for()
        assert page.locator(".ds-error-summary").evaluate("e => e === document.activeElement")
        assert page.get_by_label("Hva skjedde?").input_value() == TEXT
        assert page.get_by_label("Dato").input_value() == "1.1.2031"
        assert page.get_by_role("checkbox", name="Trening", exact=True).is_checked()
        assert page.title().startswith("Feil:")


def test_a_practice_that_was_tried_goes_straight_into_the_log(open_page):
    with open_page(as_=COORDINATOR) as page:
        page.goto("/smart/")
        page.locator(".card__title a").first.click()
        title = page.locator("h1").inner_text()
        page.get_by_role("link", name="Vi har prøvd dette").click()

        assert page.get_by_label(title, exact=True).is_checked()


def test_the_log_and_the_order_work_without_javascript(open_page):
    with open_page(width=390, as_=COORDINATOR, javascript=False) as page:
        page.goto("/min-side/")
        page.get_by_label("Hva skjedde?").fill("Vi gjorde dette uten JavaScript.")
        page.get_by_role("button", name="Lagre loggføringen").click()
        page.get_by_text("Vi gjorde dette uten JavaScript.").first.wait_for()

        page.goto("/dokumenter/")
        page.get_by_label("År").select_option("2020")
        page.get_by_role("button", name="Bestill rapporten").click()
        page.wait_for_url("**/dokumenter/*/")
        done = page.get_by_role("link", name="Last ned rapporten")
        for _ in range(240):
            if done.count():
                break
            page.wait_for_timeout(500)
            page.reload()  # what «Oppdater siden» does; the link itself is gone once the report is made

        assert done.count() == 1


def test_filters_change_the_address_and_back_brings_them_back(open_page):
    with open_page() as page:
        page.goto("/kommuner/")
        everyone = page.locator(".result-count").inner_text()
        page.get_by_label("I programmet").select_option("taking")
        page.wait_for_url("**status=taking**")
        page.wait_for_function(
            "before => document.querySelector('.result-count').innerText !== before", arg=everyone
        )
        page.go_back()
        page.wait_for_function(
            "before => document.querySelector('.result-count').innerText === before", arg=everyone
        )

        assert page.complaints == []

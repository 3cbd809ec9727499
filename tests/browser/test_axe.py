"""Every page: WCAG 2.2 AA by axe, no sideways scroll, a clean console; light and dark, desk and phone."""

import pytest

from tests.browser.axe import EMPTY, FOUR_LOOKS, LOOKS, faults, faults_here, links

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]

COORDINATOR = "koordinator.somna@demo.folkehelse.example"
PUBLIC = [
    "/",
    "/om/",
    "/personvern/",
    "/tilgjengelighet/",
    "/kommuner/",
    "/kommuner/?q=finnes-ikke",
    "/kommuner/3905/",
    "/kommuner/0301/",
    "/tiltak/",
    "/tiltak/?q=finnes-ikke",
    "/tiltak/1/",
    "/smart/",
    "/konto/logg-inn/",
    "/konto/kode/",
    "/konto/passord/nytt/",
    "/konto/passord/nytt/sendt/",
    "/konto/passord/nytt/ferdig/",
    "/konto/passord/nytt/1-gammel-lenke/",
    "/konto/registrering/",
    "/konto/stengt/",
    "/finnes-ikke/",
]
SIGNED_IN = {
    COORDINATOR: [
        "/min-side/",
        "/dokumenter/",
        "/logg/ny/",
        "/tiltak/2/",
        "/tiltak/2/endre/",
        "/tiltak/2/status/",
        "/konto/profil/",
        "/konto/passord/endre/",
        "/konto/logg-ut/",
        "/konto/bekreft-deg/",
        "/deltakelser/2/status/",
    ],
    "bidragsyter.somna@demo.folkehelse.example": ["/min-side/", "/tiltak/2/"],
    "godkjenner.somna@demo.folkehelse.example": ["/min-side/"],
    "radgiver.nordland@demo.folkehelse.example": ["/min-side/", "/dokumenter/", "/deltakelser/2/status/"],
    "leser.ks@demo.folkehelse.example": ["/min-side/", "/dokumenter/"],
    "administrator.portalen@demo.folkehelse.example": ["/min-side/"],
}


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_public_pages(open_page, width, scheme, language):
    with open_page(width=width, scheme=scheme, language=language) as page:
        more = [
            links(page, "/smart/", "/smart/praksiser/"),
            links(page, "/smart/", "/smart/prinsipper/"),
            links(page, "/kommuner/1812/", "/deltakelser/"),
            links(page, "/tiltak/1/", "/logg/"),
        ]

        assert [fault for address in PUBLIC + more for fault in faults(page, address)] == []


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_pages_of_those_who_are_signed_in(open_page, width, scheme, language):
    found = []
    for person, addresses in SIGNED_IN.items():
        with open_page(width=width, scheme=scheme, language=language, as_=person) as page:
            found += [fault for address in addresses for fault in faults(page, address)]

    assert found == []


@pytest.mark.parametrize(("width", "scheme", "language"), FOUR_LOOKS)
def test_pages_with_errors(open_page, width, scheme, language):
    """An empty form sent in: the summary, the fields and the title stand as they should."""
    with open_page(width=width, scheme=scheme, language=language, as_=COORDINATOR) as page:
        found = []
        entry = links(page, "/tiltak/2/", "/logg/")
        enrolment = links(page, "/tiltak/2/", "/deltakelser/")
        for address in (
            "/logg/ny/",
            "/tiltak/2/endre/",
            f"{entry}endre/",
            f"{entry}trekk/",
            f"{enrolment}tiltak/nytt/",
        ):
            page.goto(address)
            page.evaluate(EMPTY)
            page.locator("main form[method=post] button[type=submit]").last.click()
            page.locator(".ds-error-summary").wait_for()
            found += [f"{address}: {fault}" for fault in faults_here(page)]

    assert found == []


def test_a_report_s_page_while_it_is_made_and_after(open_page):
    with open_page(width=390, as_=COORDINATOR) as page:
        page.goto("/dokumenter/")
        page.get_by_label("År").select_option("2022")
        page.get_by_role("button", name="Bestill rapporten").click()
        found = faults_here(page)
        page.get_by_role("link", name="Last ned rapporten").wait_for(timeout=120_000)

        assert found + faults_here(page) == []
        assert faults(page, "/dokumenter/") == []

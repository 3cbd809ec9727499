"""One portal and one browser for all browser tests of a process."""

import contextlib

import pytest
from playwright.sync_api import sync_playwright

from accounts.demo import DEMO_PASSWORD
from tests.portal import Portal

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def portal(tmp_path_factory):
    running = Portal(tmp_path_factory.mktemp("portal")).start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def chromium(monkeypatch_package):
    # Playwright's loop runs in this thread, and Django keeps its connections per loop: the fixture ends with
    # the package, lest a connection of the tests before lives on where nobody can close it.
    monkeypatch_package.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS, timeout=180_000)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def monkeypatch_package():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="package")
def open_page(portal, chromium):
    """`with open_page(width=390, scheme="dark", language="nn", as_="…@…") as page:` a page, signed in."""

    @contextlib.contextmanager
    def _open_page(*, width=1280, scheme="light", language="nb", as_=None, session=None, javascript=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="nb-NO",
            base_url=portal.url,
            java_script_enabled=javascript,
        )
        context.set_default_timeout(60_000)
        context.add_cookies([{"name": "django_language", "value": language, "url": portal.url}])
        if session:
            context.add_cookies([{"name": "session", "value": session, "url": portal.url}])
        page = context.new_page()
        page.complaints = []
        page.on(
            "console", lambda m: page.complaints.append(m.text) if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if as_:
            sign_in(page, as_)
        yield page
        context.close()

    return _open_page


def sign_in(page, email):
    page.goto("/konto/logg-inn/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.wait_for_url("**/min-side/")

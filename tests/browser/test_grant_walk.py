"""From a draft on a phone to the enrolment, in a real browser, by all those who take part; and without JS."""

import datetime as dt
import re

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]

DOMAIN = "@demo.folkehelse.example"
COORDINATOR, APPROVER = f"koordinator.somna{DOMAIN}", f"godkjenner.somna{DOMAIN}"
PARTNER = f"koordinator.bronnoy{DOMAIN}"
FIRST, SECOND, LEADER = (f"{name}.nordland{DOMAIN}" for name in ("radgiver", "radgiver2", "leder"))
TITLE = "Sammen om styrkene i Sømna"
CALL = "Program for folkehelsearbeid i Nordland 2027–2029"
TEXT = "Vi bygger på det som virker hos oss, og barn og unge er med på å velge."
SECTIONS = ["om", "tilnaerming", "behov", "samarbeid", "forankring", "evaluering", "kriterier", "sporsmal"]
BUDGET = {  # line: amount of each year; the grant is 80 per cent
    "salary": "300 000",
    "services": "100 000",
    "evaluation": "50 000",
    "training": "50 000",
    "meetings": "0",
    "materials": "0",
    "other_cost": "0",
    "grant": "400 000",
    "own_money": "0",
    "own_hours_value": "100 000",
    "own_hours": "200",
    "others": "0",
}


def press(page, name):
    """A button that posts: the walk goes on when the answer is there."""
    with page.expect_navigation() as found:
        page.get_by_role("button", name=name, exact=True).click()
    assert found.value.status == 200, page.locator("main").inner_text()


def in_days(days):
    return (dt.date.today() + dt.timedelta(days=days)).strftime("%d.%m.%Y")


def path_of(page):
    return re.sub(r"^https?://[^/]+", "", page.url)


def find_application(page):
    page.goto("/soknader/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("heading", level=1, name=TITLE).wait_for()
    return path_of(page)


def fill_in(page):
    """Whatever the page asks for and nobody has answered: words in text fields, the first of each choice."""
    for field in page.locator("main textarea:visible, main input[type=text]:visible").all():
        if not field.input_value():
            field.fill(TEXT if field.evaluate("e => e.tagName") == "TEXTAREA" else "12")
    for group in page.locator("main fieldset").all():
        choices = group.locator("input[type=radio]")
        if choices.count() and not group.locator("input[type=radio]:checked").count():
            choices.first.check()


def fill_budget(page):
    for line, amount in BUDGET.items():
        for cell in page.locator(f'main input[name*="-{line}"]:visible').all():
            if re.fullmatch(rf"budget-\d{{4}}-{line}", cell.get_attribute("name")):
                cell.fill(amount)


def write_all(page, address):
    for section in SECTIONS:
        page.goto(f"{address}{section}/")
        fill_in(page)
        press(page, "Lagre")
    page.goto(f"{address}budsjett/")
    fill_budget(page)
    press(page, "Lagre")


def test_from_a_draft_on_a_phone_to_the_enrolment(open_page):
    with open_page(width=390, as_=COORDINATOR) as page:
        address = find_application(page)
        write_all(page, address)
        invite(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.complaints == []
    with open_page(as_=PARTNER) as page:
        consent(page)
    sign(open_page, address)
    with open_page(as_=FIRST) as page:
        give_out(page, address)
    review(open_page, FIRST, address)
    conflict(open_page)
    review(open_page, SECOND, address)
    send_back(open_page, address)
    rewrite(open_page, address)
    for adviser in (FIRST, SECOND):
        review_again(open_page, adviser, address)
    with open_page(as_=FIRST) as page:
        recommend_and_decide(page)
        send_letters(page)
    with open_page(width=390, as_=COORDINATOR) as page:
        read_letter(page)
    with open_page(as_=FIRST) as page:
        mark_agreement(page)
        page.get_by_text("400 000 kr").first.wait_for()
        page.get_by_role("link", name="Sømna").first.wait_for()
        assert page.complaints == []


def invite(page):
    page.goto("/kommune/kolleger/inviter/")
    page.locator("main input[type=email], main input[name=email]").fill("ny.kollega@example.no")
    if page.locator("main input[type=radio][name=role]").count():
        page.locator("main input[type=radio][name=role]").first.check()
    press(page, "Send invitasjonen")
    page.goto("/kommune/kolleger/")
    page.get_by_text("ny.kollega@example.no").first.wait_for()


def consent(page):
    """Brønnøy finds the question on its own page, and says yes."""
    page.goto("/min-side/")
    page.get_by_role("link", name="Skal Brønnøy søke sammen med Sømna?").click()
    page.get_by_label("Ja, vi er med").check()
    press(page, "Send svaret")


def sign(open_page, address):
    with open_page(as_=COORDINATOR) as page:
        page.goto(f"{address}se-over/")
        press(page, "Send til godkjenneren")
    with open_page(as_=APPROVER) as page:
        page.goto("/min-side/")
        page.get_by_role("link", name=TITLE).first.click()
        press(page, "Godkjenn og send søknaden")
        page.get_by_text(re.compile(r"20\d\d/\d+")).first.wait_for()


def give_out(page, address):
    """Both advisers get Sømna's application, and the second one gets Hadsel's too."""
    declare(page, address)
    hand_out(page, address, "Ragnhild Rådgiver (demo)", "Roald Rådgiver (demo)")
    page.goto("/utlysninger/")
    page.get_by_role("link", name=CALL).first.click()
    page.goto(f"{path_of(page)}saker/")
    page.get_by_role("link", name=re.compile("Hadsel|Livsmestring fra barnehage")).first.click()
    declare(page, None)
    hand_out(page, path_of(page), "Roald Rådgiver (demo)")


def declare(page, address):
    """Impartial, if that was not said before."""
    if address:
        page.goto(address)
    if "/habilitet/" in page.url:
        page.get_by_label("Ja, jeg er habil").check()
        press(page, "Svar")


def hand_out(page, address, *names):
    page.goto(f"{address}fordel/")
    for name in names:
        page.get_by_label(name).check()
    page.get_by_role("textbox", name="Frist").fill(in_days(21))
    press(page, "Fordel")


def find_review(page, who):
    page.goto("/vurderinger/")
    page.get_by_role("link", name=re.compile(who)).first.click()


def review(open_page, adviser, address):
    with open_page(as_=adviser) as page:
        declare(page, address)
        page.goto(address)
        page.get_by_role("link", name="Skriv vurderingen").click()
        assess(page)


def assess(page):
    fill_in(page)
    amount = page.locator("main input[name=amount]")
    amount.fill("1 200 000")
    press(page, "Lever vurderingen")


def conflict(open_page):
    """The second adviser is not impartial in Hadsel's case: it closes, and another takes over."""
    with open_page(as_=SECOND) as page:
        page.goto("/vurderinger/")
        page.get_by_role("link", name=re.compile("Hadsel|Livsmestring fra barnehage")).first.click()
        hadsel = path_of(page).removesuffix("habilitet/")
        page.get_by_label(re.compile("Nei, jeg er ikke habil")).check()
        page.locator("main textarea").first.fill("Søsteren min leder oppvekst der.")
        press(page, "Svar")
        assert page.goto(hadsel).status == 403
    with open_page(as_=FIRST) as page:
        page.goto("/min-side/")
        page.get_by_text("Roald Rådgiver (demo) er ikke habil, og ingen har overtatt").wait_for()
        hand_out(page, hadsel, "Ragnhild Rådgiver (demo)")


def send_back(open_page, address):
    with open_page(as_=FIRST) as page:
        page.goto(f"{address}be-om-retting/")
        page.get_by_label("Evaluering").check()
        page.locator("main textarea").first.fill("Si hvem som evaluerer.")
        page.get_by_role("textbox", name="Frist").fill(in_days(14))
        press(page, "Send til kommunen")


def rewrite(open_page, address):
    """Only the named step is open; it is signed again, and the difference is shown."""
    with open_page(width=390, as_=COORDINATOR) as page:
        page.goto(f"{address}behov/")
        assert page.locator("main textarea:enabled:visible").count() == 0
        page.goto(f"{address}evaluering/")
        page.locator("main textarea:visible").first.fill("NTNU evaluerer sammen med ungdomsrådet.")
        press(page, "Lagre")
    sign(open_page, address)


def review_again(open_page, adviser, address):
    with open_page(as_=adviser) as page:
        page.goto(address)
        link = page.get_by_role("link", name=re.compile("Skriv vurderingen|Se vurderingen din")).first
        link.click()
        if page.get_by_role("button", name="Lever vurderingen").count():
            press(page, "Lever vurderingen")


def recommend_and_decide(page):
    page.goto("/utlysninger/")
    page.get_by_role("link", name=CALL).first.click()
    call = path_of(page)
    page.goto(f"{call}vedtak/")
    row = page.locator("tr", has=page.get_by_role("link", name="Sømna"))
    row.get_by_role("link", name="Sømna").click()
    page.get_by_label("Innvilget", exact=True).check()
    for field in page.locator("main fieldset input[type=text]").all():
        field.fill("400 000")
    page.get_by_label("Begrunnelse").fill("Tiltaket svarer godt på utlysningen.")
    press(page, "Lagre utkastet")
    page.goto(f"{call}vedtak/")
    page.get_by_label("Innstill Sømna").check()
    press(page, "Innstill de valgte")
    register(page, call)


def register(page, call):
    page.goto(f"{call}vedtak/mote/")
    page.get_by_label("Hvem vedtok?").fill("Fylkesrådet")
    page.get_by_label("Saksnummer").fill("26/201")
    page.get_by_label("Dato for vedtaket").fill(in_days(0))
    press(page, "Registrer vedtakene")
    page.goto(f"{call}brev/send/")


def send_letters(page):
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    press(page, "Send brevene")


def read_letter(page):
    page.goto("/min-side/")
    page.get_by_role("link", name=re.compile("Tilsagn om tilskudd")).first.click()
    page.wait_for_url("**/brev/*/")
    page.get_by_text("1 200 000").first.wait_for()


def mark_agreement(page):
    page.goto("/min-side/")
    page.get_by_role("link", name=f"Sømna: {TITLE}").click()
    page.get_by_label("Dagen avtalen ble underskrevet").fill(in_days(0))
    press(page, "Merk avtalen og opprett deltakelsen")
    page.get_by_role("heading", level=1, name="Sømna i programmet").wait_for()


def test_a_draft_is_written_and_sent_without_javascript(open_page):
    """Tønsberg's sketch: written with the ordinary save button, signed and sent."""
    title = "Møteplasser i Tønsberg"
    with open_page(width=390, as_=f"koordinator.tonsberg{DOMAIN}", javascript=False) as page:
        page.goto("/soknader/")
        page.get_by_role("link", name=title).click()
        address = path_of(page)
        for section in ("om", "tilnaerming", "behov"):  # what a sketch asks for
            page.goto(f"{address}{section}/")
            fill_in(page)
            press(page, "Lagre")
        page.goto(f"{address}budsjett/")
        fill_budget(page)
        press(page, "Lagre")
        page.goto(f"{address}se-over/")
        press(page, "Send til godkjenneren")
    with open_page(as_=f"godkjenner.tonsberg{DOMAIN}", javascript=False) as page:
        page.goto("/min-side/")
        page.get_by_role("link", name=title).first.click()
        press(page, "Godkjenn og send søknaden")
        page.get_by_text(re.compile(r"20\d\d/\d+")).first.wait_for()

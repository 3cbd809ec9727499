"""axe-core in the page that is open, and how pages are looked at: wide and narrow, light and dark."""

import itertools
from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """rules => axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
  .then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(" | ")))"""

EMPTY = "document.querySelectorAll('main form :is(textarea, [type=text])').forEach(e => e.value = '')"
LOOKS = list(itertools.product((1280, 390), ("light", "dark"), ("nb", "nn")))
FOUR_LOOKS = [(1280, "light", "nb"), (390, "light", "nn"), (1280, "dark", "nn"), (390, "dark", "nb")]


def faults(page, address, *, status=None):
    """What is wrong with the page at an address; with `status`, also that it was answered otherwise."""
    page.complaints.clear()
    answer = page.goto(address)
    if page.locator("details").count():
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.wait_for_timeout(350)  # until what unfolds has unfolded
    is_wrong = answer.status >= 500 if status is None else answer.status != status
    return (
        [f"{address}: {fault}" for fault in faults_here(page)]
        + [f"{address}: {text}" for text in page.complaints if answer.status < 400]
        + [f"{address}: {answer.status}"] * is_wrong
    )


def faults_here(page):
    page.evaluate(AXE)
    found = page.evaluate(RUN, RULES)
    width, wanted = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return found + [f"{width} px wide"] * (width > wanted)


def links(page, listed, pattern):
    """The first address on a page that holds the pattern."""
    page.goto(listed)
    return page.locator(f"main a[href*='{pattern}']").first.get_attribute("href").split("#")[0]

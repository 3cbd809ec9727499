"""The practice library from its files. The files decide: what differs in the database is set to them.

Rows that are no longer in the files stay, because log entries may refer to them.
"""

import json
from pathlib import Path

from django.db import transaction

from audit.record import record
from folkehelse.lib.rows import Tally, bring
from smart.models import Framework, Practice, Principle, Tool

DATA = Path(__file__).parent / "data"
WORDS = {Framework: "rammeverk", Principle: "prinsipper", Tool: "materiell", Practice: "praksiser"}
FRAMEWORK = ["name_nb", "name_nn"]
PRINCIPLE = ["letter"] + [
    f"{name}_{form}" for name in ("name", "short", "text", "questions") for form in ("nb", "nn")
]
TOOL = ["name_nb", "name_nn", "description_nb", "description_nn", "age_from", "age_to"]
PRACTICE = ["settings", "age_from", "age_to", "minutes"] + [
    f"{name}_{form}"
    for name in ("title", "summary", "group_size", "material", "steps", "reflection", "adapt")
    for form in ("nb", "nn")
]


@transaction.atomic
def load_library(folder=DATA):
    """Bring the library in line with the files in `folder`; one audit line when that took anything."""
    tally = Tally(WORDS)
    frameworks = [
        _framework(place, item, tally) for place, item in enumerate(_read(folder / "frameworks.json"), 1)
    ]
    principles = {row.slug: row for row in Principle.objects.all()}
    tools = {row.slug: row for row in Tool.objects.all()}
    for item in _read(folder / "practices.json"):
        _practice(item, principles, tools, tally)
    if tally:
        record("library.loaded", actor=None, subject=frameworks[0], after=tally.told())
    return tally


def _read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _framework(place, item, tally):
    values = {name: item[name] for name in FRAMEWORK} | {"order": place}
    for form in ("nb", "nn"):
        parts = [item[f"description_{form}"], item.get(f"source_{form}") or item.get("source", "")]
        values[f"description_{form}"] = "\n\n".join(part for part in parts if part)
    row = bring(Framework, {"slug": item["slug"]}, values, tally)
    for order, principle in enumerate(item["principles"], 1):
        values = {name: principle[name] for name in PRINCIPLE} | {"framework": row, "order": order}
        bring(Principle, {"slug": principle["slug"]}, values, tally)
    for tool in item["tools"]:
        values = {name: tool[name] for name in TOOL} | {"framework": row}
        bring(Tool, {"slug": tool["slug"]}, values, tally)
    return row


def _practice(item, principles, tools, tally):
    values = {name: item[name] for name in PRACTICE} | {"principle": principles[item["principle"]]}
    links = {
        "also": [principles[slug] for slug in item["also"]],
        "tools": [tools[slug] for slug in item["tools"]],
    }
    bring(Practice, {"slug": item["slug"]}, values, tally, links)

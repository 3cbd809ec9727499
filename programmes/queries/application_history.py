"""The history of an application's fields: who changed what, from what, to what, word by word."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkehelse.lib.tags import kroner, n
from programmes.enums.applications import BudgetLine
from programmes.queries.application_form import fields_of
from programmes.queries.words import steps, words_of

AROUND = 8  # words kept on each side of a change, spaces among them
LONGEST_COMPARED = 6000  # words; beyond it both texts are shown whole


@dataclass(frozen=True)
class FieldChange:
    """One stretch of writing. `pieces` are (kind, text): same, gone, new, or skip for what is left out."""

    at: dt.datetime
    by: str
    label: str
    pieces: list


def changes_of(application):
    """Every change that changed something, newest first; a page of them is made into words by `told`."""
    return application.changes.select_related("changed_by").order_by("-changed_at", "-pk")


def told(application, changes) -> list[FieldChange]:
    names = Names(application)
    return [
        FieldChange(
            at=change.changed_at,
            by=change.changed_by.full_name,
            label=names.label(change.key),
            pieces=pieces(names.shown(change.key, change.before), names.shown(change.key, change.after)),
        )
        for change in changes
    ]


class Names:
    """What a field of the application is called, and how its values are shown."""

    def __init__(self, application):
        self.fields = {field.key: field for field in fields_of(application.version, application.phase)}
        self.measures = {str(one.pk): one.name for one in application.proposed.all()}

    def label(self, key):
        if key in self.fields:
            return self.fields[key].label
        word, _sign, rest = key.partition("-")
        number, _sign, part = rest.partition("-")
        if word == "budget" and part in BudgetLine.values:
            return f"{BudgetLine(part).label} {number}"
        if word == "measure":
            name = self.measures.get(number)
            about = PART_LABELS.get(part, part)
            return f"{name}: {about}" if name else _("Tiltak som er tatt bort: %(part)s") % {"part": about}
        return _("Et spørsmål som ikke er med lenger")

    def shown(self, key, text):
        field = self.fields.get(key)
        if field and field.choices:
            return dict(field.choices).get(text, text)
        if key.startswith("budget-") and text.isdecimal():
            return n(int(text)) if key.endswith(BudgetLine.OWN_HOURS) else kroner(int(text))
        return text


PART_LABELS = {
    "name": gettext_lazy("navn"),
    "description": gettext_lazy("hva dere vil gjøre"),
    "goals": gettext_lazy("hva dere vil oppnå"),
    "arenas": gettext_lazy("arenaer"),
    "ages": gettext_lazy("alder"),
    "themes": gettext_lazy("temaer"),
    "level": gettext_lazy("hvem det er for"),
    "period": gettext_lazy("periode"),
}


def pieces(before: str, after: str) -> list:
    """The difference by words; what is the same far from a change is left out."""
    old, new = words_of(before), words_of(after)
    if len(old) + len(new) > LONGEST_COMPARED or not old or not new:
        return [(kind, text) for kind, text in (("gone", before), ("new", after)) if text]
    found = []
    taken = list(steps(old, new))
    for place, (kind, some) in enumerate(taken):
        if kind == "same":
            found += _shortened(some, is_first=place == 0, is_last=place == len(taken) - 1)
        else:
            found.append((kind, "".join(some)))
    return found


def _shortened(some, *, is_first, is_last):
    head, tail = (0 if is_first else AROUND), (0 if is_last else AROUND)
    if len(some) <= head + tail + AROUND:
        return [("same", "".join(some))]
    cut = [("same", "".join(some[:head])), ("skip", "…"), ("same", "".join(some[len(some) - tail :]))]
    return [(kind, text) for kind, text in cut if text]

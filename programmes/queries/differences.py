"""What is different between two frozen contents: section by section, field by field, word by word."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from folkehelse.lib.tags import day, kroner, n
from programmes.enums.applications import BudgetLine
from programmes.enums.calls import Section
from programmes.queries.application_form import with_promise
from programmes.queries.words import steps, words_of

MOST_PAIRS = 6_000_000  # beyond this many pairs of words the two texts are shown whole


@dataclass(frozen=True)
class Piece:
    """Some words: the same, taken out (gone) or put in (new)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """What became of one thing. `pieces` are the words of a text; `kind` is new, gone or changed."""

    label: str
    before: str
    after: str
    pieces: list[Piece] = field(default_factory=list)

    @property
    def kind(self):
        if not self.before:
            return "new"
        return "changed" if self.after else "gone"


@dataclass(frozen=True)
class SectionChanges:
    key: str
    name: str
    changes: list[Change]


def differences(old: dict, new: dict) -> list[SectionChanges]:
    """The sections in which something changed, in the order of the steps."""
    found: dict[str, list[Change]] = {Section.ABOUT: _about(old, new)}
    for key, changes in _fields(old, new):
        found.setdefault(key, []).extend(changes)
    found.setdefault(Section.COOPERATION, []).extend(_partners(old, new))
    found.setdefault(Section.MEASURES, []).extend(_measures(old, new))
    found.setdefault(Section.BUDGET, []).extend(_budget(old, new))
    found.setdefault(Section.ATTACHMENTS, []).extend(_attachments(old, new))
    return [
        SectionChanges(key, str(Section(key).label), found[key]) for key in Section.values if found.get(key)
    ]


def words(before: str, after: str) -> list[Piece]:
    """Both texts in one, with what was taken out and what was put in."""
    old, new = words_of(before), words_of(after)
    if len(old) * len(new) > MOST_PAIRS:
        return [Piece("gone", before), Piece("new", after)]
    return [Piece(kind, "".join(some)) for kind, some in steps(old, new)]


def _change(label, before, after):
    """A Change, or nothing when they are the same."""
    if before == after:
        return []
    pieces = words(before, after) if before and after else []
    return [Change(label, before, after, pieces)]


def _about(old, new):
    labels = {"title": _("Tittel"), "contact": _("Kontaktperson"), "agency": _("Etat")}
    asked = {one["key"] for section in new["sections"] for one in section["fields"]}
    changes = []
    for name, label in labels.items():
        if name not in asked:  # the title is usually a field too
            changes += _change(label, old["application"][name], new["application"][name])
    return changes


def _fields(old, new):
    """(section, changes) of both, also of fields that only one of the call's versions asked for."""
    before, after = _by_key(old), _by_key(new)
    for key in [*after, *(key for key in before if key not in after)]:
        section, label, _text = after.get(key) or before[key]
        yield section, _change(label, before.get(key, ("", "", ""))[2], after.get(key, ("", "", ""))[2])


def _by_key(content):
    return {
        one["key"]: (section["key"], one["label"], _answer(one))
        for section in content["sections"]
        for one in section["fields"]
    }


def _answer(one):
    return with_promise(one["shown"], day(one["ready_by"]) if one["ready_by"] else "")


def _partners(old, new):
    before, after = ({one["code"]: one for one in content["partners"]} for content in (old, new))
    changes = []
    for code in dict.fromkeys([*before, *after]):
        was, now = before.get(code), after.get(code)
        name = (now or was)["name"]
        changes += _change(name, _partner(was), _partner(now))
    return changes


def _partner(one):
    return (one["role"] or _("er med")) if one else ""


def _measures(old, new):
    """Known by their names; a measure with another name is a new one."""
    before, after = ({one["name"]: one for one in content["measures"]} for content in (old, new))
    changes = []
    for name in dict.fromkeys([*before, *after]):
        changes += _change(name, _measure(before.get(name)), _measure(after.get(name)))
    return changes


def _measure(one):
    if one is None:
        return ""
    span = f"{day(one['starts_on'])}–{day(one['ends_on'])}"
    ages = _("%(first)d–%(last)d år") % {"first": one["age_from"], "last": one["age_to"]}
    arenas, themes = (", ".join(one.get(name, [])) for name in ("arenas", "themes"))
    lines = [one["name"], arenas, themes, one["level"], ages, span, one["description"], one["goals"]]
    return "\n".join(line for line in lines if line)


def _budget(old, new):
    years = sorted({*old["budget"]["years"], *new["budget"]["years"]})
    changes = []
    for year in years:
        for line in BudgetLine:
            before, after = (_cell(content, line, year) for content in (old, new))
            if before != after:
                label = f"{line.label} {year}"
                changes.append(Change(label, _amount(line, before), _amount(line, after)))
    return changes


def _cell(content, line, year):
    if year not in content["budget"]["years"]:
        return None
    return content["budget"]["lines"].get(line, {}).get(str(year))


def _amount(line, amount):
    if amount is None:
        return ""
    return n(amount) if line == BudgetLine.OWN_HOURS else kroner(amount)


def _attachments(old, new):
    """A file is never changed: it is taken out, and another is put in."""
    before, after = ({one["id"]: one for one in content["attachments"]} for content in (old, new))
    gone = [one for pk, one in before.items() if pk not in after]
    fresh = [one for pk, one in after.items() if pk not in before]
    return [
        *(Change(one["label"] or _("Vedlegg"), one["name"], "") for one in gone),
        *(Change(one["label"] or _("Vedlegg"), "", one["name"]) for one in fresh),
    ]

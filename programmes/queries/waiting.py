"""Something that waits for somebody, as components/work_item.html shows it; and many questions in one query.

A page that asks every area what waits would need a query for each question. `together` sends them as one:
each question's rows come as JSON objects, and are made into model instances again for its `show`.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, IntegerField, Model, QuerySet, Value
from django.db.models.functions import JSONObject

MOST = 8
# What of each model `show` may read. A field that is not here costs a query of its own when it is read.
FIELDS = {
    "Application": ("title", "state", "phase", "agency", "case_year", "case_number", "is_trial"),
    "ApplicationPartner": ("state",),
    "Call": ("state",),
    "CallVersion": ("title", "number", "state", "opens_on", "closes_on", "has_sketch", "sketch_closes_on"),
    "ChangeRequest": ("due_on",),
    "County": ("name",),
    "Decision": ("outcome", "state"),
    "District": ("name",),
    "Enrolment": ("state",),
    "EnrolmentRequest": ("kind", "state", "reason"),
    "Invitation": ("email", "expires_at"),
    "Letter": ("subject", "state"),
    "Meeting": ("decided_on",),
    "Message": ("state",),
    "Municipality": ("name",),
    "PaymentRequest": ("state", "amount"),
    "Review": ("state", "due_on", "sent_at"),
    "Settlement": ("state", "leftover", "answer"),
    "SignatureRequest": ("asked_at",),
    "User": ("full_name",),
    "YearlyAward": ("year",),
}


@dataclass(frozen=True)
class Waiting:
    href: str
    title: str
    text: str = ""
    day: dt.date | None = None  # the deadline
    day_label: str = ""
    state: str = ""  # the key that the state is coloured by
    label: str = ""


@dataclass(frozen=True)
class Ask:
    """A question: rows of one model, with what they need in select_related, and how a row is shown."""

    rows: QuerySet
    show: Callable[[Model], Waiting]


def together(asks: list[Ask]) -> list[Waiting]:
    """At most MOST of each question, in the order of the questions. One query, or none."""
    if not asks:
        return []
    parts = [_rows(n, ask.rows) for n, ask in enumerate(asks)]
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    rows = sorted(found, key=lambda row: row[0])  # stable: within a question they are in order already
    return [asks[n].show(_thing(asks[n].rows, row)) for n, row in rows]


def _rows(n, rows):
    paths = {path: F(path) for path in [*_paths(rows.model, _tree(rows)), *rows.query.annotations]}
    asked = rows.select_related(None).annotate(
        waits_n=Value(n, output_field=IntegerField()), waits_row=JSONObject(**paths)
    )
    return asked.values_list("waits_n", "waits_row")[:MOST]


def _tree(rows):
    return rows.query.select_related or {}


def _names(model):
    return ["id", *FIELDS[model.__name__]]


def _paths(model, tree, prefix=""):
    for name in _names(model):
        yield prefix + name
    for name, below in tree.items():
        yield f"{prefix}{model._meta.get_field(name).attname}"
        yield from _paths(model._meta.get_field(name).related_model, below, f"{prefix}{name}__")


def _thing(rows, row):
    thing = _made(rows.model, _tree(rows), row)
    for name, annotation in rows.query.annotations.items():
        value = row[name]
        setattr(thing, name, value if value is None else annotation.output_field.to_python(value))
    return thing


def _made(model, tree, row, prefix=""):
    """An instance with the fields that were asked for; the others wait in the database."""
    if row[f"{prefix}id"] is None:
        return None
    columns = [model._meta.get_field(name) for name in (*_names(model), *tree)]
    known = {column.attname: column.to_python(row[prefix + column.attname]) for column in columns}
    names = [column.attname for column in model._meta.concrete_fields if column.attname in known]
    made = model.from_db("default", names, [known[name] for name in names])
    for name, below in tree.items():
        made._state.fields_cache[name] = _made(
            model._meta.get_field(name).related_model, below, row, f"{prefix}{name}__"
        )
    return made

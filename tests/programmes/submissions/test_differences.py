"""The difference between two frozen contents."""

import copy
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.queries.differences import differences, words
from programmes.queries.frozen import content_of
from programmes.queries.frozen_tables import budget_table
from tests.factories_grant import AttachmentFactory
from tests.programmes.submissions.world import make_world

TEXT = st.text(alphabet="ab \n.", max_size=40)


@given(TEXT, TEXT)
def test_both_texts_are_in_the_difference(before, after):
    pieces = words(before, after)

    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_two_very_long_texts_are_shown_whole():
    before, after = "a " * 5000, "b " * 5000

    assert [(one.kind, one.text) for one in words(before, after)] == [("gone", before), ("new", after)]


@pytest.fixture
def content(db):
    world = make_world()
    AttachmentFactory(application=world.application, name="gammel.pdf")
    return content_of(world.fresh())


def told(old, new):
    """{section: [(label, before, after)]}"""
    return {
        section.key: [(one.label, one.before, one.after) for one in section.changes]
        for section in differences(old, new)
    }


def test_the_same_is_no_difference(content):
    assert told(content, copy.deepcopy(content)) == {}


def test_every_part_is_compared(content):
    new = copy.deepcopy(content)
    fields = {one["key"]: one for section in new["sections"] for one in section["fields"]}
    fields["approach"] |= {"text": "Nytt.", "shown": "Nytt."}
    fields["criterion-weighed"] |= {"text": "", "shown": "", "ready_by": dt.date(2027, 3, 1)}
    new["application"]["contact"] = "En Annen"
    new["partners"] = [{"name": "Bodø", "code": "1804", "role": "Lokaler", "state": "consented"}]
    new["measures"][0]["goals"] = "Flere med."
    new["budget"]["lines"]["salary"]["2027"] = 450_000
    new["budget"]["lines"]["own_hours"]["2027"] = 1200
    new["attachments"] = [new["attachments"][0] | {"id": 0, "name": "ny.pdf"}]

    changes = told(content, new)

    assert list(changes) == [
        "about", "approach", "cooperation", "measures", "budget", "criteria", "attachments"
    ]  # fmt: skip
    assert changes["approach"] == [("Spørsmål approach", "Vi vil bygge laget rundt barna.", "Nytt.")]
    assert changes["about"] == [("Kontaktperson", content["application"]["contact"], "En Annen")]
    assert changes["cooperation"] == [("Bodø", "", "Lokaler")]
    assert changes["criteria"] == [("Nytte", "Nytten er stor.", "Blir gjort ferdig innen 1. mars 2027.")]
    assert changes["attachments"] == [("Vedlegg", "gammel.pdf", ""), ("Vedlegg", "", "ny.pdf")]
    plain = [tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in row) for row in changes["budget"]]
    assert plain == [
        ("Lønn og frikjøp 2027", "400 000 kr", "450 000 kr"),
        ("Egne timer (antall) 2027", "", "1 200"),
    ]
    assert changes["measures"][0][2].endswith("Flere med.")


def test_a_question_that_only_one_of_them_has_is_told(content):
    new = copy.deepcopy(content)
    gone = next(section for section in new["sections"] if section["key"] == "own")
    new["sections"].remove(gone)

    assert told(content, new) == {"own": [("Fylkets eget spørsmål", "Ja, slik og slik.", "")]}


def test_the_budget_table_sums_and_leaves_out_what_is_empty(content):
    content["budget"]["lines"]["services"]["2027"] = 0

    rows = [(row.label, row.amounts, row.total, row.kind) for row in budget_table(content).rows]

    assert rows == [
        ("Lønn og frikjøp", [400_000], 400_000, "line"),
        ("Kjøp av tjenester", [0], 0, "line"),
        ("Kostnader i alt", [400_000], 400_000, "sum"),
        ("Tilskudd det søkes om", [400_000], 400_000, "line"),
        ("Finansiering i alt", [400_000], 400_000, "sum"),
    ]

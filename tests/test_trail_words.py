"""Whatever is recorded in the trail has words: no reader meets the name of an action in code."""

import ast

from audit import presenters
from programmes.models import Decision, Letter, LogEntry, Measure
from programmes.models.moving import Moving
from tests.test_house_rules import OURS, ROOT, ours

# Names put together from a model and what was done. Moving's and overwrite's are spelt out below;
# the admin's are for technical staff.
BUILT = {"audit/admin.py", "programmes/models/moving.py", "programmes/actions/versions.py"}
OVERWRITTEN = (Measure, LogEntry, Letter, Decision)
NOT_RECORDED = {"document.running"}  # taken by a worker, which is no news


def test_every_action_of_the_trail_has_words():
    found, built = recorded()

    assert built == BUILT
    found |= {f"{model._meta.model_name}.changed" for model in OVERWRITTEN}
    found |= {f"{model._meta.model_name}.{to}" for model in movers(Moving) for to in targets(model)}
    assert sorted(name for name in found - NOT_RECORDED if presenters.label(name) == name) == []


def test_an_action_without_words_would_be_found():
    found, _built = recorded()

    assert {"application.partner_declined", "impartiality.declared", "invitation.sent"} <= found
    assert presenters.label("application.never_heard_of") == "application.never_heard_of"


def recorded():
    """(Actions named in calls of record(), files that put theirs together)"""
    found, built = set(), set()
    for file in ours(".py"):
        name = str(file.relative_to(ROOT))
        if name.startswith((*(f"{app}/" for app in OURS), "folkehelse/")):
            for names in actions_of(ast.parse(file.read_text())):
                found |= names
                built |= set() if names else {name}
    return found, built


def actions_of(tree):
    """For each call of record() the actions it may name; empty when they are put together elsewhere."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        named = {
            target.id: literals(node.value)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                first = node.args[0]
                yield named.get(first.id, set()) if isinstance(first, ast.Name) else literals(first)


def literals(node):
    if isinstance(node, ast.IfExp):
        return literals(node.body) | literals(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def movers(model):
    for child in model.__subclasses__():
        if not child._meta.abstract:
            yield child
        yield from movers(child)


def targets(model):
    return {str(to) for moves in model.MOVES.values() for to in moves}

"""How the trail shows names and links without knowing anybody: the owning app registers a presenter."""

from dataclasses import dataclass

_presenters: dict = {}  # kind of subject → presenter
_labels: dict = {}  # action or field → lazy text


@dataclass(frozen=True)
class Shown:
    label: str
    url: str = ""


def register(model_label, presenter):
    """`presenter(ids: list[str]) -> dict[str, Shown]` for subjects such as "accounts.user:12"."""
    _presenters[model_label] = presenter


def register_labels(labels):
    """Words for actions ("measure.started") and field names, as lazy translations."""
    _labels.update(labels)


def label(word):
    return _labels.get(word, word)


def present(keys):
    """Subject keys to what is shown for them, one query a kind. A key without an id is its own kind."""
    shown, by_kind = {}, {}
    for key in set(keys):
        kind, _, pk = key.partition(":")
        by_kind.setdefault(kind, {})[pk] = key
    for kind, ids in by_kind.items():
        found = _presenters[kind](list(ids)) if kind in _presenters else {}
        shown |= {key: found.get(pk) for pk, key in ids.items()}
    return shown

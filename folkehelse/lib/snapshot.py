"""JSON that gives days, moments and exact decimals back as what they were."""

import datetime as dt
import json
from decimal import Decimal

from django.utils.functional import Promise

_TYPES = {dt.datetime: "moment", dt.date: "day", Decimal: "decimal"}
_READERS = {"moment": dt.datetime.fromisoformat, "day": dt.date.fromisoformat, "decimal": Decimal}


class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, Promise):  # a lazy translation, in the language of this moment
            return str(value)
        kind = _TYPES.get(type(value))
        return {kind: str(value)} if kind else super().default(value)


class Decoder(json.JSONDecoder):
    def __init__(self, **kwargs):
        super().__init__(object_hook=_revive, **kwargs)


def _revive(found):
    if len(found) == 1:
        ((kind, text),) = found.items()
        if kind in _READERS and isinstance(text, str):
            return _READERS[kind](text)
    return found


def canonical(value):
    """The same text for the same value, in whatever order it was put together."""
    return json.dumps(value, cls=Encoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

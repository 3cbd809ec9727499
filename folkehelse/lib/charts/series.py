"""Named rows of values. None is a value that is missing, and is drawn as missing."""

from dataclasses import dataclass
from itertools import cycle

from folkehelse.lib.charts.svg import COLOURS

# Told apart without colour too: the first is heavy and whole, the others each have a dash of their own.
DASHES = ("", "7 4", "2 3", "11 3 2 3", "4 2")


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple | list

    def __post_init__(self):
        object.__setattr__(self, "values", as_floats(self.values))


def as_floats(values):
    """The database gives Decimals, which do not mix with a canvas measured in floats."""
    return [None if value is None else float(value) for value in values]


def coloured(series):
    """Each series with its colour and dash; after five they begin again."""
    return list(zip(series, cycle(COLOURS), cycle(DASHES)))


def known(series):
    return [value for one in series for value in one.values if value is not None]

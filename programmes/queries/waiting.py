"""Something that waits for somebody, as components/work_item.html shows it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    href: str
    title: str
    text: str = ""
    day: dt.date | None = None  # the deadline
    day_label: str = ""
    state: str = ""  # the key that the state is coloured by
    label: str = ""

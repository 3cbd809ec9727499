"""What is different between two texts, word by word."""

import difflib
import re
from collections.abc import Iterator

WORD = re.compile(r"\s+|[^\s]+")  # a space is a word too, so that the texts can be put together again


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def steps(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str]]]:
    """(kind, words) from the first to the last: same, gone or new."""
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", old[a:b]
            continue
        if b > a:
            yield "gone", old[a:b]
        if d > c:
            yield "new", new[c:d]

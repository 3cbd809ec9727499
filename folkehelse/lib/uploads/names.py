"""The name that a file is shown under. It is never the name that it is stored under."""

import unicodedata

LONGEST = 120
LONGEST_ENDING = 8
NEVER = '<>:"|?*\\/'  # not lawful in a file name on some machine


def clean_name(name):
    """The last part of the path, without what a reader cannot see, with its ending, and not too long."""
    name = unicodedata.normalize("NFC", str(name).replace("\\", "/")).rsplit("/", 1)[-1]
    # Separators become spaces; control characters and those that turn the direction of writing go.
    seen = ("" if unicodedata.category(char)[0] == "C" else " " if char.isspace() else char for char in name)
    plain = " ".join("".join(char for char in seen if char not in NEVER).split()).strip(". ")
    stem, ending = split(plain)
    return f"{stem[: LONGEST - len(ending)].strip()}{ending}" or "fil"


def split(name):
    """(stem, ending with its dot in small letters, or "")."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or not 1 <= len(ending) <= LONGEST_ENDING or not ending.isalnum():
        return name, ""
    return stem, f".{ending.lower()}"

"""Text that people write: cleaned, and refused when it holds a Norwegian national identity number.

Fødselsnummer and D-number, hidden as people write them (spaces, dots, hyphens), and the synthetic series
that testers use. What is found is never repeated: not in a message, not in a log.
"""

import calendar
import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no.fodselsnummer import calc_check_digit1, calc_check_digit2

LENGTH = 11
GROUP = re.compile(r"[0-9]+")
BETWEEN = re.compile(r"[\s._/·'\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}-]{1,3}")
D_NUMBER = 40  # added to the day
SERIES = (
    0,
    40,
    65,
    80,
)  # added to the month: real, help numbers and Nav's, and the Tax Administration's test people
LONGEST_SEARCHED = 20_000  # longer texts are refused for their length
TEXT_CONTROLS = "\n\t"
BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def is_identity_number(digits):
    """Eleven digits with a possible day of birth and right check digits.

    From 2032 the first check digit may leave a remainder of 0 to 3, of which 0 is today's rule.
    The second is the same in both.
    """
    if len(digits) != LENGTH or not _is_birthday(*(int(digits[i : i + 2]) for i in (0, 2, 4))):
        return False
    remainder = (int(digits[9]) - int(calc_check_digit1(digits))) % 11
    return remainder <= 3 and calc_check_digit2(digits) == digits[10]


def _is_birthday(day, month, year):
    day -= D_NUMBER if day > D_NUMBER else 0
    months = {month - added for added in SERIES}
    # Every fourth year is taken as a leap year: the century is not told, and 2000 was one.
    return any(1 <= m <= 12 and 1 <= day <= calendar.monthrange(2000 + year, m)[1] for m in months)


def has_identity_number(text):
    """Whether whole groups of digits beside each other, eleven in all, are an identity number."""
    text = _plain_digits(text[:LONGEST_SEARCHED])
    digits, starts, last_end = "", set(), 0
    for group in GROUP.finditer(text):
        if not BETWEEN.fullmatch(text, last_end, group.start()):
            digits, starts = "", set()
        starts.add(len(digits))
        digits += group.group()
        last_end = group.end()
        if len(digits) - LENGTH in starts and is_identity_number(digits[-LENGTH:]):
            return True
    return False


def _plain_digits(text):
    """Digits of any script as 0–9, and nothing invisible between them."""
    wide = unicodedata.normalize("NFKC", text)
    seen = (char for char in wide if unicodedata.category(char) != "Cf")
    return "".join(str(unicodedata.decimal(char, char)) for char in seen)


def refuse_identity_numbers(text):
    if has_identity_number(text):
        raise ValidationError(
            _(
                "Teksten ser ut til å ha et fødselsnummer eller D-nummer i seg. Ta det bort, og skriv heller "
                "«et barn» eller «en forelder». Er tallet noe annet, kan du skrive det på en annen måte."
            ),
            code="identity_number",
        )


def clean_text(text):
    """NFC; of control characters only line breaks and tabs; nothing that turns the direction of writing."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in text if char in TEXT_CONTROLS or not _is_control(char))


def _is_control(char):
    return char in BIDI_CONTROLS or unicodedata.category(char) in ("Cc", "Cs")


class PlainTextField(forms.CharField):
    """A text field that keeps what a reader can see, and drops what only a machine can."""

    def to_python(self, value):
        if value not in self.empty_values:
            value = clean_text(str(value))
        return super().to_python(value)


class GuardedTextField(PlainTextField):
    """For free text that is kept: an identity number in it is refused beside the field."""

    default_validators = [refuse_identity_numbers]

"""Identity numbers in files. Narrower than in a text field: sheets and budgets are full of other numbers."""

import re
import sys
import unicodedata

from django.utils.translation import gettext as _

from folkehelse.lib.identity import has_identity_number
from folkehelse.lib.uploads.refused import Refused

_SIGNS = r"[\s._/·'\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}-]"
# As people write them: all in one, the day of birth apart, or in twos and threes.
_SHAPES = re.compile(
    rf"(?<!\d)(?:\d{{6}}|\d{{2}}{_SIGNS}\d{{2}}{_SIGNS}\d{{2}}){_SIGNS}{{0,3}}\d{{3}}{_SIGNS}?\d{{2}}(?!\d)"
)
_INVISIBLE = dict.fromkeys(n for n in range(sys.maxunicode) if unicodedata.category(chr(n)) == "Cf")


def holds_number(text):
    wide = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return any(has_identity_number(found.group()) for found in _SHAPES.finditer(wide))


def holds_whole_number(text):
    """A cell with a number in it: a spreadsheet has taken the first 0 away, or written it as 1.2E+10."""
    try:
        value = float(text)
    except ValueError:
        return holds_number(text)
    return value.is_integer() and 1e9 < value < 1e11 and holds_number(f"{int(value):011}")


def refuse_number(where):
    """The place is told, the number never."""
    raise Refused(
        _(
            "Den ser ut til å ha et fødselsnummer eller D-nummer i seg: %(where)s. "
            "Ta det bort, og last opp filen på nytt."
        )
        % {"where": where}
    )

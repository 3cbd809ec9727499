"""Numbers as Norwegians write them: no-break space between thousands, decimal comma, a real minus sign."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

MISSING = "–"
NBSP = "\N{NO-BREAK SPACE}"


def number(value, decimals: int = 0) -> str:
    """12345.5 → «12 346»; a missing value is a dash, never 0."""
    if value is None or value == "":
        return MISSING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0  # never −0
    text = number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text

"""Norwegian alphabetical order in any PostgreSQL: the embedded one has no ICU (ADR 0003)."""

from django.db.models import F, Func, Value
from django.db.models.functions import Collate, Lower

LETTERS = "ÆæÄäØøÖöÅåÁáČčĐđŊŋŠšŦŧŽž"
PLACES = "{{{{||||}}aaccddnnssttzz"  # the three signs that follow z in ASCII


def norwegian(field):
    """An expression to order by: æ ø å last, Sámi letters beside their plain ones."""
    plain = Func(F(field), Value(LETTERS), Value(PLACES), function="translate")
    return Collate(Lower(plain), "C")

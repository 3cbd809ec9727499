"""Which of today's municipalities take part, or took part: by themselves, or as what they came from."""

from collections import defaultdict

from django.db.models import F

from municipalities.models import Municipality, Succession
from programmes.enums import TAKING_PART
from programmes.models import Enrolment, EnrolmentPartner
from programmes.models.moving import begun

TAKING, TOOK = "taking", "took"


def participation(programme):
    """Today's municipality id → TAKING or TOOK; who is in neither is not there. Four queries."""
    shown = Enrolment.objects.filter(begun(), area__programme=programme)
    pairs = list(shown.values_list("municipality", "state"))
    partners = EnrolmentPartner.objects.filter(enrolment__in=shown)
    pairs += partners.values_list("municipality", "enrolment__state")
    heirs = heirs_of_today()
    found = {}
    for municipality, state in pairs:
        taking = state in TAKING_PART
        for heir in heirs(municipality):
            if taking or heir not in found:
                found[heir] = TAKING if taking else TOOK
    return found


def heirs_of_today():
    """A function: municipality id → ids of today's municipalities that it lives on in."""
    current = set(Municipality.objects.current().values_list("pk", flat=True))
    after = defaultdict(set)
    for old, new in Succession.objects.exclude(old=F("new")).values_list("old_id", "new_id"):
        after[old].add(new)

    def heirs(pk):
        if pk in current:
            return {pk}
        found, fresh = {pk}, {pk}
        while fresh:
            fresh = {new for old in fresh for new in after[old]} - found
            found |= fresh
        return found & current

    return heirs

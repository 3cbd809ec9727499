from django.db import transaction

from audit.record import changes, record
from programmes.models import Condition


@transaction.atomic
def save_condition(condition: Condition, values: dict, *, by) -> Condition:
    """A new one, or new words, place or use of one; what is the same writes nothing."""
    if condition.pk is None:
        twin = Condition.objects.filter(county=condition.county, text=values["text"]).first()
        if twin:  # a second post of the same form
            return twin
        for name, value in values.items():
            setattr(condition, name, value)
        condition.save()
        record("condition.created", actor=by, subject=condition, after=values)
        return condition
    before, after = changes(condition, values)
    if after:
        Condition.objects.filter(pk=condition.pk).update(**after)
        record("condition.changed", actor=by, subject=condition, before=before, after=after)
    return condition

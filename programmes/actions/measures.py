from django.db import transaction

from audit.record import record
from programmes.actions.versions import overwrite, slugs
from programmes.enums import MeasureState
from programmes.models import Enrolment, Measure

MOVES = {
    MeasureState.ACTIVE: Measure.activate,
    MeasureState.PAUSED: Measure.pause,
    MeasureState.ENDING: Measure.start_ending,
    MeasureState.ORDINARY: Measure.put_in_ordinary_operation,
    MeasureState.CLOSED: Measure.close,
    MeasureState.WITHDRAWN: Measure.withdraw,
}


@transaction.atomic
def add_measure(enrolment: Enrolment, values: dict, *, by) -> Measure:
    """A new measure is planned. A second post of the same form finds the first one's measure by its name."""
    Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment.pk)
    twin = enrolment.measures.filter(name__iexact=values["name"]).first()
    if twin:
        return twin
    columns = {name: value for name, value in values.items() if name != "themes"}
    measure = Measure.objects.create(enrolment=enrolment, is_demo=by.is_demo, **columns)
    measure.themes.set(values["themes"])
    after = columns | {"enrolment": enrolment, "themes": slugs(values["themes"])}
    record("measure.created", actor=by, subject=measure, after=after)
    return measure


def edit_measure(measure: Measure, values: dict, *, version: int | None, by) -> bool:
    return overwrite(measure, values, version=version, by=by)


def move_measure(measure: Measure, to: str, *, by, why: str) -> None:
    MOVES[MeasureState(to)](measure, by=by, why=why)

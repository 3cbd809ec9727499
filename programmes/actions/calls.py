"""A call is made, from nothing or from an earlier one, and its draft is written (and see call_parts)."""

from django.db import transaction

from audit.record import changes, record
from folkehelse.lib.dates import in_year
from programmes.actions.call_copy import copy_parts, values_of
from programmes.actions.call_parts import lock_draft, unchanged, wrote
from programmes.enums.calls import CallState, ReminderAbout, VersionState
from programmes.models import Call, CallVersion, ProgrammeArea, Question, ReminderRule, WrongState
from programmes.models.call_parts import Asked

R = ReminderAbout
REMINDERS = (
    (R.APPLICATION_DUE, (-14, -3, -1)),
    (R.REVIEW_DUE, (-2, 1)),
    (R.CHANGES_DUE, (-2,)),
    (R.REPORT_DUE, (-30, -7)),
)
SKETCH_REMINDERS = (-14, -3, -1)
DAYS = ("opens_on", "sketch_closes_on", "closes_on", "reports_due_on")


@transaction.atomic
def make_call(area: ProgrammeArea, values: dict, *, county, by) -> Call:
    """A call with the programme's questions and the usual reminders. A second post finds the first one's."""
    ProgrammeArea.objects.select_for_update(no_key=True).get(pk=area.pk)
    if twin := _twin(area, values, by=by, source=None):
        return twin
    call = Call.objects.create(area=area, county=county, is_demo=by.is_demo)
    version = CallVersion.objects.create(call=call, created_by=by, **values)
    standard = [field.name for field in Asked._meta.fields]
    Question.objects.bulk_create(
        Question(version=version, is_standard=True, **{name: getattr(asked, name) for name in standard})
        for asked in area.programme.questions.all()
    )
    _remind(call, REMINDERS)
    record("call.created", actor=by, subject=call, after={"title": version.title})
    return call


@transaction.atomic
def copy_call(source: Call, values: dict, *, county, by) -> Call:
    """A new draft of what the earlier call said, days and years one year on, with `values` upon it."""
    Call.objects.select_for_update(no_key=True).get(pk=source.pk)
    if twin := _twin(source.area, values, by=by, source=source):
        return twin
    call = Call.objects.create(area=source.area, county=county, copied_from=source, is_demo=by.is_demo)
    columns = values_of(source.shown) | a_year_on(source.shown) | values
    version = CallVersion.objects.create(call=call, created_by=by, **columns)
    copy_parts(source.shown, version)
    rules = source.reminders.values_list("about", "days")
    _remind(call, [(about, (days,)) for about, days in rules])
    record("call.copied", actor=by, subject=call, after={"title": version.title, "copied_from": source})
    return call


def a_year_on(version: CallVersion) -> dict:
    """The days and years of a version, one year later."""
    days = {name: getattr(version, name) for name in DAYS}
    later = {name: day and in_year(day, day.year + 1) for name, day in days.items()}
    return later | {"first_year": version.first_year + 1}


def _twin(area, values, *, by, source):
    """The same person's draft of the same name: what a second post of the same form has already made."""
    drafts = Call.objects.filter(area=area, state=CallState.DRAFT, copied_from=source)
    return drafts.filter(versions__title=values["title"], versions__created_by=by).first()


def _remind(call, rules):
    ReminderRule.objects.bulk_create(
        ReminderRule(call=call, about=about, days=days) for about, each in rules for days in each
    )


@transaction.atomic
def save_fields(version: CallVersion, values: dict, *, seen: str, by) -> bool:
    """Write some fields of a draft over what the writer saw; False if nothing is new."""
    stored = lock_draft(version)
    unchanged(stored, values, seen=seen)
    before, after = changes(stored, values)
    if not after:
        return False
    CallVersion.objects.filter(pk=version.pk).update(**values)
    if after.get("has_sketch") and not stored.call.reminders.filter(about=R.SKETCH_DUE).exists():
        _remind(stored.call, [(R.SKETCH_DUE, SKETCH_REMINDERS)])
    wrote(stored)
    record("callversion.changed", actor=by, subject=stored, before=before, after=after)
    return True


@transaction.atomic
def begin_change(call: Call, *, by) -> CallVersion:
    """The draft of a published call's next version; the one that is there already, if any."""
    call = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=call.pk)
    if draft := call.versions.filter(state=VersionState.DRAFT).first():
        return draft
    last = call.current
    if call.state != CallState.PUBLISHED or last is None:
        raise WrongState(f"programmes.call:{call.pk} is {call.state}")
    number = call.versions.order_by("-number").values_list("number", flat=True)[0] + 1
    version = CallVersion.objects.create(call=call, number=number, created_by=by, **values_of(last))
    copy_parts(last, version)
    record("callversion.created", actor=by, subject=version, after={"number": number})
    return version

"""Calls of the demo: one open for months to come, one of last year, one with a sketch, one being written."""

import datetime as dt

from django.utils import timezone

from folkehelse.lib.dates import end_of_day, today
from programmes.demo.enrolments import read
from programmes.enums.calls import CallState, CriterionKind, QuestionKind, ReminderAbout, VersionState
from programmes.models import (
    Call,
    CallVersion,
    Criterion,
    ProgrammeQuestion,
    Question,
    ReminderRule,
    Requirement,
    SubTheme,
)

OPEN, SKETCH, SCALE = dt.timedelta(days=120), dt.timedelta(days=60), 5
COPIED = (
    *("key", "section", "kind", "label_nb", "label_nn", "help_nb", "help_nn", "choices", "is_required"),
    *("in_sketch", "max_length", "order"),
)
TITLES = {
    "open": "Program for folkehelsearbeid i Nordland 2027–2029",
    "closed": "Program for folkehelsearbeid i Nordland – forrige utlysning",
    "sketch": "Folkehelse i Vestfold 2027–2028",
    "draft": "Program for folkehelsearbeid i Finnmark – utkast",
}


def make_call(area, county, name, *, by, opens_on, closes_on, first_year, years, frame, **values):
    """A draft with all its parts; `publish` below makes it stand."""
    call = Call.objects.create(area=area, county=county, is_demo=True)
    version = CallVersion.objects.create(
        call=call,
        title=TITLES[name],
        text=read("grant.json")["text"],
        frame=frame,
        max_amount=2_500_000,
        first_year=first_year,
        years_min=1,
        years_max=years,
        own_contribution_percent=20,
        opens_on=opens_on,
        closes_on=closes_on,
        deciding_body="Fylkesrådet" if area.slug == "nordland" else "Hovedutvalget",
        reports_due_on=dt.date(first_year + 1, 3, 1),
        created_by=by,
        **values,
    )
    _parts(version)
    for about, days in ((ReminderAbout.APPLICATION_DUE, -14), (ReminderAbout.APPLICATION_DUE, -3)):
        ReminderRule.objects.create(call=call, about=about, days=days)
    return call, version


def publish(call, version, *, by):
    """It was published the day that it opened."""
    opened = min(end_of_day(version.opens_on, days=-1) + dt.timedelta(hours=9), timezone.now())
    CallVersion.objects.filter(pk=version.pk).update(
        state=VersionState.PUBLISHED, published_at=opened, published_by=by
    )
    Call.objects.filter(pk=call.pk).update(state=CallState.PUBLISHED, current=version)
    return Call.objects.select_related("current", "county", "area").get(pk=call.pk)


def _parts(version):
    spec = read("grant.json")
    standard = ProgrammeQuestion.objects.filter(programme=version.call.area.programme)
    if standard:
        for row in standard:
            asked = {name: getattr(row, name) for name in COPIED}
            Question.objects.create(version=version, is_standard=True, **asked)
    else:
        for order, (key, section, kind, label, in_sketch) in enumerate(spec["questions"]):
            Question.objects.create(
                version=version,
                key=key,
                section=section,
                kind=kind,
                label_nb=label,
                in_sketch=in_sketch,
                order=order,
            )
    Question.objects.create(
        version=version,
        key="andre-midler",
        kind=QuestionKind.LONG,
        label_nb="Har dere søkt om midler til det samme andre steder?",
        label_nn="Har de søkt om midlar til det same andre stader?",
        order=90,
    )
    for order, (key, title) in enumerate(spec["musts"]):
        Criterion.objects.create(version=version, key=key, title=title, kind=CriterionKind.MUST, order=order)
    for order, (key, title, weight) in enumerate(spec["weighed"]):
        Criterion.objects.create(
            version=version,
            key=key,
            title=title,
            kind=CriterionKind.WEIGHED,
            weight=weight,
            scale=SCALE,
            order=order,
        )
    for order, (key, title, result, effect) in enumerate(spec["sub_themes"]):
        SubTheme.objects.create(
            version=version, key=key, title=title, result_goal=result, effect_goal=effect, order=order
        )
    Requirement.objects.create(
        version=version, key="vedtak", title="Vedtak eller saksframlegg om søknaden", is_required=False
    )


def open_call(area, county, *, by):
    call, version = make_call(
        area,
        county,
        "open",
        by=by,
        opens_on=today() - dt.timedelta(days=30),
        closes_on=today() + OPEN,
        first_year=2027,
        years=3,
        frame=6_000_000,
        min_amount=200_000,
    )
    return publish(call, version, by=by)


def closed_call(area, county, *, by):
    year = today().year
    call, version = make_call(
        area,
        county,
        "closed",
        by=by,
        opens_on=dt.date(year - 1, 8, 15),
        closes_on=dt.date(year - 1, 10, 15),
        first_year=year,
        years=2,
        frame=4_000_000,
    )
    return publish(call, version, by=by)


def sketch_call(area, county, *, by):
    call, version = make_call(
        area,
        county,
        "sketch",
        by=by,
        opens_on=today() - dt.timedelta(days=10),
        closes_on=today() + OPEN,
        first_year=2027,
        years=2,
        frame=5_000_000,
        has_sketch=True,
        sketch_closes_on=today() + SKETCH,
    )
    return publish(call, version, by=by)


def draft_call(area, county, *, by):
    return make_call(
        area,
        county,
        "draft",
        by=by,
        opens_on=today() + dt.timedelta(days=14),
        closes_on=today() + dt.timedelta(days=70),
        first_year=2027,
        years=2,
        frame=3_000_000,
    )[0]

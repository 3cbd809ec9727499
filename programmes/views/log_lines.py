"""Entries and figures of the log as templates show them, small counts hidden from the public."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkehelse.lib.charts import Columns, Series, figure
from folkehelse.lib.numbers import MISSING, number
from folkehelse.lib.tags import n, suppressed
from programmes.enums import LogState
from programmes.models import PARTICIPANT_GROUPS, LogEntry
from programmes.queries.log import per_quarter


@dataclass(frozen=True)
class Line:
    """One entry as the reader may see it."""

    entry: LogEntry
    people: list  # (group, how many), as texts
    work: list  # sessions and hours, as texts
    principles: list
    by: str

    @property
    def is_withdrawn(self):
        return self.entry.state == LogState.WITHDRAWN


def line_of(entry, principles, *, outsider):
    """`principles` by id. Who wrote it is for the programme's own people."""
    told = suppressed if outsider else n
    counts = {group: getattr(entry, group) for group in PARTICIPANT_GROUPS}
    return Line(
        entry=entry,
        people=[(group_name(group), told(count)) for group, count in counts.items() if count is not None],
        work=work_of(entry),
        principles=sorted(
            (principles[pk] for pk in entry.principle_ids), key=lambda one: (one.framework.order, one.order)
        ),
        by="" if outsider else str(entry.created_by),
    )


def group_name(group):
    return LogEntry._meta.get_field(group).verbose_name


def work_of(entry):
    lines = []
    if entry.sessions is not None:
        times = ngettext("%(n)s gang", "%(n)s ganger", entry.sessions) % {"n": number(entry.sessions)}
        lines.append(times)
    if entry.own_hours is not None:
        told = ngettext("%(n)s time egeninnsats", "%(n)s timer egeninnsats", 1 if entry.own_hours == 1 else 2)
        lines.append(told % {"n": hours(entry.own_hours)})
    return lines


def hours(value):
    return number(value, 0 if value == value.to_integral_value() else 1)


def key_figures(figures):
    """The sums of a log for components/key_figures.html."""
    shown = [{"label": _("loggføringer"), "value": number(figures.entries)}]
    for group, total in figures.people.items():
        if total.is_part:
            value, note = (number(total.value), _("eller flere")) if total.value else (MISSING, "")
        else:
            value, note = number(total.value), ""
        shown.append({"label": group_name(group), "value": value, "note": note})
    if figures.sessions:
        shown.append({"label": _("ganger"), "value": number(figures.sessions)})
    if figures.hours:
        shown.append({"label": _("timer egeninnsats"), "value": hours(figures.hours)})
    return shown


def quarters_chart(rows):
    """Entries in each quarter, from the first to the last."""
    counted = per_quarter(rows)
    if not counted:
        return None
    labels = [_("%(quarter)d. kv. %(year)d") % {"quarter": q, "year": year} for (year, q), _count in counted]
    chart = Columns(labels, [Series(_("Loggføringer"), [count for _quarter, count in counted])])
    return figure("utvikling", _("Loggføringer per kvartal"), chart)

"""Which practices one's own municipality has tried, from its log."""

from django.db.models import Count, Max

from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.models import LogEntry
from programmes.models.enrolment import within
from smart.usage import Tried


def tried_by(user, practice_ids):
    """Practice id → Tried. One query; none for somebody without a municipality."""
    reach = reach_of(user, Permission.OWN_LOG_VIEW)
    if not reach.municipalities:
        return {}
    rows = (
        LogEntry.objects.submitted()
        .filter(within(reach, "measure__enrolment"), practices__in=practice_ids)
        .order_by()
        .values_list("practices")
        .annotate(Count("pk"), Max("happened_on"))
    )
    return {practice: Tried(times, last) for practice, times, last in rows}

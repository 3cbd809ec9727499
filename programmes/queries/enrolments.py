from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from folkehelse.lib.sorting import norwegian
from programmes.models import Enrolment, EnrolmentPartner, LogEntry, Measure, YearlyAward


@dataclass(frozen=True)
class Awards:
    """The grant year by year, and what it comes to."""

    rows: list[YearlyAward]

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def some_subject_to_budget(self) -> bool:
        return any(row.is_subject_to_budget for row in self.rows)


def with_details(user) -> QuerySet[Enrolment]:
    partners = EnrolmentPartner.objects.select_related("municipality")
    return (
        Enrolment.objects.visible_to(user)
        .for_list()
        .select_related("area__programme")
        .prefetch_related(Prefetch("partners", queryset=partners))
    )


def awards_of(enrolment) -> Awards:
    return Awards(list(enrolment.awards.order_by("year")))


def measures_of(user, enrolment) -> QuerySet[Measure]:
    """Its measures, with how many entries the reader sees in each."""
    seen = LogEntry.objects.visible_to(user).submitted().filter(measure=OuterRef("pk")).order_by()
    counted = seen.values("measure").annotate(n=Count("pk")).values("n")
    return (
        Measure.objects.visible_to(user)
        .filter(enrolment=enrolment)
        .annotate(entries=Coalesce(Subquery(counted), 0))
        .order_by("starts_on", norwegian("name"), "pk")
    )

"""Applications as the county has them: what was sent, never what is being written.

What a case holds (amounts, scores) is empty until the reader has declared to be impartial in it, so that
neither the list nor the order of it tells.
"""

from django.db.models import BigIntegerField, Case, Count, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from folkehelse.lib.sorting import norwegian
from municipalities.permissions import works_for
from programmes.enums.applications import ApplicationState
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.models import Application, ApplicationPartner, Impartiality, Review, Submission
from programmes.queries.parties import reads_as_county
from programmes.queries.scores import average_percent

A, R = ApplicationState, ReviewState
WORDS_SEARCHED = 6
SORTS = {
    "sak": ["case_year", "case_number"],
    "-sak": ["-case_year", "-case_number"],
    "hvem": [norwegian("municipality__name"), "case_year", "case_number"],
    "-hvem": [norwegian("municipality__name").desc(), "case_year", "case_number"],
    "tittel": [norwegian("title")],
    "-tittel": [norwegian("title").desc()],
    "belop": [F("asked_sum").asc(nulls_last=True)],
    "-belop": [F("asked_sum").desc(nulls_last=True)],
    "poeng": [F("average").asc(nulls_last=True)],
    "-poeng": [F("average").desc(nulls_last=True)],
}
DEFAULT_SORT = "sak"
TO_DECLARE, TO_REVIEW, SENT, CONFLICTED, NOT_MINE = "declare", "review", "sent", "conflicted", ""


class SumOfValues(Func):
    """The sum of an object of whole numbers, such as {"2027": 400000, "2028": null}."""

    template = "(SELECT sum(value::bigint) FROM jsonb_each_text(%(expressions)s))"
    output_field = BigIntegerField()


def _inside(*path):
    found = F("content")
    for key in path:
        found = KeyTransform(key, found)
    return found


def asked_of(applications) -> dict[int, tuple[int | None, list[int]]]:
    """Application id → (what the newest submission asks for in all, its years)."""
    newest = Submission.objects.filter(application__in=applications).order_by("application", "-number")
    rows = newest.distinct("application").annotate(
        asked=SumOfValues(_inside("budget", "lines", "grant")), years=_inside("budget", "years")
    )
    return {
        pk: (asked, years or []) for pk, asked, years in rows.values_list("application", "asked", "years")
    }


def is_party_to(user) -> Q:
    """A filter: the user works for the applicant or a partner."""
    ids = works_for(user)
    if not ids:
        return Q(pk__in=[])
    partners = ApplicationPartner.objects.filter(municipality__in=ids)
    return Q(municipality__in=ids) | Q(pk__in=partners.values("application"))


def open_to(user) -> Q:
    """A filter on cases whose content the reader may see: as can_read_case, for many at once."""
    if not reads_as_county(user):
        return Q(pk__isnull=False)
    impartial = Impartiality.objects.filter(user=user, is_impartial=True)
    return Q(pk__in=impartial.values("application")) & ~is_party_to(user)


def scores_open_to(user) -> Q:
    """A filter on cases whose scores the reader may see: as Review.objects.visible_to, for many at once."""
    if not reads_as_county(user):
        return Q(pk__in=[])
    waiting = Review.objects.filter(reviewer=user, state__in=REVIEW_WAITING)
    return open_to(user) & ~Q(pk__in=waiting.values("application"))


def listed(user, call, *, q="", states=(), mine=None, sort=DEFAULT_SORT):
    """The call's applications that were sent, with the counts and the reader's own part in each."""
    found = _with_counts(_sent_to(user, call), user)
    if states:
        found = found.filter(state__in=states)
    for word in q.split()[:WORDS_SEARCHED]:
        found = found.filter(_has_word(word))
    if mine is not None:
        found = found.filter(own_part(user, mine))
    if sort.endswith("belop"):
        asked = Submission.objects.filter(application=OuterRef("pk")).order_by("-number")
        asked = asked.annotate(asked=SumOfValues(_inside("budget", "lines", "grant"))).values("asked")[:1]
        found = found.annotate(asked_sum=Case(When(open_to(user), then=Subquery(asked))))
    columns = ("title", "state", "phase", "case_year", "case_number", "agency", "is_demo")
    return (
        found.select_related("municipality", "district")
        .only(*columns, "municipality__name", "district__name")
        .order_by(*SORTS[sort], "pk")
    )


def _sent_to(user, call):
    sent = Application.objects.filter(call=call, case_number__isnull=False, is_trial=False)
    return sent.filter(Application.objects.sent_to(user))


def _with_counts(found, user):
    reviews = Review.objects.filter(application=OuterRef("pk")).order_by()
    partners = ApplicationPartner.objects.filter(application=OuterRef("pk")).order_by()
    declared = Impartiality.objects.filter(application=OuterRef("pk"), user=user)
    own = reviews.filter(reviewer=user).exclude(state=R.TAKEN_OFF)
    return found.annotate(
        partner_count=_count(partners),
        sent_count=_count(reviews.filter(state=R.SENT)),
        review_count=_count(reviews.filter(state__in=(*REVIEW_WAITING, R.SENT))),
        declared=Subquery(declared.values("is_impartial")[:1]),
        own_state=Subquery(own.values("state")[:1]),
        is_party=Case(When(is_party_to(user), then=Value(True)), default=Value(False)),
        is_open=Case(When(open_to(user), then=Value(True)), default=Value(False)),
        average=Case(When(scores_open_to(user), then=average_percent())),
    )


def _count(rows):
    counted = rows.values("application").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _has_word(word):
    condition = Q(title__icontains=word) | Q(municipality__name__icontains=word)
    condition |= Q(agency__icontains=word) | Q(district__name__icontains=word)
    year, slash, number = word.rpartition("/")
    if number.isdecimal() and len(number) < 9:
        case = Q(case_number=int(number))
        condition |= case & Q(case_year=int(year)) if slash and year.isdecimal() and len(year) == 4 else case
    return condition


def own_part(user, part):
    """A filter on what the reader's own part in the case is."""
    reviews = Review.objects.filter(application=OuterRef("pk"), reviewer=user)
    declared = Impartiality.objects.filter(application=OuterRef("pk"), user=user)
    return {
        TO_DECLARE: ~Exists(declared) & ~is_party_to(user),
        TO_REVIEW: Q(Exists(reviews.filter(state__in=REVIEW_WAITING))),
        SENT: Q(Exists(reviews.filter(state=R.SENT))),
        CONFLICTED: Q(Exists(declared.filter(is_impartial=False))) | is_party_to(user),
    }[part]


def part_of(row) -> str:
    """The reader's part in a row of listed(): what it asks of them."""
    if row.is_party or row.declared is False:
        return CONFLICTED
    if row.declared is None:
        return TO_DECLARE
    if row.own_state in REVIEW_WAITING:
        return TO_REVIEW
    return SENT if row.own_state == R.SENT else NOT_MINE


def undeclared(user, call):
    """Cases of the call that the user has not declared on, and is not kept out of by the machine."""
    found = _sent_to(user, call).exclude(state=A.WITHDRAWN)  # nothing is left to handle
    found = found.exclude(declarations__user=user).exclude(is_party_to(user))
    return found.select_related("municipality__county", "district", "contact").order_by(
        "case_year", "case_number"
    )


def of_municipality(user, ids):
    """The applications of municipalities through the years, as lead or partner, that the user sees."""
    partners = ApplicationPartner.objects.filter(municipality__in=ids).values("application")
    mine = Q(municipality__in=ids) | Q(pk__in=partners)
    own = Application.objects.of(user)
    return (
        Application.objects.visible_to(user)
        .real()
        .filter(mine)
        .select_related("municipality", "district", "call__current")
        .annotate(
            is_own=Case(When(own, then=Value(True)), default=Value(False)),
            is_open=Case(When(own | open_to(user), then=Value(True)), default=Value(False)),
        )
        .order_by(F("case_year").desc(nulls_first=True), F("case_number").desc(nulls_first=True), "-pk")
    )

"""Weighted scores: sum(points / scale × weight) / sum(weights), in per cent, averaged over sent reviews.

ranking() holds everything and is for those who count; scores_for(user, call) is what one may show to a
reader: empty where they have not declared, are not impartial, or have a review of their own to send.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Avg, Exists, F, FloatField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Least

from municipalities.permissions import works_for
from programmes.enums.applications import WITH_COUNTY
from programmes.enums.calls import CriterionKind
from programmes.enums.reviews import REVIEW_WAITING, ReviewState
from programmes.models import Application, Criterion, Impartiality, Review, Score, Submission

R = ReviewState
CRITERIA = "review__application__version__criteria__"


def percent(points: Mapping[str, int | None], criteria: Iterable[Criterion]) -> float | None:
    """One review's score of the weighed criteria; None when nothing that is weighed has points."""
    got = weights = 0.0
    for one in criteria:
        given = points.get(one.key)
        if given is not None and one.scale and one.weight:  # what is weighed has both, a must neither
            got += min(given, one.scale) / one.scale * one.weight
            weights += one.weight
    return 100 * got / weights if weights else None


@dataclass(frozen=True)
class CriterionScore:
    """What the reviewers say of one criterion: how many hold a must for met, or the average of points."""

    criterion: Criterion
    met: int
    answered: int
    average: float | None


def by_criterion(reviews: Iterable[Review], criteria: Iterable[Criterion]) -> list[CriterionScore]:
    """Of reviews with their scores fetched."""
    given: dict[str, list[Score]] = {}
    for review in reviews:
        for score in review.scores.all():
            given.setdefault(score.criterion, []).append(score)
    return [_criterion(one, given.get(one.key, [])) for one in criteria]


def _criterion(criterion, scores):
    points = [score.points for score in scores if score.points is not None]
    return CriterionScore(
        criterion=criterion,
        met=sum(score.is_met is True for score in scores),
        answered=sum(score.is_met is not None or score.points is not None for score in scores),
        average=sum(points) / len(points) if points else None,
    )


def _scored(kind):
    """The scores of one review that belong to a criterion of this kind in the application's version."""
    same = {f"{CRITERIA}key": F("criterion"), f"{CRITERIA}kind": kind}
    return Score.objects.filter(review=OuterRef("pk"), **same).order_by()


def average_percent():
    """The same as percent(), averaged over an application's sent reviews, for Application.annotate()."""
    scale, weight = F(f"{CRITERIA}scale"), F(f"{CRITERIA}weight")
    share = Cast(Least("points", scale), FloatField()) / scale * weight
    weighed = _scored(CriterionKind.WEIGHED).filter(points__isnull=False).values("review")
    of_review = weighed.annotate(percent=100 * Sum(share) / Sum(weight)).values("percent")
    sent = Review.objects.filter(application=OuterRef("pk"), state=R.SENT).order_by()
    sent = sent.annotate(percent=Subquery(of_review, output_field=FloatField())).values("application")
    return Subquery(sent.annotate(average=Avg("percent")).values("average"), output_field=FloatField())


@dataclass(frozen=True)
class Ranked:
    """An application among the others of its call. `hidden` says why its scores are not shown, or ""."""

    application: Application
    average_percent: float | None = None
    musts_met: bool | None = None  # None: nobody has said
    reviews_sent: int = 0
    reviews_waiting: int = 0
    advice: Counter = field(default_factory=Counter)
    proposed: int | None = None  # the average of the amounts that were proposed
    is_stale: bool = False  # sent in again after a review was sent
    hidden: str = ""


def ranking(call) -> list[Ranked]:
    """Every application with the county, the best first; those that fail a must come last. Four queries."""
    applications = (
        Application.objects.filter(call=call, is_trial=False, state__in=WITH_COUNTY)
        .select_related("municipality__county", "district", "version", "call")
        .annotate(average_percent=average_percent(), last_sent=_last_sent())
    )
    reviews = Review.objects.filter(application__call=call, state__in=(R.SENT, *REVIEW_WAITING))
    failed = _scored(CriterionKind.MUST).filter(is_met=False)
    said = _scored(CriterionKind.MUST).filter(is_met=True)
    by_case: dict[int, list[Review]] = {}
    for review in reviews.annotate(fails=Exists(failed), meets=Exists(said)).defer(
        "summary", "internal_note"
    ):
        by_case.setdefault(review.application_id, []).append(review)
    rows = [_ranked(one, by_case.get(one.pk, [])) for one in applications]
    return sorted(rows, key=_place)


def _place(row: Ranked):
    """Hidden rows come last, in an order that tells nothing; a score of nought before none at all."""
    score = -1.0 if row.average_percent is None else row.average_percent
    return bool(row.hidden), row.musts_met is False, -score, row.application.pk


def _last_sent():
    newest = Submission.objects.filter(application=OuterRef("pk")).order_by("-number")
    return Subquery(newest.values("submitted_at")[:1])


def _ranked(application, reviews):
    sent = [review for review in reviews if review.state == R.SENT]
    amounts = [review.amount for review in sent if review.amount is not None]
    return Ranked(
        application=application,
        average_percent=application.average_percent,
        musts_met=_musts(sent),
        reviews_sent=len(sent),
        reviews_waiting=len(reviews) - len(sent),
        advice=Counter(review.advice for review in sent),
        proposed=round(sum(amounts) / len(amounts)) if amounts else None,
        is_stale=any(application.last_sent and review.sent_at < application.last_sent for review in sent),
    )


def _musts(sent):
    if any(review.fails for review in sent):
        return False
    return True if any(review.meets for review in sent) else None


UNDECLARED, CONFLICTED, OWN_WAITS = "undeclared", "conflicted", "own_waits"


def scores_for(user, call) -> list[Ranked]:
    """The ranking as this reader may see it: hidden rows keep their application and their counts only."""
    hidden = hidden_from(user, call)
    rows = [_blanked(row, hidden.get(row.application.pk, UNDECLARED)) for row in ranking(call)]
    return sorted(rows, key=_place)


def _blanked(row, why):
    if not why:
        return row
    blank = {"average_percent": None, "musts_met": None, "advice": Counter(), "proposed": None}
    row.application.average_percent = None
    return replace(row, **blank, hidden=why)


def hidden_from(user, call) -> dict[int, str]:
    """Application id → why its scores are hidden from the reader, "" when they are not."""
    ids = works_for(user)
    said = Impartiality.objects.filter(user=user, application=OuterRef("pk")).values("is_impartial")
    own = Review.objects.filter(reviewer=user, application=OuterRef("pk"), state__in=REVIEW_WAITING)
    cases = Application.objects.filter(call=call).annotate(said=Subquery(said), waits=Exists(own)).order_by()
    rows = list(cases.values_list("pk", "said", "waits"))
    declared = {pk: is_impartial for pk, is_impartial, _waits in rows if is_impartial is not None}
    waiting = [pk for pk, _said, waits in rows if waits]
    party = Application.objects.filter(call=call).filter(
        Q(municipality__in=ids) | Q(partners__municipality__in=ids)
    )
    kept_out = set(party.values_list("pk", flat=True)) if ids else set()
    kept_out |= {pk for pk, is_impartial in declared.items() if not is_impartial}
    hidden = dict.fromkeys(declared, "") | dict.fromkeys(waiting, OWN_WAITS)
    return hidden | dict.fromkeys(kept_out, CONFLICTED)

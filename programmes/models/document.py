import datetime as dt

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.slugs import norwegian_slug
from folkehelse.lib.snapshot import Decoder, Encoder
from municipalities.models import County, Municipality
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums import DOCUMENT_MOVES, REPORTS, DocumentKind, DocumentState
from programmes.models.application import Application
from programmes.models.letter import Letter
from programmes.models.moving import Moving, WrongState
from programmes.models.programme import Programme
from programmes.models.submission import Submission

LEASE = dt.timedelta(minutes=2)  # without a sign of progress; a page is laid out in less than a second
MOST_ATTEMPTS = 5
REST = dt.timedelta(seconds=5)  # after a first error, doubled for each one
LIVE = (DocumentState.ORDERED, DocumentState.RUNNING, DocumentState.DONE)


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A municipality's for itself, its county and the nation; a county's for itself and the nation.

        A receipt and a letter are seen by those who see what they are of.
        """
        reach = reach_of(user, Permission.PLAN_VIEW)
        reports = (
            Q(kind__in=REPORTS)
            if reach.nationwide
            else Q(kind=DocumentKind.MUNICIPALITY, municipality__in=reach.municipalities)
            | Q(kind=DocumentKind.COUNTY, county__in=reach.counties)
        )
        seen = Application.objects.visible_to(user).real()
        return self.filter(
            reports
            | Q(kind=DocumentKind.RECEIPT, submission__application__in=seen.values("pk"))
            | Q(kind=DocumentKind.LETTER, letter__in=Letter.objects.visible_to(user).values("pk"))
        )

    def reports(self):
        return self.filter(kind__in=REPORTS)

    def for_list(self):
        return (
            self.select_related(
                "municipality",
                "county",
                "programme",
                "ordered_by",
                "letter__application",
                "submission__application",
            )
            .defer("content")
            .order_by("-ordered_at", "-pk")
        )

    def due(self):
        """Rows that somebody should work on now: never taken, or taken by a worker that is gone."""
        now = timezone.now()
        return self.filter(
            Q(state=DocumentState.ORDERED, next_try_at__lte=now)
            | Q(state=DocumentState.RUNNING, lease_until__lt=now)
        )

    def seconds_waited(self):
        """How long the oldest row that is due has waited to be taken, in whole seconds."""
        oldest = self.due().aggregate(oldest=models.Min("next_try_at"))["oldest"]
        return int((timezone.now() - oldest).total_seconds()) if oldest else 0

    def claim(self, pk):
        """Take the row for one attempt, or None when it is taken, done or not due.

        One conditional UPDATE; the attempt is counted before the work, so that a document that kills
        its worker is not tried for ever. The attempt number is the fence: only its holder may finish.
        """
        lease = timezone.now() + LEASE
        taken = (
            self.due()
            .filter(pk=pk)
            .update(state=DocumentState.RUNNING, attempts=F("attempts") + 1, lease_until=lease, progress=0)
        )
        return self.for_list().defer(None).get(pk=pk) if taken else None


class Document(Moving):
    """A PDF that somebody ordered: the row is the job, the broker only rings.

    `content` is all that the report tells, taken when it was ordered; the PDF itself keeps it afterwards.
    `fingerprint` is of that content and of what draws it: the same report is made once, whoever asks.
    """

    MOVES = DOCUMENT_MOVES

    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="documents")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    year = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    ordered_at = models.DateTimeField(default=timezone.now)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: ordered from the command line
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.ORDERED)
    progress = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_allowed = models.PositiveSmallIntegerField(default=MOST_ATTEMPTS)
    next_try_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    content = models.JSONField(encoder=Encoder, decoder=Decoder, default=dict)
    fingerprint = models.CharField(max_length=64)
    file = models.FileField(upload_to="documents/%Y/", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="document_state_is_known", condition=Q(state__in=DocumentState.values)
            ),
            models.CheckConstraint(
                name="document_scope_follows_kind",
                condition=Q(kind=DocumentKind.MUNICIPALITY, municipality__isnull=False, county__isnull=True)
                | Q(kind=DocumentKind.COUNTY, municipality__isnull=True, county__isnull=False)
                | Q(kind=DocumentKind.NATION, municipality__isnull=True, county__isnull=True)
                | Q(kind__in=(DocumentKind.RECEIPT, DocumentKind.LETTER), municipality__isnull=False),
            ),
            models.CheckConstraint(
                name="document_subject_follows_kind",
                condition=Q(kind=DocumentKind.RECEIPT, submission__isnull=False, letter__isnull=True)
                | Q(kind=DocumentKind.LETTER, submission__isnull=True, letter__isnull=False)
                | Q(kind__in=REPORTS, submission__isnull=True, letter__isnull=True),
            ),
            models.CheckConstraint(
                name="document_file_follows_state",
                condition=Q(state=DocumentState.DONE, finished_at__isnull=False, size__isnull=False)
                & ~Q(file="")
                & ~Q(sha256="")
                | ~Q(state=DocumentState.DONE) & Q(file="", sha256="", finished_at__isnull=True),
            ),
            models.CheckConstraint(name="document_progress_is_a_percentage", condition=Q(progress__lte=100)),
            models.UniqueConstraint(
                fields=["kind", "programme", "municipality", "county", "year", "language", "fingerprint"],
                condition=Q(state__in=LIVE),
                nulls_distinct=False,
                name="document_is_made_once_for_the_same_content",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.year}"

    def get_absolute_url(self):
        return reverse("document", args=[self.pk])

    @property
    def scope(self):
        """Municipality or county, or None for the nation."""
        return self.municipality or self.county

    @property
    def title(self):
        if self.kind == DocumentKind.RECEIPT:
            return _("Kvittering for søknad %(case)s") % {"case": self.submission.application.case}
        if self.kind == DocumentKind.LETTER:
            return self.letter.subject
        place = self.scope.name if self.scope else _("hele landet")
        return _("Framdriftsrapport for %(place)s %(year)s") % {"place": place, "year": self.year}

    @property
    def file_name(self):
        if self.kind == DocumentKind.RECEIPT:
            return f"kvittering-{self.submission.application.case.replace('/', '-')}.pdf"
        if self.kind == DocumentKind.LETTER:
            return f"brev-{self.letter.application.case.replace('/', '-')}-{self.letter_id}.pdf"
        place = norwegian_slug(self.scope.name) if self.scope else "hele-landet"
        return f"framdriftsrapport-{place}-{self.year}.pdf"

    @property
    def is_waiting(self):
        return self.state in (DocumentState.ORDERED, DocumentState.RUNNING)

    def _move(self, to, *, by, why="", **stamps):
        """Fenced by the attempt: a worker whose lease ran out, and whose row was taken, changes nothing."""
        with transaction.atomic():
            mine = type(self).objects.filter(pk=self.pk, state=self.state, attempts=self.attempts)
            if mine.select_for_update().values_list("pk", flat=True).first() is None:
                raise WrongState(f"document {self.pk}: attempt {self.attempts} is no longer {self.state}")
            super()._move(to, by=by, why=why, **stamps)

    def _held(self):
        """The row as long as this attempt holds it."""
        return type(self).objects.filter(pk=self.pk, state=DocumentState.RUNNING, attempts=self.attempts)

    def note_progress(self, percent):
        """Tell how far the work is, which renews the lease; refused when somebody else has the row."""
        self.progress, self.lease_until = percent, timezone.now() + LEASE
        if not self._held().update(progress=percent, lease_until=self.lease_until):
            raise WrongState(f"document {self.pk}: attempt {self.attempts} was overtaken")

    def postpone(self, error):
        """Back in the queue after an error, a little later each time."""
        rest = REST * 2 ** (self.attempts - 1)
        self._held().update(
            state=DocumentState.ORDERED,
            progress=0,
            lease_until=None,
            next_try_at=timezone.now() + rest,
            last_error=error,
        )

    def finish(self, *, file, sha256, size, pages):
        self._move(
            DocumentState.DONE,
            by=None,
            file=file,
            sha256=sha256,
            size=size,
            pages=pages,
            finished_at=timezone.now(),
            progress=100,
            lease_until=None,
            last_error="",
            content={},
        )

    def give_up(self, error):
        self._move(DocumentState.FAILED, by=None, progress=0, lease_until=None, last_error=error)

    def retry(self, *, by):
        """As many attempts again. They are counted on, because the number is the fence."""
        self._move(
            DocumentState.ORDERED,
            by=by,
            next_try_at=timezone.now(),
            attempts_allowed=self.attempts + MOST_ATTEMPTS,
        )

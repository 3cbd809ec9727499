from django.db import models


class AuditEventQuerySet(models.QuerySet):
    def about(self, *subjects):
        """The trail of these things, newest first."""
        keys = [subject_key(subject) for subject in subjects]
        return self.filter(subject__in=keys).order_by("-at", "-pk")


class AuditEvent(models.Model):
    """One line of the trail. Rows are only ever added: a trigger refuses update, delete and truncate.

    Actor and subject are text ("accounts.user:12"), so that audit depends on nobody and a line
    outlives what it tells of. Names are looked up when the line is shown (see presenters).
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(blank=True)

    objects = AuditEventQuerySet.as_manager()

    def __str__(self):
        return f"{self.action} {self.subject}"


def subject_key(thing):
    """`programmes.measure:7` for a model instance; text is taken as it is."""
    return thing if isinstance(thing, str) else f"{thing._meta.label_lower}:{thing.pk}"

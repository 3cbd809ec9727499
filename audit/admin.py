"""Django's admin is for technical staff, and off unless ADMIN=1. What it writes is in the trail too."""

from django.contrib import admin
from django.db import transaction

from audit.models import AuditEvent
from audit.record import record

SECRET = {"password"}


class AuditedAdmin(admin.ModelAdmin):
    """An admin page whose every write leaves its line. Nothing is deleted here."""

    def has_delete_permission(self, request, obj=None):
        return False

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        names = [name for name in form.changed_data if name not in SECRET and name in _columns(obj)]
        before = {name: form.initial.get(name) for name in names} if change else {}
        super().save_model(request, obj, form, change)
        after = {name: getattr(obj, name) for name in names}
        what = "changed" if change else "created"
        record(f"{obj._meta.model_name}.{what}", actor=request.user, subject=obj, before=before, after=after)


def _columns(obj):
    return {field.name for field in obj._meta.concrete_fields}


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    list_display = ["at", "action", "subject", "actor", "why"]
    list_filter = ["action"]
    search_fields = ["subject", "actor"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

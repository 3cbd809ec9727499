from django.contrib import admin

from audit.admin import AuditedAdmin
from municipalities.models import Membership, Municipality


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    """To look up only: load_reference writes municipalities."""

    list_display = ["code", "name", "county", "is_current"]
    search_fields = ["code", "name"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    list_display = ["user", "role", "municipality", "county", "valid"]
    list_filter = ["role"]
    search_fields = ["user__email", "municipality__name", "county__name"]
    autocomplete_fields = ["user", "municipality"]

from django.contrib import admin

from audit.admin import AuditedAdmin
from smart.models import Framework, Practice, Principle


class PrincipleInline(admin.StackedInline):
    model = Principle
    extra = 0


@admin.register(Framework)
class FrameworkAdmin(AuditedAdmin):
    inlines = [PrincipleInline]


@admin.register(Practice)
class PracticeAdmin(AuditedAdmin):
    list_display = ["title_nb", "principle", "minutes", "age_from", "age_to"]
    search_fields = ["title_nb", "title_nn"]

"""Template words for frozen contents: {% load frozen %}."""

from django import template

from programmes.queries import frozen_tables

register = template.Library()


@register.filter
def budget_table(content):
    """{% with table=content|budget_table %}: years, and rows with label, amounts and total."""
    return frozen_tables.budget_table(content)


@register.filter
def answering(attachments, key):
    """The files that answer one question."""
    return [one for one in attachments if one.key == key]

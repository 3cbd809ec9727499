"""A county's own words for its letters; it begins with the portal's."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.record import changes, record
from programmes.actions.versions import Outdated
from programmes.enums.decisions import LetterKind
from programmes.models import LetterTemplate
from programmes.queries.letter_words import default_text


def template_for(county, kind, language, *, by) -> LetterTemplate:
    """The county's template; the portal's own text as its first, when it has none."""
    subject, body = default_text(kind, language)
    template, _made = LetterTemplate.objects.get_or_create(
        county=county,
        kind=kind,
        language=language,
        defaults={"subject": subject, "body": body, "changed_by": by},
    )
    return template


@transaction.atomic
def begin_templates(county, *, by) -> None:
    """All kinds in both written forms, when somebody opens the county's list for the first time."""
    known = set(LetterTemplate.objects.filter(county=county).values_list("kind", "language"))
    for kind in LetterKind.values:
        for language, _name in settings.LANGUAGES:
            if (kind, language) not in known:
                template_for(county, kind, language, by=by)


@transaction.atomic
def edit_template(template: LetterTemplate, values: dict, *, version: int | None, by) -> bool:
    """A new version of the words; drafts made of the old one are marked until they are made again."""
    stored = LetterTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if stored.version != version:
        raise Outdated
    before, after = changes(stored, values)
    if not after:
        return False
    stamps = {"version": stored.version + 1, "changed_at": timezone.now(), "changed_by": by}
    LetterTemplate.objects.filter(pk=template.pk).update(**values, **stamps)
    record("lettertemplate.changed", actor=by, subject=template, before=before, after=after)
    return True

"""What is copied from one version of a call to another: its fields, and its parts with the same keys."""

from programmes.models import CallVersion

PARTS = ("questions", "sub_themes", "criteria", "requirements")
OWN = {
    "id", "call", "number", "state", "note", "changed",
    "created_at", "created_by", "published_at", "published_by",
}  # fmt: skip


def values_of(version: CallVersion) -> dict:
    """What the version says, without what is its own: number, state, who and when."""
    return {
        field.name: getattr(version, field.name)
        for field in CallVersion._meta.concrete_fields
        if field.name not in OWN
    }


def copy_parts(source: CallVersion, target: CallVersion) -> None:
    """Answers hang on the keys, so they are kept, from version to version and from year to year."""
    for name in PARTS:
        rows = list(getattr(source, name).all())
        for row in rows:
            row.pk, row.version, row._state.adding = None, target, True
        getattr(target, name).model.objects.bulk_create(rows)

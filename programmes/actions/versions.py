from django.db import transaction

from audit.record import changes, record


class Outdated(Exception):
    """Somebody else has saved since the writer's page was made; nothing was written."""


@transaction.atomic
def overwrite(thing, values: dict, *, version: int | None, by, **stamps) -> bool:
    """Write over the version and the state that the writer saw, with the trail; False if nothing is new.

    The UPDATE names both, so of two writers one wins and the other is told.
    """
    stored = type(thing)._base_manager.get(pk=thing.pk)
    if (stored.version, stored.state) != (version, thing.state):
        raise Outdated
    links = {name for name in values if stored._meta.get_field(name).many_to_many}
    columns = {name: value for name, value in values.items() if name not in links}
    before, after = changes(stored, columns)
    for name in sorted(links):
        old, new = slugs(getattr(stored, name).all()), slugs(values[name])
        if old != new:
            before[name], after[name] = old, new
    if not after:
        return False
    same = type(thing)._base_manager.filter(pk=thing.pk, version=version, state=stored.state)
    if not same.update(**columns, **stamps, version=stored.version + 1):
        raise Outdated
    for name in links:
        getattr(stored, name).set(values[name])
    record(f"{thing._meta.model_name}.changed", actor=by, subject=thing, before=before, after=after)
    return True


def slugs(rows) -> list[str]:
    """Rows as the trail keeps them: readable without the table that they came from."""
    return sorted(row.slug for row in rows)

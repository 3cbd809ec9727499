"""Makes a table equal to the wanted rows with as few writes as there are differences."""

from dataclasses import dataclass, field

from django.db.backends.postgresql.psycopg_any import DateRange

BATCH = 1000


@dataclass
class Count:
    new: int = 0
    changed: int = 0
    same: int = 0
    removed: list = field(default_factory=list)
    orphans: list = field(default_factory=list)  # no longer in the source, but kept

    def __bool__(self):
        """Whether anything was written."""
        return bool(self.new or self.changed or self.removed)

    def as_numbers(self):
        numbers = {"new": self.new, "changed": self.changed, "removed": len(self.removed)}
        return {name: number for name, number in numbers.items() if number}


def mirror(model, wanted, key):
    """Rows that nobody refers to: what is no longer wanted is deleted.

    A changed row is deleted and put back under its own primary key, so that spans that move can
    never overlap on the way.
    """
    fresh, changed, same, gone = _compare(model, wanted, key)
    model.objects.filter(pk__in=[row.pk for row in changed + gone]).delete()
    model.objects.bulk_create(changed, batch_size=BATCH)
    model.objects.bulk_create(fresh, batch_size=BATCH)
    return Count(len(fresh), len(changed), same, removed=gone)


def keep(model, wanted, key):
    """Rows that others refer to: never deleted, only told of as orphans."""
    fresh, changed, same, gone = _compare(model, wanted, key)
    fields = [field.name for field in _fields(model)]
    model.objects.bulk_update(changed, fields, batch_size=BATCH)
    model.objects.bulk_create(fresh, batch_size=BATCH)
    return Count(len(fresh), len(changed), same, orphans=gone)


def _compare(model, wanted, key):
    existing = {key(row): row for row in model.objects.order_by()}
    fresh, changed, same = [], [], 0
    for row in wanted:
        old = existing.pop(key(row), None)
        if old is None:
            fresh.append(row)
            continue
        row.pk = old.pk
        if _values(row) == _values(old):
            same += 1
        else:
            changed.append(row)
    return fresh, changed, same, list(existing.values())


def _fields(model):
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _values(row):
    return [_plain(getattr(row, field.attname)) for field in _fields(type(row))]


def _plain(value):
    """An open range comes back from the database with other brackets than it was sent with."""
    return (value.lower, value.upper) if isinstance(value, DateRange) else value

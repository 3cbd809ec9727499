"""Words of the trail: what an action is called, by its name in record()."""

LABELS: dict = {}

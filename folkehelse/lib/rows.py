"""Rows brought in line with a file: made when missing, changed where they differ, else left alone."""

from collections import Counter


class Tally:
    """What a loading did, by the words its reader knows the rows by."""

    def __init__(self, words):
        self.words = words
        self.made, self.changed = Counter(), Counter()

    def __bool__(self):
        return bool(self.made or self.changed)

    def told(self):
        """{"praksiser": "2 nye, 1 endret"}, in the order of the words."""
        parts = {}
        for word in dict.fromkeys(self.words.values()):
            counts = ((self.made[word], "nye"), (self.changed[word], "endret"))
            parts[word] = ", ".join(f"{count} {how}" for count, how in counts if count)
        return {word: text for word, text in parts.items() if text}

    def lines(self):
        return [f"{word.capitalize()}: {text}" for word, text in self.told().items()]


def bring(model, key, values, tally, links=None):
    """The row of `key`, with `values` and many-to-many `links` as given; the tally is told what it took."""
    row = model.objects.filter(**key).first()
    if row is None:
        row = model.objects.create(**key, **values)
        tally.made[tally.words[model]] += 1
        _link(row, links or {})
        return row
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    if different:
        row.save(update_fields=different)
    if _link(row, links or {}) or different:
        tally.changed[tally.words[model]] += 1
    return row


def _link(row, links):
    """Set the links that differ; whether any did."""
    told = False
    for name, others in links.items():
        manager = getattr(row, name)
        if {other.pk for other in manager.all()} != {other.pk for other in others}:
            manager.set(others)
            told = True
    return told

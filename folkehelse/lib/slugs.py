from django.utils.text import slugify

# Letters that have no plain letter inside them for Unicode to find.
PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss"})


def norwegian_slug(text):
    """«Sømna» → somna, «Kárášjohka – Karasjok» → karasjohka-karasjok: safe in any file name."""
    return slugify(str(text).lower().translate(PLAIN))

"""Data in both written forms: columns `title_nb` and `title_nn`, read as `title` in the reader's form."""

from django.utils.translation import get_language


class Bilingual:
    """`title = Bilingual()` reads `title_nn` for nynorsk readers when it is filled in, else `title_nb`."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, row, owner=None):
        if row is None:
            return self
        nynorsk = (get_language() or "").startswith("nn") and getattr(row, f"{self.name}_nn")
        return nynorsk or getattr(row, f"{self.name}_nb")

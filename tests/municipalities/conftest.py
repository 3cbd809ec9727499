import shutil

import pytest

from municipalities.models import (
    BorderMove,
    County,
    CountyCode,
    District,
    Municipality,
    MunicipalityCode,
    MunicipalityName,
    Population,
    Succession,
)
from municipalities.reference import load as loading
from municipalities.reference.sources import FOLDER

CHILDREN_FIRST = [
    District,
    Population,
    Succession,
    BorderMove,
    MunicipalityName,
    MunicipalityCode,
    Municipality,
    CountyCode,
    County,
]


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """The real reference data, loaded once for a module and gone after it; its audit line is left out,
    because nothing can take that away again."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "record", lambda *args, **kwargs: None)
        loading.load()
    yield
    with django_db_blocker.unblock():
        for model in CHILDREN_FIRST:
            model.objects.all().delete()


class Folder:
    """A copy of the CSV files that a test may spoil."""

    def __init__(self, path):
        self.path = path

    def replace(self, file, old, new):
        text = (self.path / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (self.path / file).write_text(text.replace(old, new), encoding="utf-8")

    def append(self, file, *lines):
        with (self.path / file).open("a", encoding="utf-8") as handle:
            handle.writelines(f"{line}\n" for line in lines)


@pytest.fixture
def folder(tmp_path):
    return Folder(shutil.copytree(FOLDER, tmp_path / "data"))

"""Whether nynorsk is complete: nothing missing, fuzzy or stale, and the compiled files are of today."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import BaseCommand, CommandError

APPS = ("folkehelse", "audit", "accounts", "municipalities", "smart", "programmes", "templates")


def extract(locale):
    """The catalogue as it would be if it were made now; nothing in the checkout is touched."""
    with tempfile.TemporaryDirectory() as folder:
        for name in (*APPS, "locale"):
            source = settings.BASE_DIR / name
            if source.exists():
                shutil.copytree(source, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "-l",
            locale,
            "--no-obsolete",
            "--no-location",
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError(done.stderr)
        return polib.pofile(f"{folder}/locale/{locale}/LC_MESSAGES/django.po")


def keys(catalogue):
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue if not entry.obsolete}


def compiled(catalogue):
    return polib.mofile(catalogue.fpath.removesuffix(".po") + ".mo") if catalogue.fpath else []


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        faults = self.faults("nn", complete=True) + self.faults("nb", complete=False)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("Translations are complete.")

    def faults(self, locale, *, complete):
        """What is wrong with one catalogue. In bokmål the source text stands, so it may be empty there."""
        file = settings.LOCALE_PATHS[0] / locale / "LC_MESSAGES" / "django.po"
        kept, fresh = polib.pofile(str(file)), extract(locale)
        faults = [
            f"{locale}: not in the catalogue: {key[1]!r}" for key in sorted(keys(fresh) - keys(kept), key=str)
        ]
        faults += [
            f"{locale}: no longer in the sources: {key[1]!r}"
            for key in sorted(keys(kept) - keys(fresh), key=str)
        ]
        faults += [f"{locale}: fuzzy: {entry.msgid!r}" for entry in kept if entry.fuzzy]
        if complete:
            faults += [f"{locale}: missing: {entry.msgid!r}" for entry in kept.untranslated_entries()]
        in_mo = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in compiled(kept)}
        in_po = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in kept.translated_entries()}
        if in_mo != in_po:
            faults.append(
                f"{locale}: the compiled file is not of this catalogue; run manage.py compile_translations"
            )
        return faults

"""Update the catalogues from the sources and compile them, with polib: set-up needs no gettext."""

from django.conf import settings
from django.core.management import BaseCommand

from folkehelse.management.commands.check_translations import extract


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        for locale in ("nb", "nn"):
            folder = settings.LOCALE_PATHS[0] / locale / "LC_MESSAGES"
            folder.mkdir(parents=True, exist_ok=True)
            catalogue = extract(locale)
            catalogue.metadata["PO-Revision-Date"] = catalogue.metadata["POT-Creation-Date"] = (
                "2026-11-21 00:00+0000"
            )
            catalogue.save(str(folder / "django.po"))
            catalogue.save_as_mofile(str(folder / "django.mo"))
            empty = len(catalogue.untranslated_entries())
            self.stdout.write(f"{locale}: {len(catalogue)} texts, {empty} untranslated")

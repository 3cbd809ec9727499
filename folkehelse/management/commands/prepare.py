import io

from django.conf import settings
from django.core.management import BaseCommand, call_command

REFERENCE = {
    "load_reference": "Laster kommuner og fylker …",
    "load_library": "Laster verktøy og metoder …",
    "load_programme": "Laster programmet …",
}
DEMO = {"load_demo": "Laster eksempeldata …"}


class Command(BaseCommand):
    help = "Gjør databasen klar: tabeller, referansedata og (med DEMO=1) eksempeldata. Tåler gjentakelse."

    def handle(self, *args, **options):
        self.stdout.write("Oppdaterer databasen …")
        call_command("migrate", interactive=False, verbosity=0)
        for name, text in (REFERENCE | DEMO if settings.DEMO else REFERENCE).items():
            self.stdout.write(text)
            self.stdout.flush()
            call_command(name, verbosity=0, stdout=io.StringIO())

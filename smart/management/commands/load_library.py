from django.core.management import BaseCommand

from smart.library import load_library


class Command(BaseCommand):
    help = "Laster prinsipper, materiell og praksiser fra smart/data. Kan kjøres så ofte man vil."

    def handle(self, *args, **options):
        tally = load_library()
        if options["verbosity"]:
            for line in tally.lines() if tally else ["Biblioteket er allerede likt filene."]:
                self.stdout.write(line)

from django.core.management import BaseCommand, CommandError

from programmes.demo.load import Refused, load_demo


class Command(BaseCommand):
    help = "Laster eksempeldata. Krever DEMO=1 og en database uten ekte data. Kan kjøres så ofte man vil."

    def handle(self, *args, **options):
        try:
            made = load_demo()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if options["verbosity"]:
            told = ", ".join(f"{count} {word}" for word, count in made.items() if count)
            new = f"Nytt i eksempeldataene: {told}"
            self.stdout.write(new if told else "Eksempeldataene er allerede lastet.")

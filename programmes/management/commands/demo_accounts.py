from django.core.management import BaseCommand, CommandError

from accounts.demo import demo_accounts


class Command(BaseCommand):
    help = "Skriver ut demobrukerne: e-post, passord, rolle og sted."

    def handle(self, *args, **options):
        rows = [
            (account.email, account.password, str(account.role), account.place) for account in demo_accounts()
        ]
        if not rows:
            raise CommandError("Det er ingen demobrukere. De lages av:  DEMO=1 manage.py load_demo")
        table = [("E-post", "Passord", "Rolle", "Sted"), *rows]
        widths = [max(len(row[column]) for row in table) for column in range(4)]
        for row in table:
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write(line.rstrip())

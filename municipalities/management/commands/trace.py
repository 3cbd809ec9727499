import argparse
import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from municipalities.models import MunicipalityCode
from municipalities.queries import UnknownCode, trace


class Command(BaseCommand):
    help = "Viser veien til et kommunenummer gjennom reformene, én linje for hver kommune den ender i."

    def add_arguments(self, parser):
        parser.add_argument("code", metavar="NUMMER", help="kommunenummer med fire sifre")
        parser.add_argument("--on", type=_day, metavar="DATO", help="stopp denne dagen (ÅÅÅÅ-MM-DD)")
        parser.add_argument(
            "--from", type=_day, metavar="DATO", dest="since", help="begynn tidligst denne dagen"
        )

    def handle(self, *args, code, on=None, since=None, **options):
        try:
            ways = trace(code, on=on, since=since)
        except UnknownCode as error:
            raise CommandError(self.why(error)) from error
        for way in ways:
            self.stdout.write(" → ".join(str(step) for step in way))

    def why(self, error):
        if MunicipalityCode.objects.exists():
            return str(error)
        return _("Referansedata er ikke lastet: kjør «manage.py load_reference» først.")


def _day(text):
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("«%(text)s» er ikke en dato (ÅÅÅÅ-MM-DD)") % {"text": text}
        ) from None

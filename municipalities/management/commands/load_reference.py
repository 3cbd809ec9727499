from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from municipalities.reference.load import load
from municipalities.reference.sources import FOLDER, BadSource

SHOWN = 20  # rows of a table that are named when they are gone


class Command(BaseCommand):
    help = "Leser fylker, kommuner og tall om dem fra CSV-filene, og sier hva som ble endret."

    def add_arguments(self, parser):
        parser.add_argument("--data", type=Path, default=FOLDER, metavar="MAPPE", help="mappe med CSV-filene")

    def handle(self, *args, data, **options):
        try:
            counts = load(data)
        except BadSource as bad:
            raise CommandError(_("Ingenting er lastet:") + f"\n{bad}") from bad
        for table, count in counts.items():
            for line in self.lines(table, count):
                self.stdout.write(line)
        if not any(counts.values()):
            self.stdout.write(_("Ingenting er endret."))

    def lines(self, table, count):
        summary = _("%(table)s: %(new)s nye, %(changed)s endret, %(same)s uendret") % {
            "table": self.labels()[table],
            "new": count.new,
            "changed": count.changed,
            "same": count.same,
        }
        if count.removed:
            summary += _(", %(count)s fjernet") % {"count": len(count.removed)}
        yield summary
        for row in count.removed[:SHOWN]:
            yield "  " + _("fjernet: %(row)s") % {"row": row}
        for row in count.orphans[:SHOWN]:
            yield "  " + _("finnes ikke i kildene, men beholdes: %(row)s") % {"row": row}

    def labels(self):
        return {
            "county": _("fylker"),
            "county_code": _("fylkesnumre"),
            "municipality": _("kommuner"),
            "code": _("kommunenumre"),
            "name": _("kommunenavn"),
            "succession": _("overganger"),
            "border_move": _("grensejusteringer"),
            "population": _("folketall"),
            "district": _("bydeler"),
        }

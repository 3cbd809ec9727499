"""Orders a progress report from the command line: through the same row and the same worker as the pages."""

import shutil
import sys
import time

from django.core.management.base import BaseCommand, CommandError

from folkehelse.lib.bell import settle
from folkehelse.tasks import heartbeat_age
from programmes.actions.documents import order_report
from programmes.enums import DocumentKind, DocumentState
from programmes.models import Document, Programme
from programmes.queries.progress_codes import NotFound, county_called, municipality_called
from programmes.queries.progress_scopes import years_of

QUIET = 60  # seconds without a heartbeat, and no worker is there
BAR = 30


class Command(BaseCommand):
    help = "Bestiller en framdriftsrapport for en kommune, et fylke eller hele landet."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=DocumentKind.values, help="hva rapporten gjelder")
        parser.add_argument("--code", help="kommunenummer (fire sifre) eller fylkesnummer (to sifre)")
        parser.add_argument("--year", type=int, required=True, help="året rapporten gjelder")
        parser.add_argument("--language", choices=["nb", "nn"], help="målform; ellers kommunens egen")
        parser.add_argument("--wait", action="store_true", help="vent til rapporten er ferdig")
        parser.add_argument("--timeout", type=int, default=600, help="så mange sekunder ventes det (600)")
        parser.add_argument("--out", help="skriv PDF-en til denne filen (venter også)")

    def handle(self, *args, kind, code, year, language, wait, timeout, out, **options):
        programme = Programme.objects.leading()
        if programme is None:
            raise CommandError("Det er ikke lastet inn noe program. Kjør «manage.py load_programme» først.")
        self._check_year(programme, year)
        scope = self._scope(kind, code, year)
        document = order_report(kind, programme=programme, year=year, language=language, by=None, **scope)
        self.stderr.write(f"{document.title} ({document.get_language_display()}), bestilling {document.pk}")
        if wait or out:
            document = self._wait(document, timeout)
            self._deliver(document, out)
        else:
            settle(10)

    def _check_year(self, programme, year):
        if year not in programme.years:
            first, last = programme.years[0], programme.years[-1]
            raise CommandError(f"Året {year} er utenfor programmet, som varer fra {first} til {last}.")
        if year not in years_of(programme):
            raise CommandError(f"Året {year} har ikke begynt, så det er ingenting å fortelle om ennå.")

    def _scope(self, kind, code, year):
        if kind == DocumentKind.NATION:
            if code:
                raise CommandError("En rapport for hele landet har ikke noe nummer. Ta bort --code.")
            return {}
        if not code:
            raise CommandError("Oppgi nummeret med --code.")
        try:
            if kind == DocumentKind.COUNTY:
                return {"county": county_called(code, year)}
            municipality, told = municipality_called(code, year)
        except NotFound as error:
            raise CommandError(str(error)) from error
        if told:
            self.stderr.write(told)
        return {"municipality": municipality}

    def _wait(self, document, timeout):
        """Follow the row until it is done or given up; says so once when no worker answers."""
        deadline, told, quiet_told = time.monotonic() + timeout, None, False
        while document.is_waiting:
            if time.monotonic() > deadline:
                raise CommandError(
                    f"Rapporten var ikke ferdig etter {timeout} sekunder. Den blir laget likevel."
                )
            age = heartbeat_age()
            if not quiet_told and (age is None or age > QUIET):
                self.stderr.write("Ingen arbeider svarer. Rapporten blir laget når en arbeider er i gang.")
                quiet_told = True
            told = self._tell(document, told)
            time.sleep(0.3)
            document = Document.objects.for_list().get(pk=document.pk)
        self._tell(document, told, last=True)
        if document.state == DocumentState.FAILED:
            raise CommandError(f"Rapporten kunne ikke lages: {document.last_error}")
        return document

    def _tell(self, document, told, *, last=False):
        """A bar on a terminal, otherwise a line for each change."""
        now = (document.state, document.progress)
        filled = BAR * document.progress // 100
        text = (
            f"[{'#' * filled}{'.' * (BAR - filled)}] {document.progress:3} %  {document.get_state_display()}"
        )
        if sys.stderr.isatty():
            self.stderr.write(f"\r{text:<60}", ending="\n" if last else "")
        elif now != told:
            self.stderr.write(text)
        return now

    def _deliver(self, document, out):
        if not out:
            self.stdout.write(document.file.name)
            return
        try:
            with document.file.open("rb") as source, open(out, "wb") as target:
                shutil.copyfileobj(source, target)
        except OSError as error:
            raise CommandError(f"Filen kunne ikke skrives: {error}") from error
        self.stdout.write(f"{out}: {document.pages} sider, {document.size} byte")

import hashlib
import os
import signal
import socket
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections

from folkehelse.embedded import Engines, var_folder
from folkehelse.lib.processes import lock_file
from folkehelse.lib.servers import ServerError
from folkehelse.supervisor import Supervisor, portal_children

UNUSED_FILES = ["htmax*", "htmx-2.js", "htmx-4*"]  # compressing takes seconds


class Command(BaseCommand):
    help = "Starter hele portalen: database og kø når ingen er oppgitt, web, arbeider og tidsplan."
    requires_system_checks = ()

    def handle(self, *args, **options):
        var, port = var_folder(), int(os.environ.get("PORT", "8000"))
        var.mkdir(parents=True, exist_ok=True)
        if lock_file(var / "start.lock") is None:
            raise CommandError(
                f"Portalen kjører allerede fra {var}. Stans den med Ctrl-C først.", returncode=2
            )
        for sign in (signal.SIGINT, signal.SIGTERM):  # until the supervisor takes them over
            signal.signal(sign, signal.default_int_handler)
        engines = Engines.from_environment()
        concurrency = int(os.environ.get("WORKER_CONCURRENCY", "2"))
        children = portal_children(var, concurrency)
        supervisor = Supervisor(engines, children, f"FOLKEHELSE_PORTAL={var}", self._say)
        supervisor.clear_away()
        self._refuse_taken_port(port)
        try:
            self._prepare(engines)
            supervisor.run(lambda: self._announce(port))
        except ServerError as error:
            raise CommandError(str(error), returncode=2) from error
        except KeyboardInterrupt:
            self._say("Avbrutt.")
        finally:
            engines.stop()

    def _say(self, text):
        with suppress(OSError):  # the terminal may be gone
            self.stdout.write(text)
            self.stdout.flush()

    def _refuse_taken_port(self, port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((os.environ.get("BIND", "127.0.0.1"), port))
            except OSError as error:
                text = f"Port {port} er opptatt. Velg en annen:  PORT={port + 1} bin/run"
                raise CommandError(text, returncode=2) from error

    def _prepare(self, engines):
        if engines.wanted:
            self._say("Starter database og kø …")
        engines.start()
        call_command("prepare", stdout=self.stdout)
        connections.close_all()
        self._collect_static()
        self._say("Starter portalen …")

    def _collect_static(self):
        """Only when a file has changed since last time, and the admin's many only when it is on."""
        left_out = UNUSED_FILES if settings.ADMIN else [*UNUSED_FILES, "admin", "import_export"]
        seen = hashlib.sha256(f"{left_out}".encode())
        for finder in get_finders():
            for path, storage in finder.list(left_out):
                stat = Path(storage.path(path)).stat()
                seen.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        if stamp.exists() and stamp.read_text() == seen.hexdigest():
            return
        self._say("Samler stilark og skript …")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=left_out)
        stamp.write_text(seen.hexdigest())

    def _announce(self, port):
        """Says where the portal is, once it answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                pass
        except urllib.error.HTTPError as answer:
            if answer.code >= 500:
                return False
        except OSError:
            return False
        self._say(
            f"\nPortalen er klar:  {settings.BASE_URL}\nStans med Ctrl-C. Logger: {var_folder() / 'log'}\n"
        )
        self._demo_accounts()
        return True

    def _demo_accounts(self):
        if settings.DEMO:
            with suppress(CommandError):
                call_command("demo_accounts", stdout=self.stdout)
            self.stdout.flush()
            connections.close_all()

"""Keeps the portal's processes up: starts again what dies, with growing pauses, and stops all in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from folkehelse.embedded import Engines
from folkehelse.lib.processes import die_with_parent, marked, open_log, stop_all
from folkehelse.lib.servers import ServerError

TICK = 0.3
STEADY = 60  # seconds up before earlier falls are forgotten
LONGEST_PAUSE = 30


def pause_after(falls: int) -> float:
    return min(0.25 * 2**falls, LONGEST_PAUSE)


@dataclass
class Child:
    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    falls: int = 0
    started: float = 0.0
    due: float = 0.0

    def start(self, mark: str) -> None:
        key, _, value = mark.partition("=")
        self.started = time.monotonic()
        with open_log(self.log) as log:
            self.process = subprocess.Popen(  # noqa: S603 -- our own words
                self.command,
                env={**os.environ, **self.environment, key: value},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the supervisor, who stops the rest in order
                preexec_fn=die_with_parent(),
            )

    def has_fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def fell(self) -> None:
        """What it leaves behind goes too; jobs in its hands come back by their lease."""
        self.kill()
        if time.monotonic() - self.started > STEADY:
            self.falls = 0
        self.falls += 1
        self.due = time.monotonic() + pause_after(self.falls)
        self.process = None

    def terminate(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """The whole group; it may outlive its leader."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Runs until Ctrl-C or SIGTERM. `mark` (NAME=value) is how a later start recognises what a kill left."""

    def __init__(
        self, engines: Engines, children: Sequence[Child], mark: str, say: Callable[[str], None]
    ) -> None:
        self.engines, self.children, self.mark, self.say = engines, children, mark, say
        self.stopping = 0
        self.engine_falls, self.engines_due = 0, 0.0

    def clear_away(self) -> None:
        """Stop what an earlier supervisor, killed, could not."""
        stop_all(lambda: marked(self.mark), (signal.SIGTERM, 3), (signal.SIGKILL, 5))

    def run(self, when_up: Callable[[], bool]) -> None:
        """`when_up` is asked until it says that the portal answers."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if (sign, signal.getsignal(sign)) != (signal.SIGHUP, signal.SIG_IGN):  # nohup
                signal.signal(sign, self._stop)
        is_up = False
        while not self.stopping:
            self._mend_engines()
            self._mend_children()
            is_up = is_up or when_up()
            time.sleep(TICK)
        self._end()

    def _stop(self, *_: object) -> None:
        self.stopping += 1

    def _mend_engines(self) -> None:
        if time.monotonic() < self.engines_due:
            return
        try:
            mended = self.engines.mend()
        except ServerError as error:
            self.engine_falls += 1
            self.engines_due = time.monotonic() + pause_after(self.engine_falls)
            self.say(str(error))
        else:
            self.engine_falls = 0
            for name in mended:
                self.say(f"{name} stanset og er startet på nytt.")

    def _mend_children(self) -> None:
        for child in self.children:
            if child.has_fallen():
                code = child.process.returncode if child.process else "?"
                child.fell()
                self.say(f"{child.name} stanset (kode {code}) og startes på nytt. Se {child.log}.")
            if child.process is None and time.monotonic() >= child.due:
                child.start(self.mark)

    def _end(self) -> None:
        """Children first, since they need the engines to finish what they hold."""
        self.say("Stanser …")
        for child in self.children:
            child.terminate()
        deadline = time.monotonic() + 20
        while any(child.process and not child.has_fallen() for child in self.children):
            if time.monotonic() > deadline or self.stopping > 1:
                self.say("Noe tok for lang tid og avbrytes. Arbeidet tas opp igjen ved neste start.")
                break
            time.sleep(0.05)
        for child in self.children:
            child.kill()
        self.engines.stop()
        self.say("Stanset.")


def portal_children(var: Path, concurrency: int) -> list[Child]:
    """Web, worker and beat, as in production (docker-compose.yml)."""
    celery = [sys.executable, "-m", "celery", "-A", "folkehelse", "-q"]
    worker = ["worker", "--concurrency", str(concurrency), "--without-gossip", "--without-mingle"]
    beat = ["beat", "--schedule", str(var / "beat-schedule")]
    commands = {
        "web": [sys.executable, "-m", "gunicorn", "folkehelse.wsgi"],
        "worker": [*celery, *worker, "--loglevel", "WARNING"],
        "beat": [*celery, *beat, "--loglevel", "WARNING"],
    }
    children = [Child(name, command, var / "log" / f"{name}.log") for name, command in commands.items()]
    children[0].environment = {"DATABASE_POOL": "1"}
    return children

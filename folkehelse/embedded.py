"""PostgreSQL and Redis of one's own, for whoever gives no DATABASE_URL or REDIS_URL (ADR 0003).

`python -m folkehelse.embedded COMMAND …` runs a command with the engines up.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self

from folkehelse import wheels
from folkehelse.lib.processes import lock_file
from folkehelse.lib.servers import Server, ServerError

WITHOUT_ENGINES = {
    "check_translations",
    "collectstatic",
    "compile_translations",
    "findstatic",
    "help",
    "makemessages",
    "start",
    "version",
}


def var_folder() -> Path:
    return Path(os.environ.get("FOLKEHELSE_VAR") or wheels.CHECKOUT / "var").resolve()


def database_url(folder: Path) -> str:
    """Known without starting anything."""
    return wheels.database_url(folder)


def redis_url(folder: Path) -> str:
    """Known without starting anything."""
    return f"unix://{wheels.redis_path(folder)}"


class Engines(AbstractContextManager):
    """The engines of one folder. The first to start them runs them; whoever comes later borrows."""

    def __init__(
        self, folder: Path | str | None = None, *, postgres: bool = True, redis: bool = True
    ) -> None:
        self.folder = Path(folder).resolve() if folder else var_folder()
        self.postgres, self.redis = postgres, redis
        self.database_url, self.redis_url = database_url(self.folder), redis_url(self.folder)
        self._servers: list[Server] = []
        self._lock: int | None = None

    @classmethod
    def from_environment(cls) -> Self:
        """Those that no DATABASE_URL or REDIS_URL replaces."""
        return cls(postgres=not os.environ.get("DATABASE_URL"), redis=not os.environ.get("REDIS_URL"))

    @property
    def wanted(self) -> bool:
        return self.postgres or self.redis

    def answer(self) -> bool:
        return (not self.postgres or wheels.database_answers(self.folder)) and (
            not self.redis or wheels.redis_answers(self.folder)
        )

    def start(self) -> Self:
        """Up and answering when this returns."""
        deadline = time.monotonic() + 60
        while self.wanted and not self._take_lock():
            if self.answer():
                return self
            if time.monotonic() > deadline:
                raise ServerError(f"Motorene i {self.folder} svarer ikke. Se {self.folder}/log.")
            time.sleep(0.1)
        try:
            for server in self._made():
                server.start()
                self._servers.append(server)
        except ServerError:
            self.stop()
            raise
        return self

    def _take_lock(self) -> bool:
        """Whoever holds it runs the engines; the kernel gives it back however the holder dies."""
        try:
            (self.folder / "log").mkdir(parents=True, exist_ok=True)
            self._lock = lock_file(self.folder / "engines.lock")
        except PermissionError as error:
            raise ServerError(
                f"{self.folder} tilhører en annen bruker. Kjør som den, eller slett mappen."
            ) from error
        return self._lock is not None

    def _made(self) -> list[Server]:
        return wheels.servers(self.folder, postgres=self.postgres, redis=self.redis) if self.wanted else []

    def mend(self) -> list[str]:
        """Start again what has died, borrowed or our own; the names of what was."""
        if self._lock is None:
            if not self.wanted or self.answer():
                return []
            self.start()
            return [server.name for server in self._servers]
        dead = [server for server in self._servers if server.died()]
        for server in dead:
            server.start()
        return [server.name for server in dead]

    def stop(self) -> None:
        """Ours only; borrowed ones belong to somebody else."""
        while self._servers:
            self._servers.pop().stop()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self if self._servers else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextmanager
def for_command(arguments: Sequence[str]) -> Iterator[None]:
    """For manage.py: the engines while a command typed by hand runs, unless it needs none or they are up."""
    try:
        if len(arguments) < 2 or arguments[1] in WITHOUT_ENGINES or "--help" in arguments:
            yield
        else:
            with Engines.from_environment():
                yield
    except ServerError as error:  # from the engines, or from settings that cannot do without a value
        sys.exit(str(error))


def main(command: Sequence[str]) -> int:
    """Run the command with the engines up; it gets Ctrl-C itself, we only wait for it."""
    try:
        with Engines.from_environment():
            child = subprocess.Popen(command)  # noqa: S603 -- typed by whoever runs us
            signal.signal(signal.SIGINT, lambda *_: None)
            signal.signal(signal.SIGTERM, lambda *_: child.terminate())
            return child.wait()
    except ServerError as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

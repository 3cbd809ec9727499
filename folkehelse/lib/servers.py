"""A server process with a folder of its own, that can be killed at any moment and started again."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from folkehelse.lib.processes import die_with_parent, open_log, stop_all, working_in


class ServerError(Exception):
    """Said to a person at a terminal, in Norwegian."""


@dataclass
class Server:
    name: str
    folder: Path
    command: Sequence[str | Path]
    stop_signal: int
    answers: Callable[[], bool]
    stale: Sequence[Path]  # what a kill leaves behind
    log: Path
    account: Mapping[str, Any]  # whom it runs as, for Popen
    process: subprocess.Popen | None = field(default=None, init=False)

    def start(self) -> None:
        """Up and answering when this returns. One that a killed parent left behind is stopped first."""
        stop_all(self._living, (0, 5), (signal.SIGQUIT, 10), (signal.SIGKILL, 5))
        for left in self.stale:  # we have looked: nobody lives there
            left.unlink(missing_ok=True)
        with open_log(self.log) as log:
            self.process = self._popen(log)
        deadline = time.monotonic() + 60
        while not self.answers():
            if self.died() or time.monotonic() > deadline:
                raise ServerError(f"{self.name} ville ikke starte:\n{self._last_words()}")
            time.sleep(0.03)

    def _popen(self, log: BinaryIO) -> subprocess.Popen:
        return subprocess.Popen(  # noqa: S603 -- our own words
            [str(part) for part in self.command],
            cwd=self.folder,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            umask=0o077,
            start_new_session=True,  # Ctrl-C is for the parent only
            preexec_fn=die_with_parent(self.stop_signal),
            **self.account,
        )

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        stop_all(
            self._living,
            (self.stop_signal, 20),
            (signal.SIGQUIT, 10),
            (signal.SIGKILL, 5),
        )
        if self.process:
            self.process.wait()
        self.process = None

    def _living(self) -> list[int]:
        self.died()  # a dead child stays in /proc until its parent has looked
        return working_in(self.folder, Path(self.command[0]).name)

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])

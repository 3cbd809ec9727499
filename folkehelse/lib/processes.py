"""Child processes that never outlive their parent unnoticed, however it died."""

import ctypes
import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

PR_SET_PDEATHSIG = 1
LONGEST_LOG = 10_000_000
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(sign: int = signal.SIGTERM) -> Callable[[], None]:
    """A preexec_fn: the kernel sends `sign` to the child when the parent dies, even by kill -9."""
    parent = os.getpid()

    def arrange() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, sign)
        if os.getppid() != parent:  # it died before we had asked
            os._exit(1)

    return arrange


def lock_file(path: Path) -> int | None:
    """A lock that the kernel gives back however its holder dies; None when somebody else has it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def open_log(path: Path) -> BinaryIO:
    """To be written at the end of; what has grown long is put aside, once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LONGEST_LOG:
        path.rename(path.with_suffix(".log.1"))
    return path.open("ab")


def _of_process(pid: str, what: str) -> bytes:
    try:
        return Path("/proc", pid, what).read_bytes()
    except OSError:  # gone meanwhile, or another person's
        return b""


def _processes() -> Iterator[str]:
    own = str(os.getpid())
    return (entry for entry in os.listdir("/proc") if entry.isdigit() and entry != own)


def marked(mark: str) -> list[int]:
    """Processes that were started with `mark` (NAME=value) in their environment."""
    wanted = mark.encode()
    return [int(pid) for pid in _processes() if wanted in _of_process(pid, "environ").split(b"\0")]


def working_in(folder: Path, program: str) -> list[int]:
    """Processes of that program with `folder` as their working directory (a database moves to its data)."""

    def is_one(pid: str) -> bool:
        try:
            at, runs = os.readlink(f"/proc/{pid}/cwd"), os.readlink(f"/proc/{pid}/exe")
        except OSError:
            return False
        return at == str(folder) and Path(runs.removesuffix(" (deleted)")).name == program

    return [int(pid) for pid in _processes() if is_one(pid)]


def stop_all(find: Callable[[], list[int]], *steps: tuple[int, float]) -> None:
    """Send each signal in turn to whatever `find` still finds, and give it its seconds. 0 only waits."""
    for sign, seconds in steps:
        pids = find()
        for pid in pids:
            try:
                os.kill(pid, sign)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + seconds
        while pids and time.monotonic() < deadline:
            time.sleep(0.05)
            pids = find()
        if not pids:
            return

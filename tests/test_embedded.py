"""The engines of one's own, started and killed for real."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from folkehelse import embedded, wheels
from folkehelse.embedded import Engines
from folkehelse.lib.processes import working_in
from folkehelse.lib.servers import ServerError

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("engines")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder that is kept through the module, so that the cluster is made once."""
    folder = tmp_path_factory.mktemp("var")
    yield folder
    shutil.rmtree((folder / "engines").resolve(), ignore_errors=True)
    shutil.rmtree(wheels.socket_folder(folder), ignore_errors=True)


def rows(engines):
    with psycopg.connect(engines.database_url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS word (word text)")
        return [word for (word,) in connection.execute("SELECT word FROM word ORDER BY word")]


def write(engines, word):
    rows(engines)
    with psycopg.connect(engines.database_url) as connection:
        connection.execute("INSERT INTO word VALUES (%s)", [word])


def processes_of(folder):
    home = (folder / "engines").resolve()
    return working_in(home / "postgres", "postgres") + working_in(home / "redis", "redis-server")


def kill_program(folder, name, program):
    home = (folder / "engines").resolve()
    os.kill(min(working_in(home / name, program)), signal.SIGKILL)


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_is_written_is_there_at_the_next_start_and_nothing_runs_in_between(folder):
    with Engines(folder) as engines:
        write(engines, "stopped")
        Redis.from_url(engines.redis_url).set("bell", "rung")

    assert processes_of(folder) == []
    with Engines(folder) as engines:
        assert "stopped" in rows(engines)
        assert Redis.from_url(engines.redis_url).get("bell") == b"rung"


def test_they_listen_on_a_private_socket_only(folder):
    with Engines(folder) as engines, psycopg.connect(engines.database_url) as connection:
        sockets = wheels.socket_folder(folder)

        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert sockets.stat().st_mode & 0o077 == 0
        assert Redis.from_url(engines.redis_url).config_get("port") == {"port": "0"}
        assert Redis.from_url(engines.redis_url).config_get("appendonly") == {"appendonly": "yes"}


def test_the_database_knows_norwegian_letters(folder):
    with Engines(folder) as engines, psycopg.connect(engines.database_url) as connection:
        found = connection.execute(
            "SELECT lower('ÆØÅ'), to_tsvector('norwegian', 'Årsmøtene')::text"
        ).fetchone()

    assert found == ("æøå", "'årsmøt':1")


def test_who_comes_second_borrows_and_leaves_them_running(folder):
    with Engines(folder) as owner:
        with Engines(folder) as borrower:
            assert borrower.answer()

        assert owner.answer()


@pytest.mark.parametrize(("name", "program"), [("postgres", "postgres"), ("redis", "redis-server")])
def test_a_killed_engine_is_mended_with_its_rows(folder, name, program):
    with Engines(folder) as engines:
        write(engines, name)

        kill_program(folder, name, program)
        wait_until(lambda: engines.mend() == [name])

        assert name in rows(engines)
        assert engines.answer()


def test_a_borrower_takes_over_when_the_owner_is_killed(folder):
    owner = start_elsewhere(folder)
    with Engines(folder) as borrower:
        write(borrower, "borrowed")

        owner.kill()
        owner.wait()
        wait_until(lambda: set(borrower.mend()) == {"postgres", "redis"})

        assert "borrowed" in rows(borrower)


def own_environment(folder):
    rest = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return rest | {"FOLKEHELSE_VAR": str(folder)}


def start_elsewhere(folder):
    words = [sys.executable, "-m", "folkehelse.embedded", "sleep", "60"]
    process = subprocess.Popen(words, cwd=wheels.CHECKOUT, env=own_environment(folder))
    wait_until(Engines(folder).answer)
    return process


def test_a_killed_owner_takes_the_engines_along_and_the_next_start_finds_every_row(folder):
    owner = start_elsewhere(folder)
    write(Engines(folder), "killed")

    owner.kill()
    owner.wait()
    with Engines(folder) as engines:
        assert "killed" in rows(engines)
    assert processes_of(folder) == []


def test_everything_killed_at_once_leaves_every_row(folder):
    owner = start_elsewhere(folder)
    write(Engines(folder), "all killed")

    for pid in [owner.pid, *processes_of(folder)]:
        with suppress(ProcessLookupError):  # a connection that has just ended
            os.kill(pid, signal.SIGKILL)
    owner.wait()
    with Engines(folder) as engines:
        assert "all killed" in rows(engines)


def test_a_lock_file_with_the_number_of_a_stranger_is_no_hindrance(folder):
    with Engines(folder):
        pass
    (folder / "engines" / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")

    with Engines(folder) as engines:
        assert engines.answer()


def test_a_socket_folder_that_others_can_open_is_refused(tmp_path):
    sockets = wheels.socket_folder(tmp_path)
    sockets.mkdir(mode=0o755)
    try:
        with pytest.raises(ServerError, match="laget av noen andre"):
            wheels.make_socket_folder(tmp_path, wheels.Account(None, None))
    finally:
        sockets.rmdir()


def test_the_path_of_a_socket_fits_however_long_the_folder():
    assert len(str(wheels.socket_folder(Path("/" + "langt/" * 60)) / ".s.PGSQL.5432")) < 107


def test_addresses_in_the_environment_replace_the_engines(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")

    assert not Engines.from_environment().wanted


@pytest.mark.parametrize("words", [["manage.py"], ["manage.py", "help"], ["manage.py", "trace", "--help"]])
def test_a_command_without_need_starts_nothing(monkeypatch, words):
    monkeypatch.setattr(Engines, "start", lambda self: pytest.fail("started"))

    with embedded.for_command(words):
        pass


def test_a_portal_without_its_key_says_so_in_a_line(tmp_path):
    own = {
        "DATABASE_URL": "postgres://nowhere.invalid/db",
        "REDIS_URL": "redis://nowhere.invalid",
        "FOLKEHELSE_VAR": str(tmp_path),
    }
    without = {
        name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "DEBUG", "DEMO"}
    }

    ended = subprocess.run(
        [sys.executable, "manage.py", "start"],
        cwd=wheels.CHECKOUT,
        env=without | own,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith("SECRET_KEY mangler.")
    assert len(ended.stderr.splitlines()) == 1

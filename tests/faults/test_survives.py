"""The whole portal, as bin/run starts it, with its processes killed by kill -9."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from itertools import chain

import psycopg
import pytest

from folkehelse import embedded, wheels
from folkehelse.lib.processes import marked, working_in

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("portal")]
PATIENCE = 180  # the first start loads the reference data, beside the other tests


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


class Portal:
    """One portal with a folder and a port of its own."""

    def __init__(self, var):
        self.var, self.process = var, None
        self.home = var / "engines"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self):
        ours = {"FOLKEHELSE_VAR": str(self.var), "PORT": str(self.port), "WEB_WORKERS": "1", "DEMO": "0"}
        rest = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}
        }
        with (self.var / "start.txt").open("ab") as said:
            command = [sys.executable, "manage.py", "start"]
            self.process = subprocess.Popen(
                command, cwd=wheels.CHECKOUT, env=rest | ours, stdout=said, stderr=said
            )
        self.wait_until_ready()

    def wait_until_ready(self):
        wait_until(self.is_ready, self.said())

    def said(self):
        return (self.var / "start.txt").read_text()

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def pids(self):
        """Name → process, of the supervisor and all that it keeps up; masters only."""
        found = {"supervisor": self.process.pid}
        for name, pids in self.engines().items():
            found.update((name, pid) for pid in pids if self.is_child(pid))
        for pid in filter(self.is_child, self.marked()):
            with open(f"/proc/{pid}/cmdline") as line:
                words = line.read().split("\0")
            found[next(name for name in ("worker", "beat", "web") if name in words or name == "web")] = pid
        return found

    def marked(self):
        return marked(f"FOLKEHELSE_PORTAL={self.var}")

    def is_child(self, pid):
        try:
            with open(f"/proc/{pid}/stat") as line:
                return int(line.read().rpartition(")")[2].split()[1]) == self.process.pid
        except OSError:
            return False

    def engines(self):
        home = self.home.resolve()
        return {
            "postgres": working_in(home / "postgres", "postgres"),
            "redis": working_in(home / "redis", "redis-server"),
        }

    def everything(self):
        return [self.process.pid, *self.marked(), *chain(*self.engines().values())]

    def write(self, word):
        with psycopg.connect(embedded.database_url(self.var)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS fault_word (word text)")
            connection.execute("INSERT INTO fault_word VALUES (%s)", [word])

    def has(self, word):
        with psycopg.connect(embedded.database_url(self.var)) as connection:
            found = connection.execute("SELECT count(*) FROM fault_word WHERE word = %s", [word])
            return found.fetchone() == (1,)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    portal = Portal(tmp_path_factory.mktemp("var"))
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()
        shutil.rmtree(portal.home.resolve(), ignore_errors=True)
        shutil.rmtree(wheels.socket_folder(portal.var), ignore_errors=True)


@pytest.mark.parametrize("name", ["web", "worker", "beat", "redis", "postgres"])
def test_a_killed_process_is_started_again(portal, name):
    portal.write(name)
    before = portal.pids()[name]

    os.kill(before, signal.SIGKILL)
    wait_until(lambda: portal.pids().get(name) not in {None, before}, portal.said())
    portal.wait_until_ready()

    assert portal.has(name)


def test_a_killed_supervisor_is_followed_by_a_clean_start(portal):
    portal.write("supervisor")
    before = set(portal.everything())

    portal.process.kill()
    portal.process.wait()
    portal.start()

    assert portal.has("supervisor")
    assert set(portal.everything()) & before == set()


def test_everything_killed_at_once_is_followed_by_a_clean_start(portal):
    portal.write("everything")

    for pid in portal.everything():
        with suppress(ProcessLookupError):  # a connection that has just ended
            os.kill(pid, signal.SIGKILL)
    portal.process.wait()
    portal.start()

    assert portal.has("everything")


def test_a_second_start_in_the_same_folder_is_refused_kindly(portal):
    rest = os.environ | {"FOLKEHELSE_VAR": str(portal.var), "PORT": str(portal.port)}
    second = subprocess.run(
        [sys.executable, "manage.py", "start"], cwd=wheels.CHECKOUT, env=rest, capture_output=True, text=True
    )

    assert second.returncode == 2
    assert "kjører allerede" in second.stderr
    assert portal.is_ready()


def test_ctrl_c_leaves_nothing_running(portal):
    assert portal.stop() == 0

    assert portal.everything() == [portal.process.pid]

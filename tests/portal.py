"""The whole portal as its users get it, for tests in a browser: web, worker, beat, engines, demo data."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from folkehelse import wheels

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = ("DJANGO_ALLOW_ASYNC_UNSAFE", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "DEBUG")


class Portal:
    """`manage.py start` in a folder of its own, on a port of its own."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.folder = folder
        self.env = {key: value for key, value in os.environ.items() if key not in LEFT_OUT} | {
            "FOLKEHELSE_VAR": str(folder),
            "PORT": str(self.port),
            "DEMO": "1",
        }

    def start(self, patience=300):
        self.log = (self.folder / "portal.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "start"], cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log
        )
        self.wait(patience)
        return self

    def wait(self, patience=180):
        """Until it is ready; also after a part of it was killed."""
        give_up = time.monotonic() + patience
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError((self.folder / "portal.log").read_text()[-4000:])
            time.sleep(0.3)

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def manage(self, *arguments):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self.log.close()
        for left in (self.folder / "engines", wheels.socket_folder(self.folder)):  # outside it as root
            shutil.rmtree(left.resolve(), ignore_errors=True)

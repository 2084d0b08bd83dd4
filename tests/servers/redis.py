"""A real Redis for one test, in memory only: the system's own program."""

import importlib.util
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NAMES = ("redis-server", "valkey-server")
START_SECONDS = 10


@dataclass(frozen=True)
class RedisServer:
    """A running server: its address, and a way to end it."""

    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it at once, as a machine that goes away."""
        self.process.kill()
        self.process.wait()


def find_redis() -> str | None:
    """The path of the system's Redis or Valkey server; None without one, or without its driver for Python."""
    if importlib.util.find_spec("redis") is None:
        return None
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def redis_server(program: str) -> Iterator[RedisServer]:
    """Run `program` on a socket file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "redis.sock"
        command = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", folder]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        server = RedisServer(f"unix://{socket}", process)
        try:
            deadline = time.monotonic() + START_SECONDS
            while not socket.exists():
                assert process.poll() is None, f"{program} ended with exit code {process.returncode}"
                assert time.monotonic() < deadline, f"{program} did not begin to listen"
                time.sleep(0.02)
            yield server
        finally:
            server.kill()

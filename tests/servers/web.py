"""The real thing: the application in gunicorn, its mail worker, and its commands, as programs of their own.

Their environment holds what a test gives and nothing of the developer's: no setting leaks in from the shell.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_SECONDS = 30
STOP_SECONDS = 15
COMMAND_SECONDS = 120
OF_THE_MACHINE = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "COVERAGE_PROCESS_START")
SIGNON = (sys.executable, "-m", "flask", "--app", "wsgi")
WORKER = """
import sys
from flask.cli import main
import signon.cli
for module in ("signon.cli.mail", "signon.cli.draw", "signon.cli.hooks"):
    sys.modules[module].REST /= 5
main()
"""


@contextmanager
def running_app(
    env: Mapping[str, str], *, app: str = "wsgi:app", folder: Path = ROOT, options: Sequence[str] = ()
) -> Iterator[str]:
    """Serve the application by gunicorn and give its address, such as `http://127.0.0.1:40123`, without a slash.

    `env` holds the settings; `PUBLIC_URL` becomes the address unless it is among them. `options` are further words for
    gunicorn. Returns once /healthz answers 200. When it does not, or the test fails, what the server wrote is printed.
    """
    with socket.create_server((HOST, 0), backlog=128) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        # Gunicorn is handed the open socket, so that nobody can take the port in between.
        bind = ["--bind", f"fd://{listener.fileno()}", "--no-control-socket", *options]
        command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4", *bind, app]
        settings = {"PUBLIC_URL": address, **env}
        with _running(command, settings, folder, pass_fds=(listener.fileno(),)) as server:
            listener.close()  # ours; a server that has died must refuse, not keep people waiting
            _wait_until_healthy(f"{address}/healthz", urlsplit(settings["PUBLIC_URL"]).netloc, server)
            yield address


@contextmanager
def running_worker(env: Mapping[str, str], *, folder: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    """Run `signon mail send --watch` and give its process, to be looked at or killed. Ends it afterwards.

    It looks five times as often as for real whether there is something to do, so that nobody has to wait for it.
    """
    with _running([sys.executable, "-c", WORKER, *SIGNON[3:], "mail", "send", "--watch"], env, folder) as worker:
        yield worker


def run_command(env: Mapping[str, str], *words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `signon WORDS...` to its end and give its exit code and what it printed. After 120 seconds it is killed."""
    return subprocess.run(
        [*SIGNON, *words],
        env=_environment(env),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@contextmanager
def _running(
    command: Sequence[str], env: Mapping[str, str], folder: Path, pass_fds: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            env=_environment(env),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=pass_fds,
        )
        try:
            yield process
        except BaseException:
            _end(process)
            print(f"--- {' '.join(command)} (exit code {process.returncode}) wrote:\n{_read(log)}---")
            raise
        finally:
            _end(process)


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    machine = {name: os.environ[name] for name in OF_THE_MACHINE if name in os.environ}
    # Unbuffered, so that the log holds the last words of a process that was killed.
    return {**machine, "PYTHONUNBUFFERED": "1", **env}


def _wait_until_healthy(address: str, host: str, server: subprocess.Popen[bytes]) -> None:
    # The application answers only under the name it is published at.
    request = urllib.request.Request(address, headers={"Host": host})
    deadline = time.monotonic() + START_SECONDS
    reason = ""
    while True:
        try:
            with urllib.request.urlopen(request, timeout=START_SECONDS):
                return  # anything but 2xx was raised
        except urllib.error.HTTPError as error:
            reason = str(error)
            error.close()
        except OSError as error:
            reason = str(error)
        assert server.poll() is None, f"gunicorn ended with exit code {server.returncode} before it answered"
        assert time.monotonic() < deadline, f"{address} did not answer 200 within {START_SECONDS} s: {reason}"
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _read(log: IO[bytes]) -> str:
    """The last 10,000 bytes."""
    end = log.seek(0, os.SEEK_END)
    log.seek(max(0, end - 10_000))
    return log.read().decode(errors="replace")

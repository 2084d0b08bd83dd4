"""Keeps one throw-away PostgreSQL alive for as long as its parent lives. `postgres.py` starts it.

    python postgres_keeper.py FOLDER_OF_PROGRAMS

Prints the folder of the server's unix socket, then waits for the end of its standard input. The kernel closes that pipe
however the parent ends, a `kill -9` included, and then the server is stopped and its folder deleted. Only the standard
library is used, and nothing of this project, so that it starts fast and from any folder.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any

MEMORY = "/dev/shm"
PLENTY = 2 << 30  # bytes
START_SECONDS = 60
STOP_SECONDS = 10
STATUS_LINE = 7  # of postmaster.pid, counted from 0: "starting", "ready" or "stopping"

INITDB = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
# A language's order of letters, as production databases have it: under "C" a forgotten COLLATE "C" would go unseen.
# The next in line stands in where the programs were built without ICU, or the machine has not that locale.
ORDERS = (
    ["--locale-provider=icu", "--icu-locale=en-US", "--locale=C"],
    ["--locale=en_US.UTF-8"],
    ["--locale=C"],
)
# Nobody tidies up behind the tests' back either: they search its files, and each database lives for minutes only.
SETTINGS = ("synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB", "autovacuum=off", "jit=off")
FAST_NOT_SAFE = ["-F", *(word for setting in SETTINGS for word in ("-c", setting))]


def main(programs: Path) -> None:
    """Run the server until standard input ends. On failure the server's own words go to standard error, exit code 1."""
    signal.signal(signal.SIGTERM, _leave)
    folder = Path(tempfile.mkdtemp(prefix="signon-pg-", dir=_short_folder()))
    server: subprocess.Popen[bytes] | None = None
    try:
        account = _account(folder)
        programs = _reachable(programs, folder, account)
        _initdb(programs, folder, account)
        server = _start(programs, folder, account)
        print(folder, flush=True)
        sys.stdin.read()
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _leave(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)  # an exception, so that the `finally` above runs


def _short_folder() -> str | None:
    """Memory, where there is plenty of it: on a disk, making a database takes ten times as long. Else /tmp where there
    is one: a unix socket's path has room for some 100 bytes, and TMPDIR can be longer than that.
    """
    if os.access(MEMORY, os.W_OK):
        room = os.statvfs(MEMORY)
        # Programs may have to be copied there, and run.
        if room.f_bavail * room.f_frsize > PLENTY and not room.f_flag & os.ST_NOEXEC:
            return MEMORY
    return "/tmp" if os.access("/tmp", os.W_OK) else None


def _account(folder: Path) -> dict[str, Any]:
    """What to pass to `subprocess`: PostgreSQL refuses to run as root, so `nobody` does, who then owns `folder`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(programs: Path, folder: Path, account: dict[str, Any]) -> Path:
    """The programs, or a copy of them in `folder` when the account may not enter where they are (below /root, say)."""
    try:
        subprocess.run([programs / "initdb", "--version"], check=True, capture_output=True, cwd=folder, **account)
    except PermissionError:
        return _copied(programs, folder / "copied")
    return programs


def _copied(programs: Path, folder: Path) -> Path:
    """Copy the programs, their share and lib folders, and what a wheel keeps beside its package: `PACKAGE.libs`."""
    package = programs.parents[1]
    beside = package.with_name(f"{package.name}.libs")
    if beside.is_dir():
        shutil.copytree(beside, folder / beside.name, symlinks=True)
    copy = shutil.copytree(programs.parent, folder / package.name / programs.parent.name, symlinks=True)
    return copy / programs.name


def _initdb(programs: Path, folder: Path, account: dict[str, Any]) -> None:
    for order in ORDERS:
        command = [str(programs / "initdb"), "--pgdata", str(folder / "data"), *INITDB, *order]
        made = subprocess.run(command, capture_output=True, text=True, cwd=folder, **account)
        if made.returncode == 0:
            return
    raise SystemExit(f"initdb failed:\n{made.stdout}{made.stderr}")


def _start(programs: Path, folder: Path, account: dict[str, Any]) -> subprocess.Popen[bytes]:
    log = folder / "postgres.log"
    places = ["-D", str(folder / "data"), "-k", str(folder), "-h", "", "-p", "5432"]
    command = [str(programs / "postgres"), *places, *FAST_NOT_SAFE]
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=folder, **account)
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(folder / "data" / "postmaster.pid"):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            raise SystemExit(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.02)
    return server


def _is_ready(pid_file: Path) -> bool:
    """Whether the server answers: it writes its state to this file, which is also how pg_ctl knows."""
    try:
        lines = pid_file.read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready"


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGQUIT)  # "immediate": nothing of it will be read again
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

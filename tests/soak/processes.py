"""Real processes with an application each, as a server has them: begun together, timed, killed."""

import multiprocessing
import multiprocessing.process
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from config import AT_LEAST_ONE, MAY_BE_NOTHING

Process = multiprocessing.process.BaseProcess
PATIENCE = 600  # seconds

# A small process that has the application's modules loaded, and that new ones are split off from.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["signon", "tests.make", "tests.browser"])


def settings_of(app: Flask) -> dict[str, Any]:
    """What another process needs to be the same application."""
    names = ("SQLALCHEMY_", "SECRET_KEY", "CONTACT_KEYS", "KEY_STORE", "MAIL_", "PUBLIC_URL", "DATA_DIR", "TESTING")
    more = ("PRODUCTION", "TRUSTED_", "MAX_CONTENT_LENGTH", "SECURITY_PASSWORD_HASH_PASSLIB", "REDIS_URL")
    drawing = ("SIGNING_", "FONT_FOLDER")
    wanted = (*names, *more, *drawing, *AT_LEAST_ONE, *MAY_BE_NOTHING)
    return {name: value for name, value in app.config.items() if name.startswith(wanted)}


def barrier(number: int) -> Any:
    """A place where `number` processes wait for each other."""
    return _context.Barrier(number, timeout=PATIENCE)


def flag() -> Any:
    """An event that processes can look at and set."""
    return _context.Event()


def begun(act: Callable[..., object], *words: Any) -> Process:
    """A process that does `act`, a function of a module, with `words`."""
    process = _context.Process(target=act, args=words, daemon=True)
    process.start()
    return process


def in_processes(number: int, act: Callable[..., Any], *words: Any) -> list[Any]:
    """What `act(which, *words)` answers in each of `number` processes. Fails when one of them fails."""
    answers = _context.SimpleQueue()
    processes = [begun(_answer, answers, act, which, *words) for which in range(number)]
    found = dict(_received(answers, processes))
    for process in processes:
        process.join(PATIENCE)
        assert process.exitcode == 0, f"a process ended with exit code {process.exitcode}: see its words above"
    return [found[which] for which in range(number)]


def _answer(answers: Any, act: Callable[..., Any], which: int, *words: Any) -> None:
    answers.put((which, act(which, *words)))


def _received(answers: Any, processes: list[Process]) -> Iterator[tuple[int, Any]]:
    deadline = time.monotonic() + PATIENCE
    for _ in processes:
        while answers.empty():
            failed = [process.exitcode for process in processes if process.exitcode]
            assert not failed, f"a process ended with exit code {failed[0]}: see its words above"
            assert time.monotonic() < deadline, "the processes are still at work"
            time.sleep(0.01)
        yield answers.get()


def kill(process: Process) -> None:
    """`kill -9`, and wait until it is gone."""
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(PATIENCE)


@contextmanager
def running(act: Callable[..., object], *words: Any) -> Iterator[Process]:
    """Have a process do `act` meanwhile; kill it at the end."""
    process = begun(act, *words)
    try:
        yield process
    finally:
        if process.is_alive():
            kill(process)


def children_of(pid: int) -> list[int]:
    """The processes that `pid` started, on Linux."""
    tasks = Path(f"/proc/{pid}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]

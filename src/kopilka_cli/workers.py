"""Several processes of one server behind one listening socket; whoever is killed is replaced."""

import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Final

Work = Callable[[int, socket.socket], int]
"""What a worker does: told its number from 0 and the socket, until SIGTERM; says how it ended."""

REPLACED_AFTER_SECONDS: Final = 1.0
SPAWN: Final = multiprocessing.get_context("spawn")
log = logging.getLogger(__name__)


class Workers:
    """So many processes that do this work, which has to be picklable, on one bound socket."""

    def __init__(self, count: int, work: Work, listening: socket.socket) -> None:
        self._count = count
        self._work = work
        self._listening = listening

    def run(self) -> int:
        """Until SIGTERM or SIGINT, or until a worker ends by itself, which tells the others to stop.

        Returns 0, or how that worker ended.
        """
        with _stop_signals() as asked:
            running = {number: self._start(number) for number in range(self._count)}
            try:
                return self._watch(running, asked)
            finally:
                for process in running.values():
                    process.terminate()
                for process in running.values():
                    process.join()

    def _watch(self, running: dict[int, SpawnProcess], asked: socket.socket) -> int:
        while asked not in wait([asked, *(process.sentinel for process in running.values())]):
            for number, process in running.items():
                if process.exitcode is None:
                    continue
                if process.exitcode >= 0:
                    return process.exitcode
                log.warning("worker %d was killed and is replaced", number)
                if wait([asked], REPLACED_AFTER_SECONDS):
                    return 0
                running[number] = self._start(number)
        return 0

    def _start(self, number: int) -> SpawnProcess:
        process = SPAWN.Process(target=_run, args=(self._work, number, self._listening))
        process.start()
        return process


def _run(work: Work, number: int, listening: socket.socket) -> None:
    threading.Thread(target=_stop_with_the_parent, daemon=True).start()
    raise SystemExit(work(number, listening))


def _stop_with_the_parent() -> None:
    """Nobody would stop or replace a worker whose parent was killed."""
    if parent := multiprocessing.parent_process():
        parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def _stop_signals() -> Iterator[socket.socket]:
    """A socket that can be read once somebody asked this process to stop."""
    asked, asking = socket.socketpair()
    asking.setblocking(False)
    before = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)
    }
    woken = signal.set_wakeup_fd(asking.fileno())
    try:
        yield asked
    finally:
        signal.set_wakeup_fd(woken)
        for number, handler in before.items():
            signal.signal(number, handler)
        asked.close()
        asking.close()

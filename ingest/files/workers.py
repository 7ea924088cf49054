"""Work done in processes of their own, so that a file that hangs, crashes or takes all memory costs only itself.

A job that is not done in time, and one whose process dies, raises what its :class:`Failures` say
(:class:`UnreadableDocument` for reading); its process is replaced.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import psutil

from dutygraph.graph.errors import DutygraphError, UnreadableDocument
from dutygraph.ingest.budget import Limits

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess


class Job(Protocol):
    """Something to work on that has a name for messages."""

    @property
    def where(self) -> str:
        """The name."""


@dataclass(frozen=True, slots=True)
class Failures:
    """What is said of a job that was not done: each takes the job, the first two also the limits.

    Functions of modules, for they are pickled.
    """

    too_slow: Callable[[Any, Limits], DutygraphError]
    too_big: Callable[[Any, Limits], DutygraphError]
    died: Callable[[Any], DutygraphError]
    closed: Callable[[Any], DutygraphError]
    mistake: Callable[[Any, Exception], DutygraphError]


def _too_slow(job: Job, limits: Limits) -> DutygraphError:
    told = f"读取超过 {limits.seconds:g} 秒，已放弃"
    return UnreadableDocument(job.where, told, "请拆分文件，或用环境变量 DUTYGRAPH_FILE_SECONDS 放宽时限")


def _too_big(job: Job, limits: Limits) -> DutygraphError:
    told = f"读取需要的内存超过 {limits.memory // 1024 // 1024} MB"
    return UnreadableDocument(job.where, told, "请拆分文件，或用环境变量 DUTYGRAPH_FILE_MEMORY_MB 放宽")


def _died(job: Job) -> DutygraphError:
    return UnreadableDocument(
        job.where, "读取时程序意外终止（多为内存不足或文件损坏）", "请单独导入该文件，或另存为其他格式再导入"
    )


def _closed(job: Job) -> DutygraphError:
    return UnreadableDocument(job.where, "没有读完，导入已停止", "请重新导入")


def _mistake(job: Job, error: Exception) -> DutygraphError:
    told = f"{type(error).__name__}: {error}"
    return UnreadableDocument(job.where, f"读取时出错（{told}）", "请把文件和这句话交给维护人员")


READING = Failures(_too_slow, _too_big, _died, _closed, _mistake)
J = TypeVar("J", bound=Job)
R = TypeVar("R")
# Seconds that a new process may take to import what it needs.
_START = 60.0
# Results that may wait to be taken, for each process: enough to keep all of them busy.
_AHEAD = 4


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(eq=False)
class _Worker(Generic[J, R]):
    """A process, our end of its pipe, the job it has, and when that (or its start) must be over."""

    process: SpawnProcess
    pipe: Connection
    until: float
    job: tuple[J, Future[R]] | None = None
    ready: bool = False


class Workers(Generic[J, R]):
    """At most ``count`` processes that do ``work`` on one job each at a time, within the limits.

    ``work`` and what it returns are pickled. The processes start when there is something to do; close the workers,
    or use them as a context, to end them all at once.
    """

    def __init__(self, work: Callable[[J], R], limits: Limits, count: int, failures: Failures = READING) -> None:
        """Remember what to do, and what to say where it fails; nothing is started yet."""
        self._work, self._limits, self._count, self._failures = work, limits, count, failures
        self._waiting: deque[tuple[J, Future[R]]] = deque()
        self._workers: list[_Worker[J, R]] = []
        self._lock = threading.Lock()
        self._closing = False
        self._bell, self._ring = multiprocessing.Pipe(duplex=False)
        self._manager = threading.Thread(target=self._manage, name="workers", daemon=True)

    def __enter__(self) -> Workers[J, R]:
        """Return the workers."""
        return self

    def __exit__(self, *_: object) -> None:
        """End them."""
        self.close()

    def submit(self, job: J) -> Future[R]:
        """Have a job done; the future gives its result or raises what it raised."""
        future: Future[R] = Future()
        with self._lock:
            self._waiting.append((job, future))
            if not self._manager.is_alive():
                self._manager.start()
        self._wake()
        return future

    def each(self, jobs: Iterable[J]) -> Iterator[tuple[J, R | DutygraphError]]:
        """Yield every job with its result or its error, in their order; the next are worked on in the meantime."""
        ahead: deque[tuple[J, Future[R]]] = deque()
        for job in jobs:
            ahead.append((job, self.submit(job)))
            if len(ahead) > _AHEAD * self._count:
                first, future = ahead.popleft()
                result = _outcome(future)
                yield first, result
        for job, future in ahead:
            result = _outcome(future)
            yield job, result

    def close(self) -> None:
        """End all processes, whatever they are doing; what is not done is cancelled."""
        self._closing = True
        self._wake()
        if self._manager.is_alive():
            self._manager.join()

    def _wake(self) -> None:
        self._ring.send_bytes(b"!")

    def _manage(self) -> None:
        """Hand out jobs, take results, end what takes too long. Runs in a thread until the workers are closed."""
        try:
            while not self._closing:
                for worker in [w for w in self._workers if time.monotonic() > w.until]:
                    self._end(worker, self._slow)
                self._hand_out()
                timeout = min((w.until for w in self._workers), default=float("inf")) - time.monotonic()
                pipes = {worker.pipe: worker for worker in self._workers}
                ready = wait([self._bell, *pipes], max(0.0, min(timeout, 3600.0)))
                if self._bell in ready:
                    self._bell.recv_bytes()
                for worker in [worker for pipe, worker in pipes.items() if pipe in ready]:
                    self._take(worker)
        finally:
            for worker in list(self._workers):
                self._end(worker, self._failures.closed)
            for job, future in self._waiting:
                future.set_exception(self._failures.closed(job))

    def _hand_out(self) -> None:
        idle = [w for w in self._workers if w.ready and w.job is None]
        while self._waiting and idle:
            worker = idle.pop()
            worker.job = self._waiting.popleft()
            worker.until = time.monotonic() + self._limits.seconds
            with contextlib.suppress(OSError):  # it died; its pipe tells so next
                worker.pipe.send(worker.job[0])
        starting = sum(not w.ready for w in self._workers)
        for _ in range(min(len(self._waiting) - starting, self._count - len(self._workers))):
            self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        _leave_interrupts_to_us()
        process = context.Process(target=_serve, args=(theirs, self._work, self._limits, self._failures), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, time.monotonic() + _START))

    def _slow(self, job: J) -> DutygraphError:
        return self._failures.too_slow(job, self._limits)

    def _take(self, worker: _Worker[J, R]) -> None:
        try:
            result: Any = worker.pipe.recv()
        except (EOFError, OSError):
            self._end(worker, self._failures.died)
            return
        worker.until = float("inf")
        if worker.job is None:
            worker.ready = True
            return
        (_, future), worker.job = worker.job, None
        if isinstance(result, BaseException):
            future.set_exception(result)
        else:
            future.set_result(result)

    def _end(self, worker: _Worker[J, R], why: Callable[[J], Exception]) -> None:
        """Kill a process and what it has started; the job that it has, or the next if it never began, fails."""
        self._workers.remove(worker)
        _kill(worker.process.pid)
        worker.process.join()
        worker.pipe.close()
        if worker.job is None and not worker.ready and not self._closing and self._waiting:
            worker.job = self._waiting.popleft()  # or a process that cannot start would be started for ever
        if worker.job is not None:
            job, future = worker.job
            future.set_exception(why(job))


def _outcome(future: Future[R]) -> R | DutygraphError:
    try:
        return future.result()
    except DutygraphError as error:
        return error


def _leave_interrupts_to_us() -> None:
    """Block Ctrl-C in this thread: its new processes inherit that from their first moment."""
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # starting it would lift the block
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _kill(pid: int | None) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in (*process.children(recursive=True), process):
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()


def _serve(pipe: Connection, work: Callable[[Job], object], limits: Limits, failures: Failures) -> None:
    """Do one job after the other until the pipe is closed. Runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit_memory(limits.memory)
    pipe.send(None)  # ready
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        try:
            result = work(job)
        except DutygraphError as error:
            result = error
        except MemoryError:
            result = failures.too_big(job, limits)
        except Exception as error:  # a mistake of ours in one job must not lose the others
            result = failures.mistake(job, error)
        pipe.send(result)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit_memory(most: int) -> None:
    """Let requests for more memory fail, where the system can do that; macOS ignores it, Windows has it not."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))

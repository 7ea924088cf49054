"""Processes that read files: one that hangs, crashes or takes all memory costs its file and no other."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from jobs import Job, work

from dutygraph.graph.errors import (
    AmbiguousName,
    BadParameter,
    DutygraphError,
    NotAPlan,
    UnknownQuery,
    UnreadableDocument,
)
from dutygraph.ingest.budget import Limits
from dutygraph.ingest.files.workers import Workers, usable_cores
from dutygraph.ingest.review.yaml_nodes import BadReview

SHORT = Limits(seconds=1.0, memory=1024 * 1024 * 1024)


def told(workers: Workers[Job, str], *jobs: Job) -> list[str]:
    return [str(result) for _, result in workers.each(jobs)]


def gone(pid: int) -> bool:
    """Whether a process has ended, within a few seconds; nobody may have asked yet how it went."""
    for _ in range(100):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_results_come_in_the_order_of_the_jobs() -> None:
    jobs = [Job(str(n), "slow" if n % 5 == 0 else "name") for n in range(40)]
    with Workers(work, Limits(), 2) as workers:
        assert [(job.where, result) for job, result in workers.each(jobs)] == [(str(n), str(n)) for n in range(40)]


def test_what_goes_wrong_with_one_job_is_told_and_the_others_are_done() -> None:
    jobs = [
        Job("甲"),
        Job("乙", "hang"),
        Job("丙", "crash"),
        Job("丁", "take all memory"),
        Job("戊", "no plan"),
        Job("己", "mistake"),
        Job("庚"),
    ]
    with Workers(work, SHORT, 2) as workers:
        results = dict(workers.each(jobs))
    assert (results[jobs[0]], results[jobs[6]]) == ("甲", "庚")
    assert [str(results[job]) for job in jobs[1:6]] == [
        "乙：读取超过 1 秒，已放弃。请拆分文件，或用环境变量 DUTYGRAPH_FILE_SECONDS 放宽时限。",
        "丙：读取时程序意外终止（多为内存不足或文件损坏）。请单独导入该文件，或另存为其他格式再导入。",
        "丁：读取需要的内存超过 1024 MB。请拆分文件，或用环境变量 DUTYGRAPH_FILE_MEMORY_MB 放宽。",
        "戊：没有找到任何任务（没有“牵头部门：”“责任单位：”一类的分工）。"
        "请确认这是任务分解方案；如分工写在别处，请附上该文件。",
        "己：读取时出错（KeyError: '甲'）。请把文件和这句话交给维护人员。",
    ]
    assert isinstance(results[jobs[4]], NotAPlan)


def test_a_process_does_many_jobs_and_one_that_was_ended_is_replaced() -> None:
    with Workers(work, SHORT, 1) as workers:
        before = told(workers, Job("甲", "process"), Job("乙", "process"))
        assert before[0] == before[1] != str(os.getpid())
        hanging, after = told(workers, Job("丙", "hang"), Job("丁", "process"))
        assert "已放弃" in hanging
        assert after != before[0]
        assert gone(int(before[0]))


def test_what_a_process_has_started_ends_with_it(tmp_path: Path) -> None:
    with Workers(work, SHORT, 1) as workers:
        assert "已放弃" in told(workers, Job("甲", "hang with a child", str(tmp_path)))[0]
    assert gone(int((tmp_path / "child").read_text()))


def test_closing_ends_everything_at_once() -> None:
    workers = Workers(work, Limits(), 2)
    futures = [workers.submit(Job(str(n), "hang")) for n in range(5)]
    deadline = time.monotonic() + 30
    while len(psutil.Process().children()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    started = time.monotonic()
    workers.close()
    assert time.monotonic() - started < 5
    assert [type(future.exception()) for future in futures] == [UnreadableDocument] * 5
    assert str(futures[4].exception()) == "4：没有读完，导入已停止。请重新导入。"
    workers.close()  # again: nothing is left to do


def test_a_process_that_is_killed_while_it_waits_is_not_missed() -> None:
    with Workers(work, Limits(), 1) as workers:
        (process,) = told(workers, Job("甲", "process"))
        psutil.Process(int(process)).kill()
        assert told(workers, Job("乙")) in (["乙"], [f"乙：{DIED}"])
        assert told(workers, Job("丙")) == ["丙"]


DIED = "读取时程序意外终止（多为内存不足或文件损坏）。请单独导入该文件，或另存为其他格式再导入。"


def test_processes_that_cannot_start_fail_their_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [path for path in sys.path if not path.endswith("tests")])  # so of the new ones
    with Workers(work, Limits(), 2) as workers:
        assert told(workers, Job("甲"), Job("乙"), Job("丙")) == [f"{name}：{DIED}" for name in "甲乙丙"]


def is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:  # it has ended, and nobody has asked how
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_an_interrupt_ends_the_processes() -> None:
    with Workers(work, Limits(), 2) as workers:
        results = workers.each([Job("甲"), Job("乙", "hang"), Job("丙", "hang")])
        assert next(results)[1] == "甲"
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            next(results)
    assert [child for child in psutil.Process().children() if is_worker(child)] == []


@pytest.mark.parametrize(
    "error",
    [
        UnreadableDocument("甲", "乙", "丙"),
        NotAPlan("甲"),
        UnknownQuery("甲", ["乙"]),
        BadParameter("甲", 1, "乙"),
        BadReview("甲", 1, "乙", "丙", "丁"),
        AmbiguousName("甲", [("乙", "丙")]),
    ],
)
def test_errors_cross_processes_whole(error: DutygraphError) -> None:
    crossed = pickle.loads(pickle.dumps(error))
    assert (type(crossed), str(crossed), vars(crossed)) == (type(error), str(error), vars(error))


def test_limits_from_the_environment() -> None:
    assert Limits.from_environment({}) == Limits(60.0, 100 * 1024**2, 2048 * 1024**2)
    given = {"DUTYGRAPH_FILE_SECONDS": "1.5", "DUTYGRAPH_FILE_MB": "0.5", "DUTYGRAPH_FILE_MEMORY_MB": "512"}
    assert Limits.from_environment(given) == Limits(1.5, 512 * 1024, 512 * 1024**2)
    assert Limits.from_environment({"DUTYGRAPH_FILE_MB": ""}).size == 100 * 1024**2


@pytest.mark.parametrize("value", ["0", "-1", "viel", "nan", "1e10"])
def test_limits_that_are_none(value: str) -> None:
    with pytest.raises(BadParameter) as refused:
        Limits.from_environment({"DUTYGRAPH_FILE_SECONDS": value})
    assert str(refused.value) == f"参数 DUTYGRAPH_FILE_SECONDS：收到“{value}”，应为大于 0 的数。"


def test_cores() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)

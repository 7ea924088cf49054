"""A folder of mixed files, some of them broken: the broken ones are told with their reasons, the rest is read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from mixed import endless, mixed_folder, title

from dutygraph.graph.errors import BadParameter, DutygraphError
from dutygraph.graph.model import Document
from dutygraph.ingest.batch import Reading, Upload, read_each, read_upload
from dutygraph.ingest.budget import Limits
from dutygraph.ingest.files.collect import find_documents

posix = pytest.mark.skipif(sys.platform == "win32", reason="a pipe with a name hangs")


@posix
def test_sixty_mixed_files(tmp_path: Path) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    wrong = mixed_folder(folder, 60)
    hanging = endless(tmp_path)
    reading = Reading(limits=Limits(seconds=8))
    found = find_documents([str(hanging), str(folder)], reading.limits)
    results = dict(read_each(found, reading))
    assert next(iter(results)) == str(hanging)
    failed = {
        where.split("/弹")[0]: str(result) for where, result in results.items() if isinstance(result, DutygraphError)
    }
    assert "读取超过 8 秒" in failed.pop(str(hanging))
    assert set(failed) == set(wrong)
    assert [why for where, why in wrong.items() if why not in failed[where]] == []
    documents = [result for result in results.values() if isinstance(result, Document)]
    assert len(documents) == 57
    assert {len(document.tasks) for document in documents} == {12}
    assert [document.title for document in documents] == [title(n) for n in range(60) if n % 20 != 7]


def test_few_files_are_read_in_this_process(tmp_path: Path) -> None:
    mixed_folder(tmp_path, 3)
    reading = Reading(limits=Limits(seconds=0.001))  # would be too short for any other process
    before = len(psutil.Process().children())
    for _, result in read_each(find_documents([str(tmp_path)], reading.limits), reading):
        assert isinstance(result, Document)
        assert len(psutil.Process().children()) == before


def test_what_is_wrong_with_every_file_is_told_of_every_file(tmp_path: Path) -> None:
    mixed_folder(tmp_path, 3)
    reading = Reading(jurisdiction="无此地")
    results = [result for _, result in read_each(find_documents([str(tmp_path)], reading.limits), reading)]
    assert [type(result) for result in results] == [BadParameter] * 3


def test_uploads(tmp_path: Path) -> None:
    mixed_folder(tmp_path, 2)
    document = read_upload(Upload("方案.docx", (tmp_path / "0001.docx").read_bytes()))
    assert (document.title, document.source.path) == (title(1), "方案.docx")


@posix
@pytest.mark.parametrize("count", [1, 2], ids=["while they start", "while they read"])
def test_an_interrupt_ends_a_batch_and_all_its_processes(tmp_path: Path, count: int) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    mixed_folder(folder, 20)
    command = [sys.executable, "-m", "dutygraph", "extract", str(endless(tmp_path)), str(folder)]
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(children := process.children(recursive=True)) <= count:  # one of them counts what they share
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    told = process.communicate(timeout=30)[1].decode()
    assert (process.returncode, told.strip()) == (130, "错误：已中断。")
    assert psutil.wait_procs(children, timeout=10)[1] == []


@posix
@pytest.mark.long
def test_a_thousand_mixed_files_into_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    wrong = mixed_folder(folder, 1000)
    hanging = endless(tmp_path)
    command = [sys.executable, "-m", "dutygraph", "ingest", str(hanging), str(folder), "--format", "json"]
    environment = {**os.environ, "DUTYGRAPH_FILE_SECONDS": "15", "DUTYGRAPH_NEO4J_URI": ""}
    started, peak = time.monotonic(), 0
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        process = psutil.Popen([*command, "--data", str(tmp_path / "data")], stdout=out, stderr=err, env=environment)
        while process.poll() is None:
            peak = max(peak, _memory(process))
            time.sleep(0.5)
    took = time.monotonic() - started
    told = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    failed = {each["source"].split("/弹")[0]: each["error"]["message"] for each in told if "error" in each}
    assert process.returncode == 3
    assert "读取超过 15 秒" in failed.pop(str(hanging))
    assert set(failed) == set(wrong)
    assert [why for where, why in wrong.items() if why not in failed[where]] == []
    assert sum(each["tasks"] for each in told if "error" not in each) == 950 * 12
    assert took < 1800  # 625 s on two cores that others used too
    with capsys.disabled():
        print(f"\n1,000 files: {took:.0f} s, {peak / 1024 / 1024:.0f} MB at most in our processes")


def _memory(process: psutil.Popen) -> int:
    """Memory of a process and those that read for it; the database has its own."""
    total = 0
    for each in (process, *process.children(recursive=True)):
        try:
            total += each.memory_info().rss if "java" not in each.name() else 0
        except psutil.NoSuchProcess:
            continue
    return total

"""The command line as processes of their own: what they serve, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from processes import lines_until, process
from services import EXAMPLE, EXAMPLES, free_port

from dutygraph.commands import exits


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    with process("queries", "--format", "json") as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert started.stderr.read() == ""
        assert started.wait(30) == 1


def test_output_is_utf8_whatever_the_machine_prefers() -> None:
    with process("queries", PYTHONIOENCODING="ascii", LC_ALL="C") as started:
        out, _ = started.communicate(timeout=30)
    assert "某单位的任务" in out


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no file names that are not text")
def test_a_file_name_in_another_encoding_does_no_harm(tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + "/方案.txt".encode("gbk")
    Path(os.fsdecode(file)).write_bytes((EXAMPLES / "qinghe-2024.txt").read_bytes())
    command = [os.fsencode(sys.executable), b"-m", b"dutygraph", b"extract", file]
    done = subprocess.run(command, capture_output=True, check=True)
    assert len(json.loads(done.stdout)["tasks"]) == 27
    missing = subprocess.run([*command, file + b".docx"], capture_output=True, check=False)
    assert (missing.returncode, json.loads(missing.stdout)[0]["document"]["issued_on"]) == (3, "2024-01-15")
    assert "文件不存在" in missing.stderr.decode("utf-8")


def test_demo_shows_the_answer_serves_and_stops_at_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    with process("demo", "--data", str(tmp_path), PORT=str(port)) as demo:
        lines = lines_until(demo, "Ctrl-C")
        assert lines[1] == "共 27 项任务。区司法局牵头的任务（10 项）："
        assert [line.split()[0] for line in lines[4:-1]] == ["6", "7", "8", "11", "12", "14", "15", "16", "21", "22"]
        assert lines[-1] == f"服务地址：http://127.0.0.1:{port}　按 Ctrl-C 停止。"
        answer = httpx.get(f"http://127.0.0.1:{port}/api/v1/units/区司法局/tasks?role=lead", timeout=30).json()
        assert answer["total"] == 10
        # Another process on the same data folder, while the first one serves.
        with process("query", "plans", "--format", "json", "--data", str(tmp_path)) as query:
            out, _ = query.communicate(timeout=60)
            assert [plan["tasks"] for plan in json.loads(out)] == [27]
        # The same port again.
        with process("demo", "--data", str(tmp_path / "other"), "--port", str(port)) as second:
            out, err = second.communicate(timeout=30)
            assert (second.returncode, out) == (2, "")
            assert err == (
                f"错误：端口 {port} 已被其他程序占用，服务没有启动，也没有导入任何内容。"
                f"请用 --port 换一个端口（例如 --port {port + 1}），或先停止占用它的程序。\n"
            )
            assert not (tmp_path / "other").exists()
        os.killpg(demo.pid, signal.SIGINT)  # as a terminal does: to all of its processes
        out, err = demo.communicate(timeout=30)
        assert (demo.returncode, out, err) == (0, "服务已停止。\n", "")
    assert not (tmp_path / "database" / "server.json").exists()


def test_demo_of_a_plan_without_the_usual_unit_shows_the_busiest(tmp_path: Path) -> None:
    plan = tmp_path / "方案.txt"
    plan.write_text(
        "某县营商环境工作任务分解方案\n（1）优化审批。\n牵头单位：县行政审批局、县财政局\n（2）压缩时限。\n牵头单位：县行政审批局\n",
        encoding="utf-8",
    )
    port = free_port()
    with process("demo", str(plan), "--port", str(port), "--data", str(tmp_path / "data")) as demo:
        lines = lines_until(demo, "Ctrl-C")
        assert lines[:2] == ["某县营商环境工作任务分解方案", "共 2 项任务。县行政审批局牵头的任务（2 项）："]
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(30) == -signal.SIGTERM


def test_serve_reads_uploads_with_its_register_and_stops_at_ctrl_c(tmp_path: Path) -> None:
    register = tmp_path / "名册.csv"
    register.write_text("name,aliases\n区司法局,区法制办;区司法部门\n", encoding="utf-8")
    port = free_port()
    with process("serve", "--port", str(port), "--register", str(register), "--data", str(tmp_path / "data")) as serve:
        lines_until(serve, "Ctrl-C")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=60) as client:
            assert client.post("/ingest", files={"file": ("方案.docx", EXAMPLE.read_bytes())}).json()["tasks"] == 27
            assert client.get("/units/区法制办/tasks", params={"role": "lead"}).json()["total"] == 10
        os.killpg(serve.pid, signal.SIGINT)
        out, err = serve.communicate(timeout=30)
        assert (serve.returncode, out, err) == (0, "服务已停止。\n", "")


def test_ctrl_c_in_the_middle_of_work_is_130() -> None:
    with process("text", "-") as started:
        time.sleep(4)
        os.killpg(started.pid, signal.SIGINT)
        _, err = started.communicate(timeout=30)
    assert (started.returncode, err.strip()) == (exits.EXIT_INTERRUPTED, "错误：已中断。")

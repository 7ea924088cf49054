"""The image and the compose file: valid by the published schema, without a password of their own, without rights."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import checkout
import pytest
import yaml
from checkout import ROOT

COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))


def schema_errors(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(command, capture_output=True, text=True)


def test_compose_file_is_valid_by_the_published_schema() -> None:
    checked = schema_errors(COMPOSE)
    assert checked.returncode == 0, checked.stdout


def test_the_schema_refuses_a_misspelt_key(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text(encoding="utf-8").replace("healthcheck:", "healthchek:"), encoding="utf-8")
    checked = schema_errors(wrong)
    assert checked.returncode == 1
    assert "healthchek" in checked.stdout


def test_services_and_what_each_waits_for(compose: Any) -> None:
    services = compose["services"]
    assert set(services) == {"neo4j", "api", "ingest"}
    assert services["ingest"]["profiles"] == ["ingest"]
    assert "profiles" not in services["api"]
    for name in ("api", "ingest"):
        assert services[name]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert services["ingest"]["command"] == ["ingest", "/plans"]
    assert services["ingest"]["volumes"][0].endswith(":/plans:ro")


def test_images_are_pinned_to_the_release_that_is_tested(compose: Any) -> None:
    services = compose["services"]
    tested = re.search(
        r"neo4j-harness</artifactId>\s*<version>(.+)</version>", (ROOT / "tests/neo4j/pom.xml").read_text()
    )
    assert tested
    assert services["neo4j"]["image"] == f"neo4j:{tested[1]}-community"
    assert services["api"]["image"] == services["ingest"]["image"] == "dutygraph:0.1.0"


def test_no_password_is_given_by_default(compose: Any) -> None:
    services = compose["services"]
    message = "set NEO4J_PASSWORD to a password of at least 8 characters"
    assert services["neo4j"]["environment"]["NEO4J_AUTH"] == "neo4j/${NEO4J_PASSWORD:?" + message + "}"
    for name in ("api", "ingest"):
        assert services[name]["environment"]["DUTYGRAPH_NEO4J_PASSWORD"] == "${NEO4J_PASSWORD:?" + message + "}"
    uses = re.findall(r"\$\{(\w*PASSWORD\w*)([^}]*)\}", COMPOSE.read_text(encoding="utf-8"))
    assert {(name, default[:2]) for name, default in uses} == {("NEO4J_PASSWORD", ":?")}


def test_ports_are_open_to_this_machine_only(compose: Any) -> None:
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert len(published) == 3
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_neo4j_browser_opens_the_guide_of_the_service(compose: Any) -> None:
    services = compose["services"]
    # In the image's names an underscore is a dot, two are an underscore.
    settings = {
        name.removeprefix("NEO4J_").replace("__", "-").replace("_", ".").replace("-", "_"): value
        for name, value in services["neo4j"]["environment"].items()
    }
    assert settings["browser.remote_content_hostname_whitelist"] == "localhost,127.0.0.1"
    port = services["api"]["ports"][0].split(":", 1)[1].rsplit(":", 1)[0]
    assert settings["browser.post_connect_cmd"] == f"guide http://localhost:{port}/browser/guide.html"
    java = (ROOT / "tests/neo4j/Main.java").read_text(encoding="utf-8")
    tested = {f"browser.{name}" for name in re.findall(r"ServerSettings[.]browser_(\w+)", java)}
    assert tested == {name for name in settings if name.startswith("browser.")}


def test_data_outlives_the_containers(compose: Any) -> None:
    services = compose["services"]
    assert services["neo4j"]["volumes"] == ["neo4j-data:/data", "neo4j-logs:/logs"]
    assert "dutygraph-data:/data" in services["api"]["volumes"]
    assert set(compose["volumes"]) == {"neo4j-data", "neo4j-logs", "dutygraph-data"}


def test_services_say_when_they_are_well(compose: Any) -> None:
    services = compose["services"]
    assert services["neo4j"]["healthcheck"]["test"][0] == "CMD-SHELL"
    assert "$${NEO4J_AUTH#*/}" in services["neo4j"]["healthcheck"]["test"][1]
    assert "http://127.0.0.1:8000/ready" in services["api"]["healthcheck"]["test"][-1]


def test_our_services_run_without_rights(compose: Any) -> None:
    for name in ("api", "ingest"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "privileged" not in service


class Instruction(NamedTuple):
    verb: str
    words: str


def dockerfile() -> list[list[Instruction]]:
    """The instructions of the Dockerfile, one list a stage, comments dropped and broken lines joined."""
    lines = [line for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    stages: list[list[Instruction]] = []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        if line:
            verb, words = line.split(maxsplit=1)
            if verb == "FROM":
                stages.append([])
            stages[-1].append(Instruction(verb, words))
    return stages


def only(stage: list[Instruction], verb: str) -> str:
    (words,) = [i.words for i in stage if i.verb == verb]
    return words


def context() -> list[Path]:
    """The files that a build gets to see: those that .dockerignore does not name."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and line[0] != "#"]
    top = [p for p in patterns if not p.startswith("**/")]
    return [f for f in checkout.files() if not any(fnmatchcase(f.parts[0], p) for p in top)]


def test_both_stages_stand_on_one_pinned_python() -> None:
    build, final = dockerfile()
    assert build[0].words == "python:3.12.11-slim-bookworm AS build"
    assert final[0].words == "python:3.12.11-slim-bookworm"


def test_image_runs_as_a_user_without_rights_and_serves_8000() -> None:
    final = dockerfile()[1]
    assert only(final, "USER") == "10001:10001"
    assert final.index(Instruction("USER", "10001:10001")) > max(i for i, it in enumerate(final) if it.verb == "RUN")
    assert only(final, "EXPOSE") == "8000"
    assert only(final, "VOLUME") == "/data"
    assert json.loads(only(final, "ENTRYPOINT")) == ["dutygraph"]
    assert json.loads(only(final, "CMD")) == ["serve", "--host", "0.0.0.0", "--port", "8000"]
    assert "http://127.0.0.1:8000/health" in only(final, "HEALTHCHECK")


def test_image_installs_nothing_that_is_not_locked() -> None:
    installs = [i.words for stage in dockerfile() for i in stage if i.verb == "RUN" and "pip install" in i.words]
    assert len(installs) == 3
    for words in installs:
        assert ("--require-hashes" in words) == ("-r requirements" in words), words
        assert "--no-deps" in words  # the locks are complete; a resolver could take what they do not name
        assert "--no-build-isolation" in words


def test_build_sees_the_packages_and_no_history_secrets_or_tests() -> None:
    seen = {f.parts[0] for f in context()}
    assert {"graph", "ingest", "queries", "api", "web", "examples", "pyproject.toml", "README.md", "LICENSE"} <= seen
    assert seen.isdisjoint({".git", ".ci", ".venv", ".env", "tests", "bench", "docs"})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def build_here(folder: Path) -> Path:
    """Carry out the build stage's steps below a folder instead of at /, and return its virtual environment."""
    places = {"/opt/dutygraph": str(folder / "venv"), "/src": str(folder / "src")}

    def moved(words: str) -> str:
        return re.sub("|".join(places), lambda place: places[place.group()], words)

    environment = {**os.environ, "PIP_CACHE_DIR": str(folder / "cache")}
    where = folder
    for verb, words in dockerfile()[0][1:]:
        if verb == "ENV":
            environment |= dict(pair.split("=", 1) for pair in words.split())
        elif verb == "WORKDIR":
            where = Path(moved(words))
            where.mkdir(parents=True)
        elif verb == "COPY":
            *sources, _ = words.split()
            checkout.copy([f for f in context() if sources == ["."] or str(f) in sources], where)
        else:
            assert verb == "RUN"
            # The image's `python` is the one that its base brings; here it is the one that runs the tests.
            command = re.sub(r"^python ", f"{sys.executable} ", moved(words))
            done = subprocess.run(command, shell=True, cwd=where, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
    return folder / "venv"


@pytest.mark.long
def test_image_steps_make_a_server_that_is_well_and_stops_on_request(tmp_path: Path) -> None:
    venv = build_here(tmp_path)
    final = dockerfile()[1]
    port = str(free_port())
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("DUTYGRAPH_", "PYTHON", "COV"))},
        "PATH": f"{venv / 'bin'}:{os.environ['PATH']}",
        "DUTYGRAPH_DATA": str(tmp_path / "data"),
    }
    command = json.loads(only(final, "ENTRYPOINT")) + json.loads(only(final, "CMD"))
    # Loopback instead of every address: inside a container the port is published by compose alone.
    command = [{"0.0.0.0": "127.0.0.1", "8000": port}.get(word, word) for word in command]
    probe = json.loads(only(final, "HEALTHCHECK").split("CMD", 1)[1])
    probe = [word.replace(":8000/", f":{port}/") for word in probe]
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as server:
        try:
            deadline = time.monotonic() + 60
            while subprocess.run(probe, cwd=tmp_path, env=environment, capture_output=True).returncode != 0:
                assert server.poll() is None, "the server ended by itself"
                assert time.monotonic() < deadline, "not well within 60 s"
                time.sleep(0.5)
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=20) in {0, -signal.SIGTERM, 128 + signal.SIGTERM}
        finally:
            server.kill()

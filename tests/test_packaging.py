"""What is in the tree is in the wheel, and what is locked is what is asked for."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import HeaderParser
from importlib import metadata
from pathlib import Path
from typing import Any

import checkout
import pytest
from checkout import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PARTS = ("graph", "ingest", "queries", "api", "commands", "web")
# What `make assets` has put there, if it has: the wheel carries it, the repository does not.
FETCHED = sorted(path.relative_to(ROOT) for path in (ROOT / "web/static/vendor").rglob("*") if path.is_file())
LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-test.lock")


@pytest.fixture(scope="module")
def declared() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built in a copy of it by the locked build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    source = checkout.copy([*checkout.files(), *FETCHED], folder / "source")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel"]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(source)]
    built = subprocess.run([*command, *options], capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


def pins(lock: str) -> dict[str, list[tuple[Requirement, list[str]]]]:
    """The pinned requirements of a lock by name, each with its hashes; a name may be pinned once per marker."""
    found: dict[str, list[tuple[Requirement, list[str]]]] = {}
    for entry in (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        text, *hashes = re.split(r"\s+--hash=", entry.strip())
        requirement = Requirement(text)
        found.setdefault(canonicalize_name(requirement.name), []).append((requirement, hashes))
    return found


def version(requirement: Requirement) -> str:
    (specifier,) = requirement.specifier
    assert specifier.operator == "==", requirement
    return specifier.version


def test_every_package_on_disk_is_declared(declared: dict[str, Any]) -> None:
    inits = [init for part in PARTS for init in (ROOT / part).rglob("__init__.py")]
    on_disk = {"dutygraph." + ".".join(i.parent.relative_to(ROOT).parts) for i in inits}
    assert on_disk | {"dutygraph"} == set(declared["tool"]["setuptools"]["packages"])


def test_wheel_holds_the_packages_whole_and_nothing_else(wheel: Path) -> None:
    shipped = (*PARTS, "examples")
    names = [f for f in checkout.files() if f.parts[0] in shipped]
    names += [f for f in checkout.files() if len(f.parts) == 1 and f.suffix in {".py", ".ttl", ".typed"}]
    names += FETCHED
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if not name.startswith("dutygraph-0.1.0.dist-info/")}
    assert held == {f"dutygraph/{name.as_posix()}" for name in names}


@pytest.mark.parametrize(
    "pattern",
    [
        r"dutygraph/py\.typed",
        r"dutygraph/ontology\.ttl",
        r"dutygraph/cli\.py",
        r"dutygraph/queries/.+\.cypher",
        r"dutygraph/web/templates/.+",
        r"dutygraph/web/static/.+",
        r"dutygraph/examples/.+\.docx",
        r"dutygraph/examples/.+\.txt",
        r"dutygraph/ingest/data/.+",
    ],
)
def test_wheel_holds_what_is_no_code(wheel: Path, pattern: str) -> None:
    with zipfile.ZipFile(wheel) as packed:
        assert [name for name in packed.namelist() if re.fullmatch(pattern, name)]


def test_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        info = HeaderParser().parsestr(packed.read("dutygraph-0.1.0.dist-info/METADATA").decode("utf-8"))
        scripts = packed.read("dutygraph-0.1.0.dist-info/entry_points.txt").decode("utf-8")
        licence = packed.read("dutygraph-0.1.0.dist-info/licenses/LICENSE").decode("utf-8")
    assert info["Requires-Python"] == ">=3.11"
    assert info["License-Expression"] == "Apache-2.0"
    assert scripts.split() == ["[console_scripts]", "dutygraph", "=", "dutygraph.cli:main"]
    assert "Version 2.0, January 2004" in licence


def test_what_comes_from_npm_is_locked_by_content_and_without_addresses() -> None:
    text = (ROOT / "tools/assets/package-lock.json").read_text(encoding="utf-8")
    packages = {name: each for name, each in json.loads(text)["packages"].items() if name}
    assert {"node_modules/htmx.org", "node_modules/echarts"} <= set(packages)
    assert "://" not in text
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-[a-z]|--(?!hash=))|\s@\s", text, flags=re.MULTILINE)
    for pinned in pins(lock).values():
        for requirement, hashes in pinned:
            assert hashes, requirement
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", h) for h in hashes), requirement
            assert version(requirement)


def test_tests_run_on_the_packages_that_are_shipped() -> None:
    shipped, tested = pins("requirements.lock"), pins("requirements-test.lock")
    versions = {name: {version(r) for r, _ in pinned} for name, pinned in shipped.items()}
    assert versions == {name: {version(r) for r, _ in tested[name]} for name in shipped}


def test_locks_pin_all_that_is_asked_for(declared: dict[str, Any]) -> None:
    project = declared["project"]
    assert declared["dependency-groups"]["build"] == declared["build-system"]["requires"]
    asked = {
        "requirements-build.lock": declared["build-system"]["requires"],
        "requirements.lock": project["dependencies"],
        "requirements-test.lock": project["dependencies"] + project["optional-dependencies"]["test"],
    }
    for lock, requirements in asked.items():
        locked = pins(lock)
        for text in requirements:
            wanted = Requirement(text)
            for requirement, _ in locked[canonicalize_name(wanted.name)]:
                assert wanted.specifier.contains(version(requirement)), f"{lock}: {text}"


def imported(path: Path) -> set[str]:
    """Top-level names of the packages that a file imports or takes files("…") from, ours and Python's own left out."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "files"]
    names |= {str(arg.value) for call in calls for arg in call.args if isinstance(arg, ast.Constant)}
    ours = {
        "dutygraph",
        "bench",
        *(test.stem for test in (ROOT / "tests").iterdir() if test.is_dir() or test.suffix == ".py"),
    }
    return {name.partition(".")[0] for name in names} - ours - sys.stdlib_module_names


# Run by the benchmark of accuracy in an environment of its own, from bench/requirements.lock.
PEERS = {"jionlp"}


@pytest.mark.parametrize(
    ("folders", "lock"),
    [(("", *PARTS), "requirements.lock"), (("tests", "bench"), "requirements-test.lock")],
    ids=["package", "tests"],
)
def test_everything_imported_is_locked(folders: tuple[str, ...], lock: str) -> None:
    brought_by = metadata.packages_distributions()
    locked = {**pins(lock), **pins("requirements-build.lock")}
    modules = [f for f in checkout.files() if f.suffix == ".py" and (f.parts[0] if len(f.parts) > 1 else "") in folders]
    missing = {
        (name, module.as_posix())
        for module in modules
        for name in imported(ROOT / module) - PEERS
        if not any(canonicalize_name(package) in locked for package in brought_by.get(name, []))
    }
    assert missing == set()


# Nobody else has the folders of the machine that a file was written on, and everyone has registries of their own.
ELSEWHERE = re.compile(
    r"(?<![\w.:/])/(?:root|work|home|Users|tmp)/[.\w]"
    r"|pypi[.]org|pythonhosted[.]org|npmjs[.]org|repo1?[.]maven|debian[.]org|crates[.]io"
)


def texts(path: Path) -> list[str]:
    """What a file says: its text, or that of each part of a zipped one, such as a .docx."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as zipped:
            return [zipped.read(name).decode("utf-8", "replace") for name in zipped.namelist()]
    return [path.read_text(encoding="utf-8", errors="replace")]


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = {f.as_posix(): m.group() for f in checkout.files() for t in texts(ROOT / f) for m in ELSEWHERE.finditer(t)}
    assert found == {}


# Put together here, as this file is searched too.
@pytest.mark.parametrize(
    ("form", "place"),
    [
        ("see /{}/.cache", "root"),
        ("in /{}/li/plans", "home"),
        ("a = '/{}/x'", "tmp"),
        ("https://{}.org/simple", "pypi"),
    ],
)
def test_the_search_for_machines_finds_them(form: str, place: str) -> None:
    assert ELSEWHERE.search(form.format(place))


def test_module_runs_from_the_checkout() -> None:
    ran = subprocess.run([sys.executable, "-m", "dutygraph", "--help"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "demo" in ran.stdout

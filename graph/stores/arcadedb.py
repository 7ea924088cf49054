"""How ArcadeDB is run: its command line, its configuration files, and the requests it is sent over HTTP.

The server comes with its own Java in the wheel ``arcadedb-embedded`` and runs as a child process; the library
that the wheel offers for use inside a Python process is not used (it locks its files to one process, ignores
SIGTERM for seconds and does not survive a fork). Everything listens on the loopback interface only.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

LOOPBACK: Final = "127.0.0.1"
DATABASE: Final = "dutygraph"
ADMIN: Final = "root"
READER: Final = "reader"

# No statement may run longer than this, in milliseconds: the server ignores the time limit of a Bolt
# transaction, so without it a statement of a client that died would hold a core for ever.
STATEMENT_LIMIT: Final = 60_000

# A document is loaded in one transaction, held in memory with its index entries: enough for one of 5,000 tasks. The
# server takes what it needs of it, usually a third.
_MEMORY: Final = "512m"

_PBKDF2_ROUNDS: Final = 65_536

_LOGGING: Final = """\
handlers=java.util.logging.ConsoleHandler
.level=WARNING
java.util.logging.ConsoleHandler.level=WARNING
"""

# A group that may read records and nothing else is what refuses writes: READ sessions alone do not.
_READ_ONLY: Final = {"resultSetLimit": -1, "readTimeout": -1, "access": [], "types": {"*": {"access": ["readRecord"]}}}
_ALL: Final = {
    "resultSetLimit": -1,
    "readTimeout": -1,
    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
    "types": {"*": {"access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]}},
}
_NOTHING: Final = {"resultSetLimit": -1, "readTimeout": -1, "access": [], "types": {"*": {"access": []}}}
_GROUPS: Final = {"databases": {"*": {"groups": {"admin": _ALL, READER: _READ_ONLY, "*": _NOTHING}}}, "version": 1}


class NoAnswer(Exception):
    """Nothing answers at the server's address, or something else than it does."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: process id, loopback ports and the passwords of its two users."""

    pid: int
    bolt: int
    http: int
    admin_password: str = field(repr=False)
    reader_password: str = field(repr=False)

    @property
    def uri(self) -> str:
        """Its Bolt address."""
        return f"bolt://{LOOPBACK}:{self.bolt}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object that :meth:`from_json` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Server:
        """Read what :meth:`to_json` made; KeyError or TypeError for anything else."""
        return cls(**{name: value[name] for name in cls.__dataclass_fields__})


def wheel_folder() -> Path | None:
    """Return the folder of the installed wheel, None where it is not (no wheel for this platform)."""
    spec = importlib.util.find_spec("arcadedb_embedded")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places and _java(Path(places[0])).is_file() else None


def _java(wheel: Path) -> Path:
    return wheel / "jre" / "bin" / ("java.exe" if os.name == "nt" else "java")


def command_line(wheel: Path, bolt: int, http_port: int, *, lasting: bool = False) -> list[str]:
    """Return the command that runs the server, to be started in the folder that holds its files.

    The folder is named by "." only, so that one with a Chinese name works under any locale. Mode
    "development" differs from "production" in that errors come back with their words, which the writer of a
    query needs; what "production" switches off besides is switched off here by name.

    A ``lasting`` server may compile a second time, with all that Java can do: after some hundred questions each takes a
    third of the time, for 60 MB more. A command that is done in seconds would only pay for it.
    """
    settings = {
        "java.util.logging.config.file": "logging.properties",
        "arcadedb.server.rootPath": ".",
        "arcadedb.server.mode": "development",
        "arcadedb.server.httpIncomingHost": LOOPBACK,
        "arcadedb.server.httpIncomingPort": str(http_port),
        "arcadedb.server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "arcadedb.server.defaultDatabases": f"{DATABASE}[]",
        "arcadedb.bolt.host": LOOPBACK,
        "arcadedb.bolt.port": str(bolt),
        "arcadedb.command.timeout": str(STATEMENT_LIMIT),
        "arcadedb.opencypher.loadCsv.allowFileUrls": "false",
        "arcadedb.opencypher.loadCsv.allowRemoteUrls": "false",
    }
    return [
        str(_java(wheel)),
        f"-Xmx{_MEMORY}",
        *(() if lasting else ("-XX:TieredStopAtLevel=1",)),
        "-XX:+UseSerialGC",
        "--add-modules",
        "jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--add-exports",
        "java.management/sun.management=ALL-UNNAMED",
        "--add-opens",
        "java.base/java.util.concurrent.atomic=ALL-UNNAMED",
        "--add-opens",
        "java.base/java.nio.channels.spi=ALL-UNNAMED",
        *(f"-D{name}={value}" for name, value in settings.items()),
        "-cp",
        str(wheel / "jars" / "*"),
        "com.arcadedb.server.ArcadeDBServer",
    ]


def write_configuration(folder: Path) -> tuple[str, str]:
    """Write logging, groups and users into the folder; return new passwords of the admin and the reader.

    Passwords are made anew at every start and kept only as long as the server runs.
    """
    config = folder / "config"
    config.mkdir(exist_ok=True)
    (folder / "logging.properties").write_text(_LOGGING, encoding="utf-8")
    write_private(config / "server-groups.json", json.dumps(_GROUPS))
    admin, reader = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    users: Sequence[dict[str, Any]] = (
        {"name": ADMIN, "databases": {"*": ["admin"]}, "password": _hashed(admin)},
        {"name": READER, "databases": {DATABASE: [READER]}, "password": _hashed(reader)},
    )
    write_private(config / "server-users.jsonl", "".join(json.dumps(user) + "\n" for user in users))
    return admin, reader


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step (never half written)."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def _hashed(password: str) -> str:
    salt = base64.b64encode(secrets.token_bytes(24)).decode("ascii")
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode("ascii"), _PBKDF2_ROUNDS)
    return f"PBKDF2WithHmacSHA256${_PBKDF2_ROUNDS}${salt}${base64.b64encode(digest).decode('ascii')}"


def is_ready(server: Server) -> bool:
    """Whether the server answers that it is ready (its Bolt port opens before that)."""
    try:
        return _request(server, "GET", "/api/v1/ready", None, timeout=2.0)[0] == 204
    except NoAnswer:
        return False


def run_sql(server: Server, statement: str) -> None:
    """Run a statement that its Cypher has no form for (full-text indexes); NoAnswer with its words if it fails."""
    status, answer = _request(
        server, "POST", f"/api/v1/command/{DATABASE}", {"language": "sql", "command": statement}, timeout=60.0
    )
    if status != 200:
        raise NoAnswer(f"{statement}: {answer}")


def end_statement(server: Server, port: int) -> None:
    """End the statement, if one runs, that came over the connection from this port of ours.

    The server does not notice by itself that a client has gone while it computes. NoAnswer where it is not there.
    """
    status, answer = _command(server, "list queries")
    running = json.loads(answer)["result"] if status == 200 else []
    for each in running:
        if each.get("clientAddress") == f"/{LOOPBACK}:{port}":
            _command(server, f"terminate query {each['id']}")


def running_statements(server: Server) -> list[str]:
    """Return the statements that run in the server now; NoAnswer where it is not there."""
    return [each["text"] for each in json.loads(_command(server, "list queries")[1])["result"]]


def _command(server: Server, command: str) -> tuple[int, str]:
    return _request(server, "POST", "/api/v1/server", {"command": command}, timeout=5.0)


def shut_down(server: Server) -> bool:
    """Ask the server to stop; False where nothing answers there or another server does (wrong password)."""
    try:
        return _command(server, "shutdown")[0] == 200
    except NoAnswer:
        return False


def _request(server: Server, method: str, path: str, body: dict[str, str] | None, *, timeout: float) -> tuple[int, str]:
    import http.client  # only where it is used: it takes long to import

    connection = http.client.HTTPConnection(LOOPBACK, server.http, timeout=timeout)
    login = base64.b64encode(f"{ADMIN}:{server.admin_password}".encode()).decode("ascii")
    headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"{method} {path}: {error}") from error
    finally:
        connection.close()

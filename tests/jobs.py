"""Work for processes of their own that goes wrong in every way; imported by those processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from dutygraph.graph.errors import NotAPlan


@dataclass(frozen=True)
class Job:
    """A name, and what is to happen: ``do`` is one of the words below."""

    where: str
    do: str = "name"
    folder: str = ""


def work(job: Job) -> str:
    """Do what the job says; return its name."""
    match job.do:
        case "hang":
            time.sleep(3600)
        case "hang with a child":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
            (Path(job.folder) / "child").write_text(str(child.pid))
            time.sleep(3600)
        case "crash":
            os.abort()
        case "take all memory":
            return str(len(bytearray(64 * 1024**3)))
        case "no plan":
            raise NotAPlan(job.where)
        case "mistake":
            raise KeyError("甲")
        case "slow":
            time.sleep(0.2)
        case "process":
            return str(os.getpid())
    return job.where

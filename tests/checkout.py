"""The files of this checkout, as git sees them, for tests of what is packed, shipped and written in them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def files() -> list[Path]:
    """Every file that is tracked or would be, relative to the root; what .gitignore names is left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return sorted({Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()})


def copy(names: list[Path], to: Path) -> Path:
    """Copy the named files of the checkout into a folder, and return it."""
    for name in names:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, to / name)
    return to

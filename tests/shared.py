"""The folder of official documents, which this project does not contain."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_folder() -> Path:
    """The folder of DUTYGRAPH_SHARED, else ``shared`` beside the checkout. Skips where it is missing."""
    folder = Path(os.environ.get("DUTYGRAPH_SHARED") or ROOT.parent / "shared")
    if not (folder / "conformance").is_dir():
        pytest.skip(f"no official documents in {folder}: set DUTYGRAPH_SHARED to their folder")
    return folder

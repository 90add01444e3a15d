"""The demo is built once for each process that runs tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecc_tui.backend.sql.demo import build_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's store; tests work on copies."""
    path = tmp_path_factory.mktemp("demo") / "demo.ecc"
    build_demo(path, "en")
    return path

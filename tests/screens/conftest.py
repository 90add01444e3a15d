"""The demo, built once for each worker and copied for each test; the clock stands still."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecc_tui.backend.sql.demo import build_demo
from tests.screens.portal import TODAY, FixedClock, copy_of


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small demo as of a fixed day; not to be written."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    build_demo(path, "en", TODAY)
    return path


@pytest.fixture
def demo(built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo of the test's own, on the day that it was built for."""
    monkeypatch.setattr("ecc_tui.i18n.datetime", FixedClock)
    return copy_of(built_demo, tmp_path / "store")

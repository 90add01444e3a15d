"""The demo of today, and somebody who has a copy of it at home."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.journeys.desk import Desk


@pytest.fixture(scope="session")
def today_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo of today, built once; not to be written."""
    from ecc_tui.backend.sql.demo import build_demo

    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    build_demo(path, "en")
    return path


@pytest.fixture
def demo(today_demo: Path, fresh_home: Path) -> Path:
    """The demo where `ecc-tui demo` keeps it."""
    folder = fresh_home / ".local/share/ecc-tui"
    folder.mkdir(mode=0o700, parents=True)
    return Path(shutil.copy(today_demo, folder / "demo.sqlite"))


@pytest.fixture
def desk(demo: Path, fresh_home: Path) -> Desk:
    """A home with the demo in it."""
    return Desk(fresh_home, demo)

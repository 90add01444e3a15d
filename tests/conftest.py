"""What every test stands on: an empty home, a fixed zone, English, and compiled catalogues."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecc_tui import i18n
from locales import catalogue

HOME_VARIABLES = {
    "HOME": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_DOWNLOAD_DIR": "Downloads",
}
"""Where each points, from the test's own home."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues that are older than their source, before any test reads one."""
    for source in filter(Path.exists, catalogue.catalogue_files()):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            catalogue.compile_catalogue(source)


@pytest.fixture(autouse=True)
def fresh_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home of its own for each test; the zone is Europe/Paris, the language English."""
    home = tmp_path_factory.mktemp("home")
    for name, place in HOME_VARIABLES.items():
        monkeypatch.setenv(name, str(home / place))
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "SSH_CONNECTION", "SSH_TTY", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    i18n.set_zone("Europe/Paris")
    i18n.set_language("en")
    yield home
    i18n.set_language("en")
    i18n.set_zone(None)


@pytest.fixture(scope="session")
def program_environment() -> dict[str, str]:
    """The least environment for a program started by a test; a test adds its home."""
    return {"PATH": os.environ["PATH"], "LANG": "en_US.UTF-8", "TERM": "xterm-256color", "TZ": "Europe/Paris"}

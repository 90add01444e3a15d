"""Backends under test: the contract suite runs over each of `BACKENDS`."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol

import pytest
import pytest_asyncio

from ecc_tui.backend.base import Backend, Session
from ecc_tui.backend.sql import log_in
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.store import Store
from tests.backend.asking import fill_catalogue
from tests.backend.building import Clock, make_portal


class Portal(Protocol):
    """A backend filled with `building.fill_portal`, and the store behind it to change things at its back."""

    backend: Backend
    clock: Clock
    database: Database

    async def enter(self, login: str) -> Session:
        """A session of that person."""
        ...


class StorePortal:
    """The local store."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = Clock()
        self._store = Store.open(path, self.clock)
        self.backend: Backend = self._store
        self.database = self._store.database

    async def enter(self, login: str) -> Session:
        return await self._store.demo_session(login)


BACKENDS = {"store": StorePortal}


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hashing at full strength is for the test that looks at its strength."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("MEMORY_KIB", 64), ("PASSES", 1), ("LANES", 1)):
            patch.setattr(log_in, name, value)
        yield


@pytest.fixture(scope="session")
def portal_file(_cheap_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; tests get copies."""
    path = tmp_path_factory.mktemp("portal") / "portal.db"
    make_portal(path, 240, fill_catalogue)
    return path


@pytest_asyncio.fixture(params=sorted(BACKENDS))
async def backend_under_test(
    request: pytest.FixtureRequest, portal_file: Path, tmp_path: Path
) -> AsyncIterator[Portal]:
    """Each backend in turn, with the same content."""
    path = tmp_path / "portal.db"
    shutil.copy(portal_file, path)
    portal: Portal = BACKENDS[request.param](path)
    yield portal
    await portal.backend.close()


@pytest.fixture
def store_file(portal_file: Path, tmp_path: Path) -> Path:
    """A sound closed store."""
    path = tmp_path / "store.db"
    shutil.copy(portal_file, path)
    return path

"""Where a connection leads: opens the backend that an address names. The one place that knows which kinds there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecc_tui.backend.base import Backend
    from ecc_tui.domain.account import NewStore


def open_store(path: Path) -> Backend:
    """A local store. Raises StoreUnusable."""
    from ecc_tui.backend.sql.store import Store

    return Store.open(path)


def create_store(path: Path, new: NewStore) -> Backend:
    """A new local store with its first company, contract and person (A0). Raises StoreUnusable, InvalidInput."""
    from ecc_tui.backend.sql.store import Store

    return Store.create(path, new)


def open_demo(path: Path, language: str) -> Backend:
    """The demo's store, built first where it is missing. Raises StoreUnusable."""
    if not path.exists():
        from ecc_tui.backend.sql.demo import build_demo

        build_demo(path, language)
    return open_store(path)

"""Where a connection leads: opens the backend that an address names. The one place that knows which kinds there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecc_tui.backend.base import Backend
    from ecc_tui.domain.account import NewStore


def open_store(path: Path, *, sends_mail: bool = False) -> Backend:
    """A local store; `sends_mail` says whether a mail server is configured. Raises StoreUnusable."""
    from ecc_tui.backend.sql.store import Store

    return Store.open(path, sends_mail=sends_mail)


def create_store(path: Path, new: NewStore, *, sends_mail: bool = False) -> Backend:
    """A new local store with its first company, contract and person (A0). Raises StoreUnusable, InvalidInput."""
    from ecc_tui.backend.sql.store import Store

    return Store.create(path, new, sends_mail=sends_mail)


def open_demo(path: Path, language: str, *, sends_mail: bool = False) -> Backend:
    """The demo's store, built first where it is missing. Raises StoreUnusable."""
    if not path.exists():
        from ecc_tui.backend.sql.demo import build_demo

        build_demo(path, language)
    return open_store(path, sends_mail=sends_mail)

"""The demo: a store like any other, full of invented data (product.md section 13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path


def build_demo(path: Path, language: str = "fr", today: date | None = None) -> None:
    """Make the demo at that path, complete or absent; the provider's texts are in that language.

    Equal for an equal day and language but for the salts of its passwords. Raises StoreUnusable.
    """
    from ecc_tui.backend.sql.database import Database
    from ecc_tui.backend.sql.demo.small import fill

    day = today or datetime.now(UTC).date()
    Database.create(path, lambda statements: fill(statements, language, day)).close()


def build_large_demo(
    path: Path,
    progress: Callable[[float], None] = lambda _done: None,
    *,
    language: str = "fr",
    today: date | None = None,
    scale: float = 1.0,
) -> None:
    """Make the large demo, complete or absent: the small one, 5 000 contracts, 20 000 users, 1 000 000 requests,
    2 000 more services.

    `progress` gets the part that is done, 0 to 1; a `scale` under 1 makes everything smaller by it, for tests.
    Raises StoreUnusable.
    """
    from ecc_tui.backend.sql.database import Database
    from ecc_tui.backend.sql.demo.large import Size, fill

    day = today or datetime.now(UTC).date()
    size = Size.scaled(scale)
    Database.create(path, lambda statements: fill(statements, language, day, size, progress)).close()
    progress(1.0)

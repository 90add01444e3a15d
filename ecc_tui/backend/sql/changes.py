"""What changed for a person: the store's version, looked at each second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from ecc_tui.backend.base import Change
from ecc_tui.backend.sql.sessions import Caller
from ecc_tui.domain.links import Place

INTERVAL = 1.0
"""Seconds between two looks."""
PLACES = frozenset({Place.DASHBOARD, Place.REQUESTS})
"""The version doesn't say what changed, so every place that the store serves is worth another look."""


async def changes(caller: Caller, since: int | None) -> AsyncIterator[Change]:
    """Yields after each commit, this program's own included: another screen may show what it changed.

    Several commits between two looks are one change. Raises SessionEnded at a change after the session's end.
    """
    database = caller.database
    seen = await database.in_reader(database.data_version) if since is None else since
    while True:
        version = await database.in_reader(database.data_version)
        if version != seen:
            seen = version
            await caller.read(lambda statements: None)
            yield Change(version, PLACES)
        await asyncio.sleep(INTERVAL)

"""What changed for a person: the store's version, looked at each second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from ecc_tui.backend.base import Change
from ecc_tui.backend.sql.sessions import Caller
from ecc_tui.domain.links import Place

INTERVAL = 1.0
"""Seconds between two looks."""


async def changes(caller: Caller, since: int | None, places: frozenset[Place]) -> AsyncIterator[Change]:
    """Yields after each commit, this program's own included: another screen may show what it changed.

    The version doesn't say what changed: all of `places` are worth another look. Several commits between two looks
    are one change. Raises SessionEnded at a change after the session's end.
    """
    database = caller.database
    seen = await database.in_reader(database.data_version) if since is None else since
    while True:
        version = await database.in_reader(database.data_version)
        if version != seen:
            seen = version
            await caller.read(lambda statements: None)
            yield Change(version, places)
        await asyncio.sleep(INTERVAL)

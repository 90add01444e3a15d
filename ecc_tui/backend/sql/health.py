"""The health of platforms (D2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.instants import from_micro, to_micro
from ecc_tui.domain.contracts import HEALTH_HISTORY, Health, HealthEvent, PlatformHealth, worst

_COVERS = "starts <= ? AND (ends IS NULL OR ends > ?)"


def platform_states(statements: Statements, now: int) -> Mapping[str, Health]:
    """The worst state of each platform on which something goes on now; all others are operational."""
    states: dict[str, list[Health]] = {}
    for platform, state in statements.iterate(
        f"SELECT platform_id, state FROM health_events WHERE {_COVERS}", (now, now)
    ):
        states.setdefault(platform, []).append(Health(state))
    return {platform: worst(found) for platform, found in states.items()}


def state_of(states: Mapping[str, Health], platform: str | None) -> Health:
    """A contract's state; unknown where it lies on no platform."""
    return states.get(platform, Health.OPERATIONAL) if platform else Health.UNKNOWN


def incidents(statements: Statements, platform: str, now: int) -> int:
    """How many incidents go on; a planned maintenance is none."""
    return int(
        statements.value(
            f"SELECT count(*) FROM health_events WHERE platform_id = ? AND {_COVERS}"
            " AND state IN ('degraded', 'outage')",
            (platform, now, now),
        )
    )


def platform_health(statements: Statements, platform: str, now: datetime) -> PlatformHealth | None:
    """A platform with what happened in the last 90 days and what is planned, newest first."""
    found = statements.row("SELECT name, region FROM platforms WHERE id = ?", (platform,))
    if found is None:
        return None
    rows = statements.rows(
        "SELECT id, state, starts, ends, title, note FROM health_events"
        " WHERE platform_id = ? AND (ends IS NULL OR ends > ?) ORDER BY starts DESC, id",
        (platform, to_micro(now - HEALTH_HISTORY)),
    )
    events = tuple(
        HealthEvent(id, Health(state), from_micro(starts), from_micro(ends) if ends is not None else None, title, note)
        for id, state, starts, ends, title, note in rows
    )
    going_on = [event for event in events if event.covers(now)]
    state = worst([event.state for event in going_on])
    since = min((event.starts for event in going_on if event.state is state), default=None)
    if since is None:
        since = max((event.ends for event in events if event.ends and event.ends <= now), default=None)
    name, region = found
    return PlatformHealth(name, region, state, since, events)

"""Which day it is: of a person, in whose zone forms are filled, or of a contract, in whose zone it is billed (I5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from ecc_tui.backend.sql.database import Statements
from ecc_tui.domain.account import ZONE_PREFERENCE, Person


def person_today(statements: Statements, person: Person, now: datetime) -> date:
    """In the zone that he chose, else the host's."""
    zone = statements.value(
        "SELECT value FROM preferences WHERE user_id = ? AND name = ?", (person.id, ZONE_PREFERENCE)
    )
    return now.astimezone(_zone(zone, None)).date()


def contract_today(statements: Statements, contract: str, now: datetime) -> date:
    """In its billing zone."""
    return zone_today(statements.value("SELECT billing_zone FROM contracts WHERE id = ?", (contract,)), now)


def zone_today(zone: str | None, now: datetime) -> date:
    """In a billing zone, by UTC where this host doesn't know it."""
    return now.astimezone(_zone(zone, UTC)).date()


def _zone(name: str | None, other: tzinfo | None) -> tzinfo | None:
    """The zone, or the other one where this host doesn't know it; None is the host's own."""
    try:
        return ZoneInfo(name) if name else other
    except (KeyError, ValueError, OSError):
        return other

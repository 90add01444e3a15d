"""Instants as the store keeps them: whole microseconds since 1970, UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Clock = Callable[[], datetime]
"""Tells the instant; tests bring their own."""


def now() -> datetime:
    """The instant, UTC."""
    return datetime.now(UTC)


def to_micro(instant: datetime) -> int:
    """An aware instant as the store keeps it."""
    return (instant - EPOCH) // _MICROSECOND


def from_micro(micro: int) -> datetime:
    """The instant behind a stored number."""
    return EPOCH + timedelta(microseconds=micro)

"""What people are told: events, whom they concern, and by which way (product.md section 11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from ecc_tui.domain.requests import Kind, Outcome, Status


class Event(StrEnum):
    """What has happened; later sections add theirs."""

    ORDER_PLACED = "order-placed"
    REQUEST_SUBMITTED = "request-submitted"
    REQUEST_CHANGED = "request-changed"
    REQUEST_COMMENTED = "request-commented"
    FILES_ATTACHED = "files-attached"


class Channel(StrEnum):
    """How a person hears of it beside the centre, which always has it."""

    TOAST = "toast"
    MAIL = "mail"


DEFAULT_CHANNELS: Mapping[Event, frozenset[Channel]] = {
    Event.ORDER_PLACED: frozenset({Channel.TOAST, Channel.MAIL}),
    Event.REQUEST_SUBMITTED: frozenset({Channel.TOAST, Channel.MAIL}),
    Event.REQUEST_CHANGED: frozenset({Channel.TOAST, Channel.MAIL}),
    Event.REQUEST_COMMENTED: frozenset({Channel.TOAST, Channel.MAIL}),
    Event.FILES_ATTACHED: frozenset({Channel.TOAST}),
}


def preference_name(event: Event) -> str:
    """The account preference that holds an event's channels (N2, M4)."""
    return f"notify.{event}"


def channels(event: Event, preferences: Mapping[str, str]) -> frozenset[Channel]:
    """The channels that a person chose for an event: a comma between them, nothing for the centre alone."""
    chosen = preferences.get(preference_name(event))
    if chosen is None:
        return DEFAULT_CHANNELS[event]
    return frozenset(Channel(name) for name in chosen.split(",") if name in tuple(Channel))


class Notification(Struct, frozen=True):
    """One thing that happened, as one person sees it; `id` grows with time."""

    id: int
    at: datetime
    event: Event
    read: bool
    author: str
    """The name of who did it; empty for the provider."""
    contract: str
    request: str
    request_name: str
    kind: Kind
    status: Status
    outcome: Outcome | None
    note: str
    """What was said: a comment's beginning, a step's note, the names of files."""


MOST_COUNTED = 99
"""More unread ones are told as `99+`."""

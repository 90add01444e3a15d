"""Requests: orders, incidents and changes; how they are listed and filtered (product.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from ecc_tui.domain.forms import FieldKind, Texts
from ecc_tui.domain.money import Money


class Kind(StrEnum):
    """What is asked."""

    ORDER = "order"
    INCIDENT = "incident"
    CHANGE = "change"


class Status(StrEnum):
    """Where it stands; a request only moves forward."""

    SUBMITTED = "submitted"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


class Outcome(StrEnum):
    """How a completed request ended."""

    DELIVERED = "delivered"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


NEXT_STATUSES: Mapping[Status, tuple[Status, ...]] = {
    Status.SUBMITTED: (Status.IN_PROGRESS, Status.COMPLETED),
    Status.IN_PROGRESS: (Status.COMPLETED,),
    Status.COMPLETED: (),
}


def may_cancel(kind: Kind, status: Status) -> bool:
    """Q7, C4: an incident or a change while submitted; an order never, its cancelling is the provider's."""
    return kind is not Kind.ORDER and status is Status.SUBMITTED


def may_become(before: Status, after: Status, outcome: Outcome | None) -> bool:
    """Legal transitions: forward only, and completed exactly when there is an outcome."""
    return after in NEXT_STATUSES[before] and (outcome is not None) == (after is Status.COMPLETED)


class Column(StrEnum):
    """What the table shows and sorts by (Q1)."""

    ID = "id"
    NAME = "name"
    KIND = "kind"
    CONTRACT = "contract"
    STATUS = "status"
    ISSUED = "issued"
    CHANGED = "changed"
    REQUESTER = "requester"


class Sort(Struct, frozen=True):
    """One column; equal ones by issue date in the same direction. Newest first is the rest position."""

    column: Column = Column.ISSUED
    descending: bool = True


NEWEST_FIRST = Sort()


class RequestFilter(Struct, frozen=True):
    """Which requests; all criteria hold together, an empty one doesn't restrict (Q2, Q3).

    `first_day` and `last_day` bound the issue date, both included, days of the person's zone.
    """

    search: str = ""
    statuses: frozenset[Status] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    contracts: frozenset[str] = frozenset()
    first_day: date | None = None
    last_day: date | None = None
    mine: bool = False

    @property
    def is_empty(self) -> bool:
        """Does it let everything through?"""
        return self == RequestFilter()


SORTED_HITS = 10_000
"""Beyond so many hits of a search only date order is kept, and the screen says so."""


class RequestRow(Struct, frozen=True):
    """A line of the table."""

    id: str
    name: str
    kind: Kind
    contract: str
    contract_name: str
    status: Status
    outcome: Outcome | None
    issued: datetime
    changed: datetime
    requester: str


class TimelineEntry(Struct, frozen=True):
    """One step of the progress: who did what, when."""

    at: datetime
    status: Status
    outcome: Outcome | None
    author: str
    note: str


class Comment(Struct, frozen=True):
    """What somebody said about a request."""

    at: datetime
    author: str
    text: str


class RequestLine(Struct, frozen=True):
    """A line of an order; `price` is for one unit, `monthly` tells recurring from one-off."""

    label: Texts
    quantity: Decimal
    unit: Texts
    price: Money | None
    monthly: bool


class Answered(Struct, frozen=True):
    """An answer of the form that the request was made with, with its label at that time (Q5).

    `label` is empty for the product's own forms, whose fields have their words by id. `values` are as `domain.forms`
    checks them, options, contacts and elements by their labels.
    """

    field: str
    label: Texts
    kind: FieldKind
    values: tuple[Texts, ...]
    unit: Texts = {}


class Attachment(Struct, frozen=True):
    """A file of a request; `name` is clean and no path."""

    id: str
    name: str
    size: int
    author: str
    at: datetime


class NewFile(Struct, frozen=True):
    """A file of this machine to be attached: read by the backend, whole or not at all."""

    path: Path


class RequestDetails(Struct, frozen=True):
    """All of one request (Q5)."""

    row: RequestRow
    customer_reference: str
    tool_reference: str
    description: str
    timeline: tuple[TimelineEntry, ...]
    comments: tuple[Comment, ...]
    lines: tuple[RequestLine, ...]
    answers: tuple[Answered, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    requested_by_me: bool = False
    followed: bool = False
    """Is the reader told of what happens to it (N1)?"""


class Receipt(Struct, frozen=True):
    """A form was taken: the request that it made or was about, and when (C5: the same key, the same receipt)."""

    id: str
    reference: str
    at: datetime
    mailed: bool = False
    """A confirmation mail was put in the outbox."""

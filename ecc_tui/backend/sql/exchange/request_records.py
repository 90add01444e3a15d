"""Requests in a file: what was asked, how far it is, and what hangs on it; and the files attached to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from ecc_tui.backend.sql.exchange.records import (
    NO_TEXTS,
    Amount,
    BrokenRule,
    Currency,
    FieldId,
    Id,
    Instant,
    Item,
    Language,
    LongName,
    LongText,
    Names,
    Quantity,
    Record,
    ShortText,
    Words,
    check_instant,
    nano,
)
from ecc_tui.domain.forms import LARGEST_FILE, FieldKind
from ecc_tui.domain.requests import NEXT_STATUSES, Kind, Outcome, Status

PIECE = 1024 * 1024
"""Bytes of a piece of a file, also in the store."""

Checksum = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Texts = dict[Language, LongName]


class TimelineItem(Item, frozen=True, kw_only=True):
    """One step of a request's progress."""

    at: Instant
    status: Status
    outcome: Outcome | None = None
    author: ShortText
    note: LongText = ""


class CommentItem(Item, frozen=True, kw_only=True):
    """What somebody said about a request."""

    at: Instant
    author: ShortText
    text: LongText


class LineItem(Item, frozen=True, kw_only=True):
    """A line of an order; the price is for one unit. Where the texts are given, they stand for label and unit."""

    label: LongName
    label_texts: Texts = NO_TEXTS
    quantity: Quantity
    unit: ShortText = ""
    unit_texts: Names = NO_TEXTS
    unit_price: Amount | None = None
    currency: Currency | None = None
    monthly: bool = False


class AnswerItem(Item, frozen=True, kw_only=True):
    """An answer of the form that the request was made with: options, contacts and elements by their labels."""

    field: FieldId
    kind: FieldKind
    label: Names = NO_TEXTS
    values: tuple[Words, ...]
    unit: Names = NO_TEXTS


class FollowerItem(Item, frozen=True, kw_only=True):
    """Who is told of the request or, with `follows` false, doesn't want to be."""

    user: Id
    follows: bool = True
    since: Instant


class AttachmentItem(Item, frozen=True, kw_only=True):
    """A file of the request; what is in it is the blob of that checksum."""

    name: Annotated[str, Meta(min_length=1, max_length=255)]
    sha256: Checksum
    author: ShortText
    at: Instant


class RequestRecord(Record, tag="request", frozen=True, kw_only=True):
    """A request with all that hangs on it, which replaces what the store has."""

    references: ClassVar[Mapping[str, str]] = {"contract": "contracts", "requester": "users"}

    id: Id
    customer_reference: ShortText = ""
    tool_reference: ShortText = ""
    contract: Id
    kind: Kind
    status: Status
    outcome: Outcome | None = None
    name: LongName
    description: LongText = ""
    requester: Id
    issued: Instant
    changed: Instant
    timeline: tuple[TimelineItem, ...] = ()
    comments: tuple[CommentItem, ...] = ()
    lines: tuple[LineItem, ...] = ()
    answers: tuple[AnswerItem, ...] = ()
    followers: tuple[FollowerItem, ...] = ()
    attachments: tuple[AttachmentItem, ...] = ()

    def named(self) -> Iterator[tuple[str, str, str]]:
        """Followers and files too."""
        yield from super().named()
        for position, follower in enumerate(self.followers):
            yield f"followers[{position}].user", "users", follower.user
        for position, attachment in enumerate(self.attachments):
            yield f"attachments[{position}].sha256", "blobs", attachment.sha256

    def __post_init__(self) -> None:
        """The outcome belongs to a completed request, the timeline only moves forward and ends where it stands."""
        check_instant("issued", self.issued)
        check_instant("changed", self.changed)
        if self.changed < self.issued:
            raise BrokenRule("order", "changed")
        _check_outcome("outcome", self.status, self.outcome)
        before = Status.SUBMITTED
        for position, step in enumerate(self.timeline):
            check_instant(f"timeline[{position}].at", step.at)
            _check_outcome(f"timeline[{position}].outcome", step.status, step.outcome)
            if step.status != before and step.status not in NEXT_STATUSES[before]:
                raise BrokenRule("backward", f"timeline[{position}].status", step.status)
            before = step.status
        if self.timeline and (before, self.timeline[-1].outcome) != (self.status, self.outcome):
            raise BrokenRule("timeline-end", "timeline", before)
        for position, comment in enumerate(self.comments):
            check_instant(f"comments[{position}].at", comment.at)
        for position, line in enumerate(self.lines):
            if (line.unit_price is None) != (line.currency is None):
                raise BrokenRule("price-with-currency", f"lines[{position}].currency")
            if line.unit_price is not None:
                nano(f"lines[{position}].unit_price", line.unit_price)
        if len({follower.user for follower in self.followers}) < len(self.followers):
            raise BrokenRule("twice", "followers")
        for position, follower in enumerate(self.followers):
            check_instant(f"followers[{position}].since", follower.since)
        for position, attachment in enumerate(self.attachments):
            check_instant(f"attachments[{position}].at", attachment.at)
            if "/" in attachment.name or attachment.name in (".", ".."):
                raise BrokenRule("form", f"attachments[{position}].name", attachment.name)


class Blob(Record, tag="blob", frozen=True, kw_only=True):
    """A piece of a file, by what is in it: `size` is that of the whole file, each piece but the last has PIECE bytes.

    A piece is a record of its own, so that a line stays short whatever the size of the file.
    """

    sha256: Checksum
    size: Annotated[int, Meta(ge=0, le=LARGEST_FILE)]
    position: Annotated[int, Meta(ge=0)] = 0
    content: Annotated[bytes, Meta(max_length=PIECE)]

    def __post_init__(self) -> None:
        """The piece lies in the file and has the length that its place asks for."""
        if self.position and self.position * PIECE >= self.size:
            raise BrokenRule("range", "position", str(self.position))
        if len(self.content) != min(PIECE, self.size - self.position * PIECE):
            raise BrokenRule("range", "content", str(len(self.content)))


def _check_outcome(field: str, status: Status, outcome: Outcome | None) -> None:
    if (status == Status.COMPLETED) != (outcome is not None):
        raise BrokenRule("outcome", field)

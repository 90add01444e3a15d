"""What notifications say: one whole sentence for each thing that can happen, in the person's language (N1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ecc_tui import i18n
from ecc_tui.domain.notifications import Event, Notification
from ecc_tui.domain.requests import Kind, Outcome, Status
from ecc_tui.domain.text import one_line
from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import Cell, CellLike, Column

UNREAD = "●"
LONGEST_TOAST, LONGEST_NOTE = 200, 512
_SAYING = frozenset({Event.REQUEST_COMMENTED, Event.FILES_ATTACHED})

COLUMNS = (
    Column("unread", "", 1, sortable=False),
    Column("what", N_("what has happened"), None, minimum=48, sortable=False),
    Column("contract", N_("contract"), 10, rank=2, sortable=False),
    Column("when", N_("when"), 13, align="right", rank=1, sortable=False),
)

EVENT_NAMES: Mapping[Event, str] = {
    Event.ORDER_PLACED: N_("An order of mine is placed"),
    Event.REQUEST_SUBMITTED: N_("A request of mine is submitted"),
    Event.REQUEST_CHANGED: N_("A request that I follow moves on"),
    Event.REQUEST_COMMENTED: N_("Somebody comments on a request that I follow"),
    Event.FILES_ATTACHED: N_("Files are attached to a request that I follow"),
}
"""The events as the preferences name them."""

_SUBMITTED: Mapping[Kind, str] = {
    Kind.ORDER: N_("The order {id} is placed: {name}"),
    Kind.INCIDENT: N_("The incident {id} is submitted: {name}"),
    Kind.CHANGE: N_("The change {id} is submitted: {name}"),
}
_WENT_ON: Mapping[tuple[Kind, Status | Outcome], str] = {
    (Kind.ORDER, Status.IN_PROGRESS): N_("The order {id} is in progress: {name}"),
    (Kind.ORDER, Outcome.DELIVERED): N_("The order {id} is delivered: {name}"),
    (Kind.ORDER, Outcome.REJECTED): N_("The order {id} is rejected: {name}"),
    (Kind.ORDER, Outcome.CANCELLED): N_("The order {id} is cancelled: {name}"),
    (Kind.INCIDENT, Status.IN_PROGRESS): N_("The incident {id} is in progress: {name}"),
    (Kind.INCIDENT, Outcome.DELIVERED): N_("The incident {id} is solved: {name}"),
    (Kind.INCIDENT, Outcome.REJECTED): N_("The incident {id} is rejected: {name}"),
    (Kind.INCIDENT, Outcome.CANCELLED): N_("The incident {id} is cancelled: {name}"),
    (Kind.CHANGE, Status.IN_PROGRESS): N_("The change {id} is in progress: {name}"),
    (Kind.CHANGE, Outcome.DELIVERED): N_("The change {id} is done: {name}"),
    (Kind.CHANGE, Outcome.REJECTED): N_("The change {id} is rejected: {name}"),
    (Kind.CHANGE, Outcome.CANCELLED): N_("The change {id} is cancelled: {name}"),
}
_CANCELLED_BY: Mapping[Kind, str] = {
    Kind.INCIDENT: N_("{author} cancelled the incident {id}: {name}"),
    Kind.CHANGE: N_("{author} cancelled the change {id}: {name}"),
}


def told(notification: Notification, name: str = "") -> str:
    """What happened; `name` stands in the place of the request's."""
    return _(_sentence(notification)).format(
        id=notification.request, name=name or notification.request_name, author=notification.author
    )


def _sentence(notification: Notification) -> str:
    kind = notification.kind
    match notification.event:
        case Event.ORDER_PLACED | Event.REQUEST_SUBMITTED:
            return _SUBMITTED[kind]
        case Event.REQUEST_COMMENTED if notification.author:
            return N_("{author} commented on {id}: {name}")
        case Event.REQUEST_COMMENTED:
            return N_("The provider commented on {id}: {name}")
        case Event.FILES_ATTACHED:
            return N_("{author} attached files to {id}: {name}")
        case Event.REQUEST_CHANGED:
            if notification.outcome is Outcome.CANCELLED and notification.author and kind in _CANCELLED_BY:
                return _CANCELLED_BY[kind]
            return _WENT_ON.get((kind, notification.outcome or notification.status), _SUBMITTED[kind])


def toast(notification: Notification) -> str:
    """What happened and what was said, short enough to be read while it stands there."""
    said = f"\n{_quoted(notification.note, LONGEST_TOAST)}" if notification.note else ""
    return one_line(told(notification), LONGEST_TOAST) + said


def _quoted(note: str, length: int) -> str:
    """What was said, in the quotation marks of the language."""
    return _("“{text}”").format(text=one_line(note, length))


def toast_for_several(number: int) -> str:
    """Many things at once are one toast."""
    return i18n.ngettext(
        "{n} new notification: ctrl+n shows it.", "{n} new notifications: ctrl+n shows them.", number
    ).format(n=i18n.number(number))


def cells(notification: Notification) -> Sequence[CellLike]:
    """A line of the centre, in the order of COLUMNS; what is unread has a sign and weight."""
    tone = "" if notification.read else "strong"
    note = _quoted(notification.note, LONGEST_NOTE) if notification.note else ""
    if notification.event in _SAYING and note:  # what was said says more than the request's name
        said: list[Cell] = [(told(notification, note), tone)]
    else:
        said = [(told(notification), tone), (f"  {note}" if note else "", "muted")]
    return (
        ("", "") if notification.read else (UNREAD, "accent"),
        said,
        (notification.contract, "muted"),
        (i18n.moment(notification.at), "muted"),
    )

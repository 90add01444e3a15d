"""How requests are put in words: columns, cells, the active filter, lines for the clipboard and for export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ecc_tui import i18n
from ecc_tui.domain.requests import Column, RequestFilter, RequestRow, Status
from ecc_tui.i18n import N_, _
from ecc_tui.wording import kind_word, outcome_word, status_glyph, status_word

COLUMN_TITLES: Mapping[Column, str] = {
    Column.ID: N_("id"),
    Column.NAME: N_("name"),
    Column.KIND: N_("kind"),
    Column.CONTRACT: N_("contract"),
    Column.STATUS: N_("status"),
    Column.ISSUED: N_("issued"),
    Column.CHANGED: N_("changed"),
    Column.REQUESTER: N_("requester"),
}

EXPORT_KEYS = ("id", "name", "kind", "contract", "contract_name", "status", "outcome", "issued", "changed", "requester")
EXPORT_TITLES = (
    N_("id"),
    N_("name"),
    N_("kind"),
    N_("contract"),
    N_("contract name"),
    N_("status"),
    N_("outcome"),
    N_("issued"),
    N_("changed"),
    N_("requester"),
)

_STATUS_TONES = {Status.SUBMITTED: "accent", Status.IN_PROGRESS: "warn", Status.COMPLETED: "muted"}


def status_text(row: RequestRow) -> str:
    """`◐ in progress`, or the outcome of what is completed."""
    word = outcome_word(row.outcome) if row.outcome else status_word(row.status)
    return f"{status_glyph(row.status)} {word}"


def status_tone(row: RequestRow) -> str:
    """The tone that goes with the word; never the only sign."""
    return _STATUS_TONES[row.status]


def cells(row: RequestRow) -> Sequence[tuple[str, str]]:
    """A line of the table, in the order of `Column`."""
    return (
        (row.id, ""),
        (row.name, ""),
        (kind_word(row.kind), "muted"),
        (row.contract, ""),
        (status_text(row), status_tone(row)),
        (i18n.moment(row.issued), "muted"),
        (i18n.moment(row.changed), "muted"),
        (row.requester, "muted"),
    )


def file_size(size: int) -> str:
    """`812 B`, `14.2 kB`, `3.1 MB`, in the language's digits."""
    if size < 1000:
        return _("{number} B").format(number=i18n.number(size))
    unit, scale = (N_("{number} kB"), 3) if size < 1_000_000 else (N_("{number} MB"), 6)
    return _(unit).format(number=i18n.number(round(Decimal(size).scaleb(-scale), 1)))


def filter_in_words(filter: RequestFilter) -> str:
    """The chosen criteria without the search: `status: in progress · contract: OCB0001234`; empty for none."""
    parts = []
    if filter.statuses:
        words = ", ".join(status_word(status) for status in Status if status in filter.statuses)
        parts.append(_("status: {words}").format(words=words))
    if filter.kinds:
        parts.append(_("kind: {words}").format(words=", ".join(map(kind_word, sorted(filter.kinds)))))
    if filter.contracts:
        parts.append(_("contract: {words}").format(words=", ".join(sorted(filter.contracts))))
    if filter.first_day and filter.last_day:
        parts.append(_("{first} to {last}").format(first=i18n.day(filter.first_day), last=i18n.day(filter.last_day)))
    elif filter.first_day:
        parts.append(_("from {day}").format(day=i18n.day(filter.first_day)))
    elif filter.last_day:
        parts.append(_("until {day}").format(day=i18n.day(filter.last_day)))
    if filter.mine:
        parts.append(_("mine"))
    return " · ".join(parts)


def export_cells(row: RequestRow, *, words: bool = True) -> Sequence[str]:
    """A line of an export, in the order of EXPORT_KEYS; instants are ISO 8601 in UTC.

    With `words` the kind, status and outcome are in the person's language, else their stable names.
    """
    return (
        row.id,
        row.name,
        kind_word(row.kind) if words else row.kind,
        row.contract,
        row.contract_name,
        status_word(row.status) if words else row.status,
        "" if row.outcome is None else outcome_word(row.outcome) if words else row.outcome,
        row.issued.isoformat(),
        row.changed.isoformat(),
        row.requester,
    )


def line_text(row: RequestRow) -> str:
    """The line for the clipboard: tab-separated, as spreadsheets and mails take it."""
    return "\t".join(export_cells(row))

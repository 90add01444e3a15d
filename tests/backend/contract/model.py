"""What a list of requests must be, in plain Python over all rows: slow, obvious, and without any SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ecc_tui.backend.base import Session
from ecc_tui.domain.requests import Column, RequestFilter, RequestRow, Sort, Status
from ecc_tui.domain.text import fold

_LIFE = tuple(Status)


async def all_rows(session: Session) -> list[RequestRow]:
    """Everything that the person sees, newest first."""
    return [row async for batch in session.requests.walk(RequestFilter(), Sort()) for row in batch]


def expected(rows: Sequence[RequestRow], filter: RequestFilter, sort: Sort, mine: str = "") -> list[RequestRow]:
    """The list that the filter and the sort mean."""
    kept = [row for row in rows if _passes(row, filter, mine)]
    return sorted(kept, key=lambda row: _key(row, sort.column), reverse=sort.descending)


def _passes(row: RequestRow, filter: RequestFilter, mine: str) -> bool:
    local = row.issued.astimezone()
    return (
        (not filter.statuses or row.status in filter.statuses)
        and (not filter.kinds or row.kind in filter.kinds)
        and (not filter.contracts or row.contract in filter.contracts)
        and (not filter.mine or row.requester == mine)
        and (filter.first_day is None or local.date() >= filter.first_day)
        and (filter.last_day is None or local.date() <= filter.last_day)
        and _found(row, filter.search)
    )


def _found(row: RequestRow, search: str) -> bool:
    typed = [" ".join(_words(word)) for word in fold(search).split()]
    typed = [word for word in typed if word]
    own = [_begins(word, row.id, row.name) for word in typed]
    contract = [_begins(word, row.contract, row.contract_name) for word in typed]
    if all(own) or all(contract):
        return True
    return all(o or (c and len(word) > 1) for word, o, c in zip(typed, own, contract, strict=True))


def _begins(word: str, *texts: str) -> bool:
    return any(f" {word}" in f" {' '.join(_words(fold(text)))}" for text in texts)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _key(row: RequestRow, column: Column) -> tuple[object, ...]:
    first, _, last = row.requester.partition(" ")
    keys: dict[Column, object] = {
        Column.ID: row.id,
        Column.NAME: fold(row.name)[:40],
        Column.KIND: row.kind,
        Column.CONTRACT: row.contract,
        Column.STATUS: _LIFE.index(row.status),
        Column.ISSUED: row.issued,
        Column.CHANGED: row.changed,
        Column.REQUESTER: fold(f"{last} {first}"),
    }
    return keys[column], row.issued

"""One form for many requests (Q8): each has a call and a key of its own, and the sum is told.

The keys come from the form's: sent again after a fault, the form finds what it has already done and goes on.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ecc_tui.domain.errors import ActionDenied, NotFound, NotNow
from ecc_tui.domain.requests import Receipt

if TYPE_CHECKING:
    from ecc_tui.backend.base import Session
    from ecc_tui.screens.sending import Call


MOST_MARKED = 1_000
"""Requests that one form may act on."""


class Sum(Receipt, frozen=True):
    """What became of all of them: how many are done, and how many are not, by the error's code."""

    done: int = 0
    refused: Mapping[str, int] = {}


def subject_of(ids: Sequence[str]) -> str:
    """How a call and a draft name several requests."""
    return " ".join(ids)


def key_of(key: str, id: str) -> str:
    """The key of the call for one of them."""
    return hashlib.sha256(f"{key} {id}".encode()).hexdigest()


async def comment_each(session: Session, call: Call, key: str) -> Receipt:
    """The same comment on each."""
    text = str(call.answers.get("text", ""))
    return await _each(call, key, lambda id, key: session.requests.comment(id, text, key=key))


async def cancel_each(session: Session, call: Call, key: str) -> Receipt:
    """Cancel those that can be."""
    reason = str(call.answers.get("reason", ""))
    return await _each(call, key, lambda id, key: session.requests.cancel(id, reason, key=key))


async def _each(call: Call, key: str, do: Callable[[str, str], Awaitable[Receipt]]) -> Sum:
    """What is refused for one request stops nothing; any other error does, and the whole is sent again later."""
    refused: Counter[str] = Counter()
    done = 0
    for id in call.subject.split():
        try:
            await do(id, key_of(key, id))
        except (NotNow, ActionDenied, NotFound) as error:
            refused[error.code] += 1
        else:
            done += 1
    return Sum("", "", datetime.now(UTC), done=done, refused=dict(refused))

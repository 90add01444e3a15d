"""One press sends a form exactly once, whatever breaks (product.md C5; security.md T-10, R-01, R-03).

What is sent is frozen as a `Call` and written into the draft before the first call leaves. From then on the same
content goes with the same key until the backend has said what became of it:

    send    frozen, called                      -> Resolved | Refused | Unknown
    verify  "is there a form with this key?"    -> Resolved, or called again with the same content and key

`Unknown` is no answer: the draft waits to be verified. `Refused` is one: nothing was written, the draft may be edited
again and has a new key. Nothing here draws.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from ecc_tui.config import state_file
from ecc_tui.domain.catalogue import Price
from ecc_tui.domain.errors import DomainError, KeyReused, StoreFault, StoreUnusable
from ecc_tui.domain.forms import Entries, Entry, FieldKind, Form
from ecc_tui.domain.requests import Kind, NewFile, Receipt
from ecc_tui.domain.text import clean
from ecc_tui.screens.marked_calls import cancel_each, comment_each, key_of
from ecc_tui.state import Unwritten

if TYPE_CHECKING:
    from ecc_tui.backend.base import Session
    from ecc_tui.drafts import Draft
    from ecc_tui.screens.portal import Portal

Answer = TypeVar("Answer")

LONGEST_SECONDS = 30.0
"""A call that has no answer for so long is to be verified."""
LONGEST_UNSENT = timedelta(hours=24)
"""A form that never arrived is sent again by itself for so long after its press; later the person decides."""
PAUSES = (2.0, 4.0, 8.0, 16.0)
"""Seconds between two tries to verify; then always LAST_PAUSE."""
LAST_PAUSE = 30.0
WRITTEN_NOTHING = frozenset({StoreFault.FULL, StoreFault.READ_ONLY, StoreFault.BUSY})
"""Faults of a store after which it is sure that the call that met them has written nothing."""


class Call(Struct, frozen=True, kw_only=True):
    """What a form sends, exactly; `form` names one of CALLS."""

    form: str
    contract: str
    subject: str = ""
    """The service that is ordered, the request that is commented; empty where the form is about neither."""
    answers: Mapping[str, Entry] = {}
    files: Mapping[str, tuple[str, ...]] = {}
    """Paths of this machine, by the field that names them."""
    version: int = 0
    price: Price | None = None
    language: str = ""

    def to_json(self) -> str:
        """As the draft keeps it."""
        return msgspec.json.encode(self).decode()


def read_call(text: str) -> Call | None:
    """What was frozen; None where it can't be read, which is as good as never sent."""
    try:
        return msgspec.json.decode(text, type=Call)
    except msgspec.MsgspecError:
        return None


async def _order(session: Session, call: Call, key: str) -> Receipt:
    assert call.price is not None
    return await session.catalogue.order(
        call.contract,
        call.subject,
        call.answers,
        {field: _files(call, field) for field in call.files},
        version=call.version,
        price=call.price,
        language=call.language,
        key=key,
    )


async def _create(session: Session, call: Call, key: str) -> Receipt:
    return await session.requests.create(call.contract, Kind(call.form), call.answers, _files(call), key=key)


async def _comment(session: Session, call: Call, key: str) -> Receipt:
    return await session.requests.comment(call.subject, str(call.answers.get("text", "")), key=key)


async def _attach(session: Session, call: Call, key: str) -> Receipt:
    return await session.requests.attach(call.subject, _files(call), key=key)


async def _cancel(session: Session, call: Call, key: str) -> Receipt:
    return await session.requests.cancel(call.subject, str(call.answers.get("reason", "")), key=key)


def _files(call: Call, field: str = "files") -> tuple[NewFile, ...]:
    return tuple(NewFile(Path(path)) for path in call.files.get(field, ()))


def answers_and_files(form: Form, answers: Entries) -> tuple[dict[str, Entry], dict[str, tuple[str, ...]]]:
    """What was entered, with the paths of files apart."""
    files = {
        field.id: answers[field.id] for field in form.fields if field.kind is FieldKind.FILES and field.id in answers
    }
    paths = {field: entry if isinstance(entry, tuple) else (entry,) for field, entry in files.items()}
    return {field: answer for field, answer in answers.items() if field not in files}, paths


CALLS: Mapping[str, Callable[[Session, Call, str], Awaitable[Receipt]]] = {
    "order": _order,
    "incident": _create,
    "change": _create,
    "comment": _comment,
    "attach": _attach,
    "cancel": _cancel,
    "comment-marked": comment_each,
    "cancel-marked": cancel_each,
}
"""How each kind of form is called, the first time and again."""
OF_SEVERAL_WRITES = frozenset({"comment-marked", "cancel-marked"})
"""Forms of which a part may be done when the rest meets a fault."""


class Resolved(Struct, frozen=True):
    """It was taken; the draft is gone."""

    receipt: Receipt
    key: str
    """The form's key, as the receipt shows its short form."""


class Refused(Struct, frozen=True):
    """Nothing was written; the draft may be edited again. Without an error: it never arrived and is too old."""

    error: DomainError | None


class Unknown(Struct, frozen=True):
    """Whether it was taken is not known yet; the draft waits to be verified. Without an error: no answer came."""

    error: DomainError | None


Outcome = Resolved | Refused | Unknown


async def send(portal: Portal, draft: Draft, call: Call) -> Outcome:
    """Freeze the form and send it. What was frozen stands on the disk before the call leaves, or none leaves."""
    try:
        draft.freeze(call.to_json())
    except Unwritten as unwritten:
        fault = StoreFault.FULL if unwritten.is_full else StoreFault.BUSY
        return Refused(StoreUnusable(fault, clean(str(state_file()))))
    return await _deliver(portal, draft, call)


async def verify(portal: Portal, draft: Draft, now: datetime | None = None) -> Outcome:
    """What became of a frozen form: ask by its key; where it never arrived, send the same with the same key."""
    call = read_call(draft.call)
    try:
        receipt = await portal.ask(lambda session: _in_time(session.requests.sent(draft.key)))
        begun = receipt is None and await portal.ask(lambda session: _in_time(_has_begun(session, call, draft.key)))
    except DomainError as error:
        draft.unknown()
        return Unknown(error)
    except Exception:  # no answer in time, or none that can be read: that is none
        draft.unknown()
        return Unknown(None)
    if receipt is not None:
        return _resolved(draft, receipt)
    pressed = draft.sent_at
    # A press that lies ahead was dated by a clock that was wrong: how long ago it is nobody knows.
    too_old = pressed is None or abs((now or datetime.now(UTC)) - pressed) > LONGEST_UNSENT
    if call is None or (too_old and not begun):
        draft.refused()
        return Refused(None)
    return await _deliver(portal, draft, call, again=True)


async def _has_begun(session: Session, call: Call | None, key: str) -> bool:
    """Has a part of a form about many requests come? Then only the same keys may do the rest."""
    if call is None or call.form not in OF_SEVERAL_WRITES:
        return False
    for id in call.subject.split():
        if await session.requests.sent(key_of(key, id)) is not None:
            return True
    return False


async def _deliver(portal: Portal, draft: Draft, call: Call, *, again: bool = False) -> Outcome:
    try:
        receipt = await portal.ask(lambda session: _in_time(CALLS[call.form](session, call, draft.key)))
    except DomainError as error:
        if leaves_open(error, again=again, several=call.form in OF_SEVERAL_WRITES):
            draft.unknown()
            return Unknown(error)
        draft.refused()
        return Refused(error)
    except Exception:  # whatever it was, the form may have been taken
        draft.unknown()
        return Unknown(None)
    except BaseException:  # cancelled: the same, and it must go on
        draft.unknown()
        raise
    return _resolved(draft, receipt)


async def _in_time(answer: Awaitable[Answer]) -> Answer:
    # The person who has to log in again in between may take his time: only the call itself is timed.
    async with asyncio.timeout(LONGEST_SECONDS):
        return await answer


def _resolved(draft: Draft, receipt: Receipt) -> Resolved:
    key = draft.key
    with suppress(Unwritten):  # tried again; at worst the next start verifies it, and finds the same receipt
        draft.remove()
    return Resolved(receipt, key)


def leaves_open(error: DomainError, *, again: bool = False, several: bool = False) -> bool:
    """May a form whose call ended so have been taken all the same, whole or, of several writes, in part?

    A call that was given up after LONGEST_SECONDS may still be at work while the form is sent `again`: then a store
    that could not even look at the key says nothing of it, and a key that has come with another content has come.
    """
    if isinstance(error, StoreUnusable):
        return again or several or error.fault not in WRITTEN_NOTHING
    return again and isinstance(error, KeyReused)


class Delivery:
    """A frozen form on its way, until it is resolved or refused; `tell` hears each news of it, unknown ones too.

    It belongs to the application, not to a screen: who leaves the form doesn't stop it.
    """

    def __init__(self, portal: Portal, draft: Draft, tell: Callable[[Outcome], Awaitable[None]]) -> None:
        self._portal = portal
        self.draft = draft
        self.tell = tell
        self._hurry = asyncio.Event()

    async def run(self, call: Call | None = None) -> None:
        """Send a form, or without a call verify one that was frozen before."""
        key = self.draft.key
        self._portal.deliveries[key] = self
        try:
            outcome = await (send(self._portal, self.draft, call) if call else verify(self._portal, self.draft))
            told = ""
            for pause in chain(PAUSES, repeat(LAST_PAUSE)):
                if not isinstance(outcome, Unknown):
                    break
                if repr(outcome.error) != told:
                    await self.tell(outcome)
                # The same again, each half minute, is no news but to who asks.
                told = "" if await self._wait(pause) else repr(outcome.error)
                outcome = await verify(self._portal, self.draft)
            if isinstance(outcome, Resolved):
                self._portal.sent_here.add(outcome.receipt.id)
        finally:
            self._portal.deliveries.pop(key, None)
        await self.tell(outcome)

    def hurry(self) -> None:
        """Ask now instead of after the pause, and tell what is known then."""
        self._hurry.set()

    async def _wait(self, seconds: float) -> bool:
        """Until then, or until somebody can't wait: True."""
        self._hurry.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        return self._hurry.is_set()

"""One press sends one form, whatever breaks in between (C5, T-10): what is frozen, asked, sent again, given back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import apsw
import pytest

from ecc_tui import drafts, state
from ecc_tui.domain.catalogue import Price
from ecc_tui.domain.errors import (
    ActionDenied,
    DomainError,
    FileUnusable,
    FormRefused,
    InvalidInput,
    KeyReused,
    NotFound,
    ServiceChanged,
    SessionEnded,
    StoreFault,
    StoreUnusable,
)
from ecc_tui.domain.forms import Wrong
from ecc_tui.domain.money import Money
from ecc_tui.domain.requests import Receipt
from ecc_tui.domain.rights import Action, Denied, Role, Section
from ecc_tui.drafts import Draft, Drafts, Phase, open_drafts
from ecc_tui.screens import sending
from ecc_tui.screens.marked_calls import key_of
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.sending import Call, Delivery, Outcome, Refused, Resolved, Unknown, read_call, send, verify
from ecc_tui.state import open_choices

PRICE = Price(Money(Decimal("50.00"), "EUR"), Money(Decimal("30.5"), "EUR"))
CALL = Call(
    form="order",
    contract="OCB0001234",
    subject="servers",
    answers={"name": "web é", "options": ("a", "b")},
    version=3,
    price=PRICE,
    language="fr",
)
RECEIPT = Receipt("3-00286024", "#DEM-2026-000145", datetime(2026, 11, 22, tzinfo=UTC), True)
DENIED = Denied(Action.ORDER, "OCB0001234", Section.SERVICES, Role.MANAGER, Role.VISITOR, ())
Answer = Callable[[], Awaitable[Receipt | None]]


async def taken() -> Receipt | None:
    return RECEIPT


async def never_arrived() -> Receipt | None:
    return None


async def silent() -> Receipt | None:
    await asyncio.sleep(60)
    return None


def raising(error: BaseException) -> Answer:
    async def answer() -> Receipt | None:
        raise error

    return answer


class Backend:
    """Answers as it is told, one answer after the other, the last one for ever; remembers what it was asked."""

    def __init__(self, *orders: Answer, sent: Answer = never_arrived) -> None:
        self.orders, self.asked = list(orders), sent
        self.placed: list[tuple[Call, str]] = []
        self.verified: list[str] = []
        self.on_disk: list[tuple[Phase, str]] = []
        self.catalogue = self.requests = self
        self.drafts: Drafts | None = None
        self.person = SimpleNamespace(login="referent.demo")

    async def order(self, contract: str, service: str, answers: Any, files: Any, **other: Any) -> Receipt | None:
        key = other.pop("key")
        other["files"] = {field: tuple(str(file.path) for file in several) for field, several in files.items()}
        self.placed.append((Call(form="order", contract=contract, subject=service, answers=answers, **other), key))
        assert self.drafts is not None
        self.on_disk = [(entry.phase, entry.key) for entry in self.drafts.all()]
        return await self._next()()

    async def sent(self, key: str) -> Receipt | None:
        self.verified.append(key)
        return await self.asked()

    def _next(self) -> Answer:
        return self.orders.pop(0) if len(self.orders) > 1 else self.orders[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


def portal_of(backend: Backend, file: Path) -> Portal:
    backend.drafts = open_drafts("here", "referent.demo", file)

    async def nobody(login: str) -> Any:
        return backend

    choices = open_choices("here", "referent.demo", file)
    return Portal(cast(Any, backend), choices, backend.drafts, file.parent, nobody, {})


def draft_of(portal: Portal) -> Draft:
    draft = portal.drafts.begin("order", "OCB0001234", "servers", version=3)
    draft.enter("name", "web é", 5)
    return draft


def test_what_is_frozen_comes_back_as_it_was() -> None:
    assert read_call(CALL.to_json()) == CALL
    assert read_call("{}") is None
    assert read_call("") is None


async def test_a_form_that_is_taken_leaves_no_draft(file: Path) -> None:
    backend = Backend(taken)
    portal = portal_of(backend, file)
    draft = draft_of(portal)
    key = draft.key
    assert await send(portal, draft, CALL) == Resolved(RECEIPT, key)
    assert backend.placed == [(CALL, key)]
    assert portal.drafts.all() == []


async def test_it_is_frozen_on_the_disk_before_the_call_leaves(file: Path) -> None:
    backend = Backend(taken)
    portal = portal_of(backend, file)
    draft = draft_of(portal)
    key = draft.key
    await send(portal, draft, CALL)
    assert backend.on_disk == [(Phase.SENDING, key)]


async def test_what_cannot_be_frozen_is_not_sent(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in the call, nobody would know that it was sent: the next press would be a second order."""
    monkeypatch.setattr(drafts, "PATIENCE_TRIES", 1)
    backend = Backend(taken)
    portal = portal_of(backend, file)
    draft = draft_of(portal)
    other = apsw.Connection(str(file))
    other.execute("BEGIN IMMEDIATE")
    outcome = await send(portal, draft, CALL)
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.error, StoreUnusable)
    assert outcome.error.fault is StoreFault.BUSY
    assert (draft.phase, backend.placed) == (Phase.TYPING, [])
    assert other.execute("SELECT phase, call FROM drafts").fetchall() == [("typing", "")]
    other.execute("ROLLBACK")
    assert isinstance(await send(portal, draft, CALL), Resolved)
    assert len(backend.placed) == 1


async def test_a_full_disk_is_told_as_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "PATIENCE_TRIES", 1)
    backend = Backend(taken)
    portal = portal_of(backend, file)
    draft = draft_of(portal)
    connection = state.opened_file(file)._connection
    assert connection is not None
    connection.pragma("max_page_count", connection.pragma("page_count"))
    large = Call(form="order", contract="OCB0001234", subject="servers", answers={"name": "long" * 4000}, price=PRICE)
    outcome = await send(portal, draft, large)
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.error, StoreUnusable)
    assert outcome.error.fault is StoreFault.FULL
    assert backend.placed == []


REFUSALS = [
    FormRefused([Wrong("name", "mandatory")]),
    ServiceChanged(),
    ActionDenied(DENIED),
    NotFound("service", "servers"),
    KeyReused(),
    InvalidInput("name", "length"),
    FileUnusable("too-large", "x"),
    *(StoreUnusable(fault, "x") for fault in (StoreFault.FULL, StoreFault.READ_ONLY, StoreFault.BUSY)),
]
OPEN = [StoreUnusable(fault, "x") for fault in (StoreFault.IO, StoreFault.GONE, StoreFault.CORRUPT)]


@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: f"{error.code}-{error.parameters.get('fault', '')}")
async def test_a_refused_form_can_be_edited_again_and_has_another_key(file: Path, error: DomainError) -> None:
    portal = portal_of(Backend(raising(error)), file)
    draft = draft_of(portal)
    key = draft.key
    assert await send(portal, draft, CALL) == Refused(error)
    assert draft.phase is Phase.TYPING
    assert draft.key != key
    draft.enter("name", "web ê", 5)
    assert portal.drafts.all()[0].key == draft.key


@pytest.mark.parametrize("error", OPEN, ids=lambda error: str(error.fault))
async def test_an_error_that_leaves_it_open_is_to_be_verified_with_the_same_key(file: Path, error: DomainError) -> None:
    portal = portal_of(Backend(raising(error)), file)
    draft = draft_of(portal)
    key = draft.key
    assert await send(portal, draft, CALL) == Unknown(error)
    assert (draft.phase, draft.key) == (Phase.TO_VERIFY, key)
    draft.enter("name", "another", 7)
    assert draft.entries["name"] == "web é"


async def test_no_answer_is_no_refusal(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LONGEST_SECONDS", 0.05)
    portal = portal_of(Backend(silent), file)
    draft = draft_of(portal)
    assert await send(portal, draft, CALL) == Unknown(None)
    assert draft.phase is Phase.TO_VERIFY


async def test_what_nobody_expected_is_no_refusal(file: Path) -> None:
    portal = portal_of(Backend(raising(ZeroDivisionError())), file)
    draft = draft_of(portal)
    assert await send(portal, draft, CALL) == Unknown(None)
    assert draft.phase is Phase.TO_VERIFY


async def test_a_call_that_is_cancelled_is_to_be_verified(file: Path) -> None:
    portal = portal_of(Backend(silent), file)
    draft = draft_of(portal)
    task = asyncio.ensure_future(send(portal, draft, CALL))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert draft.phase is Phase.TO_VERIFY


async def test_an_ended_session_is_renewed_and_the_call_completed_with_the_same_key(file: Path) -> None:
    backend = Backend(raising(SessionEnded()), taken)
    portal = portal_of(backend, file)
    other = Backend(taken)
    other.drafts = portal.drafts

    async def log_in_again(login: str) -> Any:
        return other

    portal._ask_password = log_in_again
    draft = draft_of(portal)
    key = draft.key
    assert await send(portal, draft, CALL) == Resolved(RECEIPT, key)
    assert [made for _call, made in (*backend.placed, *other.placed)] == [key, key]


async def frozen(portal: Portal) -> Draft:
    draft = draft_of(portal)
    draft.freeze(CALL.to_json())
    draft.unknown()
    return draft


async def test_a_form_that_had_arrived_is_not_sent_again(file: Path) -> None:
    backend = Backend(taken, sent=taken)
    portal = portal_of(backend, file)
    draft = await frozen(portal)
    key = draft.key
    assert await verify(portal, draft) == Resolved(RECEIPT, key)
    assert (backend.verified, backend.placed) == ([key], [])
    assert portal.drafts.all() == []


async def test_a_form_that_never_arrived_is_sent_as_it_was_with_the_same_key(file: Path) -> None:
    backend = Backend(taken)
    portal = portal_of(backend, file)
    draft = await frozen(portal)
    key = draft.key
    assert await verify(portal, draft) == Resolved(RECEIPT, key)
    assert backend.placed == [(CALL, key)]


@pytest.mark.parametrize(
    "error",
    [KeyReused(), *(StoreUnusable(fault, "x") for fault in (StoreFault.FULL, StoreFault.READ_ONLY, StoreFault.BUSY))],
    ids=lambda error: f"{error.code}-{error.parameters.get('fault', '')}",
)
async def test_sent_again_only_who_has_looked_at_the_key_refuses_it(file: Path, error: DomainError) -> None:
    """The first call, given up after a time, may still be at work: with a new key there would be two orders."""
    portal = portal_of(Backend(raising(error)), file)
    draft = await frozen(portal)
    key = draft.key
    assert await verify(portal, draft) == Unknown(error)
    assert (draft.phase, draft.key) == (Phase.TO_VERIFY, key)


async def test_a_form_of_several_writes_is_not_refused_for_a_fault_in_its_middle(file: Path) -> None:
    """What is done already is found again by the same key; with another one it would be done twice."""
    portal = portal_of(Backend(taken), file)
    full = StoreUnusable(StoreFault.FULL, "x")
    said: list[tuple[str, str]] = []

    async def comment(id: str, text: str, *, key: str) -> Receipt:
        if len(said) == 1:
            said.append(("", ""))
            raise full
        said.append((id, key))
        return RECEIPT

    cast(Any, portal.session).comment = comment
    draft = portal.drafts.begin("comment-marked", "", "3-1 3-2")
    draft.enter("text", "Hello", 5)
    key = draft.key
    assert await send(portal, draft, Call(form="comment-marked", contract="", subject="3-1 3-2")) == Unknown(full)
    assert (draft.phase, draft.key) == (Phase.TO_VERIFY, key)
    assert isinstance(await verify(portal, draft), Resolved)
    assert said[0] == said[2]


@pytest.mark.parametrize("hours", [-25, 23, 25])
async def test_after_a_day_the_person_decides(file: Path, hours: int) -> None:
    """Also of a press that lies ahead of the clock."""
    backend = Backend(taken)
    portal = portal_of(backend, file)
    draft = await frozen(portal)
    key = draft.key
    outcome = await verify(portal, draft, datetime.now(UTC) + timedelta(hours=hours))
    if abs(hours) < 24:
        assert outcome == Resolved(RECEIPT, key)
    else:
        assert outcome == Refused(None)
        assert (draft.phase, backend.placed) == (Phase.TYPING, [])
        assert draft.key != key


@pytest.mark.parametrize("begun", [True, False])
async def test_after_a_day_what_is_half_done_is_finished_by_the_same_keys(file: Path, begun: bool) -> None:
    backend = Backend(taken)
    portal = portal_of(backend, file)
    done: list[tuple[str, str]] = []

    async def comment(id: str, text: str, *, key: str) -> Receipt:
        done.append((id, key))
        return RECEIPT

    async def sent(key: str) -> Receipt | None:
        return RECEIPT if begun and key == key_of(draft.key, "3-2") else None

    cast(Any, portal.session).comment = comment
    cast(Any, portal.session).sent = sent
    draft = portal.drafts.begin("comment-marked", "", "3-1 3-2 3-3")
    draft.enter("text", "Hello", 5)
    key = draft.key
    draft.freeze(Call(form="comment-marked", contract="", subject=draft.subject, answers={"text": "Hello"}).to_json())
    outcome = await verify(portal, draft, datetime.now(UTC) + timedelta(hours=30))
    if begun:
        assert isinstance(outcome, Resolved)
        assert done == [(id, key_of(key, id)) for id in ("3-1", "3-2", "3-3")]
    else:
        assert (outcome, done) == (Refused(None), [])


async def test_what_was_frozen_and_cannot_be_read_is_given_back(file: Path) -> None:
    backend = Backend(taken)
    portal = portal_of(backend, file)
    draft = draft_of(portal)
    draft.freeze("[]")
    assert await verify(portal, draft) == Refused(None)
    assert (draft.phase, backend.placed) == (Phase.TYPING, [])


@pytest.mark.parametrize(
    "asked",
    [raising(StoreUnusable(StoreFault.GONE, "x")), raising(ZeroDivisionError()), silent],
    ids=["gone", "unexpected", "silent"],
)
async def test_a_question_without_an_answer_changes_nothing(
    file: Path, asked: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LONGEST_SECONDS", 0.05)
    backend = Backend(taken, sent=asked)
    portal = portal_of(backend, file)
    draft = await frozen(portal)
    key = draft.key
    assert isinstance(await verify(portal, draft), Unknown)
    assert (draft.phase, draft.key, backend.placed) == (Phase.TO_VERIFY, key, [])


async def test_a_delivery_goes_on_until_it_is_known(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is lost, then the backend says that it has the form: one order; each news is told once."""
    monkeypatch.setattr(sending, "PAUSES", (0.01,))
    monkeypatch.setattr(sending, "LAST_PAUSE", 0.01)
    lost = StoreUnusable(StoreFault.GONE, "x")
    backend = Backend(raising(lost), sent=raising(lost))
    portal = portal_of(backend, file)
    draft = draft_of(portal)
    key = draft.key
    told: list[Outcome] = []

    async def asked() -> Receipt | None:
        if len(backend.verified) < 3:
            raise lost
        return RECEIPT

    async def tell(outcome: Outcome) -> None:
        told.append(outcome)
        assert isinstance(outcome, Unknown) == (key in portal.deliveries)

    backend.asked = asked
    await Delivery(portal, draft, tell).run(CALL)
    assert told == [Unknown(lost), Resolved(RECEIPT, key)]
    assert (len(backend.placed), len(backend.verified), portal.deliveries) == (1, 3, {})


async def test_who_cannot_wait_hurries_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PAUSES", (60.0,))
    gone = StoreUnusable(StoreFault.GONE, "x")
    backend = Backend(raising(gone), sent=raising(gone))
    portal = portal_of(backend, file)
    told: list[Outcome] = []

    async def tell(outcome: Outcome) -> None:
        told.append(outcome)
        if len(told) == 2:
            backend.asked = taken
        asyncio.get_running_loop().call_later(0.01, delivery.hurry)

    delivery = Delivery(portal, draft_of(portal), tell)
    async with asyncio.timeout(10):
        await delivery.run(CALL)
    assert told[:2] == [Unknown(gone)] * 2  # who asks hears the same once more
    assert isinstance(told[-1], Resolved)

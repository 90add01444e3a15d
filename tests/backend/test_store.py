"""Making a store (A0), the strength of passwords, the provider's side, and what importing the store costs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from msgspec import structs

from ecc_tui.backend.base import CodeNeeded
from ecc_tui.backend.sql import log_in
from ecc_tui.backend.sql.database import Database, Interrupted
from ecc_tui.backend.sql.provider import set_request
from ecc_tui.backend.sql.store import Store
from ecc_tui.domain.account import NewStore
from ecc_tui.domain.errors import InvalidInput, NotFound, StoreFault, StoreUnusable
from ecc_tui.domain.requests import NEWEST_FIRST, Outcome, RequestFilter, Status
from ecc_tui.domain.rights import full_rights
from tests.backend.building import PASSWORD, Clock

NEW = NewStore(
    company="Acme [/b]",
    contract_id="OCB0001234",
    contract_name="Façade\x1b[2J",
    first_name="Rose",
    last_name="Référent",
    email="rose@acme.example",
    login="rose.referent",
    password=PASSWORD,
)


async def test_a_new_store_has_the_one_person_who_made_it(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new" / "store.db", NEW)
    assert not store.capabilities.demo
    assert await store.demo_logins() == ()
    with pytest.raises(NotFound):
        await store.demo_session(NEW.login)
    session = await store.log_in(NEW.login, PASSWORD)
    assert not isinstance(session, CodeNeeded)
    assert session.person.administrator
    details = await session.contracts.details(NEW.contract_id)
    assert details.name == "Façade␛[2J"
    assert details.rights == full_rights(NEW.contract_id, ("Rose Référent",))
    with store.database.reading() as statements:
        assert statements.value("SELECT count(*) FROM users") == 1
    await store.close()
    with pytest.raises(StoreUnusable) as error:
        Store.create(tmp_path / "new" / "store.db", NEW)
    assert error.value.fault is StoreFault.EXISTS


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("company", " "),
        ("contract_id", "x" * 65),
        ("contract_name", ""),
        ("email", "nobody"),
        ("email", "a@b@c.example"),
        ("login", "short"),
        ("login", "rosé.référent"),
        ("password", "Short1!"),
        ("password", "Cloud-Demo1$"),
    ],
)
def test_a_wrong_field_makes_no_store(tmp_path: Path, field: str, value: str) -> None:
    with pytest.raises(InvalidInput) as error:
        Store.create(tmp_path / "store.db", structs.replace(NEW, **{field: value}))
    assert error.value.field == field
    assert list(tmp_path.iterdir()) == []


def test_passwords_are_hashed_at_full_strength() -> None:
    program = "from ecc_tui.backend.sql.log_in import *; print(hash_password('x'), log_in._nobodys_hash())"
    program = program.replace("import *", "import hash_password; import ecc_tui.backend.sql.log_in as log_in")
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    for hashed in answer.stdout.split():
        assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_a_weaker_hash_is_renewed_at_log_in(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(store_file, Clock())
    monkeypatch.setattr(log_in, "PASSES", 2)
    log_in._hasher.cache_clear()
    try:
        await store.log_in("operator.demo", PASSWORD)
        with store.database.reading() as statements:
            kept = statements.value("SELECT password_hash FROM users WHERE login = 'operator.demo'")
            assert ",t=2," in kept
        await store.log_in("operator.demo", PASSWORD)
    finally:
        log_in._hasher.cache_clear()
        await store.close()


async def test_tokens_and_passwords_are_not_kept(store_file: Path) -> None:
    store = Store.open(store_file)
    session = await store.log_in("operator.demo", PASSWORD)
    assert not isinstance(session, CodeNeeded)
    token = session._caller.token
    await store.close()
    for file in store_file.parent.iterdir():
        kept = file.read_bytes()
        assert token.encode() not in kept
        assert PASSWORD.encode() not in kept


async def test_the_provider_moves_a_request_on(store_file: Path) -> None:
    store = Store.open(store_file, Clock())
    session = await store.demo_session("operator.demo")
    filter = RequestFilter(statuses=frozenset({Status.SUBMITTED}))
    id = (await session.requests.window(filter, NEWEST_FIRST, 0, 1)).rows[0].id
    set_request(store.database, id, Status.IN_PROGRESS, note="Started\x1b", clock=store._clock)
    set_request(store.database, id, Status.COMPLETED, Outcome.REJECTED, clock=store._clock)
    details = await session.requests.get(id)
    assert (details.row.status, details.row.outcome) == (Status.COMPLETED, Outcome.REJECTED)
    assert [(step.status, step.author, step.note) for step in details.timeline[1:]] == [
        (Status.IN_PROGRESS, "The provider", "Started␛"),
        (Status.COMPLETED, "The provider", ""),
    ]
    for status, outcome in (
        (Status.SUBMITTED, None),
        (Status.COMPLETED, Outcome.DELIVERED),
        (Status.COMPLETED, None),
        (Status.IN_PROGRESS, Outcome.DELIVERED),
    ):
        with pytest.raises(InvalidInput):
            set_request(store.database, id, status, outcome)
    with pytest.raises(NotFound):
        set_request(store.database, "unknown", Status.IN_PROGRESS)
    assert await session.requests.get(id) == details
    await store.close()


async def test_a_query_nobody_waits_for_stops_and_the_next_one_runs(store_file: Path) -> None:
    database = Database.open(store_file)
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    begun = threading.Barrier(4, timeout=60)
    stopped: list[type[BaseException]] = []

    def work(statements: object) -> None:
        begun.wait()
        try:
            statements.value(endless)  # type: ignore[attr-defined]
        except BaseException as error:
            stopped.append(type(error))
            raise

    waiting = [asyncio.ensure_future(database.read(work)) for _ in range(3)]
    await asyncio.to_thread(begun.wait)
    await asyncio.sleep(0.1)  # now they are in the middle of it
    for query in waiting:
        query.cancel()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(answer, asyncio.CancelledError) for answer in answers)
    assert await database.read(lambda statements: statements.value("SELECT count(*) FROM companies")) == 2
    database.close()
    assert stopped == [Interrupted] * 3


async def test_a_closed_store_says_that_it_is_gone(store_file: Path) -> None:
    store = Store.open(store_file, Clock())
    session = await store.demo_session("operator.demo")
    walk = session.requests.walk(RequestFilter(), NEWEST_FIRST)
    assert await anext(aiter(walk))
    await store.close()
    await store.close()
    for call in (session.contracts.tree(), session.account.set_preference("a", "b"), anext(aiter(walk))):
        with pytest.raises(StoreUnusable) as error:
            await call
        assert error.value.fault is StoreFault.GONE


def test_opening_a_store_imports_nothing_heavy() -> None:
    program = "import sys, ecc_tui.backend.sql.store; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(answer.stdout.split())
    assert "apsw" in loaded
    assert not loaded & {"argon2", "babel", "textual", "rich", "click", "xlsxwriter", "tomlkit", "ecc_tui.i18n"}

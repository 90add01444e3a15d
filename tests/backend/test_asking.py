"""What the store adds to the contract of asking: full disks, imports beside it, other programs, its own check."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ecc_tui.backend.connect import open_store
from ecc_tui.backend.sql import changes, request_writes
from ecc_tui.backend.sql.attachments import attach_files
from ecc_tui.backend.sql.check import Finding, check_store
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.exchange.dump import dump_file
from ecc_tui.backend.sql.exchange.load import load_file
from ecc_tui.backend.sql.provider import comment_request
from ecc_tui.backend.sql.store import Store
from ecc_tui.domain.errors import KeyReused, StoreFault, StoreUnusable
from ecc_tui.domain.links import Place
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.requests import NewFile
from tests.backend.asking import ANSWERS, fill_catalogue, new_key, place
from tests.backend.building import Clock, make_portal
from tests.backend.contract.test_request_writes import report


@pytest.fixture
async def store(tmp_path: Path, _cheap_passwords: None) -> AsyncIterator[Store]:
    """Without any request yet."""
    make_portal(tmp_path / "store.db", 0, fill_catalogue)
    opened = Store.open(tmp_path / "store.db", Clock())
    yield opened
    await opened.close()


def written(database: Database) -> tuple[int, ...]:
    """How much of each thing that an order writes there is beyond what the store had."""
    counts = (
        "SELECT count(*) FROM requests JOIN notifications ON notifications.request = requests.issued",
        "SELECT count(*) FROM confirmed_writes",
        "SELECT count(*) FROM notifications",
        "SELECT count(*) FROM mails",
        "SELECT count(DISTINCT request) FROM request_answers",
    )
    with database.reading() as statements:
        return tuple(statements.value(sql) for sql in counts)


async def test_a_full_disk_leaves_no_half_order(store: Store) -> None:
    session = await store.demo_session("referent.demo")
    writer = store.database._writer
    writer.pragma("max_page_count", int(writer.pragma("page_count")) + 2)
    placed, fault, key = 0, None, new_key()
    while fault is None:
        try:
            await place(session, key=key)
            placed, key = placed + 1, new_key()
        except StoreUnusable as error:
            fault = error.fault
    assert fault is StoreFault.FULL
    assert written(store.database) == (placed,) * 5
    assert await session.requests.sent(key) is None
    writer.pragma("max_page_count", int(writer.pragma("page_count")) + 1_000)
    receipt = await place(session, key=key)
    assert await session.requests.sent(key) == receipt
    assert written(store.database) == (placed + 1,) * 5
    assert check_store(store.database) == ()


async def test_a_request_loaded_again_at_another_instant_keeps_what_was_told(store: Store, tmp_path: Path) -> None:
    session = await store.demo_session("clerk.demo")
    receipt = await report(session)
    comment_request(store.database, receipt.id, "Hello", clock=Clock())
    told = await session.notifications.newest()
    file = tmp_path / "all.jsonl"
    with file.open("wb") as out:
        dump_file(store.database, out)
    records = [json.loads(line) for line in file.read_bytes().splitlines()]
    (record,) = (record for record in records if record.get("id") == receipt.id)
    record["issued"] = record["issued"].replace("2026-07-15", "2026-07-14")
    load_file(store.database, io.BytesIO(json.dumps(record).encode()))
    assert (await session.requests.get(receipt.id)).row.issued < receipt.at
    assert await session.notifications.newest() == told
    assert {one.event for one in told} == {Event.REQUEST_COMMENTED, Event.REQUEST_SUBMITTED}
    assert check_store(store.database) == ()


async def test_a_restored_backup_counts_on_beside_what_is_loaded(store: Store, tmp_path: Path) -> None:
    """Two copies of a store give the same next number; loaded together, the second goes on after it."""
    backup = tmp_path / "backup.db"
    store.database.back_up(backup)
    first = await place(await store.demo_session("referent.demo"))
    with (tmp_path / "all.jsonl").open("wb") as out:
        dump_file(store.database, out)
    restored = Store.open(backup, Clock())
    with (tmp_path / "all.jsonl").open("rb") as file:
        load_file(restored.database, file)
    second = await place(await restored.demo_session("referent.demo"))
    await restored.close()
    assert second.id > first.id
    assert second.reference > first.reference


async def test_another_programs_words_are_a_change(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "INTERVAL", 0.01)
    session = await store.demo_session("clerk.demo")
    receipt = await report(session)
    watched = session.changes()
    waiting = asyncio.ensure_future(anext(watched))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    other = Database.open(store.database.path)
    comment_request(other, receipt.id, "Hello")
    other.close()
    change = await asyncio.wait_for(waiting, 10)
    assert {Place.REQUESTS, Place.CATALOGUE} <= change.places
    assert next(iter(await session.notifications.newest())).event is Event.REQUEST_COMMENTED


async def test_screens_know_whether_mails_leave(store_file: Path, tmp_path: Path) -> None:
    for number, sends in enumerate((True, False)):
        copy = tmp_path / f"{number}.db"
        shutil.copy(store_file, copy)
        backend = open_store(copy, sends_mail=sends)
        assert backend.capabilities.sends_mail is sends
        await backend.close()


async def test_the_check_sees_keys_without_requests_and_orders_without_keys(store: Store) -> None:
    session = await store.demo_session("referent.demo")
    first, second = await place(session), await place(session, {**ANSWERS, "count": "1"})
    assert check_store(store.database) == ()
    with store.database.writing() as statements:
        statements.execute(
            "UPDATE confirmed_writes SET answer = replace(answer, ?, '3-99999999')",
            (first.id,),
        )
    findings = set(check_store(store.database))
    assert findings == {Finding("order-without-key", first.id), Finding("key-without-request", "3-99999999")}
    with store.database.writing() as statements:
        statements.execute("DELETE FROM confirmed_writes")
    assert {finding.where for finding in check_store(store.database)} == {first.id, second.id}


async def test_the_check_sees_a_service_that_is_not_found_by_its_name(store: Store) -> None:
    with store.database.writing() as statements:
        statements.execute("UPDATE services SET name_key = 'other' WHERE id = 'bucket'")
    assert check_store(store.database) == (Finding("name-key", "bucket"),)


async def test_a_file_that_is_gone_is_no_refusal_while_the_first_call_still_writes(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form given up after a time is sent again: refused, it would get another key and make a second request."""
    began, goes_on = threading.Event(), threading.Event()

    def slowly(*arguments: Any) -> Sequence[str]:
        names = attach_files(*arguments)
        began.set()
        goes_on.wait(30)
        return names

    monkeypatch.setattr(request_writes, "attach_files", slowly)
    session = await store.demo_session("referent.demo")
    path, key = tmp_path / "report.txt", new_key()
    path.write_bytes(b"what happened")
    first = asyncio.ensure_future(report(session, [NewFile(path)], key))
    await asyncio.to_thread(began.wait, 30)
    first.cancel()
    path.unlink()
    second = asyncio.ensure_future(report(session, [NewFile(path)], key))
    await asyncio.wait([second], timeout=0.3)  # long enough for an answer that doesn't wait for the first call
    goes_on.set()
    with pytest.raises(KeyReused):
        await second
    assert written(store.database)[0] == 1

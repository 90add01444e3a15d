"""Text is made harmless where it enters the store, by every door (T-01, T-02)."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.exchange.load import ImportRefused, load_file
from ecc_tui.backend.sql.local_session import LocalSession
from ecc_tui.backend.sql.provider import set_request
from ecc_tui.backend.sql.store import Store
from ecc_tui.domain.account import NewStore, SavedView
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.requests import NEWEST_FIRST, RequestFilter, Status
from ecc_tui.domain.text import clean
from tests.hostile.journey import LOGIN
from tests.hostile.payloads import CONTROLS, INVISIBLE, MARKUP

DIRTY = "".join((*MARKUP, *CONTROLS, *INVISIBLE)) + "\ud800\udfff"
"""Every payload in one, with lone surrogates."""


@pytest.fixture
async def session(demo: Path, tmp_path: Path) -> AsyncIterator[LocalSession]:
    """Somebody on a copy of the demo."""
    path = tmp_path / "store.ecc"
    shutil.copyfile(demo, path)
    path.chmod(0o600)
    store = Store.open(path)
    yield await store.demo_session(LOGIN)
    await store.close()


async def test_the_providers_note(session: LocalSession, tmp_path: Path) -> None:
    rows = await session.requests.window(RequestFilter(statuses=frozenset({Status.SUBMITTED})), NEWEST_FIRST, 0, 1)
    id = rows.rows[0].id
    database = Database.open(tmp_path / "store.ecc")
    set_request(database, id, Status.IN_PROGRESS, note=DIRTY)
    database.close()
    note = (await session.requests.get(id)).timeline[-1].note
    assert note == clean(DIRTY, multiline=True)
    assert note != DIRTY


async def test_a_saved_view(session: LocalSession) -> None:
    name = "".join(MARKUP) + "\x1b]0;EVIL\x07\ud800"
    await session.account.save_view(SavedView(name[-70:], "Z", "ecc:requests"))
    assert [view.name for view in await session.account.saved_views() if view.letter == "Z"] == [clean(name[-70:])]


async def test_a_preference(session: LocalSession) -> None:
    await session.account.set_preference("x", "a\x1b[31mb\ud800")
    assert (await session.account.preferences())["x"] == clean("a\x1b[31mb\ud800")


async def test_a_hostile_search_is_answered_and_a_hostile_id_is_not_found(session: LocalSession) -> None:
    for text in (DIRTY, *MARKUP, *CONTROLS, "\x00", '"', "* OR NEAR(", "a" * 10_000):
        await session.requests.count(RequestFilter(search=text))
        await session.requests.find(text)
        await session.contracts.find(text)
        with pytest.raises(DomainError):
            await session.requests.get(text)
        with pytest.raises(DomainError):
            await session.contracts.details(text)


async def test_a_new_store(tmp_path: Path) -> None:
    new = NewStore(
        "Acme [/b]\x1b[31m",
        "OCB\x9b1",
        "Shop\u202e",
        "Ann\x00",
        "Other\ud800",
        "ann@acme.example",
        "ann.other",
        "Cloud-Demo1!",
    )
    store = Store.create(tmp_path / "store.ecc", new)
    session = await store.log_in("ann.other", "Cloud-Demo1!")
    assert isinstance(session, LocalSession)
    contract = (await session.contracts.tree())[0]
    assert (contract.id, contract.name, contract.company) == (
        clean(new.contract_id),
        clean(new.contract_name),
        clean(new.company),
    )
    assert session.person.name == clean(f"{new.first_name} {new.last_name}")
    await store.close()


@pytest.mark.parametrize("half", ['"\\ud800"', '"\\udfff x"'])
def test_half_a_character_in_a_file_is_refused(half: str, session: LocalSession, tmp_path: Path) -> None:
    lines = [json.dumps({"type": "store", "format": 1}), f'{{"type": "company", "id": "acme", "name": {half}}}']
    database = Database.open(tmp_path / "store.ecc")
    with pytest.raises(ImportRefused):
        load_file(database, io.BytesIO("\n".join(lines).encode()))
    with database.reading() as statements:
        assert statements.value("SELECT count(*) FROM companies WHERE id = 'acme'") == 0
    database.close()

"""The provider gives passwords (`store password`): rule A3 holds, the person's sessions end."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecc_tui.backend.base import CodeNeeded
from ecc_tui.backend.sql.demo import build_demo
from ecc_tui.backend.sql.provider import set_password
from ecc_tui.backend.sql.store import Store
from ecc_tui.domain.demo import LOGINS, PASSWORD
from ecc_tui.domain.errors import InvalidInput, NotFound, SessionEnded, WrongCredentials

NEW = "Another-Pass1!"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    build_demo(path, "en")
    return path


@pytest.fixture
def store(demo: Path, tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    copy = tmp_path / "store.sqlite"
    copy.write_bytes(demo.read_bytes())
    copy.chmod(0o600)
    return copy


async def test_the_new_password_opens_and_the_old_one_and_old_sessions_do_not(store: Path) -> None:
    backend = Store.open(store)
    session = await backend.log_in("operator.demo", PASSWORD)
    assert not isinstance(session, CodeNeeded)
    set_password(backend.database, "Operator.Demo", NEW)
    with pytest.raises(SessionEnded):
        await session.contracts.tree()
    with pytest.raises(WrongCredentials):
        await backend.log_in("operator.demo", PASSWORD)
    assert not isinstance(await backend.log_in("operator.demo", NEW), CodeNeeded)
    await backend.close()


async def test_a_password_that_breaks_the_rule_changes_nothing(store: Path) -> None:
    backend = Store.open(store)
    with pytest.raises(InvalidInput, match="password"):
        set_password(backend.database, "operator.demo", "too-weak")
    assert not isinstance(await backend.log_in("operator.demo", PASSWORD), CodeNeeded)
    await backend.close()


async def test_nobody_gets_a_password(store: Path) -> None:
    backend = Store.open(store)
    assert "nobody.demo" not in LOGINS
    with pytest.raises(NotFound):
        set_password(backend.database, "nobody.demo", NEW)
    await backend.close()

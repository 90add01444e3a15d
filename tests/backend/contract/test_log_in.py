"""Log-in, lock, sessions, settings and changes of any backend (product.md A1, A5, A6, Q2)."""

from __future__ import annotations

import asyncio

import pytest

from ecc_tui.backend.base import CodeNeeded
from ecc_tui.domain.account import SavedView
from ecc_tui.domain.errors import InvalidInput, LogInDelayed, SessionEnded, WrongCredentials
from ecc_tui.domain.links import Place
from ecc_tui.domain.requests import NEWEST_FIRST, RequestFilter
from tests.backend.building import PASSWORD
from tests.backend.conftest import Portal


async def fail(portal: Portal, login: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            await portal.backend.log_in(login, "wrong")


async def test_a_login_counts_without_case_a_password_with_it(backend_under_test: Portal) -> None:
    session = await backend_under_test.backend.log_in("Operator.DEMO", PASSWORD)
    assert not isinstance(session, CodeNeeded)
    assert session.person.login == "operator.demo"
    with pytest.raises(WrongCredentials):
        await backend_under_test.backend.log_in("operator.demo", PASSWORD.lower())


@pytest.mark.parametrize("login", ["operator.demo", "nobody.demo", "Éric\x1b\ud800" * 40])
async def test_failures_delay_a_login_whether_or_not_it_exists(backend_under_test: Portal, login: str) -> None:
    await fail(backend_under_test, login, 5)
    waits = []
    for _ in range(4):
        with pytest.raises(LogInDelayed) as error:
            await backend_under_test.backend.log_in(login.upper(), PASSWORD)
        waits.append(error.value.seconds)
        backend_under_test.clock.forward(error.value.seconds)
        await fail(backend_under_test, login)
    assert waits == [5, 10, 20, 40]


async def test_the_right_password_starts_counting_anew(backend_under_test: Portal) -> None:
    await fail(backend_under_test, "operator.demo", 4)
    await backend_under_test.backend.log_in("operator.demo", PASSWORD)
    await fail(backend_under_test, "operator.demo", 5)
    with pytest.raises(LogInDelayed):
        await backend_under_test.backend.log_in("operator.demo", PASSWORD)


async def test_tries_at_once_do_not_slip_past_the_delay(backend_under_test: Portal) -> None:
    tries = (backend_under_test.backend.log_in("operator.demo", f"wrong-{n}") for n in range(12))
    kinds = [type(answer) for answer in await asyncio.gather(*tries, return_exceptions=True)]
    assert kinds.count(WrongCredentials) == 5
    assert kinds.count(LogInDelayed) == 7


async def test_nobody_without_a_password_gets_in(backend_under_test: Portal) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE users SET password_hash = NULL WHERE login = 'operator.demo'")
    for password in ("", PASSWORD):
        with pytest.raises(WrongCredentials):
            await backend_under_test.backend.log_in("operator.demo", password)
    with pytest.raises(WrongCredentials):
        await backend_under_test.backend.give_code("ticket", "000000")


async def test_a_lock_opens_by_the_password_and_delays_like_a_log_in(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")
    await session.unlock(PASSWORD)
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            await session.unlock("wrong")
    with pytest.raises(LogInDelayed):
        await session.unlock(PASSWORD)


async def test_a_session_ends_by_log_out_and_by_age(backend_under_test: Portal) -> None:
    first = await backend_under_test.enter("operator.demo")
    second = await backend_under_test.enter("operator.demo")
    await first.log_out()
    await first.log_out()
    with pytest.raises(SessionEnded):
        await first.requests.count(RequestFilter())
    with pytest.raises(SessionEnded):
        await first.account.set_preference("a", "b")
    with pytest.raises(SessionEnded):
        await first.unlock(PASSWORD)
    backend_under_test.clock.forward(12 * 3600 - 1)
    await second.contracts.tree()
    backend_under_test.clock.forward(2)
    with pytest.raises(SessionEnded):
        await second.contracts.tree()
    with pytest.raises(SessionEnded):
        _ = [batch async for batch in second.requests.walk(RequestFilter(), NEWEST_FIRST)]


async def test_settings_belong_to_the_person(backend_under_test: Portal) -> None:
    one, other = await backend_under_test.enter("operator.demo"), await backend_under_test.enter("partner.demo")
    await one.account.set_preference("language", "fr")
    await one.account.set_preference("language", "en")
    assert await one.account.preferences() == {"language": "en"}
    assert await other.account.preferences() == {}
    view = SavedView("Late [/b]", "L", "ecc:requests?status=submitted")
    await one.account.save_view(SavedView("Old", "L", "ecc:requests"))
    await one.account.save_view(view)
    await one.account.save_view(SavedView("All", "A", "ecc:requests"))
    assert await one.account.saved_views() == [SavedView("All", "A", "ecc:requests"), view]
    await one.account.remove_view("A")
    await one.account.remove_view("Z")
    assert await one.account.saved_views() == [view]
    assert list(await other.account.saved_views()) == []


@pytest.mark.parametrize(
    "view",
    [
        SavedView("Name", "a", "ecc:requests"),
        SavedView("Name", "AB", "ecc:requests"),
        SavedView(" ", "A", "ecc:requests"),
        SavedView("x" * 81, "A", "ecc:requests"),
        SavedView("Name", "A", "https://x.example"),
    ],
)
async def test_a_wrong_view_is_refused(backend_under_test: Portal, view: SavedView) -> None:
    session = await backend_under_test.enter("operator.demo")
    with pytest.raises(InvalidInput):
        await session.account.save_view(view)


async def test_changes_tell_of_what_others_write(backend_under_test: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecc_tui.backend.sql.changes.INTERVAL", 0.01)
    session = await backend_under_test.enter("operator.demo")
    changes = aiter(session.changes())
    waiting = asyncio.ensure_future(anext(changes))
    done, _ = await asyncio.wait({waiting}, timeout=0.2)
    assert not done
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE requests SET changed = changed + 1 WHERE kind = 'order'")
    change = await waiting
    assert {Place.DASHBOARD, Place.REQUESTS} <= change.places
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE requests SET changed = changed + 1 WHERE kind = 'order'")
    later = await anext(aiter(session.changes(since=change.mark)))
    assert later.mark != change.mark


async def test_the_demo_names_its_logins(backend_under_test: Portal) -> None:
    assert "operator.demo" in await backend_under_test.backend.demo_logins()
    assert backend_under_test.backend.capabilities.demo

"""Requests of any backend: lists, sorts, windows, search, filters, counts (product.md section 5)."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from ecc_tui.backend.base import Count
from ecc_tui.domain.errors import ActionDenied, NotFound
from ecc_tui.domain.links import ToRequests, to_text
from ecc_tui.domain.requests import NEWEST_FIRST, Column, Kind, RequestFilter, RequestRow, Sort, Status
from ecc_tui.domain.rights import Section
from tests.backend.building import NOW
from tests.backend.conftest import Portal
from tests.backend.contract.model import all_rows, expected

SORTS = [Sort(column, descending) for column in Column for descending in (False, True)]
SEARCHES = [
    "reseau",
    "RÉSEAU",
    "res",
    "r",
    "serveur paris",
    "serv nantes",
    "s r p",
    "paris reseau creer",
    "coeur",
    "cœur",
    "ocb0000002",
    "ocb",
    "OCB0000001 delete",
    "3",
    "3-",
    "archives",
    "pare-feu",
    "pare feu",
    "absent",
    "  ",
    '"',
    'res" OR "a',
    "name:res",
    "res*",
    "NOT res",
    "res NEAR creer",
    "(paris",
    "^res",
    "a'b",
    "---",
    "%",
    "\x00res",
    "res " * 30,
]


async def rows_of(portal: Portal, login: str, filter: RequestFilter, sort: Sort = NEWEST_FIRST) -> list[RequestRow]:
    session = await portal.enter(login)
    return list((await session.requests.window(filter, sort, 0, 1_000)).rows)


@pytest.mark.parametrize("sort", SORTS, ids=str)
@pytest.mark.parametrize("login", ["referent.demo", "operator.demo"])
async def test_each_sort_is_the_plain_one_and_reversed_is_reversed(
    backend_under_test: Portal, login: str, sort: Sort
) -> None:
    session = await backend_under_test.enter(login)
    rows = await all_rows(session)
    shown = await rows_of(backend_under_test, login, RequestFilter(), sort)
    assert shown == expected(rows, RequestFilter(), sort)
    other = await rows_of(backend_under_test, login, RequestFilter(), Sort(sort.column, not sort.descending))
    assert shown == other[::-1]


@pytest.mark.parametrize("sort", [NEWEST_FIRST, Sort(Column.NAME, False), Sort(Column.REQUESTER)], ids=str)
async def test_a_window_is_a_piece_of_the_list_wherever_it_lies(
    backend_under_test: Portal, sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecc_tui.backend.sql.requests.FAR", 20)
    session = await backend_under_test.enter("referent.demo")
    whole = expected(await all_rows(session), RequestFilter(), sort)
    for offset in (0, 1, 19, 20, 21, 60, 90, len(whole) - 7, len(whole) - 1, len(whole), len(whole) + 5, 10_000):
        window = await session.requests.window(RequestFilter(), sort, offset, 10)
        assert (window.offset, list(window.rows)) == (offset, whole[offset : offset + 10])


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("login", ["referent.demo", "operator.demo"])
async def test_a_search_finds_words_by_their_beginning(backend_under_test: Portal, login: str, search: str) -> None:
    session = await backend_under_test.enter(login)
    rows = await all_rows(session)
    for filter in (RequestFilter(search=search), RequestFilter(search=search, kinds=frozenset({Kind.CHANGE}))):
        for sort in (NEWEST_FIRST, Sort(Column.NAME, False)):
            wanted = expected(rows, filter, sort)
            window = await session.requests.window(filter, sort, 0, 1_000)
            assert (list(window.rows), window.sort_kept) == (wanted, True)
        assert await session.requests.count(filter) == Count(len(wanted))
        assert await session.requests.count(filter, exact=True) == Count(len(wanted))


def test_the_searches_find_something() -> None:
    """Control: the model itself tells found from not found."""
    row = RequestRow("3-1", "Créer réseau", Kind.ORDER, "OCB1", "Paris", Status.SUBMITTED, None, NOW, NOW, "A B")
    assert expected([row], RequestFilter(search="cre par"), NEWEST_FIRST) == [row]
    assert expected([row], RequestFilter(search="eseau"), NEWEST_FIRST) == []


@pytest.mark.parametrize(
    "filter",
    [
        RequestFilter(statuses=frozenset({Status.SUBMITTED})),
        RequestFilter(statuses=frozenset({Status.SUBMITTED, Status.COMPLETED})),
        RequestFilter(statuses=frozenset(Status), kinds=frozenset(Kind)),
        RequestFilter(kinds=frozenset({Kind.ORDER, Kind.INCIDENT}), statuses=frozenset({Status.IN_PROGRESS})),
        RequestFilter(contracts=frozenset({"OCB0000001", "OCB0000003"})),
        RequestFilter(contracts=frozenset({"OCB0000004"})),
        RequestFilter(contracts=frozenset({"unknown"})),
        RequestFilter(first_day=date(2026, 2, 1), last_day=date(2026, 3, 1)),
        RequestFilter(first_day=date(2026, 3, 1), last_day=date(2026, 2, 1)),
        RequestFilter(first_day=date.min, last_day=date.max),
        RequestFilter(mine=True),
        RequestFilter(mine=True, search="res", statuses=frozenset({Status.COMPLETED}), first_day=date(2026, 2, 1)),
    ],
    ids=lambda filter: to_text(ToRequests(filter)),
)
async def test_criteria_hold_together(backend_under_test: Portal, filter: RequestFilter) -> None:
    session = await backend_under_test.enter("operator.demo")
    rows = await all_rows(session)
    for sort in (NEWEST_FIRST, Sort(Column.CHANGED), Sort(Column.STATUS, False)):
        wanted = expected(rows, filter, sort, mine=session.person.name)
        assert list((await session.requests.window(filter, sort, 0, 1_000)).rows) == wanted
        walked = [row async for batch in session.requests.walk(filter, sort) for row in batch]
        assert walked == wanted
    assert await session.requests.count(filter) == Count(len(wanted))


async def test_a_search_with_too_many_hits_keeps_date_order_and_says_so(
    backend_under_test: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecc_tui.backend.sql.requests.SORTED_HITS", 5)
    session = await backend_under_test.enter("referent.demo")
    filter = RequestFilter(search="r")
    window = await session.requests.window(filter, Sort(Column.NAME), 0, 1_000)
    assert not window.sort_kept
    assert list(window.rows) == expected(await all_rows(session), filter, NEWEST_FIRST)


async def test_a_count_stops_and_says_so(backend_under_test: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecc_tui.backend.sql.requests.COUNT_LIMIT", 50)
    session = await backend_under_test.enter("referent.demo")
    assert await session.requests.count(RequestFilter()) == Count(50, exact=False)
    total = await session.requests.count(RequestFilter(), exact=True)
    assert total.exact
    assert total.number == len(await all_rows(session)) > 50


async def test_a_request_shows_its_progress(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")
    row = (await session.requests.window(RequestFilter(), NEWEST_FIRST, 0, 1)).rows[0]
    details = await session.requests.get(row.id)
    assert details.row == row
    assert [step.status for step in details.timeline] == [Status.SUBMITTED]


async def test_without_any_role_a_request_is_an_unknown_one(backend_under_test: Portal) -> None:
    hidden = (await rows_of(backend_under_test, "partner.demo", RequestFilter()))[0]
    session = await backend_under_test.enter("operator.demo")
    assert hidden.contract == "OCB0000004"
    with pytest.raises(NotFound) as denied:
        await session.requests.get(hidden.id)
    with pytest.raises(NotFound) as unknown:
        await session.requests.get("unknown")
    assert {**denied.value.parameters, "id": ""} == {**unknown.value.parameters, "id": ""}


async def test_with_too_small_a_role_a_request_is_denied_and_nothing_of_it_told(backend_under_test: Portal) -> None:
    rows = await rows_of(backend_under_test, "operator.demo", RequestFilter(contracts=frozenset({"OCB0000001"})))
    session = await backend_under_test.enter("limited.demo")
    assert await session.requests.count(RequestFilter()) == Count(0)
    assert await session.requests.find("reseau") == ()
    with pytest.raises(ActionDenied) as error:
        await session.requests.get(rows[0].id)
    denied = error.value.denied
    assert (denied.section, denied.who_can_grant) == (Section.ORDERS, ("Rose Référent",))
    assert rows[0].name not in repr(error.value)


async def test_the_palette_finds_the_newest(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")
    wanted = expected(await all_rows(session), RequestFilter(search="res"), NEWEST_FIRST)
    assert list(await session.requests.find("res", 3)) == wanted[:3]
    assert await session.requests.find("  -- ") == ()


async def test_a_walk_can_be_left_at_any_step(backend_under_test: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecc_tui.backend.sql.requests.BATCH", 3)
    session = await backend_under_test.enter("referent.demo")
    wanted = await all_rows(session)

    async def walk() -> None:
        async for _batch in session.requests.walk(RequestFilter(search="r"), Sort(Column.NAME)):
            pass

    for turns in range(12):
        walking = asyncio.ensure_future(walk())
        for _ in range(turns):
            await asyncio.sleep(0.0005)
        walking.cancel()
        await asyncio.gather(walking, return_exceptions=True)
        assert walking.cancelled() or walking.exception() is None
        assert list((await session.requests.window(RequestFilter(), NEWEST_FIRST, 0, 1_000)).rows) == wanted

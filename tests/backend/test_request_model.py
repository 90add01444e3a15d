"""Any filter, sort and window against plain Python, on a store that is filled anew (hypothesis)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecc_tui.backend.base import Session
from ecc_tui.backend.sql.store import Store
from ecc_tui.domain.requests import Column, Kind, RequestFilter, RequestRow, Sort, Status
from tests.backend.building import Clock, make_portal
from tests.backend.contract.model import all_rows, expected

WORDS = [
    "res",
    "réseau",
    "SERV",
    "paris",
    "cœur",
    "c",
    "p",
    "3",
    "00",
    "ocb",
    "nantes",
    "pare-feu",
    "zz",
    '"',
    "delete",
]
DAYS = st.none() | st.dates(date(2025, 12, 1), date(2026, 9, 1))
FILTERS = st.builds(
    RequestFilter,
    search=st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join) | st.text(max_size=6),
    statuses=st.frozensets(st.sampled_from(Status)),
    kinds=st.frozensets(st.sampled_from(Kind)),
    contracts=st.frozensets(st.sampled_from([f"OCB000000{n}" for n in range(1, 6)]), max_size=3),
    first_day=DAYS,
    last_day=DAYS,
    mine=st.booleans(),
)
SORTS = st.builds(Sort, st.sampled_from(Column), st.booleans())

Opened = tuple[asyncio.AbstractEventLoop, dict[str, tuple[Session, list[RequestRow]]]]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path: Path = tmp_path_factory.mktemp("model") / "store.db"
    make_portal(path, 400)
    store = Store.open(path, Clock())
    loop = asyncio.new_event_loop()
    sessions: dict[str, tuple[Session, list[RequestRow]]] = {}
    for login in ("referent.demo", "operator.demo", "norights.demo"):
        session = loop.run_until_complete(store.demo_session(login))
        sessions[login] = session, loop.run_until_complete(all_rows(session))
    yield loop, sessions
    loop.run_until_complete(store.close())
    loop.close()


@pytest.mark.parametrize("login", ["referent.demo", "operator.demo", "norights.demo"])
@pytest.mark.parametrize(
    ("narrow", "far", "few"), [(50_000, 2_000, 16), (40, 10, 1), (150, 30, 2)], ids=["real", "tight", "between"]
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(filter=FILTERS, sort=SORTS, offset=st.integers(0, 420), limit=st.integers(0, 60))
def test_a_window_is_what_the_model_says(
    opened: Opened,
    login: str,
    narrow: int,
    far: int,
    few: int,
    filter: RequestFilter,
    sort: Sort,
    offset: int,
    limit: int,
) -> None:
    """With the planner's thresholds as they are, and so low that a small store takes every way."""
    loop, sessions = opened
    session, rows = sessions[login]
    wanted = expected(rows, filter, sort, mine=session.person.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ecc_tui.backend.sql.request_query.NARROW", narrow)
        patch.setattr("ecc_tui.backend.sql.request_query.VERY_NARROW", narrow // 4)
        patch.setattr("ecc_tui.backend.sql.request_query.FEW_VALUES", few)
        patch.setattr("ecc_tui.backend.sql.requests.FAR", far)
        window = loop.run_until_complete(session.requests.window(filter, sort, offset, limit))
        count = loop.run_until_complete(session.requests.count(filter, exact=True))
    assert list(window.rows) == wanted[offset : offset + limit]
    assert count.number == len(wanted)


def test_the_model_has_something_to_say(opened: Opened) -> None:
    """Control: people see different lists, and days fall inside the period."""
    _, sessions = opened
    sizes = [len(rows) for _, rows in sessions.values()]
    assert sizes[0] > sizes[1] > sizes[2] == 0
    first = sessions["referent.demo"][1][-1].issued.date()
    assert expected(sessions["referent.demo"][1], RequestFilter(last_day=first + timedelta(days=9)), Sort())

"""The demo's simulated provider: legal, sensible, in the requester's language, and the same for the same dice."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ecc_tui.backend.sql.check import check_store
from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.demo import live
from ecc_tui.backend.sql.demo.live import KEPT_OPEN, MOST_COMMENTS, SimulatedProvider, start_provider
from ecc_tui.domain.requests import Kind, Status
from tests.backend.building import NOW, Builder, Clock

SEED = 7
LATER = NOW + timedelta(days=1)
CONTRACT = "OCB0000001"


def fill(statements: Statements) -> None:
    builder = Builder(statements)
    builder.person("french.one", "Fleur", "Un")
    builder.person("nobody.two", "Nora", "Deux")
    builder.contract(CONTRACT, "Shop", "french.one")
    builder.statements.execute("INSERT INTO preferences (user_id, name, value) VALUES ('french.one', 'language', 'fr')")
    for number in range(6):
        kind = tuple(Kind)[number % 3]
        requester = ("french.one", "nobody.two")[number % 2]
        at = NOW + timedelta(minutes=number)
        builder.request(f"3-{number:08}", CONTRACT, requester, "Old", issued=at, kind=kind)
    builder.request("3-00000100", CONTRACT, "nobody.two", "Done", issued=NOW - timedelta(1), status=Status.COMPLETED)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database.create(tmp_path / "demo.sqlite", fill)
    yield made
    made.close()


def provider(database: Database, seed: int = SEED, since: datetime = NOW) -> SimulatedProvider:
    return SimulatedProvider(database, "en", since, random.Random(seed), Clock(LATER))


def timeline(database: Database, id: str) -> list[tuple[str, str]]:
    with database.reading() as statements:
        return [
            (status, note)
            for status, note in statements.rows(
                "SELECT t.status, t.note FROM request_timeline t JOIN requests r ON r.issued = t.request"
                " WHERE r.id = ? ORDER BY t.position",
                (id,),
            )
        ]


def test_it_brings_everything_to_its_end_and_then_rests(database: Database) -> None:
    working = provider(database)
    acts = 0
    while working.act() is not None:
        acts += 1
        assert acts < 6 * (2 + MOST_COMMENTS) + 1
    assert acts >= 12
    for number in range(6):
        steps = timeline(database, f"3-{number:08}")
        assert [status for status, _note in steps] == ["submitted", "in-progress", "completed"]
        assert all(note for _status, note in steps[1:])
    assert check_store(database) == ()
    with database.reading() as statements:
        assert statements.value("SELECT count(*) FROM request_comments") > 0
        assert statements.value("SELECT max(n) FROM (SELECT count(*) n FROM request_comments GROUP BY request)") <= 2
        assert statements.value("SELECT count(*) FROM notifications") == acts


def test_the_same_dice_do_the_same(tmp_path: Path) -> None:
    told: list[list[object]] = []
    for name in ("a", "b"):
        database = Database.create(tmp_path / name, fill)
        working = provider(database)
        told.append([working.act() for _ in range(8)])
        with database.reading() as statements:
            told[-1] += statements.rows("SELECT request, status, note FROM request_timeline ORDER BY 1, 2")
        database.close()
    assert told[0] == told[1]
    other = Database.create(tmp_path / "c", fill)
    working = provider(other, seed=SEED + 1)
    assert [working.act() for _ in range(8)] != told[0][:8]
    other.close()


def test_what_was_asked_since_somebody_came_is_worked_on_first(database: Database) -> None:
    working = provider(database, since=NOW + timedelta(minutes=5))
    first = []
    while timeline(database, "3-00000005")[-1][0] != "completed":
        first.append(working.act())
    assert set(first) == {"3-00000005"}
    while (id := working.act()) is not None:
        assert id != "3-00000005"


def test_it_speaks_the_requesters_language_and_else_the_demos(database: Database) -> None:
    working = provider(database)
    while working.act() is not None:
        pass
    french = " ".join(note for _status, note in timeline(database, "3-00000000"))
    english = " ".join(note for _status, note in timeline(database, "3-00000001"))
    assert any(letter in french for letter in "éàè")
    assert english.isascii()


def test_somebody_else_who_was_faster_is_no_fault(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread goes on after a step that is no longer legal."""
    acted = threading.Semaphore(0)
    real = SimulatedProvider.act

    def counted(self: SimulatedProvider) -> str | None:
        try:
            return real(self)
        finally:
            acted.release()

    monkeypatch.setattr(SimulatedProvider, "act", counted)
    monkeypatch.setattr(live, "SHORTEST_WAIT", 0.001)
    monkeypatch.setattr(live, "LONGEST_WAIT", 0.002)
    stop = start_provider(database.path, "fr")
    for _ in range(3):
        assert acted.acquire(timeout=30)
    stop()
    for thread in threading.enumerate():
        if thread.name == "provider":
            thread.join(30)
    with database.reading() as statements:
        assert statements.value("SELECT count(*) FROM notifications") >= 2


def test_the_real_demo_has_work_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ecc_tui.backend.sql import log_in
    from ecc_tui.backend.sql.demo import build_demo

    for name, value in (("MEMORY_KIB", 64), ("PASSES", 1), ("LANES", 1)):
        monkeypatch.setattr(log_in, name, value)
    path = tmp_path / "demo.sqlite"
    build_demo(path, "fr", date(2026, 7, 15))
    database = Database.open(path)
    working = SimulatedProvider(database, "fr", LATER, random.Random(SEED), Clock(LATER))
    for _ in range(200):
        working.act()
    assert working.act() is None
    with database.reading() as statements:
        assert statements.value("SELECT count(*) FROM requests WHERE status <> 'completed'") == KEPT_OPEN
    assert check_store(database) == ()
    database.close()

"""Migrations, each from the version before it, and wrong states that the schema makes impossible."""

from __future__ import annotations

import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from ecc_tui.backend.sql.database import Conflict, Database
from ecc_tui.backend.sql.schema import Migration, migrations
from ecc_tui.domain.errors import StoreFault, StoreUnusable
from tests.backend.building import Builder, fill_portal

NEXT = len(migrations()) + 1
BETTER = Migration(NEXT, "better", "ALTER TABLE companies ADD COLUMN motto TEXT; UPDATE companies SET motto = name;")


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        for name in names
        if not name.startswith(("requests_text", "sqlite_"))
    }
    connection.close()
    return rows


def version(path: Path) -> int:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return int(connection.pragma("user_version"))
    finally:
        connection.close()


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.backup*"))


@pytest.mark.parametrize("step", migrations()[1:], ids=lambda step: step.name)
def test_each_migration_keeps_the_rows_of_the_version_before(tmp_path: Path, step: Migration) -> None:
    path = tmp_path / "store.db"
    before = migrations()[: step.number - 1]
    Database.create(path, lambda statements: fill_portal(Builder(statements), 20), steps=before).close()
    counts = {name: len(rows) for name, rows in content(path).items()}
    database = Database.open(path, steps=migrations()[: step.number])
    database.check()
    database.close()
    after = content(path)
    assert {name: len(after[name]) for name in counts if name in after} == counts
    assert version(path) == step.number


def test_a_store_of_the_version_before_is_migrated_after_a_backup(store_file: Path) -> None:
    old = content(store_file)
    database = Database.open(store_file, steps=[*migrations(), BETTER])
    with database.reading() as statements:
        assert statements.value("SELECT motto FROM companies WHERE id = 'acme'") == "Acme"
    database.close()
    (backup,) = backups(store_file)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert content(backup) == old
    assert version(backup) == NEXT - 1
    Database.open(store_file, steps=[*migrations(), BETTER]).close()
    assert backups(store_file) == [backup]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE companies SET name = 'half'; SELECT * FROM missing;",
        "UPDATE companies SET name = 'half'; INSERT INTO companies (id, name) VALUES ('acme', 'again');",
        "UPDATE companies SET name = 'half'; DELETE FROM users;",
    ],
)
def test_a_migration_that_fails_leaves_the_old_version(store_file: Path, sql: str) -> None:
    old = content(store_file)
    with pytest.raises((StoreUnusable, Conflict)):
        Database.open(store_file, steps=[*migrations(), Migration(NEXT, "worse", sql)])
    assert version(store_file) == NEXT - 1
    assert content(store_file) == old
    Database.open(store_file).close()


def test_a_migration_killed_in_the_middle_leaves_the_old_version(store_file: Path) -> None:
    old = content(store_file)
    program = f"""
import os, signal, apsw
from pathlib import Path
from ecc_tui.backend.sql import database
from ecc_tui.backend.sql.schema import Migration, migrations
real = database._version
looks = iter(range(100))
def version(connection):
    if connection.in_transaction:
        connection.execute("UPDATE companies SET name = 'half'")
        os.kill(os.getpid(), signal.SIGKILL)
    return real(connection)
database._version = version
database.Database.open(Path({str(store_file)!r}), steps=[*migrations(), Migration({NEXT}, "n", "SELECT 1;")])
"""
    answer = subprocess.run([sys.executable, "-c", program], check=False)
    assert answer.returncode == -signal.SIGKILL
    assert version(store_file) == NEXT - 1
    assert content(store_file) == old
    Database.open(store_file, steps=[*migrations(), BETTER]).close()
    assert version(store_file) == NEXT


def test_a_newer_store_is_refused(store_file: Path) -> None:
    Database.open(store_file, steps=[*migrations(), BETTER]).close()
    before = store_file.read_bytes()
    with pytest.raises(StoreUnusable) as error:
        Database.open(store_file)
    assert error.value.fault is StoreFault.NEWER
    assert store_file.read_bytes() == before


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [step.number for step in migrations()] == list(range(1, NEXT))
    assert all(re.fullmatch(r"\d{4}_[a-z_]+", step.name) for step in migrations())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE rights SET referent = 1 WHERE user_id = 'operator.demo' AND contract_id = 'OCB0000001'",
        "UPDATE rights SET users = 1 WHERE referent = 1 AND contract_id = 'OCB0000001'",
        "UPDATE rights SET referent = 0 WHERE contract_id = 'OCB0000001'",
        "DELETE FROM rights WHERE referent = 1 AND contract_id = 'OCB0000001'",
        "UPDATE contracts SET referent_id = 'operator.demo' WHERE id = 'OCB0000001'",
        "UPDATE rights SET support = 2 WHERE user_id = 'operator.demo'",
        "UPDATE rights SET dashboard = 2 WHERE user_id = 'operator.demo'",
        "INSERT INTO rights (user_id, contract_id) VALUES ('norights.demo', 'OCB0000001')",
        "UPDATE requests SET status = 'completed', outcome = NULL",
        "UPDATE requests SET status = 'submitted', outcome = 'delivered'",
        "UPDATE requests SET status = 'lost'",
        "UPDATE requests SET kind = 'wish'",
        "UPDATE requests SET requester_id = 'nobody'",
        "UPDATE requests SET contract_id = 'nothing'",
        "UPDATE requests SET id = (SELECT min(id) FROM requests)",
        "UPDATE users SET login = upper('operator.demo') WHERE id = 'partner.demo'",
        "UPDATE users SET email = upper('operator.demo@x.example') WHERE id = 'partner.demo'",
        "UPDATE users SET login = 'short' WHERE id = 'partner.demo'",
        "UPDATE users SET login = 'with space here' WHERE id = 'partner.demo'",
        "UPDATE budgets SET amount = 0",
        "UPDATE budgets SET amount = 1.5",
        "UPDATE request_timeline SET outcome = 'delivered'",
        "UPDATE contracts SET ends = '2000-01-01'",
        "DELETE FROM companies",
    ],
)
def test_wrong_states_are_impossible(store_file: Path, sql: str) -> None:
    old = content(store_file)
    database = Database.open(store_file)
    with pytest.raises(Conflict), database.writing() as statements:
        assert statements.execute(sql)
    database.close()
    assert content(store_file) == old


def test_a_referent_can_hand_over_in_one_transaction(store_file: Path) -> None:
    """Control: the constraints of the referent allow the legal change."""
    database = Database.open(store_file)
    with database.writing() as statements:
        contract = ("OCB0000001",)
        statements.execute("UPDATE rights SET referent = 0 WHERE contract_id = ? AND referent = 1", contract)
        statements.execute(
            "UPDATE rights SET contracts = 2, documents = 2, invoices = 2, orders = 2, services = 2, users = 2,"
            " referent = 1 WHERE contract_id = ? AND user_id = 'operator.demo'",
            contract,
        )
        statements.execute("UPDATE contracts SET referent_id = 'operator.demo' WHERE id = ?", contract)
    database.close()

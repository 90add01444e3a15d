"""`ecc-tui store …`: what it prints, what it leaves, which code it gives."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ecc_tui import cli, config
from ecc_tui.backend.sql.check import check_store
from ecc_tui.backend.sql.database import Database
from ecc_tui.cli import codes
from tests.exchange.stores import BASE, base_store, export, lines, record, value

ANSWERS = "Acme\nOCB0001234\nShop\nClaire\nMorel\nclaire@acme.example\nclaire.morel\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.sqlite"
    base_store(path).close()
    return path


def opened(path: Path) -> Database:
    return Database.open(path)


def password_pipe(password: str) -> int:
    reading, writing = os.pipe()
    os.write(writing, f"{password}\n".encode())
    os.close(writing)
    return reading


def test_create_asks_and_takes_the_password_from_a_descriptor(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "new.sqlite"
    monkeypatch.setattr(sys, "stdin", io.StringIO(ANSWERS))
    code, out, err = run(capsys, "store", "create", str(path), "--password-fd", str(password_pipe("Cloud-Demo1!")))
    assert (code, out) == (codes.OK, "")
    assert "Cloud-Demo1!" not in err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    database = opened(path)
    assert check_store(database) == ()
    assert value(database, "SELECT login FROM users WHERE password_hash IS NOT NULL") == "claire.morel"


@pytest.mark.parametrize("password", ["short", "Cloud-Demo1$", ""])
def test_create_with_a_password_against_the_rule_writes_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, password: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(ANSWERS))
    arguments = ("store", "create", str(tmp_path / "new.sqlite"), "--password-fd", str(password_pipe(password)))
    assert run(capsys, *arguments)[0] == codes.REFUSED
    assert list(tmp_path.iterdir()) == []


def test_create_never_takes_a_password_as_an_argument_nor_replaces_a_file(
    capsys: pytest.CaptureFixture[str], store: Path
) -> None:
    before = store.read_bytes()
    assert run(capsys, "store", "create", str(store), "--password", "Cloud-Demo1!")[0] == codes.USAGE
    assert run(capsys, "store", "create", str(store))[0] == codes.STORE
    assert store.read_bytes() == before


def test_check_says_ok_or_what_is_wrong(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    assert run(capsys, "store", "check", str(store)) == (codes.OK, "The store is sound.\n", "")
    database = opened(store)
    with database.writing() as statements:
        statements.execute("UPDATE requests SET name_key = 'zzz'")
        statements.execute("UPDATE users SET name_key = 'zzz' WHERE id = 'u-2'")
        statements.execute("DELETE FROM requests_text WHERE rowid = (SELECT issued FROM requests)")
        statements.execute("INSERT INTO requests_text (rowid, id, name) VALUES (7, 'x', 'y')")
    database.close()
    code, out, _err = run(capsys, "store", "check", str(store))
    assert code == codes.STORE
    assert out.splitlines() == [
        "the sort key of u-2 is wrong",
        "the sort key of 3-1 is wrong",
        "request 3-1 is not in the text index",
        "the text index has a row 7 without a request",
        "the text index has other words for request 3-1",
    ]


def test_check_finds_rows_that_name_something_missing(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    database = opened(store)
    database._writer.execute("PRAGMA foreign_keys = OFF")
    with database.writing() as statements:
        statements.execute("DELETE FROM companies")
        statements.execute("DELETE FROM rights WHERE referent = 1")
    database.close()
    code, out, _err = run(capsys, "store", "check", str(store))
    assert code == codes.STORE
    assert "contract OCB1 has no referent" in out
    assert "rows that name something missing, users: 2" in out


def test_a_backup_is_a_store_and_replaces_nothing(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    target = store.with_name("copy.sqlite")
    assert run(capsys, "store", "backup", str(store), str(target)) == (codes.OK, "", "")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert export(opened(target)) == export(opened(store))
    assert run(capsys, "store", "backup", str(store), str(target))[0] == codes.STORE


def test_export_to_a_file_is_private_and_complete(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    target = store.with_name("out.jsonl")
    target.write_text("old")
    assert run(capsys, "store", "--store", str(store), "export", str(target)) == (codes.OK, "", "")
    assert target.read_bytes() == export(opened(store))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert {path.name.removeprefix("store.sqlite") for path in store.parent.iterdir()} <= {
        "",
        "-wal",
        "-shm",
        "out.jsonl",
    }


def test_a_failed_export_leaves_the_old_file(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    target = store.with_name("out.jsonl")
    target.write_text("old")
    database = opened(store)
    with database.writing() as statements:
        statements.execute("PRAGMA ignore_check_constraints = ON")
        statements.execute("UPDATE contracts SET started = 'nonsense'")
        statements.execute("PRAGMA ignore_check_constraints = OFF")
    database.close()
    assert run(capsys, "--store", str(store), "store", "export", str(target))[0] != codes.OK
    assert target.read_text() == "old"
    assert not [path for path in store.parent.iterdir() if path.name.startswith(".out")]


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_an_export_takes_no_stores_place(capsys: pytest.CaptureFixture[str], store: Path, ending: str) -> None:
    target = store.with_name(store.name + ending)
    target.touch()
    before = store.read_bytes()
    code, _out, err = run(capsys, "store", "--store", str(store), "export", str(target))
    assert code == codes.STORE
    assert "nothing was written" in err
    assert store.read_bytes() == before
    assert run(capsys, "store", "check", str(store))[0] == codes.OK


def test_an_export_fills_a_pipe_and_leaves_it_one(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    pipe = store.with_name("pipe")
    os.mkfifo(pipe, 0o600)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run(capsys, "store", "--store", str(store), "export", str(pipe))[0] == codes.OK
        assert pipe.is_fifo()
        assert json.loads(os.read(reader, 1 << 16).splitlines()[0])["type"] == "store"
    finally:
        os.close(reader)


def test_import_tells_bad_lines_in_the_persons_language(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    source = store.with_name("bad.jsonl")
    source.write_bytes(lines([record("company", name=1), {"type": "\x1b[2J"}]).getvalue())
    code, out, err = run(capsys, "store", "--store", str(store), "import", str(source))
    assert (code, out) == (codes.REFUSED, "")
    assert err.splitlines() == [
        "line 1: “name” must be: str",
        "line 2: there is no type “␛[2J”",
        "ecc-tui: 2 bad lines: nothing was loaded.",
    ]


def test_import_into_the_last_connection_and_into_a_new_store(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    source = store.with_name("more.jsonl")
    source.write_text(json.dumps(record("company", id="other", name="Other")))
    config.remember_connection("work", store)
    assert run(capsys, "store", "import", str(source)) == (codes.OK, "", "1 record was loaded.\n")
    assert value(opened(store), "SELECT count(*) FROM companies") == 2
    source.write_bytes(lines(BASE).getvalue())
    new = store.with_name("new.sqlite")
    assert run(capsys, "store", "import", str(source), "--create")[0] == codes.USAGE
    assert run(capsys, "store", "--store", str(new), "import", "--create", str(source))[0] == codes.OK
    assert check_store(opened(new)) == ()
    assert run(capsys, "store", "--store", str(new), "import", "--create", str(source))[0] == codes.STORE


def test_the_provider_moves_a_request_on(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    database = opened(store)
    with database.writing() as statements:
        statements.execute("UPDATE requests SET status = 'submitted', outcome = NULL")
    command = ("--store", str(store), "store", "request", "set")
    assert run(capsys, *command, "3-1", "--status", "in-progress", "--note", "taken")[0] == codes.OK
    assert run(capsys, *command, "3-1", "--status", "in-progress")[0] == codes.REFUSED
    assert run(capsys, *command, "3-1", "--status", "completed")[0] == codes.REFUSED
    assert run(capsys, *command, "3-1", "--status", "submitted")[0] == codes.USAGE
    assert run(capsys, *command, "3-1", "--status", "completed", "--outcome", "delivered")[0] == codes.OK
    assert run(capsys, *command, "3-2", "--status", "in-progress")[0] == codes.NOT_FOUND
    assert value(database, "SELECT status FROM requests") == "completed"
    assert value(database, "SELECT count(*) FROM request_timeline WHERE note = 'taken'") == 1


PROBE = """
import sys
from ecc_tui import cli
cli.main({arguments})
print(sorted(name for name in ("textual", "apsw", "ecc_tui.backend.sql.database", "argon2") if name in sys.modules))
"""


def test_help_imports_no_backend_and_no_screen(program_environment: dict[str, str], store: Path) -> None:
    def imported(*arguments: str) -> str:
        command = [sys.executable, "-c", PROBE.format(arguments=list(arguments))]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=program_environment | {
            "HOME": str(store.parent), "PYTHONPATH": os.pathsep.join(sys.path)
        })  # fmt: skip
        return done.stdout.splitlines()[-1]

    assert imported("store", "--help") == "[]"
    assert imported("store", "import", "--help") == "[]"
    assert "apsw" in imported("store", "check", str(store))

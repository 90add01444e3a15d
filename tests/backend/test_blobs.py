"""Files in the store: stored once, whole or absent, and found out when damaged."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecc_tui.backend.sql import blobs
from ecc_tui.backend.sql.blobs import CHUNK, hash_file, read_blob, store_file
from ecc_tui.backend.sql.check import Finding, check_store
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.file_names import LONGEST, numbered, safe_name
from ecc_tui.domain.errors import FileUnusable, StoreFault, StoreUnusable
from ecc_tui.domain.text import clean


@pytest.fixture
def database(store_file: Path) -> Database:
    return Database.open(store_file)


def sizes(database: Database) -> list[tuple[int, int]]:
    with database.reading() as statements:
        return [
            (position, size)
            for position, size in statements.rows("SELECT position, length(content) FROM blob_chunks ORDER BY position")
        ]


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_file_lies_in_chunks_of_a_mebibyte(database: Database, tmp_path: Path, size: int) -> None:
    path = tmp_path / "file"
    content = os.urandom(size)
    path.write_bytes(content)
    hashed = hash_file(path)
    assert (hashed.sha256, hashed.size) == (hashlib.sha256(content).hexdigest(), size)
    for _ in range(2):  # the second time nothing is stored
        with database.writing() as statements:
            store_file(statements, hashed)
    lengths = [length for _, length in sizes(database)]
    assert sum(lengths) == size
    assert set(lengths[:-1]) <= {CHUNK}
    with database.reading() as statements:
        assert b"".join(read_blob(statements, hashed.sha256, database.path)) == content
    assert check_store(database) == ()


def test_no_more_than_a_chunk_is_read_at_once(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(3 * CHUNK))
    asked: list[int] = []
    read = os.read

    def watched(descriptor: int, length: int) -> bytes:
        asked.append(length)
        return read(descriptor, length)

    monkeypatch.setattr(os, "read", watched)
    hash_file(path)
    assert max(asked) == CHUNK


def test_a_read_that_gives_less_makes_the_same_chunks(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(os.urandom(CHUNK + 5))
    whole = hash_file(path)
    read = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, length: read(descriptor, min(length, 70_001)))
    assert hash_file(path) == whole
    with database.writing() as statements:
        store_file(statements, whole)
    assert sizes(database) == [(0, CHUNK), (1, 5)]


def test_a_file_that_changes_while_it_is_taken_is_refused(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")
    hashed = hash_file(path)
    path.write_bytes(b"after!")
    with pytest.raises(FileUnusable) as error, database.writing() as statements:
        store_file(statements, hashed)
    assert error.value.problem == "changed"
    assert sizes(database) == []


def test_the_limit_counts_what_is_really_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of /proc says that it has no size."""
    monkeypatch.setattr(blobs, "LARGEST_FILE", 100)
    path = Path("/proc/self/status")
    assert path.stat().st_size == 0
    with pytest.raises(FileUnusable) as error:
        hash_file(path)
    assert error.value.problem == "too-large"


def test_a_full_disk_keeps_nothing_of_a_file(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(os.urandom(3 * CHUNK))
    hashed = hash_file(path)
    pages = int(database._writer.pragma("page_count"))
    database._writer.pragma("max_page_count", pages + 300)
    with pytest.raises(StoreUnusable) as error, database.writing() as statements:
        store_file(statements, hashed)
    assert error.value.fault is StoreFault.FULL
    assert sizes(database) == []
    database._writer.pragma("max_page_count", pages + 3_000)
    with database.writing() as statements:
        store_file(statements, hashed)
    assert len(sizes(database)) == 3
    assert check_store(database) == ()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE blob_chunks SET content = x'00'",
        "DELETE FROM blob_chunks",
        "UPDATE blobs SET size = size + 1",
        "UPDATE blob_chunks SET content = CAST(content || x'00' AS BLOB)",
    ],
)
def test_a_damaged_file_is_found_and_not_given_out(database: Database, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    hashed = hash_file(path)
    with database.writing() as statements:
        store_file(statements, hashed)
    assert check_store(database) == ()
    with database.writing() as statements:
        statements.execute(damage)
    assert check_store(database) == (Finding("file", hashed.sha256),)
    if "size" not in damage:
        with database.reading() as statements, pytest.raises(StoreUnusable):
            list(read_blob(statements, hashed.sha256, database.path))


@pytest.mark.parametrize("table", ["request_answers", "request_attachments", "request_comments"])
def test_what_hangs_on_no_request_is_found(database: Database, table: str) -> None:
    rows = {
        "request_answers": "(request, position, field, kind, \"values\") VALUES (7, 0, 'x', 'text', '[]')",
        "request_attachments": "(request, position, name, sha256, author, at) VALUES (7, 0, 'x', 'x', 'x', 0)",
        "request_comments": "(request, position, at, author, text) VALUES (7, 0, 0, 'x', 'x')",
    }
    database.close()
    connection = apsw.Connection(str(database.path))
    connection.execute(f"INSERT INTO {table} {rows[table]}")
    connection.close()
    opened = Database.open(database.path)
    findings = check_store(opened)
    opened.close()
    assert [finding.rule for finding in findings] == ["reference"]
    assert findings[0].where.startswith(table)


# Names


@given(st.text(max_size=400))
def test_a_name_is_made_safe_once_and_for_all(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert safe_name(safe) == safe == clean(safe)
    assert not set(safe) & set('/\\:*?"<>|')
    assert safe[0] not in ".- "
    assert safe[-1] not in ". "
    assert len(safe.encode()) <= LONGEST
    assert len(numbered(safe, 1_000).encode()) <= 255
    assert Path("/folder", safe).name == safe
    assert Path("/folder", numbered(safe, 2)).parent == Path("/folder")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Rapport été 2026.pdf", "Rapport été 2026.pdf"),
        ("../../etc/passwd", "_._etc_passwd"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("..", "file"),
        ("", "file"),
        ("a\x1b[31m.txt", "a␛[31m.txt"),
        ("archive.tar.gz", "archive.tar.gz"),
        (f"{'é' * 200}.pdf", f"{'é' * 98}.pdf"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "number", "wanted"),
    [("a.pdf", 1, "a.pdf"), ("a.pdf", 2, "a (2).pdf"), ("a", 3, "a (3)"), ("a.tar.gz", 2, "a.tar (2).gz")],
)
def test_a_second_file_of_a_name_gets_a_number(name: str, number: int, wanted: str) -> None:
    assert numbered(name, number) == wanted

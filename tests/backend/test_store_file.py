"""Every fault of a store's file by its name, and nothing written to a file that isn't a sound store of ours."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from ecc_tui.backend.sql import store_file as files
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.statements import Statements
from ecc_tui.domain.errors import StoreFault, StoreUnusable


def fault_of(path: Path) -> StoreFault:
    with pytest.raises(StoreUnusable) as error:
        Database.open(path)
    assert error.value.path == str(path)
    return error.value.fault


def fingerprint(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir() if file.is_file()}


def foreign(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    path.chmod(0o644)  # whatever the process's mask is by now


def newer(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.pragma("user_version", 999)
    connection.close()


def overwrite(at: int, data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(data)

    return write


def replaced_by(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def linked(path: Path) -> None:
    real = path.with_name("real.db")
    path.rename(real)
    path.symlink_to(real)


def recreated(make: Callable[[Path], None]) -> Callable[[Path], None]:
    def again(path: Path) -> None:
        path.unlink()
        make(path)

    return again


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (Path.unlink, StoreFault.MISSING),
        (replaced_by(b""), StoreFault.NOT_A_STORE),
        (replaced_by(b"just a text, long enough to be a header " * 20), StoreFault.NOT_A_STORE),
        (recreated(foreign), StoreFault.PERMISSIONS),
        (recreated(Path.mkdir), StoreFault.NOT_A_STORE),
        (recreated(os.mkfifo), StoreFault.NOT_A_STORE),
        (newer, StoreFault.NEWER),
        (overwrite(68, b"\0\0\0\0"), StoreFault.NOT_A_STORE),
        (overwrite(0, b"garbage in front"), StoreFault.CORRUPT),
        (overwrite(0, bytes(4096)), StoreFault.CORRUPT),
        (overwrite(16, b"\x00\x07"), StoreFault.CORRUPT),
        (overwrite(100, b"\xff" * 3000), StoreFault.CORRUPT),
        (lambda path: os.truncate(path, path.stat().st_size // 2 // 4096 * 4096), StoreFault.CORRUPT),
        (lambda path: os.truncate(path, path.stat().st_size - 100), StoreFault.CORRUPT),
        (lambda path: os.truncate(path, 60), StoreFault.CORRUPT),
        (lambda path: path.chmod(0o640), StoreFault.PERMISSIONS),
        (lambda path: path.chmod(0o604), StoreFault.PERMISSIONS),
        (lambda path: path.chmod(0o400), StoreFault.READ_ONLY),
        (linked, StoreFault.PERMISSIONS),
    ],
    ids=lambda value: str(value) if isinstance(value, StoreFault) else "",
)
def test_a_store_that_cannot_be_used_says_why_and_stays_as_it_was(
    store_file: Path, damage: Callable[[Path], None], fault: StoreFault
) -> None:
    damage(store_file)
    before = fingerprint(store_file.parent)
    assert fault_of(store_file) is fault
    after = fingerprint(store_file.parent)
    assert {name: after[name] for name in before} == before


def test_a_sound_store_opens(store_file: Path) -> None:
    """Control of all the above."""
    database = Database.open(store_file)
    database.check()
    database.close()


def test_a_private_foreign_database_is_not_a_store(store_file: Path) -> None:
    recreated(foreign)(store_file)
    store_file.chmod(0o600)
    assert fault_of(store_file) is StoreFault.NOT_A_STORE


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_refused(store_file: Path) -> None:
    os.chown(store_file, 12345, 12345)
    assert fault_of(store_file) is StoreFault.PERMISSIONS


def test_a_read_only_folder_is_told(store_file: Path) -> None:
    store_file.parent.chmod(0o500)
    try:
        assert fault_of(store_file) is StoreFault.READ_ONLY
    finally:
        store_file.parent.chmod(0o700)


def test_a_zeroed_page_is_found_by_the_check(store_file: Path) -> None:
    with apsw.Connection(str(store_file)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'requests_by_name'").get
    connection.close()
    overwrite((page - 1) * 4096, bytes(4096))(store_file)
    database = Database.open(store_file)
    with pytest.raises(StoreUnusable) as error:
        database.check()
    database.close()
    assert error.value.fault is StoreFault.CORRUPT


def test_undecodable_text_is_corrupt_and_not_repeated(store_file: Path) -> None:
    connection = apsw.Connection(str(store_file))
    connection.execute("UPDATE companies SET name = CAST(x'736563726574ff' AS TEXT) WHERE id = 'acme'")
    connection.close()
    database = Database.open(store_file)
    with pytest.raises(StoreUnusable) as error, database.reading() as statements:
        statements.rows("SELECT name FROM companies")
    database.close()
    assert error.value.fault is StoreFault.CORRUPT
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("change", ["removed", "replaced"])
def test_a_file_removed_or_replaced_while_open_takes_no_write(store_file: Path, change: str) -> None:
    copy = store_file.with_name("copy.db")
    shutil.copy(store_file, copy)
    before = copy.read_bytes()
    database = Database.open(store_file)
    store_file.unlink()
    if change == "replaced":
        copy.rename(store_file)
    with pytest.raises(StoreUnusable) as error, database.writing() as statements:
        statements.execute("UPDATE companies SET name = 'lost'")
    database.close()
    assert error.value.fault is StoreFault.GONE
    if change == "replaced":
        assert store_file.read_bytes() == before


def test_everything_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = tmp_path / "new" / "deeper" / "store.db"
        database = Database.create(path)
        with database.writing() as statements:
            statements.execute("INSERT INTO companies (id, name) VALUES ('a', 'A')")
        database.back_up(path.with_name("copy.db"))
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        database.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("store.db", "store.db-wal", "store.db-shm", "copy.db"), 0o600)
    for folder in (path.parent, path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("there", ["file", "link", "dangling"])
def test_nothing_is_created_over_anything(tmp_path: Path, there: str) -> None:
    path = tmp_path / "store.db"
    if there == "file":
        path.write_text("mine")
    else:
        path.symlink_to(tmp_path / "target")
        if there == "link":
            (tmp_path / "target").write_text("mine")
    names = sorted(tmp_path.iterdir())
    with pytest.raises(StoreUnusable) as error:
        Database.create(path)
    assert error.value.fault is StoreFault.EXISTS
    assert sorted(tmp_path.iterdir()) == names


def test_a_creation_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(_statements: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Database.create(tmp_path / "store.db", fail)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk_is_told_and_keeps_what_was_there(tmp_path: Path) -> None:
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", tmp_path], check=False)
    if mount.returncode:
        pytest.skip("no tmpfs here")
    try:
        database = Database.create(tmp_path / "store.db")
        add = "INSERT INTO companies (id, name) VALUES (?, ?)"
        with database.writing() as statements:
            statements.execute(add, ("kept", "Kept"))
        many = ((f"c{number}", "x" * 200) for number in range(100_000))
        with pytest.raises(StoreUnusable) as error, database.writing() as statements:
            statements.execute_many(add, many)
        assert error.value.fault is StoreFault.FULL
        with database.reading() as statements:
            assert statements.rows("SELECT id FROM companies") == [("kept",)]
        database.close()
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk_is_called_by_the_file_that_was_asked_for(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()

    def fill(statements: Statements) -> None:
        many = ((f"c{number}", "x" * 200) for number in range(10_000))
        statements.execute_many("INSERT INTO companies (id, name) VALUES (?, ?)", many)

    database = Database.create(tmp_path / "store.db", fill)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", small], check=False).returncode:
        pytest.skip("no tmpfs here")
    try:
        with pytest.raises(StoreUnusable) as error:
            database.back_up(small / "copy.db")
        assert error.value.parameters == {"fault": StoreFault.FULL, "path": str(small / "copy.db")}
        with pytest.raises(StoreUnusable) as error:
            Database.create(small / "new.db", fill)
        assert error.value.parameters == {"fault": StoreFault.FULL, "path": str(small / "new.db")}
        assert list(small.iterdir()) == []
    finally:
        database.close()
        subprocess.run(["umount", small], check=True)


def test_a_write_beyond_the_allowed_size_changes_nothing(store_file: Path) -> None:
    """The same for everybody: the kernel refuses a growing file."""
    program = f"""
import resource, signal
from pathlib import Path
from ecc_tui.backend.sql.database import Database
from ecc_tui.domain.errors import StoreUnusable
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
database = Database.open(Path({str(store_file)!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    with database.writing() as statements:
        for number in range(100_000):
            statements.execute("INSERT INTO companies (id, name) VALUES (?, ?)", (f"c{{number}}", "x" * 200))
except StoreUnusable as error:
    print(error.fault)
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() in (StoreFault.IO, StoreFault.FULL)
    database = Database.open(store_file)
    with database.reading() as statements:
        assert statements.value("SELECT count(*) FROM companies") == 2
    database.check()
    database.close()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 400_000


def test_a_store_that_another_program_keeps_busy_is_told(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecc_tui.backend.sql.database.BUSY_TIMEOUT", 20)
    first, second = Database.open(store_file), Database.open(store_file)
    with first.writing(), pytest.raises(StoreUnusable) as error, second.writing():
        pass
    first.close()
    second.close()
    assert error.value.fault is StoreFault.BUSY


@pytest.mark.parametrize(
    ("mounts", "network"),
    [
        ("/dev/sda / ext4 rw 0 0\n", False),
        ("/dev/sda / ext4 rw 0 0\nserver:/h /home nfs4 rw 0 0\n", True),
        ("server:/h /home nfs4 rw 0 0\n/dev/sdb /home/ann ext4 rw 0 0\n", False),
        ("//s/h /home cifs rw 0 0\n", True),
        ("server:/h /homes nfs rw 0 0\n/dev/sda / ext4 rw 0 0\n", False),
        ("", False),
    ],
)
def test_a_network_file_system_is_seen(mounts: str, network: bool) -> None:
    assert files.lies_on_network(Path("/home/ann/store.db"), mounts) is network


@pytest.mark.parametrize(("network", "mode"), [(False, "wal"), (True, "truncate")])
def test_the_journal_suits_the_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, network: bool, mode: str
) -> None:
    monkeypatch.setattr(files, "lies_on_network", lambda _path: network)
    database = Database.create(tmp_path / "store.db")
    with database.writing() as statements:
        statements.execute("INSERT INTO companies (id, name) VALUES ('a', 'A')")
        assert statements.value("PRAGMA journal_mode") == mode
        assert statements.value("PRAGMA synchronous") == 2
        assert statements.value("PRAGMA foreign_keys") == 1
        assert statements.value("PRAGMA trusted_schema") == 0
    database.close()

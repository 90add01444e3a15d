"""Bad input from outside the program: one clear line, its exit code, a sane terminal, nothing written."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal

ROOT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-m", "ecc_tui"]
PASSWORD = "Cloud-Demo1!"


def refusal(home: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and what was said, which is one line without a control sequence."""
    with Terminal([*PROGRAM, *arguments], home=home, folder=ROOT, columns=200) as terminal:
        code = terminal.exit_status()
        assert terminal.problems() == []
        written = terminal.written().decode()
    assert written.count("\n") == 1, written
    assert "\x1b" not in written
    return code, written


def files(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.fixture
def configured(fresh_home: Path) -> Path:
    """The configuration, to be written by the test."""
    file = fresh_home / ".config/ecc-tui/config.toml"
    file.parent.mkdir(parents=True)
    return file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("thme = 'dark'", "there is no setting “thme”"),
        ("theme = 'pink'", "“theme” must be"),
        ("theme = ", "is not valid TOML"),
        ("[keys]\n'requests.nothing' = 'x'", "an action “requests.nothing” that doesn't exist"),
        ("[keys]\n'requests.copy' = 'ctrl+q'", "already means something else"),
    ],
)
def test_a_wrong_configuration(fresh_home: Path, configured: Path, text: str, said: str) -> None:
    configured.write_text(text)
    store = fresh_home / "empty.sqlite"
    before = files(fresh_home)
    code, line = refusal(fresh_home)
    assert code == 4
    assert said in line
    assert str(configured) in line
    assert files(fresh_home) == before
    assert not store.exists()


def not_a_database(file: Path) -> None:
    file.write_text("just a text\n" * 500)


def another_database(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()


def empty(file: Path) -> None:
    file.touch()


def folder(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize("make", [not_a_database, another_database, empty, folder])
def test_a_store_that_is_not_one(fresh_home: Path, make: object) -> None:
    assert callable(make)
    file = fresh_home / "store.sqlite"
    make(file)
    before = files(fresh_home)
    code, line = refusal(fresh_home, "--store", str(file))
    assert code == 3
    assert str(file) in line
    assert files(fresh_home) == before


def test_no_store(fresh_home: Path) -> None:
    code, line = refusal(fresh_home, "--store", "/nowhere/a.sqlite")
    assert (code, line.strip()) == (3, "ecc-tui: There is no store at /nowhere/a.sqlite.")


def test_a_login_that_is_not_of_the_demo(fresh_home: Path) -> None:
    code, line = refusal(fresh_home, "demo", "--as", "root")
    assert code == 6
    assert "operator.demo" in line
    assert files(fresh_home) == {}


def test_a_password_reaches_neither_a_file_nor_the_screen(fresh_home: Path) -> None:
    """With every variable set that would make Textual write keys down."""
    environment = {
        "TEXTUAL_LOG": str(fresh_home / "log"),
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL": "debug",
        "SSLKEYLOGFILE": str(fresh_home / "tls"),
        "TEXTUAL_PRESS": "ctrl+q",
    }
    where = fresh_home / "where"
    where.mkdir()
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from ecc_tui.launcher import main; main()",
    ]
    with Terminal([*command, "demo"], home=fresh_home, folder=where, environment=environment) as terminal:
        terminal.wait_for("Demo logins")
        terminal.write(f"operator.demo\t{PASSWORD}\r")
        terminal.wait_for("OCB000")
        mark = terminal.written().find(b"OCB000")
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
        assert terminal.problems() == []
        shown = terminal.written()[:mark].replace(f"password {PASSWORD}".encode(), b"")
    assert PASSWORD.encode() not in shown
    assert list(where.iterdir()) == []
    assert not (fresh_home / "log").exists()
    assert [name for name, content in files(fresh_home).items() if PASSWORD.encode() in content] == []
    assert os.environ.get("TEXTUAL_LOG") is None

"""Keys that arrive in one read reach the screen that they were meant for, in the whole program (security.md T-06)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.demo import build_demo
from ecc_tui.domain.demo import PASSWORD
from tests.journeys.terminal import Terminal

LOGIN = "operator.demo"
DEMO_STORE = Path(".local/share/ecc-tui/demo.sqlite")
ROOT = Path(__file__).parents[1]

WITHOUT_QUEUE = """
import os, sys
from ecc_tui.launcher import clean_environment, main
clean_environment(os.environ)
from textual.binding import Binding
from ecc_tui.app import CloudCustomerSpace
from textual.app import App
CloudCustomerSpace.on_event = App.on_event
main()
"""
"""The program as Textual would hand on its keys."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's store, without its list of passwords on the log-in screen: a picture with the password is a leak."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    build_demo(path, "en")
    return path


@pytest.fixture
def home(demo: Path, fresh_home: Path) -> Path:
    """A home with the demo in it."""
    store = fresh_home / DEMO_STORE
    store.parent.mkdir(mode=0o700, parents=True)
    shutil.copyfile(demo, store)
    store.chmod(0o600)
    return fresh_home


def plain(home: Path) -> Path:
    """The same store as no demo: its log-in screen doesn't show the password."""
    store = home / DEMO_STORE
    database = Database.open(store)
    with database.writing() as statements:
        statements.execute("UPDATE store SET value = '0' WHERE name = 'demo'")
    database.close()
    return store


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "ecc_tui", "--lang", "en", *arguments]


def log_in_at_once(home: Path, command: list[str], *, tab: str = "\t") -> Terminal:
    """Type login and password in one write, as a password manager does."""
    terminal = Terminal(command, home=home, folder=ROOT)
    terminal.wait_for("Password")
    terminal.write(f"{LOGIN}{tab}{PASSWORD}\r")
    return terminal


LOGINS_AT_ONCE = [
    *range(5),
    *(pytest.param(number, marks=pytest.mark.full) for number in range(5, 50)),
]


@pytest.mark.parametrize("number", LOGINS_AT_ONCE)
def test_a_password_typed_ahead_is_never_shown(number: int, home: Path) -> None:
    store = plain(home)
    with log_in_at_once(home, program("--store", str(store))) as terminal:
        terminal.wait_for("Contracts")
        assert PASSWORD.encode() not in terminal.written()
        assert f"{LOGIN}{PASSWORD}".encode() not in terminal.written()


@pytest.mark.parametrize("number", range(2))
def test_enter_leads_from_login_to_password_as_well(number: int, home: Path) -> None:
    store = plain(home)
    with log_in_at_once(home, program("--store", str(store)), tab="\r") as terminal:
        terminal.wait_for("Contracts")
        assert PASSWORD.encode() not in terminal.written()


def test_what_follows_a_log_in_is_for_the_dashboard(home: Path) -> None:
    store = plain(home)
    with Terminal(program("--store", str(store)), home=home, folder=ROOT) as terminal:
        terminal.wait_for("Password")
        terminal.write(f"{LOGIN}\t{PASSWORD}\r2/pare-feu")
        terminal.wait_for("pare-feu")
        terminal.wait_for("Requests")
        assert PASSWORD.encode() not in terminal.written()


def test_what_follows_a_choice_waits_for_the_dialog_behind_it(home: Path) -> None:
    """Contract, kind, and the form: none of the keys goes to the list below."""
    with Terminal(program("demo", "--as", LOGIN), home=home, folder=ROOT) as terminal:
        terminal.wait_for("by day")
        terminal.write("2n\r\rNo answer since noon")
        terminal.wait_for("No answer since noon")


def test_what_follows_the_password_of_the_lock_is_for_the_screen_below(home: Path) -> None:
    with Terminal(program("demo", "--as", LOGIN), home=home, folder=ROOT) as terminal:
        terminal.wait_for("by day")
        terminal.press("ctrl+l")
        terminal.wait_for("Locked")
        terminal.write(f"{PASSWORD}\r2/pare-feu")
        terminal.wait_for("pare-feu")
        assert PASSWORD.encode() not in terminal.written()


@pytest.mark.parametrize("word", ["fsvxz", "xsvfaz", "zavsxf"])
def test_a_search_typed_ahead_never_reaches_the_list_as_commands(word: str, home: Path) -> None:
    with Terminal(program("demo", "--as", LOGIN), home=home, folder=ROOT) as terminal:
        terminal.wait_for("by day")
        terminal.write(f"2/{word}")
        terminal.wait_for(word)
        terminal.wait_until_quiet()
        assert word in terminal.text()
        written = terminal.written().decode(errors="replace")
        for opened in ("Filter the requests", "Sort by", "Saved views", "Export to"):
            assert opened not in written, opened


def test_a_request_is_opened_from_the_palette_in_one_write(home: Path) -> None:
    with Terminal(program("demo", "--as", LOGIN), home=home, folder=ROOT) as terminal:
        terminal.wait_for("by day")
        terminal.write("\x103-00286020\r")
        terminal.wait_for("Requests › 3-00286020")


def test_a_dialog_gets_the_keys_that_were_typed_for_it(home: Path) -> None:
    with Terminal(program("demo", "--as", LOGIN), home=home, folder=ROOT) as terminal:
        terminal.wait_for("by day")
        terminal.write("2s")
        terminal.wait_for("Sort by")
        terminal.write("name\r")
        terminal.wait_for("name ▲")


# The control: as Textual hands keys on, the password is shown.


def test_without_the_queue_the_password_is_shown(home: Path) -> None:
    store = plain(home)
    command = [sys.executable, "-c", WITHOUT_QUEUE, "--lang", "en", "--store", str(store)]
    with log_in_at_once(home, command, tab="\r") as terminal:
        terminal.wait_for(PASSWORD)

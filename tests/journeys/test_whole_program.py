"""Whole days with the program, in a real terminal of 80x24, in both languages."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal

ROOT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-m", "ecc_tui"]
PASSWORD = "Cloud-Demo1!"
NEWEST = "3-00286023"
Open = Callable[..., Terminal]


@pytest.fixture
def run(fresh_home: Path) -> Open:
    """Starts the program at 80x24; a word in the language that it should speak."""

    def start(*arguments: str, language: str = "en") -> Terminal:
        code = {"en": "en_US.UTF-8", "fr": "fr_FR.UTF-8"}[language]
        return Terminal(
            [*PROGRAM, *arguments], home=fresh_home, folder=ROOT, columns=80, lines=24, environment={"LANG": code}
        )

    return start


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command without a screen."""
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "en_US.UTF-8"}
    return subprocess.run(
        [*PROGRAM, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def quit_sanely(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.exit_status() == 0
    assert terminal.problems() == []


@pytest.mark.parametrize(
    ("language", "door", "home_words"),
    [("en", "Open the demo", "Demo logins"), ("fr", "Ouvrir la démo", "Identifiants de la démo")],
)
def test_a_first_start_opens_the_demo(run: Open, language: str, door: str, home_words: str) -> None:
    """A0."""
    with run(language=language) as terminal:
        terminal.wait_for(door)
        terminal.press("enter")
        terminal.wait_for("norights.demo")
        terminal.write("operator.demo")
        terminal.press("tab")
        terminal.write(PASSWORD)
        terminal.press("enter")
        terminal.wait_for("OCB0001234")
        quit_sanely(terminal)


def test_a_first_start_creates_a_store(run: Open, fresh_home: Path) -> None:
    """A0: refused inputs first, then its contract for its first person."""
    with run() as terminal:
        terminal.wait_for("Open the demo")
        terminal.press("tab")
        for text in ("Société Alpha", "ALPHA-1", "Production", "Zoé", "Martin", "zoe", "zoe.martin"):
            terminal.write(text)
            terminal.press("tab")
        terminal.write("short")
        terminal.press("tab")
        terminal.write("short")
        terminal.press("tab")
        terminal.wait_until_quiet()
        terminal.press("enter")
        terminal.wait_for("Write an e-mail address")
        assert not (fresh_home / ".local/share/ecc-tui/store.sqlite").exists()
        terminal.press("end")
        terminal.write("@alpha.example")
        terminal.press("tab", "tab", "tab", "tab")
        terminal.wait_until_quiet()
        terminal.press("enter")
        terminal.wait_for("The password does not keep")
        terminal.press("ctrl+u")
        terminal.write("Alpha-Start1")
        terminal.press("tab", "ctrl+u")
        terminal.write("Alpha-Start1")
        terminal.press("tab")
        terminal.wait_until_quiet()
        terminal.press("enter")
        terminal.wait_for("One moment", gone=True)
        terminal.wait_for("Log in")
        terminal.wait_for("Login")
        terminal.wait_for("Once more", gone=True)
        terminal.write("zoe.martin")
        terminal.press("tab")
        terminal.write("Alpha-Start1")
        terminal.press("enter")
        terminal.wait_for("ALPHA-1 Production")
        quit_sanely(terminal)
    with run() as terminal:
        terminal.wait_for("Password")
        quit_sanely(terminal)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_morning(run: Open, demo: Path, fresh_home: Path, language: str) -> None:
    """Log in, look at a contract's requests, find one, search, filter, a view, export, lock, log out."""
    words = {
        "en": ("is wrong", "· contract", "Requester", "kind: incident", "requests are in", "Locked", "Log out"),
        "fr": ("incorrect", "· contrat", "Demandeur", "incident", "demandes sont dans", "Verrouillé", "Se déconnecter"),
    }[language]  # fmt: skip
    with run("demo", language=language) as terminal:
        terminal.wait_for("norights.demo")
        terminal.write("operator.demo")
        terminal.press("tab")
        terminal.write("Wrong-Passw0rd!")
        terminal.press("enter")
        terminal.wait_for(words[0])
        terminal.write(PASSWORD)
        terminal.press("enter")
        terminal.wait_for("› OCB0001251")  # the first contract is under the cursor
        terminal.press("r")
        terminal.wait_for(words[1])
        terminal.press("z", "1")
        terminal.wait_for("› OCB0001251")
        # S1: a request by its id, two keys and the id
        terminal.press("ctrl+p")
        terminal.write(NEWEST)
        terminal.press("enter")
        terminal.wait_for(words[2])
        terminal.wait_for(NEWEST)
        terminal.press("escape")
        terminal.wait_for(words[2], gone=True)
        terminal.press("/")
        terminal.write("vpn")
        terminal.wait_for(NEWEST, gone=True)
        terminal.wait_for("VPN")
        terminal.press("enter", "z")
        terminal.wait_for(NEWEST)
        # a saved view from the dashboard: two keys
        terminal.press("1")
        terminal.wait_for("› OCB0001251")
        terminal.press("2", "I")
        terminal.wait_for(words[3])
        terminal.press("x")
        terminal.wait_for("CSV")
        terminal.press("enter")
        terminal.wait_for(words[4])
        [file] = (fresh_home / "Downloads").iterdir()
        assert file.suffix == ".csv"
        terminal.press("enter", "ctrl+l")
        terminal.wait_for(words[5])
        terminal.wait_for("3-0", gone=True)
        terminal.write(PASSWORD)
        terminal.press("enter")
        terminal.wait_for("3-0")
        terminal.press("ctrl+t")
        terminal.wait_for({"en": "Tableau de bord", "fr": "Dashboard"}[language][:4])
        terminal.press("ctrl+t", "ctrl+g")
        terminal.wait_for(words[6])
        terminal.press("right", "enter")
        terminal.wait_for("norights.demo")
        quit_sanely(terminal)


def test_links_open_their_screen(run: Open, demo: Path) -> None:
    """Q10."""
    with run("--store", str(demo), "open", f"ecc:request/{NEWEST}") as terminal:
        terminal.wait_for("Password")
        terminal.write("operator.demo")
        terminal.press("tab")
        terminal.write(PASSWORD)
        terminal.press("enter")
        terminal.wait_for("Requester")
        terminal.wait_for(NEWEST)
        quit_sanely(terminal)
    with run("--store", str(demo), "open", "ecc:requests?kind=order&status=submitted") as terminal:
        terminal.wait_for("Password")
        terminal.wait_until_quiet()
        terminal.write(PASSWORD)  # the last login is remembered
        terminal.press("enter")
        terminal.wait_for("status: submitted")
        terminal.wait_for("kind: order")
        quit_sanely(terminal)


def test_a_contract_without_any_role_is_nowhere(run: Open, demo: Path) -> None:
    with run("demo", "--as", "operator.demo") as terminal:
        assert "OCB0001260" not in terminal.wait_for("OCB0001251")
        terminal.press("ctrl+p")
        terminal.write("OCB0001260")
        terminal.wait_for("Nothing begins so.")
        for _empty_then_close in range(2):
            terminal.press("escape")
            terminal.wait_until_quiet()
        terminal.press("/")
        terminal.write("OCB0001260")
        terminal.wait_for("No contract matches")
        for _empty_then_leave in range(2):
            terminal.press("escape")
            terminal.wait_until_quiet()
        terminal.press("2", "/")
        terminal.write("OCB0001260")
        terminal.wait_for("No request matches")
        quit_sanely(terminal)


def test_what_the_provider_changes_appears_by_itself(run: Open, demo: Path, fresh_home: Path) -> None:
    """Q9: on both of two programs on one store, and no cursor moves."""
    with run("demo", "--as", "operator.demo") as one, run("demo", "--as", "referent.demo") as other:
        for terminal in (one, other):
            terminal.wait_for("OCB0001251")
            terminal.press("2")
            terminal.wait_for(NEWEST)
            terminal.press("down", "down")
            terminal.wait_for(f"▌  {NEWEST}", gone=True)
            terminal.wait_until_quiet()
        before = [next(line[:14] for line in terminal.text().splitlines() if "▌" in line) for terminal in (one, other)]
        done = command(
            fresh_home, "store", "--store", str(demo), "request", "set", NEWEST,
            "--status", "completed", "--outcome", "rejected", "--note", "No",
        )  # fmt: skip
        if done.returncode:
            pytest.fail(done.stderr)
        for terminal, line in zip((one, other), before, strict=True):
            terminal.wait_for("● rejected")
            assert line in terminal.text()
            quit_sanely(terminal)


def test_killed_in_the_middle_it_starts_again(run: Open, demo: Path, fresh_home: Path) -> None:
    with run("demo", "--as", "referent.demo") as terminal:
        terminal.wait_for("OCB0001251")
        terminal.press("b")
        terminal.wait_for("New amount")
        terminal.write("777")
        terminal.press("enter")
        for process in reversed(terminal.processes()):
            terminal.signal(signal.SIGKILL) if process == terminal.processes()[0] else None
    assert command(fresh_home, "store", "check", str(demo)).returncode == 0
    with run("demo", "--as", "referent.demo") as terminal:
        terminal.wait_for("OCB0001251")
        quit_sanely(terminal)

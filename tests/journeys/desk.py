"""Somebody with the demo at home: starts the program, orders with keys alone, and looks into the store afterwards.

with desk.open() as terminal:
    open_form(terminal, "s3")
    terminal.write("logs-1")
    press_final(terminal)
assert desk.orders() == {"3-00286024": "logs-1"}
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.journeys.terminal import Terminal

ROOT = Path(__file__).parents[2]
LOGIN = "referent.demo"
CONTRACT = "OCB0001234"
COMPACT, ROOMY = (80, 24), (110, 50)
PAUSE = 0.5
"""Seconds without a key before the final button: more than it asks for."""
PATIENCE = 30.0


class Desk:
    """A home on this machine with a demo store in it."""

    def __init__(self, home: Path, store: Path, *, place: Path | None = None, prefix: Sequence[str] = ()) -> None:
        """`place` is where the program sees the store, `prefix` a command that runs the program."""
        self.home = home
        self.store = store
        self.place = place or store
        self._prefix = prefix
        self._state = home / ".local/state/ecc-tui/state.sqlite"
        self._before = {id for id, _first in self._orders()}

    def open(
        self,
        *arguments: str,
        login: str = LOGIN,
        language: str = "en",
        size: tuple[int, int] = COMPACT,
        faults: Sequence[str] = (),
    ) -> Terminal:
        """The program with the demo, its person logged in; `faults` as in `tests.journeys.faulty`."""
        program = ["ecc_tui"] if not faults else ["tests.journeys.faulty", *faults, "--"]
        return Terminal(
            [*self._prefix, sys.executable, "-m", *program, *(arguments or ("demo", "--as", login))],
            home=self.home,
            folder=ROOT,
            columns=size[0],
            lines=size[1],
            environment={"LANG": f"{language}_{language.upper()}.UTF-8", "XDG_DOWNLOAD_DIR": str(self.home / "saved")},
        )

    def command(self, *arguments: str) -> str:
        """What a command without a screen says about the store; it must go well."""
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LANG": "en_US.UTF-8"}
        done = subprocess.run(
            [*self._prefix, sys.executable, "-m", "ecc_tui", "store", "--store", str(self.place), *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    # What the store and the state file say

    def ask(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Rows of the store."""
        if self.place == self.store:
            return _ask(self.store, sql, parameters)
        # SQLite would take the way through /proc to another name space for a link, and look at the wrong file.
        with TemporaryDirectory() as folder:
            for ending in ("", "-wal"):
                with suppress(FileNotFoundError):
                    shutil.copy(f"{self.store}{ending}", f"{folder}/copy{ending}")
            return _ask(Path(folder, "copy"), sql, parameters)

    def orders(self) -> Mapping[str, str]:
        """Orders that the demo didn't have: the first answer of each, by its id."""
        return {id: first for id, first in self._orders() if id not in self._before}

    def _orders(self) -> list[tuple[str, str]]:
        rows = self.ask(
            'SELECT r.id, a."values" FROM requests r LEFT JOIN request_answers a'
            " ON a.request = r.issued AND a.position = (SELECT min(position) FROM request_answers"
            " WHERE request = r.issued) WHERE r.kind = 'order' ORDER BY r.issued"
        )
        return [(id, next(iter(json.loads(values)[0].values()), "") if values else "") for id, values in rows]

    def drafts(self) -> list[tuple[str, str, str, int]]:
        """Form, phase, field and cursor of each draft."""
        sql = "SELECT form, phase, field, position FROM drafts WHERE connection = ? ORDER BY created"
        return _ask(self._state, sql, (str(self.place),)) if self._state.exists() else []

    def entries(self) -> Mapping[str, Any]:
        """What is kept of the only draft."""
        sql = "SELECT e.field, e.entry FROM draft_entries e JOIN drafts ON drafts.id = draft WHERE connection = ?"
        return {field: json.loads(entry) for field, entry in _ask(self._state, sql, (str(self.place),))}

    def is_sound(self) -> bool:
        """Does the store's own check find nothing, and does SQLite?"""
        self.command("check", str(self.place))
        return self.ask("PRAGMA integrity_check") == [("ok",)]


def _ask(file: Path, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
        return connection.execute(sql, tuple(parameters)).fetchall()


def until(holds: Callable[[], object], what: Callable[[], str] = str) -> None:
    """Wait for something; raises TimeoutError with `what` there is instead."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(what())
        time.sleep(0.02)


def kill(terminal: Terminal, *, child_alone: bool = False) -> None:
    """SIGKILL to the program, supervisor and all; or to the child that the supervisor looks after."""
    for process in terminal.processes()[1 if child_alone else 0 :]:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    terminal.exit_status()


def open_form(terminal: Terminal, search: str) -> None:
    """The order form of the one service that begins so: 3, /, enter, o."""
    terminal.wait_for("OCB0001251")
    terminal.press("3", "/")
    terminal.write(search)
    terminal.press("enter", "o")
    terminal.wait_for(f"{CONTRACT} ─")  # in the form's frame
    terminal.wait_for(" *")


def go_to_final(terminal: Terminal) -> None:
    """From the first field one back: the final button is the last of all."""
    terminal.press("home", "shift+tab")


def press_final(terminal: Terminal) -> None:
    """Enter, after a moment without keys."""
    terminal.wait_until_quiet(PAUSE)
    terminal.press("enter")

"""Several programs on one store, and programs killed in the middle of a write (security.md R-04)."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ecc_tui.backend.sql.database import Database

WRITER = """
import sys, time
from pathlib import Path
from ecc_tui.backend.sql.database import Database
path, whole, seconds = Path(sys.argv[1]), sys.argv[2] == "whole", float(sys.argv[3])
database = Database.open(path)
end, done = time.monotonic() + seconds, 0

def both(statements):
    statements.execute("UPDATE budgets SET version = version + 1 WHERE contract_id = 'OCB0000001'")
    yield
    statements.execute("UPDATE daily_consumption SET after_discount = after_discount + 1")

while time.monotonic() < end:
    if whole:
        with database.writing() as statements:
            list(both(statements))
    else:  # two transactions where one is needed
        for number in range(2):
            with database.writing() as statements:
                if number:
                    statements.execute("UPDATE daily_consumption SET after_discount = after_discount + 1")
                else:
                    statements.execute("UPDATE budgets SET version = version + 1 WHERE contract_id = 'OCB0000001'")
            time.sleep(0.001)
    done += 1
    if done == 1:
        print("wrote once", flush=True)
database.close()
"""

COUNTER = """
import sys, time
from pathlib import Path
import apsw
from ecc_tui.backend.sql import database as module
path, begin, seconds = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
connection = module._connect(path)
end, done, failed = time.monotonic() + seconds, 0, 0
while time.monotonic() < end:
    try:
        with module._transaction(connection, path, begin) as statements:
            version = statements.value("SELECT version FROM budgets WHERE contract_id = 'OCB0000001'")
            statements.execute("UPDATE budgets SET version = ? WHERE contract_id = 'OCB0000001'", (version + 1,))
        done += 1
    except Exception:
        failed += 1
print(done, failed)
"""


def state(path: Path) -> tuple[int, int]:
    database = Database.open(path)
    try:
        with database.reading() as statements:
            return (
                statements.value("SELECT version FROM budgets WHERE contract_id = 'OCB0000001'"),
                statements.value("SELECT sum(after_discount) FROM daily_consumption"),
            )
    finally:
        database.close()


def kill_while_writing(path: Path, kind: str, times: int) -> list[int]:
    """How far the two counters are apart after each kill; zero where writes are whole."""
    draw = random.Random(5)
    first = state(path)
    apart = []
    for _ in range(times):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, path, kind, "60"], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "wrote once\n"
        time.sleep(draw.uniform(0.01, 0.1))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        now = state(path)
        assert now[0] > first[0]
        apart.append((now[0] - first[0]) - (now[1] - first[1]) // rows(path))
    return apart


def rows(path: Path) -> int:
    database = Database.open(path)
    try:
        with database.reading() as statements:
            return int(statements.value("SELECT count(*) FROM daily_consumption"))
    finally:
        database.close()


@pytest.mark.parametrize("times", [6, pytest.param(100, marks=pytest.mark.full)])
def test_a_killed_write_is_whole_or_absent(store_file: Path, times: int) -> None:
    assert kill_while_writing(store_file, "whole", times) == [0] * times
    database = Database.open(store_file)
    database.check()
    database.close()


def test_the_kill_would_show_a_half_write(store_file: Path) -> None:
    """Control: a writer that uses two transactions is caught."""
    assert any(kill_while_writing(store_file, "halves", 25))


def count_together(path: Path, begin: str, programs: int, seconds: float) -> tuple[int, int]:
    command = [sys.executable, "-c", COUNTER, str(path), begin, str(seconds)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(programs)]
    answers = [program.communicate()[0].split() for program in running]
    return sum(int(done) for done, _ in answers), sum(int(failed) for _, failed in answers)


@pytest.mark.parametrize("seconds", [1.5, pytest.param(60, marks=pytest.mark.full)])
def test_eight_programs_lose_nothing_and_none_is_locked_out(store_file: Path, seconds: float) -> None:
    before = state(store_file)[0]
    done, failed = count_together(store_file, "BEGIN IMMEDIATE", 8, seconds)
    assert failed == 0
    assert state(store_file)[0] - before == done > 0


def test_deferred_transactions_would_fail(store_file: Path) -> None:
    """Control: reading before asking for the right to write fails at once when another one was faster."""
    _, failed = count_together(store_file, "BEGIN", 8, 1.5)
    assert failed > 0

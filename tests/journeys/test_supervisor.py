"""Whatever ends the program, the terminal is sane, the exit code tells, and no secret is on it (T-08, T-09)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.sample import CANARIES, PLACES
from tests.journeys.terminal import Terminal

ROOT = Path(__file__).parent.parent.parent
SAMPLE = [sys.executable, "-m", "tests.journeys.sample"]


def sample(home: Path, place: str = "none", *before: str) -> Terminal:
    return Terminal([*before, *SAMPLE, place], home=home, folder=ROOT)


@pytest.fixture
def running(fresh_home: Path) -> Iterator[Terminal]:
    with sample(fresh_home) as terminal:
        terminal.wait_for("sample is ready")
        yield terminal


def test_an_ordinary_end_hands_its_code_through(running: Terminal) -> None:
    running.press("q")
    assert running.exit_status() == 7
    assert running.problems() == []


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131), (signal.SIGINT, 130)]
)
@pytest.mark.parametrize("which", ["parent", "child"])
def test_a_signal_ends_it_cleanly(running: Terminal, number: signal.Signals, code: int, which: str) -> None:
    os.kill(running.processes()[which == "child"], number)
    assert running.exit_status() == code
    assert running.problems() == []


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGKILL,
        *(pytest.param(one, marks=pytest.mark.full) for one in (signal.SIGSEGV, signal.SIGABRT, signal.SIGUSR1)),
    ],
)
def test_a_killed_program_leaves_a_sane_terminal(running: Terminal, number: signal.Signals) -> None:
    os.kill(running.processes()[1], number)
    assert running.exit_status() == 128 + number
    assert running.problems() == []


def test_it_is_never_suspended(running: Terminal) -> None:
    os.killpg(running.processes()[0], signal.SIGTSTP)
    running.press("ctrl+z", "q")
    assert running.exit_status() == 7
    assert running.problems() == []


def test_before_its_screen_ctrl_z_and_ctrl_c_act_as_usual(fresh_home: Path) -> None:
    """While a command still works line by line, the shell stops it, brings it back and interrupts it."""
    program = fresh_home / "program.py"
    program.write_text(
        f"import sys, time; sys.path.insert(0, {str(ROOT)!r}); from ecc_tui.supervisor import supervise\n"
        "def work():\n"
        "    print('working', flush=True)\n"
        "    try:\n        time.sleep(60)\n"
        "    except KeyboardInterrupt:\n        return 130\n"
        "sys.exit(supervise(work))\n"
    )
    script = f"set -m; {sys.executable} {program}; echo it stopped; fg; echo code $?"
    with Terminal(["bash", "-c", script], home=fresh_home, columns=200) as terminal:
        terminal.wait_for("working")
        terminal.press("ctrl+z")
        terminal.wait_for("it stopped")
        terminal.wait_until_quiet()
        terminal.press("ctrl+c")
        terminal.wait_for("code 130")
        assert terminal.problems() == []


def test_without_its_parent_it_leaves(running: Terminal) -> None:
    parent, child = running.processes()[:2]
    os.kill(parent, signal.SIGKILL)
    assert running.exit_status() == -signal.SIGKILL
    wait_for_the_end_of(child)
    assert running.problems() == []


def test_a_blocked_program_is_killed_when_told_to_end(running: Terminal) -> None:
    running.press("b")
    time.sleep(0.3)
    running.signal(signal.SIGTERM)
    assert running.exit_status() in (137, 143)
    assert running.problems() == []


def test_at_a_stalled_terminal_it_ends_when_told(running: Terminal) -> None:
    """Its event loop stands still in a full queue of writes; the parent doesn't wait for the terminal either."""
    running.stall()
    running.press("w")
    time.sleep(1.5)
    running.signal(signal.SIGTERM)
    processes = running.processes()
    for process in processes:
        wait_for_the_end_of(process)
    assert running.exit_status() in (137, 143)


def test_a_storm_of_resizes_is_survived(running: Terminal) -> None:
    for turn in range(300):
        running.resize(*[(1, 1), (500, 1), (80, 24), (200, 60)][turn % 4])
    running.resize(121, 41)  # not the first size: a program that saw none of the others has nothing to paint
    running.wait_for("sample is ready")
    running.press("q")
    assert running.exit_status() == 7
    assert running.problems() == []


@pytest.mark.parametrize("wrapper", [(), ("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh")])
def test_it_leaves_with_its_terminal(fresh_home: Path, wrapper: tuple[str, ...]) -> None:
    with sample(fresh_home, "none", *wrapper) as terminal:
        terminal.wait_for("sample is ready")
        processes = terminal.processes()
        terminal.hang_up()
        for process in processes:
            wait_for_the_end_of(process)


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_tells_an_incident_and_no_secret(fresh_home: Path, place: str) -> None:
    with sample(fresh_home, place) as terminal:
        if place not in ("compose", "mount", "render"):
            terminal.wait_for("sample is ready")
            terminal.press("x")
        assert terminal.exit_status() == 1
        assert terminal.problems() == []
        written = terminal.written().decode(errors="replace")
        log = fresh_home / ".local/state/ecc-tui/incidents.log"
        assert "incident" in terminal.text()
        assert "Traceback" not in written
        for canary in CANARIES:
            assert canary not in written
            assert canary not in log.read_text()
        assert "in fail" not in written
        assert " fail\n" in log.read_text()
        assert log.stat().st_mode & 0o777 == 0o600
        assert log.parent.stat().st_mode & 0o777 == 0o700


def test_without_the_supervisor_a_kill_breaks_the_terminal(fresh_home: Path) -> None:
    """The control: this driver can see a terminal that was left broken."""
    command = [
        sys.executable,
        "-c",
        "import sys; sys.argv[1:] = ['none']\nimport tests.journeys.sample as s; s.application()",
    ]
    with Terminal(command, home=fresh_home, folder=ROOT) as terminal:
        terminal.wait_for("sample is ready")
        terminal.signal(signal.SIGKILL)
        assert terminal.exit_status() == -signal.SIGKILL
        assert terminal.problems() != []


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TEXTUAL_PRESS", "q"),
        ("TEXTUAL_LOG", "{home}/keys"),
        ("TEXTUAL_DRIVER", "no_such_module:Driver"),
        pytest.param("TEXTUAL_DEBUG", "1", marks=pytest.mark.full),
        pytest.param("TEXTUAL", "devtools,debug", marks=pytest.mark.full),
        pytest.param("TEXTUAL_ALLOW_SIGNALS", "1", marks=pytest.mark.full),
        pytest.param("SSLKEYLOGFILE", "{home}/keys", marks=pytest.mark.full),
        pytest.param("BROWSER", "touch {home}/browser", marks=pytest.mark.full),
        pytest.param("PYTHON_KEYRING_BACKEND", "no_such_module.Keyring", marks=pytest.mark.full),
        pytest.param("COLUMNS", "20", marks=pytest.mark.full),
    ],
)
def test_no_variable_of_the_environment_acts_on_it(fresh_home: Path, variable: str, value: str) -> None:
    environment = {variable: value.format(home=fresh_home)}
    with Terminal([*SAMPLE, "none"], home=fresh_home, folder=ROOT, environment=environment) as terminal:
        terminal.wait_for("sample is ready")
        terminal.press("a", "tab")
        terminal.wait_until_quiet()
        terminal.press("q")
        assert terminal.exit_status() == 7
        assert [path.name for path in fresh_home.iterdir() if path.name in ("keys", "keys.log", "browser")] == []
        assert not (ROOT / "keys.log").exists()


def test_a_variable_acts_where_nothing_deletes_it(fresh_home: Path) -> None:
    """The control: Textual alone types the keys of TEXTUAL_PRESS."""
    script = (
        "import os, sys; kept = os.environ['TEXTUAL_PRESS']; sys.argv[1:] = ['none'];"
        "import tests.journeys.sample as sample; os.environ['TEXTUAL_PRESS'] = kept; sys.exit(sample.application())"
    )
    command = [sys.executable, "-c", script]
    with Terminal(command, home=fresh_home, folder=ROOT, environment={"TEXTUAL_PRESS": "q"}) as terminal:
        assert terminal.exit_status() == 7


@pytest.mark.parametrize(
    ("term", "columns", "lines", "said"),
    [
        ("dumb", 80, 24, "TERM is"),
        ("", 80, 24, "TERM is"),
        ("xterm", 40, 10, "too small"),
        ("xterm", 59, 40, "60 by 16"),
    ],
)
def test_a_terminal_that_cannot_serve_is_refused(
    fresh_home: Path, term: str, columns: int, lines: int, said: str
) -> None:
    command = [sys.executable, "-m", "ecc_tui"]
    with Terminal(
        command, home=fresh_home, columns=columns, lines=lines, environment={"TERM": term}, folder=ROOT
    ) as terminal:
        assert terminal.exit_status() == 5
        written = terminal.written()
        assert b"\x1b" not in written
        assert written.count(b"\n") == 1
        assert said in " ".join(terminal.written().decode().split())
        assert list(fresh_home.iterdir()) == []


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_anything_but_a_terminal_is_refused(fresh_home: Path, stream: str) -> None:
    """One of the three is a file; the two others are a terminal."""
    other = "/dev/null" if stream == "stdin" else str(fresh_home / "out")
    sign = {"stdin": "<", "stdout": ">", "stderr": "2>"}[stream]
    command = ["/bin/sh", "-c", f"{sys.executable} -m ecc_tui {sign}{other}"]
    with Terminal(command, home=fresh_home, folder=ROOT) as terminal:
        assert terminal.exit_status() == 5
        assert b"\x1b" not in terminal.written()
        said = (fresh_home / "out").read_text() if stream == "stderr" else terminal.text()
        assert "A terminal is needed" in said


def test_a_broken_terminal_is_brought_back(fresh_home: Path) -> None:
    script = (
        f"printf '\\033[?1049h\\033[?1003h\\033[?25l'; stty -echo -icanon; {sys.executable} -m ecc_tui reset-terminal"
    )
    with Terminal(["/bin/sh", "-c", script], home=fresh_home, folder=ROOT) as terminal:
        assert terminal.exit_status() == 0
        assert terminal.modes_left_on() == set()
        assert terminal.settings()[3] == terminal.settings_before[3]


def test_no_core_file_no_open_permissions(fresh_home: Path) -> None:
    script = (
        "from ecc_tui.launcher import harden; harden(); import os, resource, ctypes;"
        "print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.split("\n")[0] == "(0, 0) 0o77 0"


def wait_for_the_end_of(process: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            if " Z " in Path(f"/proc/{process}/stat").read_text():
                return
        except OSError:
            return
        time.sleep(0.05)
    raise TimeoutError(f"process {process} is still there")

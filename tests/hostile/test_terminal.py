"""Hostile texts in the whole program in a pseudo-terminal: no byte of data is obeyed by the terminal (T-01, T-04)."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ecc_tui.backend.sql.database import Database
from tests.hostile.journey import ARRIVED, ASKING_JOURNEY, JOURNEY, LOGIN, Step
from tests.hostile.payloads import CONTROLS, INVISIBLE, NAMES, PAYLOADS
from tests.hostile.stores import loaded_store, raw_store
from tests.journeys.terminal import Terminal

ROOT = Path(__file__).parents[2]
DEMO_STORE = Path(".local/share/ecc-tui/demo.sqlite")
ROOMY, COMPACT = (140, 45), (80, 24)
QUIET = 0.3
SIGNS = {"slash": "/", "question_mark": "?", "left_square_bracket": "[", "right_square_bracket": "]"}
"""What a terminal sends for keys that Textual names in words."""
OPENED = ("Keys", "Copy", "Filter the requests", "Sort by", "Saved views", "Export to", "Go to, do, find", "Who I am")
"""The dialogs on the way, by their titles."""

OWN_SEQUENCES = re.compile(
    r"\x1b\[[0-9;:]*m"  # colours; those of a payload are told by their number, see MARKS
    r"|\x1b\[[0-9]{1,3};[0-9]{1,3}H"  # cursor
    r"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"  # modes that the program switches
    r"|\x1b\[\?(?:2026|2048)\$p"  # asks for two of them
    r"|\x1b\[[<>=][0-9]*u"  # keyboard protocol
    r"|\x1b\[\?[0-9;]*u"
    r"|\x1b\]22;[a-z]+\x07"  # shape of the mouse pointer
    r"|\r\n|\n"
)
"""All that the program itself sends."""
REFUSED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
MARKS = re.compile(r"\x1b\[[0-9;?]*4242")
"""The number that stands in every CSI of the payloads, and in none of the program's."""


def leaks(written: bytes) -> list[str]:
    """What reached the terminal and was not the program's own, with a few characters after each."""
    text = written.decode("utf-8", "surrogateescape")
    marked = [found.group() for found in MARKS.finditer(text)]
    rest = OWN_SEQUENCES.sub("", text)
    return marked + [rest[found.start() : found.start() + 12] for found in REFUSED.finditer(rest)]


def travel(
    store: Path | None,
    home: Path,
    *,
    without: Sequence[str] = (),
    size: tuple[int, int] = ROOMY,
    journey: Sequence[Step] = JOURNEY,
    steps: int | None = None,
) -> bytes:
    """Go everywhere in the program; all that it wrote until the screen was locked."""
    if store is not None:
        place = home / DEMO_STORE
        place.parent.mkdir(mode=0o700, parents=True)
        store.rename(place)
    command = [sys.executable, "-m", "tests.hostile.leaking", *without, "--", "--lang", "en", "demo", "--as", LOGIN]
    with Terminal(command, home=home, folder=ROOT, columns=size[0], lines=size[1]) as terminal:
        terminal.wait_for("by day" if size == ROOMY else "Contracts")
        terminal.wait_until_quiet(QUIET)
        for step in journey[:steps]:
            terminal.press(*(SIGNS.get(key, key) for key in step))
            terminal.wait_until_quiet(QUIET)
        if steps is None:
            terminal.wait_for("Locked")
            for words in OPENED if journey is JOURNEY else ARRIVED[:3]:
                assert words.encode() in terminal.written(), words
        return terminal.written()


@pytest.mark.parametrize(
    ("make", "without"),
    [(raw_store, []), (raw_store, ["clean"]), (loaded_store, ["guard"])],
    ids=["both layers", "the guard alone", "clean alone"],
)
def test_no_byte_of_data_is_obeyed(
    make: Callable[[Path, Path, Sequence[str]], Path], without: list[str], demo: Path, tmp_path: Path, fresh_home: Path
) -> None:
    written = travel(make(demo, tmp_path / "store.ecc", PAYLOADS), fresh_home, without=without)
    assert leaks(written) == []


@pytest.mark.parametrize(
    ("make", "without"),
    [
        (raw_store, []),
        pytest.param(raw_store, ["clean"], marks=pytest.mark.full),
        pytest.param(loaded_store, ["guard"], marks=pytest.mark.full),
    ],
    ids=["both layers", "the guard alone", "clean alone"],
)
def test_no_byte_of_data_is_obeyed_where_one_asks(
    make: Callable[[Path, Path, Sequence[str]], Path], without: list[str], demo: Path, tmp_path: Path, fresh_home: Path
) -> None:
    store = make(demo, tmp_path / "store.ecc", PAYLOADS)
    assert leaks(travel(store, fresh_home, without=without, journey=ASKING_JOURNEY)) == []


@pytest.mark.parametrize("journey", [JOURNEY, ASKING_JOURNEY], ids=["looking", "asking"])
def test_without_both_layers_it_leaks(journey: Sequence[Step], demo: Path, tmp_path: Path, fresh_home: Path) -> None:
    store = raw_store(demo, tmp_path / "store.ecc", CONTROLS + INVISIBLE)
    found = leaks(travel(store, fresh_home, without=["guard", "clean"], journey=journey, steps=5))
    for sign in ("\x1b]52;", "\x1b]0;", "\x1b[31;4242"):
        assert any(leak.startswith(sign) for leak in found), sign


@pytest.mark.parametrize("payload", CONTROLS + INVISIBLE, ids=NAMES.get)
def test_the_oracle_sees_each_payload(payload: str) -> None:
    own = "\x1b[?1049h\x1b[1;1H\x1b[38;2;1;2;3m"
    assert leaks(f"{own}Dashboard{own}\r\n".encode()) == []
    if payload.count("\n") == 0:
        assert leaks(f"{own}{payload}{own}".encode()) != []


@pytest.mark.full
@pytest.mark.parametrize("make", [raw_store, loaded_store])
def test_no_byte_of_data_is_obeyed_on_a_small_terminal(
    make: Callable[[Path, Path, Sequence[str]], Path], demo: Path, tmp_path: Path, fresh_home: Path
) -> None:
    assert leaks(travel(make(demo, tmp_path / "store.ecc", PAYLOADS), fresh_home, size=COMPACT)) == []


def show_mails(store: Path, home: Path, *, without: Sequence[str] = ()) -> bytes:
    """All that the command writes to a terminal about the mails that wait."""
    with Database.open(store).reading() as statements:
        ids = [str(id) for (id,) in statements.rows("SELECT id FROM mails ORDER BY id")]
    assert ids
    written = b""
    for words in (["list"], *(["show", id] for id in ids)):
        options = ["store", "--store", str(store), "mail", *words]
        command = [sys.executable, "-m", "tests.hostile.leaking", *without, "--", "--lang", "en", *options]
        with Terminal(command, home=home, folder=ROOT, columns=ROOMY[0], lines=ROOMY[1]) as terminal:
            assert terminal.exit_status() == 0, terminal.text()
            written += terminal.written()
    return written


def test_no_byte_of_a_mail_is_obeyed(demo: Path, tmp_path: Path, fresh_home: Path) -> None:
    assert leaks(show_mails(raw_store(demo, tmp_path / "store.ecc", CONTROLS[:4]), fresh_home)) == []


def test_without_cleaning_a_mail_leaks(demo: Path, tmp_path: Path, fresh_home: Path) -> None:
    store = raw_store(demo, tmp_path / "store.ecc", CONTROLS[:1])
    assert leaks(show_mails(store, fresh_home, without=["clean"])) != []


@pytest.mark.full
@pytest.mark.parametrize("payload", PAYLOADS, ids=NAMES.get)
def test_each_payload_everywhere(payload: str, demo: Path, tmp_path: Path, fresh_home: Path) -> None:
    assert leaks(travel(raw_store(demo, tmp_path / "store.ecc", [payload]), fresh_home)) == []


@pytest.mark.full
@pytest.mark.parametrize("payload", PAYLOADS, ids=NAMES.get)
def test_each_payload_where_one_asks(payload: str, demo: Path, tmp_path: Path, fresh_home: Path) -> None:
    store = raw_store(demo, tmp_path / "store.ecc", [payload])
    assert leaks(travel(store, fresh_home, journey=ASKING_JOURNEY)) == []

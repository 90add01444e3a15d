"""Last choices: they come back, are apart by connection and login, and never stop the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from ecc_tui import state
from ecc_tui.state import StateFile, Trouble, TroubleKind, open_choices
from ecc_tui.wording import trouble_sentence


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "state" / "state.sqlite"
    yield file
    forget(file)


def forget(file: Path) -> None:
    """As if the program ended."""
    if opened := state._files.pop(file, None):
        opened.close()


def trouble_of(file: Path) -> Trouble:
    choices = open_choices("demo", "operator.demo", file)
    choices.set("filter", "OCB")
    assert choices.get("filter") == "OCB"
    trouble = choices.trouble()
    assert trouble is not None
    assert choices.trouble() is None
    assert trouble_sentence(trouble)
    return trouble


def test_choices_come_back(file: Path) -> None:
    choices = open_choices("demo", "operator.demo", file)
    choices.set("filter", "a")
    choices.set("filter", "b")
    choices.set("gone", "x")
    choices.forget("gone")
    assert choices.trouble() is None
    forget(file)
    again = open_choices("demo", "operator.demo", file)
    assert again.get("filter", "none") == "b"
    assert again.get("gone", "none") == "none"


def test_each_connection_and_login_has_its_own(file: Path) -> None:
    open_choices("demo", "operator.demo", file).set("filter", "a")
    assert open_choices("demo", "finance.demo", file).get("filter") == ""
    assert open_choices("work", "operator.demo", file).get("filter") == ""


def test_the_file_is_the_persons_alone(file: Path) -> None:
    open_choices("demo", "", file).set("login", "operator.demo")
    assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_kept_aside_and_a_new_one_made(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    trouble = trouble_of(file)
    assert trouble.kind is TroubleKind.DAMAGED
    assert Path(trouble.kept).read_bytes() == content
    forget(file)
    assert open_choices("demo", "operator.demo", file).get("filter") == "OCB"


def test_another_database_is_kept_aside(file: Path) -> None:
    file.parent.mkdir()
    other = apsw.Connection(str(file))
    other.execute("CREATE TABLE mine (a)")
    other.close()
    assert trouble_of(file).kind is TroubleKind.DAMAGED


def test_a_newer_file_is_left_alone(file: Path) -> None:
    open_choices("demo", "", file).set("login", "a")
    forget(file)
    newer = apsw.Connection(str(file))
    newer.pragma("user_version", state.VERSION + 1)
    newer.close()
    before = file.read_bytes()
    assert trouble_of(file).kind is TroubleKind.NEWER
    assert file.read_bytes() == before


def test_where_nothing_can_be_written_choices_live_in_memory(file: Path) -> None:
    file.parent.write_text("a file where the folder should be")
    assert trouble_of(file).kind is TroubleKind.UNWRITABLE
    assert open_choices("demo", "operator.demo", file).get("filter") == "OCB"


def test_a_link_planted_in_its_place_is_not_followed(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("precious")
    file.parent.mkdir()
    file.symlink_to(target)
    assert trouble_of(file).kind is TroubleKind.UNWRITABLE
    assert target.read_text() == "precious"


def test_a_busy_file_does_not_stop_anything(file: Path) -> None:
    choices = open_choices("demo", "operator.demo", file)
    other = apsw.Connection(str(file))
    other.execute("BEGIN IMMEDIATE")
    choices.set("filter", "busy")
    other.execute("ROLLBACK")
    other.close()
    assert open_choices("demo", "operator.demo", file).get("filter") == "busy"


def test_a_file_that_breaks_while_open_does_not_stop_anything(file: Path) -> None:
    opened = StateFile(file)
    opened.put("demo", "a", "name", "value")
    breaker = apsw.Connection(str(file))
    breaker.execute("DROP TABLE choices")
    breaker.close()
    opened.put("demo", "a", "name", "other")
    assert opened.all_of("demo", "a") == {"name": "other"}
    assert opened.trouble() is not None

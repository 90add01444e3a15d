"""Drafts: each keystroke is on the disk when it has been dealt with, whatever happens then (C7)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from ecc_tui import drafts as drafts_module
from ecc_tui import state
from ecc_tui.domain.forms import Secret
from ecc_tui.drafts import Drafts, DraftUnavailable, Phase, open_drafts
from ecc_tui.running import _started, runs_here, this_host, this_program
from ecc_tui.state import StateFile, TroubleKind, open_choices

ELSEWHERE = "1 1 another-host boot"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "state" / "state.sqlite"
    yield file
    forget(file)


def forget(file: Path) -> None:
    """As if the program ended."""
    if opened := state._files.pop(file, None):
        opened.close()


def drafts_of(file: Path) -> Drafts:
    return open_drafts("demo", "operator.demo", file)


def again(file: Path) -> Drafts:
    """The drafts after the program has ended."""
    forget(file)
    return drafts_of(file)


def own(file: Path, draft: str, owner: str) -> None:
    """Another program has the draft open."""
    other = apsw.Connection(str(file))
    other.execute("UPDATE drafts SET owner = ? WHERE key = ?", (owner, draft))
    other.close()


def test_what_is_typed_comes_back(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1", "backup", version=3, title={"en": "Backup"}, entries={"contact": "u1"})
    draft.enter("size", "1", 1)
    draft.enter("size", "12", 2)
    draft.enter("zones", ("a", "b"))
    draft.enter("note", "a")
    draft.enter("note", "")
    draft.move("size", 1)

    found = again(file).all()
    assert [(one.form, one.contract, one.subject, one.title) for one in found] == [
        ("order", "C1", "backup", {"en": "Backup"})
    ]
    taken = drafts_of(file).begin("order", "C1", "backup", version=4)
    assert taken.key == draft.key
    assert taken.version == 3
    assert taken.entries == {"contact": "u1", "size": "12", "zones": ("a", "b"), "note": ""}
    assert taken.cursor == ("size", 1)
    assert taken.phase is Phase.TYPING


def test_a_form_in_which_nothing_was_typed_leaves_nothing(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1", entries={"contact": "u1"})
    draft.move("size", 3)
    assert drafts_of(file).all() == []
    draft.close()
    assert again(file).all() == []


def test_a_secret_is_never_written(file: Path) -> None:
    draft = drafts_of(file).begin("account", "", entries={"password": Secret("first-secret")})
    draft.enter("name", "visible-name")
    draft.enter("password", Secret("typed-secret"), 3)
    written = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert b"visible-name" in written
    assert b"secret" not in written
    assert draft.entries == {"name": "visible-name"}


def test_each_person_and_connection_has_its_own(file: Path) -> None:
    drafts_of(file).begin("order", "C1").enter("a", "b")
    assert open_drafts("demo", "finance.demo", file).all() == []
    assert open_drafts("work", "operator.demo", file).all() == []


def test_forms_of_other_contracts_and_subjects_are_other_drafts(file: Path) -> None:
    drafts = drafts_of(file)
    keys = set()
    for form, contract, subject in [
        ("order", "C1", "a"),
        ("order", "C1", "b"),
        ("order", "C2", "a"),
        ("change", "C1", ""),
    ]:
        draft = drafts.begin(form, contract, subject)
        draft.enter("x", subject or "-")
        keys.add(draft.key)
    assert len(keys) == 4
    assert {one.key for one in drafts.all()} == keys


def test_the_newest_stands_first(file: Path) -> None:
    drafts = drafts_of(file)
    first, second = drafts.begin("order", "C1"), drafts.begin("order", "C2")
    first.enter("x", "1")
    second.enter("x", "1")
    assert [one.contract for one in drafts.all()] == ["C2", "C1"]
    first.enter("x", "2")
    assert [one.contract for one in drafts.all()] == ["C1", "C2"]


def test_drafts_of_the_same_form_are_told_apart_by_what_was_typed(file: Path) -> None:
    drafts = drafts_of(file)
    for text in ("Printer\x1b[31m is down\nsince noon", "Console refuses"):
        drafts.begin("incident", "C1").enter("title", text)
    drafts.begin("comment", "C1", "3-1").enter("text", "Thank you")
    drafts.begin("order", "C1", "backup").enter("size", "12")
    begins = [one.begins for one in drafts.all()]
    assert begins == ["", "Thank you", "Console refuses", "Printer␛[31m is down"]


def test_a_form_that_was_open_when_its_program_ended_is_told_from_one_that_was_left(file: Path) -> None:
    left, opened = drafts_of(file).begin("order", "C1"), drafts_of(file).begin("order", "C2")
    left.enter("x", "1")
    left.close()
    opened.enter("x", "1")
    assert {one.contract: one.opened for one in drafts_of(file).all()} == {"C1": False, "C2": True}


def test_the_same_form_twice_in_one_program_is_two_drafts(file: Path) -> None:
    drafts = drafts_of(file)
    first = drafts.begin("order", "C1")
    first.enter("x", "1")
    second = drafts.begin("order", "C1")
    assert second.key != first.key
    with pytest.raises(DraftUnavailable):
        drafts.take_up(first.key)
    first.close()
    assert drafts.take_up(first.key).entries == {"x": "1"}


def test_what_another_living_program_has_open_is_not_taken(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "1")
    with subprocess.Popen([sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin
        assert other.stdout
        own(file, draft.key, other.stdout.readline().decode().strip())
        drafts = drafts_of(file)
        assert [(one.elsewhere, one.opened) for one in drafts.all()] == [(True, False)]
        assert drafts.begin("order", "C1").key != draft.key
        with pytest.raises(DraftUnavailable):
            drafts.take_up(draft.key)
        other.stdin.close()
        other.wait()
    assert [(one.elsewhere, one.opened) for one in drafts.all()] == [(False, True)]
    assert drafts.take_up(draft.key).entries == {"x": "1"}


OWNER = """
import sys
from ecc_tui.running import this_program
print(this_program(), flush=True)
sys.stdin.read()
"""


def test_a_draft_of_another_host_is_left_alone_for_a_while(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "1")
    own(file, draft.key, ELSEWHERE)
    assert [one.elsewhere for one in drafts_of(file).all()] == [True]
    monkeypatch.setattr(drafts_module, "ELSEWHERE", -drafts_module.ELSEWHERE)
    assert [(one.elsewhere, one.opened) for one in drafts_of(file).all()] == [(False, True)]


def test_a_process_number_that_was_given_again_is_another_program() -> None:
    process, _started, host = this_program().split(" ", 2)
    assert runs_here(this_program()) is True
    assert runs_here(f"{process} 1 {host}") is False
    assert runs_here(ELSEWHERE) is None


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_dead_process_that_nobody_has_asked_for_its_end_does_not_run() -> None:
    process = subprocess.Popen(["sleep", "60"])
    name = f"{process.pid} {_started(process.pid)} {this_host()}"
    assert runs_here(name) is True
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert runs_here(name) is False
    process.wait()


# What is sent


def test_what_is_frozen_comes_back_whole(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "1")
    draft.freeze('{"size": 12}')
    draft.enter("x", "2")
    found = again(file).all()[0]
    assert found.phase is Phase.SENDING
    taken = drafts_of(file).take_up(found.key)
    assert (taken.key, taken.call, taken.entries) == (draft.key, '{"size": 12}', {"x": "1"})
    assert taken.sent_at == draft.sent_at is not None
    taken.unknown()
    assert again(file).all()[0].phase is Phase.TO_VERIFY


def test_a_form_that_is_being_sent_is_not_begun_again(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "1")
    draft.freeze("{}")
    other = again(file).begin("order", "C1")
    assert other.key != draft.key
    assert other.entries == {}


def test_what_was_refused_gets_a_new_key(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "1")
    before = draft.key
    draft.freeze("{}")
    draft.refused()
    assert draft.key != before
    taken = again(file).take_up(draft.key)
    assert (taken.phase, taken.call, taken.sent_at, taken.entries) == (Phase.TYPING, "", None, {"x": "1"})
    with pytest.raises(DraftUnavailable):
        drafts_of(file).take_up(before)


def test_a_removed_draft_stays_away(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "1")
    draft.remove()
    draft.enter("x", "2")
    draft.move("y", 3)
    draft.close()
    assert again(file).all() == []
    connection = apsw.Connection(str(file))
    assert connection.execute("SELECT count(*) FROM draft_entries").fetchall() == [(0,)]
    connection.close()


def test_another_version_of_the_form_is_remembered(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1", version=1)
    draft.enter("x", "1")
    draft.taken_up(2)
    assert again(file).take_up(draft.key).version == 2


# Faults

KILLED = """
import sys
from pathlib import Path
from ecc_tui.drafts import open_drafts
draft = open_drafts("demo", "operator.demo", Path(sys.argv[1])).begin("order", "C1")
text = ""
while True:
    text += "abcdefghij"[len(text) % 10]
    draft.enter("text", text, len(text))
    print(len(text), flush=True)
"""


@pytest.mark.parametrize("keys", [1, 7, 60])
def test_a_killed_program_loses_at_most_the_last_key(file: Path, keys: int) -> None:
    file.parent.mkdir(parents=True)
    with subprocess.Popen([sys.executable, "-c", KILLED, str(file)], stdout=subprocess.PIPE) as program:
        assert program.stdout
        for _key in range(keys):
            program.stdout.readline()
        os.kill(program.pid, signal.SIGKILL)
        done = keys + len(program.stdout.read().splitlines())
    found = drafts_of(file).all()
    assert [one.opened for one in found] == [True]
    text = str(drafts_of(file).take_up(found[0].key).entries["text"])
    assert len(text) in (done, done + 1)
    assert text == ("abcdefghij" * len(text))[: len(text)]


def test_the_draft_is_there_while_another_program_writes(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "1")
    other = apsw.Connection(str(file))
    other.execute("BEGIN IMMEDIATE")
    draft.enter("x", "2")
    draft.enter("y", "3")
    assert draft.entries == {"x": "2", "y": "3"}
    assert [one.key for one in drafts_of(file).all()] == [draft.key]
    other.execute("ROLLBACK")
    assert other.execute("SELECT entry FROM draft_entries").fetchall() == [('"1"',)]
    other.close()
    draft.enter("z", "4")  # what was not written goes with the next key
    assert again(file).take_up(draft.key).entries == {"x": "2", "y": "3", "z": "4"}


async def test_the_last_key_is_written_by_itself_when_the_file_is_free_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    monkeypatch.setattr(drafts_module, "AGAIN_SECONDS", 0.01)
    draft = drafts_of(file).begin("order", "C1")
    other = apsw.Connection(str(file))
    other.execute("BEGIN IMMEDIATE")
    draft.enter("x", "last")
    other.execute("ROLLBACK")
    for _try in range(500):
        if rows := other.execute("SELECT entry FROM draft_entries").fetchall():
            break
        await asyncio.sleep(0.01)
    other.close()
    assert rows == [('"last"',)]


def test_leaving_waits_for_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = drafts_of(file).begin("order", "C1")
    other = apsw.Connection(str(file))
    other.execute("BEGIN IMMEDIATE")
    draft.enter("x", "1")
    monkeypatch.setattr(drafts_module, "sleep", lambda _seconds: other.execute("ROLLBACK"))
    draft.close()
    other.close()
    assert again(file).take_up(draft.key).entries == {"x": "1"}


async def test_what_is_left_while_the_disk_is_full_goes_on_from_memory_and_is_written_when_it_can_be(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    monkeypatch.setattr(drafts_module, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(drafts_module, "sleep", lambda _seconds: None)
    drafts = drafts_of(file)
    draft = drafts.begin("order", "C1", title={"en": "Backup"})
    draft.enter("x", "kept")
    assert draft.is_safe
    whole, is_full = state._whole, True

    def full(connection: apsw.Connection, work: object, reads: bool) -> object:
        if is_full and not reads:
            raise apsw.FullError
        return whole(connection, work, reads)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(state, "_whole", full)
    draft.enter("x", "typed while full")
    assert not draft.is_safe
    draft.close()
    never_written = drafts.begin("order", "C2")
    never_written.enter("y", "new")
    never_written.close()
    assert {one.key for one in drafts.all()} == {draft.key, never_written.key}
    assert drafts.begin("order", "C1").entries == {"x": "typed while full"}
    draft.close()
    is_full = False
    for _try in range(500):
        if not drafts._unsaved:
            break
        await asyncio.sleep(0.01)
    after = again(file)
    assert {one.contract: after.take_up(one.key).entries for one in after.all()} == {
        "C1": {"x": "typed while full"},
        "C2": {"y": "new"},
    }


def test_what_cannot_be_frozen_is_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts_module, "PATIENCE_TRIES", 1)
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "1")
    key = draft.key
    other = apsw.Connection(str(file))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(state.Unwritten):
        draft.freeze("{}")
    other.execute("ROLLBACK")
    other.close()
    assert (draft.phase, draft.call, draft.sent_at, draft.key) == (Phase.TYPING, "", None, key)
    draft.enter("x", "2")
    assert [(one.key, one.phase) for one in again(file).all()] == [(key, Phase.TYPING)]


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("refused", [True, False])
async def test_what_became_of_a_call_is_written_by_itself_when_the_file_is_free_again(
    file: Path, monkeypatch: pytest.MonkeyPatch, left: bool, refused: bool
) -> None:
    """Else the next start would send what the person was told was refused."""
    import asyncio

    monkeypatch.setattr(drafts_module, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(drafts_module, "PATIENCE_TRIES", 1)
    drafts = drafts_of(file)
    draft = drafts.begin("order", "C1")
    draft.enter("x", "1")
    draft.freeze("{}")
    frozen = draft.key
    other = apsw.Connection(str(file))
    other.execute("BEGIN IMMEDIATE")
    (draft.refused if refused else draft.unknown)()
    if left:
        draft.close()
    wanted = (draft.key, "typing" if refused else "to-verify", "" if refused else "{}")
    assert [(one.key, one.phase) for one in drafts.all()] == [wanted[:2]]
    if refused:
        with pytest.raises(DraftUnavailable):
            drafts._file.transaction(lambda connection: drafts._take(connection, frozen), reads=True)
    other.execute("ROLLBACK")
    for _try in range(500):
        if rows := other.execute("SELECT key, phase, call FROM drafts WHERE phase <> 'sending'").fetchall():
            break
        await asyncio.sleep(0.01)
    other.close()
    assert rows == [wanted]


@pytest.mark.parametrize("taken_up", [False, True])
async def test_a_draft_that_cannot_be_removed_goes_by_itself_unless_it_is_taken_up_again(
    file: Path, monkeypatch: pytest.MonkeyPatch, taken_up: bool
) -> None:
    import asyncio

    monkeypatch.setattr(drafts_module, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(drafts_module, "PATIENCE_TRIES", 1)
    drafts = drafts_of(file)
    draft = drafts.begin("order", "C1")
    draft.enter("x", "1")
    other = apsw.Connection(str(file))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(state.Unwritten):
        draft.remove()
    other.execute("ROLLBACK")
    other.close()
    assert [one.key for one in drafts.all()] == [draft.key]
    if taken_up:
        drafts.take_up(draft.key)
    for _try in range(20 if taken_up else 500):
        if not drafts.all():
            break
        await asyncio.sleep(0.01)
    assert [one.key for one in drafts.all()] == ([draft.key] if taken_up else [])


def test_a_form_that_nobody_has_left_counts_as_open_also_after_an_orderly_end(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "1")
    draft.close(comes_back=True)
    assert [one.opened for one in again(file).all()] == [True]


def test_a_choice_for_which_there_is_no_room_gives_the_file_up_for_no_draft(file: Path) -> None:
    drafts = drafts_of(file)
    draft = drafts.begin("order", "C1")
    draft.enter("x", "1")
    connection = state.opened_file(file)._connection
    assert connection is not None
    connection.pragma("max_page_count", connection.pragma("page_count"))  # the file is as large as it may be
    open_choices("demo", "operator.demo", file).set("filter", "long" * 4000)
    connection.pragma("max_page_count", 1_000_000)
    draft.enter("x", "2")
    assert draft.is_safe
    assert again(file).take_up(draft.key).entries == {"x": "2"}


def test_where_nothing_can_be_written_the_form_works_and_it_is_told_once(file: Path) -> None:
    file.parent.write_text("a file where the folder should be")
    drafts = drafts_of(file)
    draft = drafts.begin("order", "C1")
    draft.enter("x", "1")
    trouble = drafts.trouble()
    assert trouble is not None
    assert trouble.kind is TroubleKind.UNWRITABLE
    assert drafts.trouble() is None
    draft.close()
    assert drafts.begin("order", "C1").entries == {"x": "1"}
    draft.remove()


def test_a_file_that_breaks_while_a_form_is_open_loses_nothing(file: Path) -> None:
    drafts = drafts_of(file)
    draft = drafts.begin("order", "C1")
    draft.enter("x", "1")
    breaker = apsw.Connection(str(file))
    breaker.execute("DROP TABLE drafts")
    breaker.close()
    draft.enter("y", "2")
    assert drafts.trouble() is not None
    draft.close()
    assert drafts.take_up(draft.key).entries == {"x": "1", "y": "2"}


def test_a_long_entry_is_bounded(file: Path) -> None:
    draft = drafts_of(file).begin("order", "C1")
    draft.enter("x", "a" * (state.LONGEST_VALUE + 1))
    assert draft.entries == {"x": "a" * state.LONGEST_VALUE}


def test_the_file_is_the_persons_alone(file: Path) -> None:
    drafts_of(file).begin("order", "C1").enter("x", "1")
    assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}


def test_a_file_of_the_first_version_keeps_its_choices(file: Path) -> None:
    file.parent.mkdir()
    old = apsw.Connection(str(file))
    old.execute(state._STEPS[0])
    old.execute("INSERT INTO choices VALUES ('demo', 'operator.demo', 'filter', 'OCB')")
    old.execute(f"PRAGMA application_id = {state.APPLICATION_ID}")
    old.execute("PRAGMA user_version = 1")
    old.close()
    file.chmod(0o600)
    assert open_choices("demo", "operator.demo", file).get("filter") == "OCB"
    drafts_of(file).begin("order", "C1").enter("x", "1")
    assert len(again(file).all()) == 1
    assert StateFile(file).trouble() is None

"""Drafts: what is typed into a form is on the disk before the next key is dealt with, and comes back (C7).

They stand in the state file (`ecc_tui.state`), by connection and login, and survive the end of the program in any way.
Where the file can't be written they live as long as the program, and `Drafts.trouble()` says so once. Secrets never
come here: `Draft.enter` passes over what is a `Secret`.

    draft = drafts.begin("order", "OCB0001234", "backup", version=3)
    draft.enter("size", "12", 2)      # a keystroke: in the field is "12", the cursor behind it
    draft.freeze(call)                # exactly this is sent now, under draft.key
    draft.remove()                    # it arrived
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from ecc_tui import draft_rows as rows
from ecc_tui.domain.forms import Entries, Entry, Secret, Texts
from ecc_tui.draft_entry import DraftEntry, DraftUnavailable, Phase, beginning, entry_from_memory
from ecc_tui.running import runs_here, this_program
from ecc_tui.state import LONGEST_VALUE, StateFile, Trouble, Unwritten, opened_file

if TYPE_CHECKING:
    import apsw

__all__ = ["Draft", "DraftEntry", "DraftUnavailable", "Drafts", "Phase", "new_key", "open_drafts"]

AGAIN_SECONDS = 0.5
"""Until what could not be written is tried again."""
PATIENCE_TRIES = 8
"""How often what must not wait (the content of a call, its key) is tried; each try waits for the busy file itself."""
ELSEWHERE = timedelta(minutes=30)
"""A draft that was touched on another host so lately counts as open there."""

Answer = TypeVar("Answer")


class Draft:
    """One form that is being filled; every method has written before it returns."""

    def __init__(self, drafts: Drafts, form: str, contract: str, subject: str, version: int, title: Texts) -> None:
        self.id = secrets.token_hex(8)
        self.key = new_key()
        self.form = form
        self.contract = contract
        self.subject = subject
        self.version = version
        self.title = title
        self.cursor = ("", 0)
        self.phase = Phase.TYPING
        self.created = self.changed = datetime.now(UTC)
        self.sent_at: datetime | None = None
        self.call = ""
        self._drafts = drafts
        self._entries: dict[str, Entry] = {}
        self._unwritten: set[str] = set()
        self._owner = drafts.program
        self._is_kept = False
        self._is_behind = False
        """The file has another state of it: another phase, another key, fewer letters."""
        self._is_closed = False
        self._is_removed = False

    @property
    def entries(self) -> Entries:
        """What stands in the fields that were filled so far."""
        return dict(self._entries)

    @property
    def was_typed_in(self) -> bool:
        """Something was entered by the person; until then nothing is kept."""
        return self._is_kept or bool(self._unwritten)

    def enter(self, field: str, entry: Entry, position: int = 0) -> None:
        """A keystroke: what stands in a field now, and where the cursor is. Secrets are passed over."""
        if isinstance(entry, Secret) or self.phase is not Phase.TYPING or self._is_closed:
            return
        self._entries[field] = _bounded(entry)
        self._unwritten.add(field)
        self.cursor = (field, position)
        self._write()

    def move(self, field: str, position: int) -> None:
        """The cursor is elsewhere."""
        if (field, position) != self.cursor and self.phase is Phase.TYPING and not self._is_closed:
            self.cursor = (field, position)
            if self._is_kept:
                self._write()

    def taken_up(self, version: int) -> None:
        """The person goes on with another version of the service's form."""
        self.version = version
        self._write()

    def freeze(self, call: str) -> None:
        """From now on exactly this is sent, under this key, until it is resolved.

        Raises Unwritten where the next start would not know it: then nothing may be sent, and the draft is as it was.
        """
        before = self.phase, self.call, self.sent_at
        self.phase, self.call, self.sent_at = Phase.SENDING, call, datetime.now(UTC)
        if unwritten := self._write(patient=True):
            self.phase, self.call, self.sent_at = before
            raise unwritten

    def unknown(self) -> None:
        """Nobody answered: to be verified."""
        self.phase = Phase.TO_VERIFY
        self._write(patient=True)

    def refused(self) -> None:
        """Nothing was made of it: it can be changed again, and what is sent then is another thing with a new key."""
        self.phase, self.key, self.call, self.sent_at = Phase.TYPING, new_key(), "", None
        self._write(patient=True)

    def remove(self) -> None:
        """It was sent, or thrown away deliberately.

        Raises Unwritten where it is still in the file; from there it goes by itself as soon as it can.
        """
        self._is_closed = self._is_removed = True
        self._drafts._forget(self)

    @property
    def is_safe(self) -> bool:
        """All that was typed is in the file, and outlives the program."""
        return not self._unwritten and self._drafts.is_lasting

    def close(self, *, comes_back: bool = False) -> None:
        """The form is left; the draft stays, unless nothing was ever typed.

        With `comes_back` nobody has left it: the program ends under the person, and the next start opens it again.
        What can't be written now is written as soon as it can be, and taken up again from here until then.
        """
        if not self._is_closed:
            if self.was_typed_in:
                self._owner = self._drafts.program if comes_back else ""
                self._write(patient=True)
            self._is_closed = True
            self._drafts._left(self)

    def _write(self, *, patient: bool = False) -> Unwritten | None:
        """Gives back why it could not be written; that is tried again by itself."""
        self.changed = datetime.now(UTC)
        try:
            self._drafts._patiently(self._put, tries=PATIENCE_TRIES if patient else 1)
        except Unwritten as unwritten:
            self._is_behind = True
            self._drafts._try_again(self)
            return unwritten
        self._is_kept, self._is_behind = True, False
        self._unwritten.clear()
        self._drafts._unsaved.pop(self.id, None)
        return None

    def _put(self, connection: apsw.Connection) -> None:
        field, position = self.cursor
        state = (
            *(self.key, self.version, self.phase.value, field, position, self.changed.isoformat()),
            *(self.sent_at.isoformat() if self.sent_at else "", self.call, self._owner, self.id),
        )
        connection.execute(
            "UPDATE drafts SET key = ?, version = ?, phase = ?, field = ?, position = ?, changed = ?, sent = ?, "
            "call = ?, owner = ? WHERE id = ?",
            state,
        )
        fields = self._unwritten
        if not connection.changes():  # new, or the file had to be given up meanwhile
            connection.execute(
                "INSERT INTO drafts (id, connection, login, form, contract, subject, title, created, key, version, "
                "phase, field, position, changed, sent, call, owner) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(self.id, self._drafts.connection, self._drafts.login, self.form, self.contract, self.subject),
                    *(rows.as_json(self.title), self.created.isoformat(), *state[:-1]),
                ),
            )
            fields = set(self._entries)
        connection.executemany(
            "INSERT OR REPLACE INTO draft_entries (draft, field, entry) VALUES (?, ?, ?)",
            [(self.id, field, rows.as_json(self._entries[field])) for field in fields],
        )


class Drafts:
    """The drafts of one person on one connection."""

    def __init__(self, file: StateFile, connection: str, login: str, program: str = "") -> None:
        """`program` stands for this one (`ecc_tui.running`)."""
        self.connection = connection
        self.login = login
        self.program = program or this_program()
        self._file = file
        self._opened: dict[str, Draft] = {}
        self._unsaved: dict[str, Draft] = {}
        """Left before the file had all of them: they go on from here."""
        self._waiting: set[str] = set()
        """Those that are tried again in a while."""

    @property
    def is_lasting(self) -> bool:
        """What is written outlives the program; False where the file had to be given up."""
        return self._file.is_usable

    def begin(
        self,
        form: str,
        contract: str,
        subject: str = "",
        *,
        version: int = 0,
        title: Texts | None = None,
        entries: Entries | None = None,
    ) -> Draft:
        """A draft of that form on that contract about that subject: the one that was left, else a new one.

        `entries` stand in a new one before anything is typed. A draft that is being sent is not taken up again, nor
        one that is open elsewhere.
        """
        wanted = (form, contract, subject, Phase.TYPING)
        for left in self._unsaved.values():
            if (left.form, left.contract, left.subject, left.phase) == wanted:
                return self._go_on(left)
        for entry in self.all():
            known = (entry.form, entry.contract, entry.subject, entry.phase)
            if known == wanted and not entry.elsewhere and not self._holds(entry.key):
                try:
                    return self.take_up(entry.key)
                except DraftUnavailable:
                    continue
        draft = Draft(self, form, contract, subject, version, dict(title or {}))
        draft._entries = {field: entry for field, entry in (entries or {}).items() if not isinstance(entry, Secret)}
        self._opened[draft.id] = draft
        return draft

    def take_up(self, key: str) -> Draft:
        """Open a draft again, as it was. Raises DraftUnavailable."""
        for left in self._unsaved.values():
            if left.key == key:
                return self._go_on(left)
        return self._patiently(lambda connection: self._take(connection, key))

    def all(self) -> Sequence[DraftEntry]:
        """Newest first; drafts in which nothing was typed are none."""
        person = (self.connection, self.login)

        def read(connection: apsw.Connection) -> tuple[Sequence[tuple[Any, ...]], Mapping[str, str]]:
            sql = f"SELECT {rows.COLUMNS} FROM drafts WHERE connection = ? AND login = ? ORDER BY changed DESC, id"
            found = connection.execute(sql, person).fetchall()
            sql = (
                "SELECT draft, entry FROM draft_entries WHERE field IN ('title', 'text') "
                "AND draft IN (SELECT id FROM drafts WHERE connection = ? AND login = ?)"
            )
            return found, {str(draft): str(entry) for draft, entry in connection.execute(sql, person)}

        found, texts = self._patiently(read, reads=True)
        held = {draft.id: draft for draft in (*self._opened.values(), *self._unsaved.values()) if draft._is_behind}
        entries = [
            entry_from_memory(held[row[0]])
            if row[0] in held
            else self._entry(rows.named(row), rows.entry(texts.get(str(row[0]), '""')))
            for row in found
        ]
        known = {row[0] for row in found}
        return [entry_from_memory(left) for left in self._unsaved.values() if left.id not in known] + entries

    def trouble(self) -> Trouble | None:
        """What is wrong with the file, once (`ecc_tui.wording.trouble_sentence`)."""
        return self._file.trouble()

    def _entry(self, row: Mapping[str, Any], text: Entry) -> DraftEntry:
        open_here = row["id"] in self._opened
        elsewhere = not open_here and self._is_elsewhere(row)
        return DraftEntry(
            key=row["key"],
            form=row["form"],
            contract=row["contract"],
            subject=row["subject"],
            title=rows.texts(row["title"]),
            phase=Phase(row["phase"]),
            created=datetime.fromisoformat(row["created"]),
            changed=datetime.fromisoformat(row["changed"]),
            opened=bool(row["owner"]) and not elsewhere and not open_here,
            elsewhere=elsewhere,
            begins=beginning(text),
        )

    def _is_elsewhere(self, row: Mapping[str, Any]) -> bool:
        owner = row["owner"]
        if not owner or owner == self.program:
            return False
        runs = runs_here(owner)
        if runs is None:
            return datetime.now(UTC) - datetime.fromisoformat(row["changed"]) < ELSEWHERE
        return runs

    def _holds(self, key: str) -> bool:
        return any(draft.key == key for draft in self._opened.values())

    def _take(self, connection: apsw.Connection, key: str) -> Draft:
        sql = f"SELECT {rows.COLUMNS} FROM drafts WHERE connection = ? AND login = ? AND key = ?"
        found = connection.execute(sql, (self.connection, self.login, key)).fetchone()
        if found is None:
            raise DraftUnavailable(key)
        row = rows.named(found)
        if row["id"] in self._opened or row["id"] in self._unsaved or self._is_elsewhere(row):
            raise DraftUnavailable(key)
        entries = connection.execute("SELECT field, entry FROM draft_entries WHERE draft = ?", (row["id"],)).fetchall()
        connection.execute("UPDATE drafts SET owner = ? WHERE id = ?", (self.program, row["id"]))
        draft = Draft(self, row["form"], row["contract"], row["subject"], row["version"], rows.texts(row["title"]))
        draft.id, draft.key, draft.call = row["id"], row["key"], row["call"]
        draft.phase, draft.cursor = Phase(row["phase"]), (row["field"], row["position"])
        draft.created, draft.changed = map(datetime.fromisoformat, (row["created"], row["changed"]))
        draft.sent_at = datetime.fromisoformat(row["sent"]) if row["sent"] else None
        draft._entries = {str(field): rows.entry(str(entry)) for field, entry in entries}
        draft._is_kept = True
        self._opened[draft.id] = draft
        return draft

    def _forget(self, draft: Draft, tries: int | None = None) -> None:
        self._opened.pop(draft.id, None)
        self._unsaved.pop(draft.id, None)
        try:
            self._patiently(lambda connection: rows.delete(connection, draft.id), tries=tries)
        except Unwritten:
            self._try_again(draft)
            raise

    def _patiently(
        self, work: Callable[[apsw.Connection], Answer], *, reads: bool = False, tries: int | None = None
    ) -> Answer:
        """Raises Unwritten where another program never lets go of the file."""
        for last in range((tries or PATIENCE_TRIES) - 1, -1, -1):
            try:
                return self._file.transaction(work, reads=reads)
            except Unwritten:
                if not last:
                    raise
                sleep(0.05)
        raise AssertionError

    def _left(self, draft: Draft) -> None:
        self._opened.pop(draft.id, None)
        if draft._is_behind:
            self._unsaved[draft.id] = draft

    def _go_on(self, left: Draft) -> Draft:
        del self._unsaved[left.id]
        left._is_closed, left._owner = False, self.program
        self._opened[left.id] = left
        return left

    def _try_again(self, draft: Draft) -> None:
        """What could not be written is written with the next key, or by itself in a while."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return

        def again() -> None:
            self._waiting.discard(draft.id)
            if draft._is_removed:
                if draft.id not in self._opened:  # taken up again meanwhile, it is wanted
                    with suppress(Unwritten):
                        self._forget(draft, tries=1)
            elif draft._is_behind and (not draft._is_closed or draft.id in self._unsaved):
                draft._write()

        if draft.id not in self._waiting:
            self._waiting.add(draft.id)
            loop.call_later(AGAIN_SECONDS, again)


def open_drafts(connection: str, login: str, file: Path | None = None) -> Drafts:
    """The drafts of a person on a connection. Never raises."""
    return Drafts(opened_file(file), connection, login)


def new_key() -> str:
    """A key under which a call is made once, however often it is repeated (C5)."""
    return secrets.token_urlsafe(24)


def _bounded(entry: Entry) -> Entry:
    """Fields bound what is typed far below this; a file that grows without end helps nobody."""
    return entry[:LONGEST_VALUE] if isinstance(entry, str) else tuple(one[:LONGEST_VALUE] for one in entry[:1000])

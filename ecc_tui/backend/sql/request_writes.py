"""What people do to requests (Q6, Q7): each in one transaction, once for each form, told to whom it concerns.

A key that has come is answered before rights and state are looked at: what was done stays done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from ecc_tui.backend.sql.announcing import announce
from ecc_tui.backend.sql.attachments import attach_files
from ecc_tui.backend.sql.confirmed import entries_text, once
from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.days import person_today
from ecc_tui.backend.sql.form_options import at_contract
from ecc_tui.backend.sql.instants import from_micro, to_micro
from ecc_tui.backend.sql.new_requests import NewRequest, insert_request
from ecc_tui.backend.sql.request_changes import add_comment, add_step, touch
from ecc_tui.backend.sql.rights import require
from ecc_tui.backend.sql.uploads import Uploads, content_of, names_of
from ecc_tui.domain.account import Person
from ecc_tui.domain.errors import FormRefused, NotFound, NotNow, NotServed
from ecc_tui.domain.forms import Entries, Form, Wrong, check
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.request_forms import CANCELLING, COMMENT, FORMS
from ecc_tui.domain.requests import Kind, Outcome, Receipt, Status, may_cancel
from ecc_tui.domain.rights import Action

_NEEDED = {Kind.INCIDENT: Action.REPORT_INCIDENT, Kind.CHANGE: Action.REQUEST_CHANGE}
_TOLD = frozenset({"title", "description", "files"})


class _Known(Struct, frozen=True):
    """A request that the person may see, as it stands."""

    issued: int
    contract: str
    kind: Kind
    status: Status
    requester: str
    reference: str


class RequestWriter:
    """The writes of one person at one instant, in the transaction of `statements`."""

    def __init__(self, statements: Statements, person: Person, now: datetime) -> None:
        self._statements = statements
        self._person = person
        self._now = now
        self._at = to_micro(now)

    def create(self, contract: str, kind: Kind, answers: Entries, files: Uploads, key: str) -> Receipt:
        """Raises NotServed for a kind without a form here."""
        if kind not in _NEEDED:
            raise NotServed(kind)
        content = (contract, str(kind), entries_text(answers), *content_of(files))
        return self._once(key, "create", content, lambda: self._create(contract, kind, answers, files))

    def _create(self, contract: str, kind: Kind, answers: Entries, files: Uploads) -> Receipt:
        require(self._statements, self._person, contract, _NEEDED[kind])
        today = person_today(self._statements, self._person, self._now)
        form = at_contract(self._statements, FORMS[kind], self._person, contract, today)
        accepted = _accepted(form, {**answers, **names_of(files)}, today)
        request = NewRequest(
            contract=contract,
            kind=kind,
            name=str(accepted["title"]),
            description=str(accepted["description"]),
            form=form,
            answers=accepted,
            told=_TOLD,
        )
        id, issued = insert_request(self._statements, self._person, request, self._now)
        attach_files(self._statements, issued, files, self._person.name, issued)
        mailed = announce(self._statements, Event.REQUEST_SUBMITTED, issued, self._at, author=self._person)
        return Receipt(id, "", from_micro(issued), mailed)

    def comment(self, id: str, text: str, key: str) -> Receipt:
        """The text is cleaned."""

        def write() -> Receipt:
            request = self._require(id, Action.COMMENT_REQUEST)
            said = str(_accepted(COMMENT, {"text": text}, self._now.date())["text"])
            at = touch(self._statements, request.issued, self._at)
            add_comment(self._statements, request.issued, at, self._person.name, said)
            return self._told(id, request, at, Event.REQUEST_COMMENTED, said)

        return self._once(key, "comment", (id, entries_text({"text": text})), write)

    def attach(self, id: str, files: Uploads, key: str) -> Receipt:
        """All of them or none."""

        def write() -> Receipt:
            request = self._require(id, Action.COMMENT_REQUEST)
            if not files:
                raise FormRefused((Wrong("files", "mandatory"),))
            at = touch(self._statements, request.issued, self._at)
            names = attach_files(self._statements, request.issued, files, self._person.name, at)
            return self._told(id, request, at, Event.FILES_ATTACHED, ", ".join(names))

        return self._once(key, "attach", (id, *content_of(files)), write)

    def _told(self, id: str, request: _Known, at: int, event: Event, said: str) -> Receipt:
        """The author of what was said follows the request from now on."""
        set_following(self._statements, self._person, request.issued, at, follows=True)
        announce(self._statements, event, request.issued, at, author=self._person, note=said)
        return Receipt(id, request.reference, from_micro(at))

    def cancel(self, id: str, reason: str, key: str) -> Receipt:
        """The reason is the note of the last step."""

        def write() -> Receipt:
            request = self._require(id, Action.SEE_REQUESTS)
            if request.requester != self._person.id:
                self._require(id, Action.COMMENT_REQUEST)
            if not may_cancel(request.kind, request.status):
                raise NotNow("cancel", id)
            note = str(_accepted(CANCELLING, {"reason": reason}, self._now.date()).get("reason", ""))
            at = touch(self._statements, request.issued, self._at)
            add_step(self._statements, request.issued, at, Status.COMPLETED, Outcome.CANCELLED, self._person.name, note)
            announce(self._statements, Event.REQUEST_CHANGED, request.issued, at, author=self._person, note=note)
            return Receipt(id, request.reference, from_micro(at))

        return self._once(key, "cancel", (id, entries_text({"reason": reason})), write)

    def follow(self, id: str, follows: bool) -> None:
        """The same again changes nothing."""
        request = self._require(id, Action.SEE_REQUESTS)
        set_following(self._statements, self._person, request.issued, self._at, follows=follows)

    def _once(self, key: str, action: str, content: tuple[str, ...], write: Callable[[], Receipt]) -> Receipt:
        return once(self._statements, self._person.id, key, action, content, self._at, Receipt, write)

    def _require(self, id: str, action: Action) -> _Known:
        row = self._statements.row(
            "SELECT issued, contract_id, kind, status, requester_id, customer_reference FROM requests WHERE id = ?",
            (id,),
        )
        if row is None:
            raise NotFound("request", id)
        issued, contract, kind, status, requester, reference = row
        require(self._statements, self._person, contract, action, what="request", id=id)
        return _Known(issued, contract, Kind(kind), Status(status), requester, reference)


def set_following(statements: Statements, person: Person, request: int, at: int, *, follows: bool) -> None:
    """From that instant on; what already is so keeps its beginning."""
    statements.execute(
        "INSERT INTO request_followers (request, user_id, follows, since) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (user_id, request) DO UPDATE SET follows = excluded.follows, since = excluded.since"
        " WHERE request_followers.follows <> excluded.follows",
        (request, person.id, int(follows), at),
    )


def _accepted(form: Form, entries: Entries, today: date) -> Entries:
    """The canonical answers. Raises FormRefused."""
    verdict = check(form, entries, today)
    if not verdict.accepted:
        raise FormRefused(verdict.wrong)
    return verdict.answers

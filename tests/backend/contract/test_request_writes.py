"""What people do to requests, on any backend: create, comment, attach, cancel, follow, save (product.md Q5 to Q7)."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from ecc_tui.backend.base import Session
from ecc_tui.backend.sql.provider import set_request
from ecc_tui.domain.errors import (
    ActionDenied,
    DomainError,
    FileUnusable,
    FormRefused,
    KeyReused,
    NotFound,
    NotNow,
    NotServed,
)
from ecc_tui.domain.forms import LARGEST_FILE, MOST_FILES, Entries, FieldKind
from ecc_tui.domain.request_forms import LONGEST_COMMENT, LONGEST_REASON
from ecc_tui.domain.requests import Answered, Kind, NewFile, Outcome, Receipt, Status
from ecc_tui.domain.rights import Section
from tests.backend.asking import ONE, TOMORROW, new_key, place
from tests.backend.building import NOW
from tests.backend.conftest import Portal

INCIDENT: Entries = {
    "title": "Disk full",
    "description": "Since this morning\nnothing works",
    "impact": "degraded",
    "urgency": "high",
    "since": "2026-07-14",
    "element": "SUB-1",
    "contact": "clerk.demo",
    "phone": "01 23 45 67 89",
}
CHANGE: Entries = {
    "title": "Open a port",
    "description": "443",
    "reason": "New site",
    "wished": TOMORROW,
    "interruption": "yes",
    "window": "At night",
    "contact": "clerk.demo",
}
FORMS = {Kind.INCIDENT: INCIDENT, Kind.CHANGE: CHANGE}


@pytest.fixture
def file(tmp_path: Path) -> NewFile:
    path = tmp_path / "report.txt"
    path.write_bytes(b"what happened")
    return NewFile(path)


async def report(session: Session, files: Sequence[NewFile] = (), key: str = "") -> Receipt:
    """An incident on contract 1."""
    return await session.requests.create(ONE, Kind.INCIDENT, INCIDENT, files, key=key or new_key())


def total(portal: Portal) -> tuple[int, ...]:
    """Rows of all that writes to requests touch."""
    tables = (
        "requests",
        "request_timeline",
        "request_comments",
        "request_answers",
        "request_attachments",
        "request_followers",
        "blobs",
        "blob_chunks",
        "notifications",
        "mails",
        "confirmed_writes",
    )
    with portal.database.reading() as statements:
        return tuple(statements.value(f"SELECT count(*) FROM {table}") for table in tables)


# Create


@pytest.mark.parametrize("kind", FORMS)
async def test_a_request_is_made_with_its_form(backend_under_test: Portal, kind: Kind, file: NewFile) -> None:
    session = await backend_under_test.enter("clerk.demo")
    receipt = await session.requests.create(ONE, kind, FORMS[kind], [file], key=new_key())
    assert receipt == Receipt(receipt.id, "", NOW, mailed=True)
    details = await session.requests.get(receipt.id)
    assert (details.row.kind, details.row.status, details.row.name) == (
        kind,
        Status.SUBMITTED,
        FORMS[kind]["title"],
    )
    assert details.description == FORMS[kind]["description"]
    (attachment,) = details.attachments
    assert (attachment.name, attachment.size, attachment.author, attachment.at) == ("report.txt", 13, "Cléo Seul", NOW)
    assert [answered.field for answered in details.answers] == [
        field for field in FORMS[kind] if field not in ("title", "description")
    ]


async def test_answers_are_kept_canonical_and_in_words(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("clerk.demo")
    answers = (await session.requests.get((await report(session)).id)).answers
    assert answers == (
        Answered("impact", {}, FieldKind.CHOICE, ({"": "degraded"},)),
        Answered("urgency", {}, FieldKind.CHOICE, ({"": "high"},)),
        Answered("since", {}, FieldKind.DATE, ({"": "2026-07-14"},)),
        Answered("element", {}, FieldKind.ELEMENT, ({"fr": "Abonnement SUB-1", "en": "Subscription SUB-1"},)),
        Answered("contact", {}, FieldKind.CONTACT, ({"": "Cléo Seul"},)),
        Answered("phone", {}, FieldKind.PHONE, ({"": "+33123456789"},)),
    )


async def test_a_form_that_breaks_a_rule_makes_nothing(backend_under_test: Portal, file: NewFile) -> None:
    session = await backend_under_test.enter("clerk.demo")
    before = total(backend_under_test)
    with pytest.raises(FormRefused) as error:
        await session.requests.create(
            ONE, Kind.INCIDENT, {**INCIDENT, "title": "", "since": TOMORROW}, [file], key=new_key()
        )
    assert [(one.field, one.rule) for one in error.value.wrong] == [("title", "mandatory"), ("since", "too-late")]
    assert total(backend_under_test) == before


async def test_an_order_is_not_made_so(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    with pytest.raises(NotServed):
        await session.requests.create(ONE, Kind.ORDER, INCIDENT, key=new_key())


# Rights and keys, the same for every write


@pytest.fixture
async def incident(backend_under_test: Portal) -> str:
    """One by the referent on contract 1."""
    return (await report(await backend_under_test.enter("referent.demo"))).id


Write = Callable[[Session, str, NewFile, str], Awaitable[object]]
WRITES: dict[str, Write] = {
    "create": lambda session, _id, file, key: report(session, [file], key),
    "comment": lambda session, id, _file, key: session.requests.comment(id, "Any news?", key=key),
    "attach": lambda session, id, file, key: session.requests.attach(id, [file], key=key),
    "cancel": lambda session, id, _file, key: session.requests.cancel(id, "Solved", key=key),
}
ALL: dict[str, Write] = {**WRITES, "follow": lambda session, id, _file, _key: session.requests.follow(id, True)}


@pytest.mark.parametrize("write", ALL)
@pytest.mark.parametrize("login", ["referent.demo", "operator.demo", "clerk.demo", "buyer.demo", "limited.demo"])
async def test_each_write_asks_for_its_role(
    backend_under_test: Portal, incident: str, file: NewFile, login: str, write: str
) -> None:
    session = await backend_under_test.enter(login)
    may = login in ("referent.demo", "clerk.demo") or (login, write) == ("operator.demo", "follow")
    before = total(backend_under_test)
    if may:
        await ALL[write](session, incident, file, new_key())
        return
    with pytest.raises(ActionDenied) as error:
        await ALL[write](session, incident, file, new_key())
    assert error.value.denied.section is Section.ORDERS
    assert "Disk" not in repr(error.value)
    assert total(backend_under_test) == before


@pytest.mark.parametrize("write", ALL)
@pytest.mark.parametrize("login", ["norights.demo", "partner.demo"])
async def test_without_any_role_it_is_unknown(
    backend_under_test: Portal, incident: str, file: NewFile, login: str, write: str
) -> None:
    session = await backend_under_test.enter(login)
    before = total(backend_under_test)
    with pytest.raises(NotFound) as hidden:
        await ALL[write](session, incident, file, new_key())
    assert total(backend_under_test) == before
    if write != "create":
        with pytest.raises(NotFound) as unknown:
            await ALL[write](session, "3-99999999", file, new_key())
        assert {**hidden.value.parameters, "id": ""} == {**unknown.value.parameters, "id": ""}


@pytest.mark.parametrize("write", WRITES)
async def test_a_key_counts_once(backend_under_test: Portal, incident: str, file: NewFile, write: str) -> None:
    session = await backend_under_test.enter("clerk.demo")
    key = new_key()
    first = await WRITES[write](session, incident, file, key)
    after = total(backend_under_test)
    backend_under_test.clock.forward(60)
    again = await asyncio.gather(*(WRITES[write](session, incident, file, key) for _ in range(5)))
    assert [first] * 5 == again
    assert await session.requests.sent(key) == first
    assert total(backend_under_test) == after


@pytest.mark.parametrize("write", WRITES)
async def test_a_key_with_another_content_is_refused(
    backend_under_test: Portal, incident: str, file: NewFile, write: str
) -> None:
    session = await backend_under_test.enter("clerk.demo")
    key = new_key()
    await WRITES[write](session, incident, file, key)
    after = total(backend_under_test)
    others: dict[str, Awaitable[object]] = {
        "create": session.requests.create(ONE, Kind.INCIDENT, {**INCIDENT, "title": "Other"}, [file], key=key),
        "comment": session.requests.comment(incident, "Other", key=key),
        "attach": session.requests.attach(incident, [file, file], key=key),
        "cancel": session.requests.cancel(incident, "Other", key=key),
    }
    for other in others.values():
        with pytest.raises(KeyReused):
            await other
    assert total(backend_under_test) == after


@pytest.mark.parametrize("write", ["create", "attach"])
async def test_a_key_covers_what_is_in_the_files(
    backend_under_test: Portal, incident: str, file: NewFile, write: str
) -> None:
    session = await backend_under_test.enter("clerk.demo")
    key = new_key()
    first = await WRITES[write](session, incident, file, key)
    after = total(backend_under_test)
    file.path.write_bytes(b"what happeneD")
    with pytest.raises(KeyReused):
        await WRITES[write](session, incident, file, key)
    file.path.unlink()
    with pytest.raises(KeyReused):
        await WRITES[write](session, incident, file, key)
    with pytest.raises(FileUnusable):
        await WRITES[write](session, incident, file, new_key())
    assert total(backend_under_test) == after
    assert await session.requests.sent(key) == first


async def test_a_key_of_something_else_was_no_form(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    budget = (await session.contracts.details(ONE)).budget
    assert budget is not None
    key = new_key()
    await session.contracts.set_budget(ONE, budget.budget.amount, version=budget.budget.version, key=key)
    assert await session.requests.sent(key) is None
    assert await session.requests.sent("never") is None


# Comment


async def test_a_comment_is_clean_and_changes_the_request(backend_under_test: Portal, incident: str) -> None:
    backend_under_test.clock.forward(60)
    session = await backend_under_test.enter("clerk.demo")
    before = await session.requests.get(incident)
    assert not before.followed
    await session.requests.comment(incident, "  Any\r\nnews\x1b[2J?  ", key=new_key())
    details = await session.requests.get(incident)
    (comment,) = details.comments
    assert (comment.author, comment.text, comment.at) == ("Cléo Seul", "Any\nnews␛[2J?", NOW + timedelta(seconds=60))
    assert details.row.changed == comment.at
    assert details.followed
    assert not details.requested_by_me


@pytest.mark.parametrize(
    ("text", "rule"), [("", "mandatory"), (" \n ", "mandatory"), ("x" * (LONGEST_COMMENT + 1), "length")]
)
async def test_a_comment_says_something(backend_under_test: Portal, incident: str, text: str, rule: str) -> None:
    session = await backend_under_test.enter("clerk.demo")
    with pytest.raises(FormRefused) as error:
        await session.requests.comment(incident, text, key=new_key())
    assert [(one.field, one.rule) for one in error.value.wrong] == [("text", rule)]


async def test_a_clock_set_back_does_not_turn_a_request_round(backend_under_test: Portal, incident: str) -> None:
    session = await backend_under_test.enter("clerk.demo")
    backend_under_test.clock.forward(-600)
    receipt = await session.requests.comment(incident, "Earlier", key=new_key())
    assert receipt.at == NOW
    assert (await session.requests.get(incident)).row.changed == NOW


# Cancel


async def test_its_requester_cancels_with_visitor_alone(backend_under_test: Portal, incident: str) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE requests SET requester_id = 'operator.demo' WHERE id = ?", (incident,))
    session = await backend_under_test.enter("operator.demo")
    await session.requests.cancel(incident, "Solved\x07", key=new_key())
    details = await session.requests.get(incident)
    assert (details.row.status, details.row.outcome) == (Status.COMPLETED, Outcome.CANCELLED)
    last = details.timeline[-1]
    assert (last.status, last.outcome, last.author, last.note) == (
        Status.COMPLETED,
        Outcome.CANCELLED,
        "Olivier Opérateur",
        "Solved␇",
    )


async def test_its_requester_needs_to_see_it_still(backend_under_test: Portal, incident: str) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE requests SET requester_id = 'limited.demo' WHERE id = ?", (incident,))
    session = await backend_under_test.enter("limited.demo")
    with pytest.raises(ActionDenied):
        await session.requests.cancel(incident, "", key=new_key())


async def test_what_has_begun_is_not_cancelled(backend_under_test: Portal, incident: str) -> None:
    session = await backend_under_test.enter("referent.demo")
    set_request(backend_under_test.database, incident, Status.IN_PROGRESS, clock=backend_under_test.clock)
    key = new_key()
    for status in (Status.IN_PROGRESS, Status.COMPLETED):
        with pytest.raises(NotNow) as error:
            await session.requests.cancel(incident, "", key=key)
        assert error.value.parameters == {"what": "cancel", "id": incident}
        assert (await session.requests.get(incident)).row.status is status
        if status is Status.IN_PROGRESS:
            set_request(
                backend_under_test.database,
                incident,
                Status.COMPLETED,
                Outcome.DELIVERED,
                clock=backend_under_test.clock,
            )


async def test_an_order_is_never_cancelled(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    receipt = await place(session)
    with pytest.raises(NotNow):
        await session.requests.cancel(receipt.id, "", key=new_key())
    assert (await session.requests.get(receipt.id)).row.status is Status.SUBMITTED


async def test_a_reason_has_its_length(backend_under_test: Portal, incident: str) -> None:
    session = await backend_under_test.enter("referent.demo")
    with pytest.raises(FormRefused):
        await session.requests.cancel(incident, "x" * (LONGEST_REASON + 1), key=new_key())
    assert (await session.requests.get(incident)).row.status is Status.SUBMITTED


# Follow


async def test_following_is_said_and_taken_back(backend_under_test: Portal, incident: str) -> None:
    operator, referent = (
        await backend_under_test.enter("operator.demo"),
        await backend_under_test.enter("referent.demo"),
    )
    for follows in (True, True, False, False, True):
        for session in (operator, referent):
            await session.requests.follow(incident, follows)
            assert (await session.requests.get(incident)).followed is follows


# Attach


async def test_files_are_attached_all_or_none(backend_under_test: Portal, incident: str, tmp_path: Path) -> None:
    session = await backend_under_test.enter("clerk.demo")
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for path in paths:
        path.write_text(path.name)
    await session.requests.attach(incident, [NewFile(path) for path in paths], key=new_key())
    attachments = (await session.requests.get(incident)).attachments
    assert [(one.name, one.size) for one in attachments] == [("a.txt", 5), ("b.txt", 5), ("c.txt", 5)]
    assert len({one.id for one in attachments}) == 3
    before = total(backend_under_test)
    for files in ([], [NewFile(paths[0])] * (MOST_FILES + 1)):
        with pytest.raises(FormRefused):
            await session.requests.attach(incident, files, key=new_key())
    paths[2].unlink()
    with pytest.raises(FileUnusable) as error:
        await session.requests.attach(incident, [NewFile(path) for path in paths], key=new_key())
    assert (error.value.problem, error.value.parameters["path"]) == ("missing", str(paths[2]))
    assert total(backend_under_test) == before


async def test_the_largest_file_is_taken_whole_and_no_larger_one(
    backend_under_test: Portal, incident: str, tmp_path: Path
) -> None:
    session = await backend_under_test.enter("clerk.demo")
    path = tmp_path / "large"
    content = os.urandom(LARGEST_FILE)
    path.write_bytes(content)
    await session.requests.attach(incident, [NewFile(path)], key=new_key())
    (attachment,) = (await session.requests.get(incident)).attachments
    saved = await session.requests.save_attachment(incident, attachment.id, tmp_path / "saved")
    assert saved.read_bytes() == content
    with path.open("ab") as file:
        file.write(b"x")
    with pytest.raises(FileUnusable) as error:
        await session.requests.attach(incident, [NewFile(path)], key=new_key())
    assert error.value.problem == "too-large"


@pytest.mark.parametrize("problem", ["missing", "folder", "empty", "special", "device", "nul"])
async def test_what_is_no_file_is_refused_at_once(
    backend_under_test: Portal, incident: str, tmp_path: Path, problem: str
) -> None:
    session = await backend_under_test.enter("clerk.demo")
    path = tmp_path / "file"
    match problem:
        case "folder":
            path.mkdir()
        case "empty":
            path.touch()
        case "special":  # a pipe that nobody writes to
            os.mkfifo(path)
        case "device":
            path = Path("/dev/zero")
        case "nul":
            path = tmp_path / "a\0b"
    before = total(backend_under_test)
    with pytest.raises(FileUnusable) as error:
        await asyncio.wait_for(session.requests.attach(incident, [NewFile(path)], key=new_key()), 20)
    assert error.value.problem == {"device": "special", "nul": "missing"}.get(problem, problem)
    assert total(backend_under_test) == before


# Save


@pytest.fixture
async def attached(backend_under_test: Portal, incident: str, file: NewFile) -> str:
    """The incident again, with one file."""
    session = await backend_under_test.enter("clerk.demo")
    await session.requests.attach(incident, [file], key=new_key())
    return incident


async def test_a_file_is_saved_into_a_folder_that_is_made(
    backend_under_test: Portal, attached: str, tmp_path: Path
) -> None:
    session = await backend_under_test.enter("operator.demo")
    (attachment,) = (await session.requests.get(attached)).attachments
    folder = tmp_path / "new" / "folder"
    saved = await session.requests.save_attachment(attached, attachment.id, folder)
    assert saved == folder / "report.txt"
    assert saved.read_bytes() == b"what happened"
    assert saved.stat().st_mode & 0o777 == 0o600
    assert list(folder.iterdir()) == [saved]


async def test_the_same_content_is_kept_and_another_gets_a_number(
    backend_under_test: Portal, attached: str, tmp_path: Path
) -> None:
    session = await backend_under_test.enter("operator.demo")
    (attachment,) = (await session.requests.get(attached)).attachments
    folder = tmp_path / "folder"
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.write_bytes(b"untouched")
    (folder / "report.txt").write_bytes(b"another one")
    (folder / "report (2).txt").symlink_to(outside)
    (folder / "report (3).txt").symlink_to(tmp_path / "nowhere")
    (folder / "report (4).txt").mkdir()
    os.mkfifo(folder / "report (5).txt")
    for _ in range(2):
        saved = await session.requests.save_attachment(attached, attachment.id, folder)
        assert saved == folder / "report (6).txt"
        assert saved.read_bytes() == b"what happened"
    assert (folder / "report.txt").read_bytes() == b"another one"
    assert outside.read_bytes() == b"untouched"
    assert not (tmp_path / "nowhere").exists()
    assert len(list(folder.iterdir())) == 6


async def test_a_file_is_given_out_by_its_own_request_alone(
    backend_under_test: Portal, attached: str, tmp_path: Path
) -> None:
    session = await backend_under_test.enter("clerk.demo")
    path = tmp_path / "other.txt"
    path.write_text("another request's")
    other, none = await report(session, [NewFile(path)]), await report(session)
    for id, content in ((attached, "what happened"), (other.id, "another request's")):
        (attachment,) = (await session.requests.get(id)).attachments
        saved = await session.requests.save_attachment(id, attachment.id, tmp_path / "folder")
        assert saved.read_text() == content
        with pytest.raises(NotFound):
            await session.requests.save_attachment(none.id, attachment.id, tmp_path / "folder")


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "..", "a\x1b]0;x\x07", "-rf", ".bashrc", "x" * 250])
async def test_a_hostile_name_of_the_store_stays_in_the_folder(
    backend_under_test: Portal, attached: str, tmp_path: Path, name: str
) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE request_attachments SET name = ?", (name,))
    session = await backend_under_test.enter("operator.demo")
    (attachment,) = (await session.requests.get(attached)).attachments
    folder = tmp_path / "folder"
    saved = await session.requests.save_attachment(attached, attachment.id, folder)
    assert list(folder.iterdir()) == [saved]
    assert saved.name == attachment.name
    assert saved.name.isprintable()
    assert saved.name[0] not in ".-"


async def test_where_nothing_can_be_written_it_is_said(
    backend_under_test: Portal, attached: str, tmp_path: Path
) -> None:
    session = await backend_under_test.enter("operator.demo")
    (attachment,) = (await session.requests.get(attached)).attachments
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nothing"), tmp_path / "a\0b"):
        with pytest.raises(FileUnusable) as error:
            await session.requests.save_attachment(attached, attachment.id, folder)
        assert error.value.problem == "unwritable"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
async def test_a_full_disk_leaves_no_half_file(
    backend_under_test: Portal, attached: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    session = await backend_under_test.enter("operator.demo")
    (attachment,) = (await session.requests.get(attached)).attachments

    def full(_descriptor: int) -> None:
        assert len(list(folder.iterdir())) == 1, "the control: something was being written"
        raise OSError(number, "full")

    folder = tmp_path / "folder"
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileUnusable) as error:
        await session.requests.save_attachment(attached, attachment.id, folder)
    assert error.value.problem == "full"
    assert list(folder.iterdir()) == []


async def test_a_file_system_without_links_is_served_too(
    backend_under_test: Portal, attached: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await backend_under_test.enter("operator.demo")
    (attachment,) = (await session.requests.get(attached)).attachments
    asked = []

    def link(*_names: object, **_options: object) -> None:
        asked.append(1)
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    folder = tmp_path / "folder"
    saved = await session.requests.save_attachment(attached, attachment.id, folder)
    assert asked
    assert saved.read_bytes() == b"what happened"
    assert list(folder.iterdir()) == [saved]


async def test_saving_asks_for_rights_and_for_what_is_there(
    backend_under_test: Portal, attached: str, tmp_path: Path
) -> None:
    wanted: dict[str, type[DomainError]] = {"limited.demo": ActionDenied, "norights.demo": NotFound}
    for login, error in wanted.items():
        session = await backend_under_test.enter(login)
        with pytest.raises(error):
            await session.requests.save_attachment(attached, "0", tmp_path / "folder")
    session = await backend_under_test.enter("operator.demo")
    for attachment in ("7", "", "0 ", "x"):
        with pytest.raises(NotFound):
            await session.requests.save_attachment(attached, attachment, tmp_path / "folder")
    assert not (tmp_path / "folder").exists()

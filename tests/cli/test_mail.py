"""`ecc-tui store mail …` and `store request comment`: what they print, send and leave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ecc_tui import cli, config
from ecc_tui.backend.sql import log_in, outbox
from ecc_tui.backend.sql.database import Database
from ecc_tui.cli import codes
from ecc_tui.domain.mails import MailState
from ecc_tui.domain.notifications import Event
from tests.mail.outboxes import INCIDENT, ORDER, add_mail, mails, make_office
from tests.mail.servers import SENDER, Mailbox, serving


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MEMORY_KIB", 64), ("PASSES", 1), ("LANES", 1)):
        monkeypatch.setattr(log_in, name, value)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Database]:
    database = make_office(tmp_path / "office.sqlite")
    yield database
    database.close()


class Run:
    """Runs commands on a store."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._store = store
        self._capsys = capsys

    def __call__(self, *arguments: str, language: str = "en") -> tuple[int, str, str]:
        code = cli.main(["--lang", language, "--store", str(self._store), "store", *arguments])
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err


@pytest.fixture
def run(office: Database, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(office.path, capsys)


def configure(**settings: str | int) -> None:
    file = config.config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(["[mail]", *(f"{name} = {json.dumps(value)}" for name, value in settings.items())]))


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A configured server that takes everything."""
    made = Mailbox()
    with serving(made) as port:
        configure(host="127.0.0.1", port=port, security="none", sender=SENDER)
        yield made


def test_without_a_server_nothing_pretends_and_the_mails_stay(run: Run, office: Database) -> None:
    mail = add_mail(office)
    code, out, err = run("mail", "send")
    assert (code, out) == (codes.CONFIGURATION, "")
    assert err.startswith("ecc-tui: No mail server is configured: mails stay in the outbox")
    assert str(config.config_file()) in err
    assert err.count("\n") == 1
    assert mails(office) == [mail]


def test_what_waits_is_sent(run: Run, office: Database, mailbox: Mailbox) -> None:
    wanted = [add_mail(office).message_id, add_mail(office, user="ann.other").message_id]
    assert run("mail", "send") == (codes.OK, "2 mails were sent.\n", "")
    assert mailbox.ids == wanted
    assert run("mail", "send") == (codes.OK, "0 mails were sent.\n", "")
    assert len(mailbox.ids) == 2


def test_what_did_not_leave_is_told(run: Run, office: Database, mailbox: Mailbox) -> None:
    mailbox.to_recipients = {"claire.morel@x.example": "550 unknown \x1b[2Jperson", "ann.other@x.example": "450 full"}
    add_mail(office)
    add_mail(office, user="ann.other")
    code, out, err = run("mail", "send")
    assert (code, out) == (codes.MAIL, "0 mails were sent.\n")
    assert "1 mail was refused for good." in err
    assert "1 mail did not leave and waits." in err
    assert "450 full" in err
    code, out, _err = run("mail", "list")
    assert code == codes.OK
    assert "refused" in out
    assert "550 unknown ␛[2Jperson" in out
    assert "450 full" in out
    mailbox.to_recipients = {}
    assert run("mail", "send")[1] == "1 mail was sent.\n"  # before its next try: somebody asked
    assert [mail.state for mail in mails(office)] == [MailState.REFUSED, MailState.SENT]


def test_what_another_program_is_sending_is_told(run: Run, office: Database, mailbox: Mailbox) -> None:
    """No “0 mails were sent” without a word while one waits."""
    add_mail(office)
    add_mail(office, user="ann.other")
    with office.writing() as statements:
        assert outbox.claim(statements, "another program", datetime.now(UTC))
    code, out, err = run("mail", "send")
    assert (code, out) == (codes.OK, "1 mail was sent.\n")
    assert "1 mail waits: another program has begun to send it." in err


def test_a_server_that_is_away_is_told(run: Run, office: Database) -> None:
    with serving(Mailbox()) as port:
        pass
    configure(host="127.0.0.1", port=port, security="none", sender=SENDER)
    add_mail(office)
    code, _out, err = run("mail", "send")
    assert code == codes.MAIL
    assert "The mail server: Connection refused" in err


def test_the_list_is_newest_first_and_whole_when_asked(run: Run, office: Database, mailbox: Mailbox) -> None:
    assert run("mail", "list")[1] == "No mail waits and none was refused.\n"
    assert run("mail", "list", "--all")[1] == "The outbox holds no mail.\n"
    add_mail(office)
    run("mail", "send")
    add_mail(office, Event.REQUEST_COMMENTED, user="ann.other", request=INCIDENT)
    lines = run("mail", "list")[1].splitlines()
    assert len(lines) == 1
    assert lines[0].split() == [
        "2", *lines[0].split()[1:4], "waiting", "request", "commented", INCIDENT, "ann.other@x.example",
    ]  # fmt: skip
    lines = run("mail", "list", "--all")[1].splitlines()
    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert f"order placed {ORDER}" in lines[1]


def test_a_mail_is_shown_as_it_will_be_sent(run: Run, office: Database, mailbox: Mailbox) -> None:
    add_mail(office, language="en")
    code, out, _err = run("mail", "show", "1", language="fr")
    assert code == codes.OK
    for line in (
        f"Subject: Order {ORDER} placed: Direct Connect",
        f"From: Orbis Cloud <{SENDER}>",
        "To: Claire Morel <claire.morel@x.example>",
        "Message-ID: <mail-1@test.invalid>",
        "Hello Claire Morel,",
    ):
        assert line in out.splitlines()
    run("mail", "send")
    assert "Sent on " in run("mail", "show", "1")[1]


def test_what_is_shown_commands_no_terminal(run: Run, office: Database) -> None:
    with office.writing() as statements:
        statements.execute("UPDATE requests SET name = ? WHERE id = ?", ("a\x1b]0;EVIL\x07\r\nBcc: x@y.example", ORDER))
        statements.execute("UPDATE users SET first_name = ?", ("[@click=app.quit]x[/]\x9b2J",))
    add_mail(office, language="en", address="a\x1b[2J@b.example")
    add_mail(office, language="en", message_id="<a@b.example>")
    _code, out, _err = run("mail", "show", "1")
    assert "a␛[2J@b.example  <mail-1@test.invalid>" in out
    _code, more, _err = run("mail", "show", "2")
    assert "[@click=app.quit]x[/]" in more
    assert "Bcc" not in [line.partition(":")[0] for line in more.splitlines()]
    _code, listed, _err = run("mail", "list")
    for text in (out, more, listed):
        assert not {"\x1b", "\x07", "\x9b", "\r"} & set(text)
    assert "From:" not in more  # nobody is configured to send it


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("mail", "show", "7"), codes.NOT_FOUND, "There is no mail 7 in the outbox."),
        (("mail", "show", "x\x1b[2J"), codes.NOT_FOUND, "There is no mail x␛[2J in the outbox."),
        (("mail", "show", str(2**80)), codes.NOT_FOUND, "There is no mail"),
        (("mail", "show", "-1"), codes.USAGE, "-1"),
        (("mail", "nonsense"), codes.USAGE, "nonsense"),
        (("request", "comment", "3-0", "Hello"), codes.NOT_FOUND, "There is no request 3-0"),
        (("request", "comment", ORDER, " \n "), codes.REFUSED, "“Text” has between 1 and 10000 characters."),
        (("request", "comment", ORDER, "x" * 10_001), codes.REFUSED, "“Text” has between 1 and 10000 characters."),
        (("request", "comment", ORDER), codes.USAGE, "TEXT"),
    ],
)
def test_bad_input_is_one_sentence(
    run: Run, office: Database, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result, out, err = run(*arguments)
    assert (result, out) == (code, "")
    assert said in err
    assert err.startswith("ecc-tui: ")
    assert err.count("\n") == 1
    with office.reading() as statements:
        assert statements.value("SELECT count(*) FROM request_comments") == 0


def test_the_provider_comments_and_the_requester_is_told(run: Run, office: Database) -> None:
    assert run("request", "comment", INCIDENT, "Looking into it\x1b[2J") == (codes.OK, "", "")
    with office.reading() as statements:
        assert statements.rows("SELECT author, text FROM request_comments") == [("Orbis Cloud", "Looking into it␛[2J")]
    (mail,) = mails(office)
    assert (mail.event, mail.address, mail.request) == (Event.REQUEST_COMMENTED, "ann.other@x.example", INCIDENT)
    assert "> Looking into it␛[2J" in run("mail", "show", "1")[1].splitlines()

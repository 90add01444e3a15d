"""What a mail says in both languages, that it is the same each time, and that no data gets out of its place."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from xml.etree import ElementTree

import pytest
from msgspec import structs

from ecc_tui import i18n
from ecc_tui.backend.sql import outbox
from ecc_tui.backend.sql.database import Database
from ecc_tui.domain.mails import MailContent
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.requests import Kind, Outcome, Status
from ecc_tui.mail.compose import Unfit, compose, is_address, message_id, plain_text
from ecc_tui.mail.layout import WIDTH
from tests.hostile.payloads import NAMES, PAYLOADS
from tests.mail.outboxes import INCIDENT, ORDER, add_answer, add_mail
from tests.mail.servers import SENDER


def content_of(database: Database, id: int) -> MailContent:
    with database.reading() as statements:
        return outbox.content(statements, id)


@pytest.fixture
def order(office: Database) -> MailContent:
    return content_of(office, add_mail(office).id)


def received(content: MailContent) -> EmailMessage:
    """The message as its reader's program reads it."""
    message = message_from_bytes(compose(content, SENDER).as_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def page_of(message: EmailMessage) -> ElementTree.Element:
    """The HTML part, which must be well-formed."""
    body = message.get_body(("html",))
    assert body is not None
    text = str(body.get_content()).replace("\r\n", "\n")
    assert text.startswith("<!DOCTYPE html>\n")
    return ElementTree.fromstring(text)


def speaking_of(content: MailContent, language: str) -> MailContent:
    return structs.replace(content, mail=structs.replace(content.mail, language=language))


def test_an_order_is_summed_up_in_english(order: MailContent) -> None:
    message = received(speaking_of(order, "en"))
    assert str(message["Subject"]) == f"Order {ORDER} placed: Direct Connect"
    assert str(message["From"]) == f"Orbis Cloud <{SENDER}>"
    assert str(message["To"]) == "Claire Morel <claire.morel@x.example>"
    assert str(message["Auto-Submitted"]) == "auto-generated"
    assert str(message["Content-Language"]) == "en"
    assert str(message["Date"]) == "Wed, 15 Jul 2026 10:00:00 +0000"
    assert str(message["Message-ID"]) == "<mail-1@test.invalid>"
    text = plain_text(message)
    for said in (
        "Hello Claire Morel,",
        "It is final",
        "Boutique en ligne (OCB0001234)",
        "#DEM-2026-000123",
        "15 Jul 2026 at 12:00 CEST",
        "Wished date  1 Dec 2026",
        "Redundant    yes",
        "Rate         1,000 Mbit/s",
        "+33 6 12 34 56 78",
        "1 Gbit/s port",
        "€2,501.00 a month",
        "Once, net of tax        €900.00",
        "Each month, net of tax  €2,501.00",
        f"ecc-tui open ecc:request/{ORDER}",
        "by the Cloud Customer Space of Orbis Cloud.",
    ):
        assert said in text, said
    assert all(len(line) <= WIDTH for line in text.splitlines())


def test_the_same_in_french_with_the_dates_and_amounts_of_french(order: MailContent) -> None:
    message = received(order)
    text = plain_text(message)
    for said in (
        "15 juil. 2026",
        "1er déc. 2026",
        "Port 1 Gbit/s",
        "2\u00a0501,00\u00a0€",
        "900,00\u00a0€",
        "Mise en service",
    ):
        assert said in text, said
    assert str(message["Content-Language"]) == "fr"
    assert page_of(message).get("lang") == "fr"
    french = i18n.catalogue_of("fr").gettext
    assert french("Contract") != "Contract"
    assert french("Contract") in text


def test_every_sentence_of_a_mail_comes_from_the_catalogue(order: MailContent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of our own is left in English where the catalogue has other words for it."""
    from locales.catalogue import template

    known = {message.id for message in template() if isinstance(message.id, str)}

    class Marked(type(i18n.catalogue_of("en"))):  # type: ignore[misc]  # a class that is asked for at run time
        def gettext(self, message: str) -> str:
            assert message in known, message
            return (
                message.upper()
                .replace("{NAME}", "{name}")
                .replace("{ID}", "{id}")
                .replace("{PROVIDER}", "{provider}")
                .replace("{DAY}", "{day}")
                .replace("{TIME}", "{time}")
                .replace("{PRICE}", "{price}")
            )

    monkeypatch.setattr(i18n, "catalogue_of", lambda _code: Marked())
    text = plain_text(compose(structs.replace(order, addressee="X", provider="X"), SENDER))
    ours = [
        line for line in text.splitlines() if line.startswith(("Hello", "Your order", "Service", "Number", "To open"))
    ]
    assert ours == []
    assert "HELLO X," in text


def test_composing_does_not_change_what_the_screens_speak(order: MailContent) -> None:
    i18n.set_language("en")
    i18n.set_zone("Asia/Tokyo")
    message = compose(structs.replace(order, zone="America/New_York"), SENDER)
    assert "06:00" in plain_text(message)
    assert (i18n.language(), i18n._("Contract")) == ("en", "Contract")
    assert f"{i18n.local(order.at):%H:%M}" == "19:00"


def test_a_language_that_nobody_chose_is_the_senders(order: MailContent) -> None:
    for code in i18n.LANGUAGES:
        i18n.set_language(code)
        assert compose(speaking_of(order, ""), SENDER)["Content-Language"] == code


def test_a_second_copy_is_the_same_to_the_last_byte(order: MailContent) -> None:
    assert compose(order, SENDER).as_bytes() == compose(order, SENDER).as_bytes()


def test_html_says_what_the_text_says(order: MailContent) -> None:
    message = received(order)
    assert message.get_content_type() == "multipart/alternative"
    said = "".join(page_of(message).itertext())
    for value in (
        "Direct Connect",
        "Boutique en ligne",
        "+33 6 12 34 56 78",
        "2\u00a0501,00\u00a0€",
        f"ecc:request/{ORDER}",
    ):
        assert value in said, value
    assert {element.tag for element in page_of(message).iter()} <= {
        "html", "head", "title", "body", "div", "h1", "p", "blockquote", "table", "tr", "th", "td", "code",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "outcome", "subject"),
    [
        (Status.IN_PROGRESS, None, "is in progress"),
        (Status.COMPLETED, Outcome.DELIVERED, "was delivered"),
        (Status.COMPLETED, Outcome.REJECTED, "was rejected"),
        (Status.COMPLETED, Outcome.CANCELLED, "was cancelled"),
    ],
)
def test_a_step_is_told_with_its_note(office: Database, status: Status, outcome: Outcome | None, subject: str) -> None:
    mail = add_mail(
        office, Event.REQUEST_CHANGED, language="en", status=status, outcome=outcome, note="Done by night.\nAll well."
    )
    message = received(content_of(office, mail.id))
    assert str(message["Subject"]) == f"Request {ORDER} {subject}: Direct Connect"
    text = plain_text(message)
    assert "> Done by night.\n> All well.\n" in text
    assert "Set-up" not in text  # told once, when it was ordered


@pytest.mark.parametrize(
    ("kind", "subject", "lead"),
    [
        (Kind.ORDER, f"Request {ORDER} was delivered:", "This request is completed: it was delivered."),
        (Kind.INCIDENT, f"Incident {ORDER} is solved:", "This incident is solved: the request is completed."),
        (Kind.CHANGE, f"Change {ORDER} is done:", "This change is done: the request is completed."),
    ],
)
def test_what_is_delivered_is_told_by_its_kind(office: Database, kind: Kind, subject: str, lead: str) -> None:
    """An incident isn't delivered, it is solved, as its notification says."""
    mail = add_mail(office, Event.REQUEST_CHANGED, language="en", status=Status.COMPLETED, outcome=Outcome.DELIVERED)
    content = content_of(office, mail.id)
    assert content.request is not None
    message = received(structs.replace(content, request=structs.replace(content.request, kind=kind)))
    assert str(message["Subject"]).startswith(subject)
    assert f"\n\n{lead}\n\n" in plain_text(message)


def test_a_comment_names_who_wrote(office: Database) -> None:
    mail = add_mail(office, Event.REQUEST_COMMENTED, language="en", author="Ann Other", note="x" * 30)
    text = plain_text(received(content_of(office, mail.id)))
    assert "Ann Other wrote about this request:\n\n> " + "x" * 30 in text
    mail = add_mail(office, Event.REQUEST_COMMENTED, language="en", note="Hello")
    assert "Orbis Cloud wrote about this request:" in plain_text(received(content_of(office, mail.id)))


@pytest.mark.parametrize(
    ("kept", "totals"),
    [((0, 1), ["Once", "Each month"]), ((0,), ["Each month"]), ((1,), ["Once"]), ((), [])],
)
def test_what_costs_nothing_is_not_summed_up(order: MailContent, kept: tuple[int, ...], totals: list[str]) -> None:
    assert order.request is not None
    lines = tuple(order.request.lines[index] for index in kept)
    content = structs.replace(order, request=structs.replace(order.request, lines=lines))
    text = plain_text(received(speaking_of(content, "en")))
    assert [line.partition(",")[0] for line in text.splitlines() if "net of tax" in line] == totals


def test_amounts_of_two_currencies_are_never_added(order: MailContent) -> None:
    assert order.request is not None
    first, second = order.request.lines
    assert second.price is not None
    other = structs.replace(second, price=structs.replace(second.price, currency="USD"))
    free = structs.replace(second, price=None)
    content = structs.replace(order, request=structs.replace(order.request, lines=(first, other, free)))
    text = plain_text(received(speaking_of(content, "en")))
    assert "Each month, net of tax  €2,501.00\nOnce, net of tax        $900.00" in text
    assert "1 · –" in text


def test_an_incident_repeats_what_was_sent(office: Database) -> None:
    with office.writing() as statements:
        add_answer(statements, INCIDENT, 1, {}, "text", ["Slow API"], field="title")
        add_answer(statements, INCIDENT, 2, {}, "choice", ["service-down"], field="impact")
        add_answer(statements, INCIDENT, 3, {}, "files", ["a.log"], field="files")
    mail = add_mail(office, Event.REQUEST_SUBMITTED, user="ann.other", language="en", request=INCIDENT)
    content = content_of(office, mail.id)
    text = plain_text(received(content))
    assert "Your incident was reported." in text
    assert "> It answers\n> after a minute.\n" in text
    assert text.count("Slow API") == 1
    assert "Impact  The service is down" in text
    french = plain_text(received(speaking_of(content, "fr")))
    assert "service-down" not in french
    assert content.request is not None
    change = structs.replace(content, request=structs.replace(content.request, kind=Kind.CHANGE))
    assert "Your change was requested." in plain_text(received(change))


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("a@b.example", True),
        ("first.last+tag@sub.b.example", True),
        ("zoé@büro.example", True),
        ("a@b.example\r\nBcc: c@d.example", False),
        ("a@b.example\nBcc: c@d.example", False),
        ("a@b.example\rX: y", False),
        ("a@b.example\x00", False),
        ("a@b.example, c@d.example", False),
        ("a@b.example;c@d.example", False),
        ("<a@b.example> SIZE=1", False),
        ("A <a@b.example>", False),
        ('"a b"@b.example', False),
        ("a@b@c.example", False),
        ("a b@c.example", False),
        ("a\u2028b@c.example", False),
        ("group: a@b.example", False),
        (".a@b.example", False),
        ("a..b@c.example", False),
        ("a@b.example\n", False),
        ("@b.example", False),
        ("a@", False),
        ("", False),
    ],
)
def test_an_address_is_one_address_or_none(order: MailContent, address: str, fits: bool) -> None:
    assert is_address(address) is fits
    content = structs.replace(order, mail=structs.replace(order.mail, address=address))
    if fits:
        assert len(received(content)["To"].addresses) == 1
    else:
        with pytest.raises(Unfit):
            compose(content, SENDER)


@pytest.mark.parametrize("stored", ["<a@b>\r\nX: y", "a b@c", "", "<a@b", "a@b\n", "<é@b>", "no id"])
def test_a_message_id_is_one_or_none(stored: str) -> None:
    if stored == "<a@b":
        assert message_id(stored) == "<a@b>"
        return
    with pytest.raises(Unfit):
        message_id(stored)


INJECTIONS = (
    "x\r\nBcc: victim@x.example",
    "x\nBcc: victim@x.example",
    "x\rBcc: victim@x.example",
    "x\r\n\r\n<html>body</html>",
    "x\u2028Bcc: victim@x.example",
    "x\x85Bcc: victim@x.example",
    "x\x0bBcc: victim@x.example",
    "x\x0cBcc: victim@x.example",
    "x\x1cBcc: victim@x.example",
    "x\x00Bcc: victim@x.example",
    "=?utf-8?q?x=0D=0ABcc:_victim@x.example?=",
    '"x" <victim@x.example>, y',
    "\ud800 half",
    "é" * 3_000,
)


@pytest.mark.parametrize("hostile", INJECTIONS, ids=lambda text: ascii(text)[:30])
@pytest.mark.parametrize("place", ["name", "addressee", "provider", "author", "id"])
def test_no_data_becomes_a_header(order: MailContent, place: str, hostile: str) -> None:
    assert order.request is not None
    if place in ("name", "id"):
        content = structs.replace(order, request=structs.replace(order.request, **{place: hostile}))
    else:
        content = structs.replace(order, **{place: hostile})
    raw = compose(content, SENDER).as_bytes()
    head = raw.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert names == [
        "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Language",
    ]  # fmt: skip
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert b"\r" not in head.replace(b"\r\n", b"")
    message = received(content)
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["claire.morel@x.example"]
    assert [address.addr_spec for address in message["From"].addresses] == [SENDER]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.parametrize("hostile", PAYLOADS, ids=NAMES.__getitem__)
def test_hostile_texts_stay_texts(order: MailContent, hostile: str) -> None:
    assert order.request is not None
    markup = f"<script>alert(1)</script>&amp;<img src=x>{hostile}"
    answered = structs.replace(order.request.answers[0], label={"": markup}, values=({"": markup},))
    line = structs.replace(order.request.lines[0], label={"": markup}, unit={"": markup})
    request = structs.replace(
        order.request, name=markup, contract_name=markup, description=markup, answers=(answered,), lines=(line,)
    )
    message = received(structs.replace(order, request=request, addressee=markup, note=markup))
    page = page_of(message)
    assert {element.tag for element in page.iter()} & {"script", "img"} == set()
    assert "<script>alert(1)</script>&amp;<img src=x>" in "".join(page.itertext())
    for text in (plain_text(message), "".join(page.itertext()), str(message["Subject"])):
        assert not any(ord(character) < 0x20 and character not in "\n" for character in text)
        assert not {"\x7f", "\x9b", "\x9d", "\u202e", "\u2028", "\ufeff"} & set(text)

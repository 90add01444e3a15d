"""From what a mail tells to the message itself: headers that data can't break, plain text and HTML."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ecc_tui import i18n
from ecc_tui.domain.mails import MailContent
from ecc_tui.domain.text import clean, one_line
from ecc_tui.mail.layout import html, plain
from ecc_tui.mail.letter import letter

_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"]{1,64}@[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"]{1,190}\Z")
_MESSAGE_ID = re.compile(r"<?([A-Za-z0-9._+=/~-]{1,200}@[A-Za-z0-9.-]{1,200})>?\Z")


class Unfit(ValueError):
    """An address or a Message-ID that can't stand in a header: it would say something else there."""

    def __init__(self, text: str) -> None:
        super().__init__(f"unfit for a header: {clean(text)}")


def is_address(text: str) -> bool:
    """Can it stand in a header and in a command to a server as one address?"""
    return bool(_ADDRESS.match(text)) and ".." not in text and not text.startswith(".") and ".@" not in text


def compose(content: MailContent, sender: str) -> EmailMessage:
    """The message of a mail, from the address `sender`: the same whenever it is composed again.

    It is in the mail's language and its addressee's zone, whatever this process speaks. Raises Unfit.
    """
    # A language that nobody chose is that of who sends.
    with i18n.speaking(content.mail.language or i18n.language(), content.zone or None):
        worded = letter(content)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = _header(worded.subject)
        message["From"] = _address(content.provider, sender)
        message["To"] = _address(content.addressee, content.mail.address)
        message["Date"] = format_datetime(content.mail.created)
        message["Message-ID"] = message_id(content.mail.message_id)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(plain(worded), cte="quoted-printable")
        message.add_alternative(html(worded), subtype="html", cte="quoted-printable")
        message["Content-Language"] = i18n.language()
    # A boundary is made at random else: a second copy would not be the same message.
    message.set_boundary(f"=_{content.mail.id}_{content.mail.created:%Y%m%d%H%M%S%f}")
    return message


def message_id(stored: str) -> str:
    """A stored Message-ID as it stands in the header. Raises Unfit for one that is none."""
    found = _MESSAGE_ID.match(stored)
    if found is None:
        raise Unfit(stored)
    return f"<{found[1]}>"


def plain_text(message: EmailMessage) -> str:
    """The part that is text."""
    body = message.get_body(("plain",))
    return "" if body is None else str(body.get_content()).replace("\r\n", "\n")


def _address(name: str, address: str) -> Address:
    if not is_address(address):
        raise Unfit(address)
    local, _at, domain = address.rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        raise Unfit(address) from None
    return Address(_header(one_line(clean(name), 100)), local, domain)


def _header(text: str) -> str:
    """What looks encoded (RFC 2047) would be decoded on its way into the header, line ends and all."""
    return text.replace("=?", "= ?")

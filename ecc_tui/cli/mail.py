"""`ecc-tui store mail …`: the outbox of a store, listed, read and sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecc_tui.cli import codes
from ecc_tui.cli.asked_password import asked_password
from ecc_tui.cli.chosen_store import chosen_store
from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from ecc_tui.domain.mails import Mail
    from ecc_tui.mail.sender import Report

_STATES: Mapping[str, str] = {"waiting": N_("waiting"), "sent": N_("sent"), "refused": N_("refused")}
_EVENTS: Mapping[str, str] = {
    "order-placed": N_("order placed"),
    "request-submitted": N_("request submitted"),
    "request-changed": N_("request changed"),
    "request-commented": N_("request commented"),
}
_NOBODY = "unset@localhost.invalid"
"""Stands for the sender while none is configured; never shown."""


@click.group(help=N_("The outbox: mails that wait, have left or were refused."))
def mail() -> None:
    """Commands about mails."""


@mail.command("list", help=N_("List what has not left yet, newest first."))
@click.option("--all", "every", is_flag=True, help=N_("What has left too."))
@click.pass_obj
def list_mails(options: dict[str, Path | None], every: bool) -> None:
    """One line each; under it what went wrong."""
    from ecc_tui.backend.sql import outbox

    with chosen_store(options["store"]) as database, database.reading() as statements:
        mails = outbox.newest(statements, every=every)
    for one in mails:
        click.echo(_line(one))
        if one.last_error:
            click.echo(f"        {clean(one.last_error)}")
    if not mails:
        click.echo(_("The outbox holds no mail.") if every else _("No mail waits and none was refused."))


def _line(one: Mail) -> str:
    from ecc_tui import i18n

    what = _(_EVENTS.get(one.event, N_("request changed")))
    cells = (
        f"{one.id:>6}",
        i18n.moment(one.created).ljust(13),
        _(_STATES[one.state]).ljust(10),
        f"{what} {clean(one.request)}".ljust(34),
        clean(one.address),
    )
    return "  ".join(cells)


@mail.command(help=N_("Show a mail as it is, or will be, sent."))
@click.argument("id", metavar="ID")
@click.pass_obj
def show(options: dict[str, Path | None], id: str) -> None:
    """Where it stands, its headers and its plain text; nothing that a terminal would obey."""
    from ecc_tui import config
    from ecc_tui.backend.sql import outbox
    from ecc_tui.domain.errors import NotFound
    from ecc_tui.mail.compose import Unfit, compose, plain_text

    if not re.fullmatch("[0-9]{1,18}", id):
        raise NotFound("mail", id)
    server = config.read().mail
    with chosen_store(options["store"]) as database, database.reading() as statements:
        content = outbox.content(statements, int(id))
    for sentence in _standing(content.mail):
        click.echo(sentence)
    click.echo()
    try:
        message = compose(content, server.sender if server else _NOBODY)
    except Unfit:
        click.echo(_("It can't be sent: its address or its id would be read as something else."))
        click.echo(clean(f"{content.mail.address}  {content.mail.message_id}"))
        return
    for name, value in message.items():
        if name != "From" or server is not None:
            click.echo(f"{name}: {clean(str(value))}")
    click.echo()
    click.echo(clean(plain_text(message), multiline=True).rstrip())


def _standing(one: Mail) -> list[str]:
    from ecc_tui import i18n

    told = []
    if one.sent is not None:
        told.append(_("Sent on {moment}.").format(moment=i18n.moment(one.sent)))
    elif one.state == "refused":
        told.append(_("Refused for good by the mail server: {error}").format(error=clean(one.last_error)))
    elif one.tries:
        tries = ngettext(
            "Waiting after {n} try; the next one: {moment}.",
            "Waiting after {n} tries; the next one: {moment}.",
            one.tries,
        )
        told.append(tries.format(n=one.tries, moment=i18n.moment(one.next_try)))
        told.append(clean(one.last_error))
    else:
        told.append(_("Waiting."))
    return told


@mail.command(help=N_("Send everything that waits, now."))
@click.pass_obj
def send(options: dict[str, Path | None]) -> int:
    """Also what was put off: somebody asks for it."""
    from ecc_tui import config
    from ecc_tui.backend.sql import outbox
    from ecc_tui.domain.errors import MailUnusable
    from ecc_tui.mail.sender import new_claimant, send_due

    server = config.read().mail
    if server is None:
        raise MailUnusable("none-configured", clean(str(config.config_file())))
    with chosen_store(options["store"]) as database:
        report = send_due(database, server, new_claimant(), before_time=True)
        with database.reading() as statements:
            elsewhere = max(outbox.waiting(statements) - report.failed, 0)
    _tell(report)
    if elsewhere:
        told = ngettext(
            "{n} mail waits: another program has begun to send it. Ask again in some minutes.",
            "{n} mails wait: another program has begun to send them. Ask again in some minutes.",
            elsewhere,
        )
        click.echo(told.format(n=elsewhere), err=True)
    return codes.MAIL if report.failed or report.refused else codes.OK


@mail.command(help=N_("Put the mail server's password into the system's keyring."))
@click.option("--password-fd", type=int, metavar=N_("NUMBER"), help=N_("Read the password from this file descriptor."))
def password(password_fd: int | None) -> None:
    """For the user of `[mail]`; never an argument."""
    from ecc_tui import config
    from ecc_tui.domain.errors import MailUnusable
    from ecc_tui.mail.password import keep_password

    server = config.read().mail
    if server is None or not server.user:
        raise MailUnusable("no-user" if server else "none-configured", clean(str(config.config_file())))
    keep_password(server.user, asked_password(password_fd))


def _tell(report: Report) -> None:
    sent = ngettext("{n} mail was sent.", "{n} mails were sent.", report.sent)
    click.echo(sent.format(n=report.sent))
    if report.refused:
        refused = ngettext("{n} mail was refused for good.", "{n} mails were refused for good.", report.refused)
        click.echo(refused.format(n=report.refused), err=True)
    if report.failed:
        failed = ngettext("{n} mail did not leave and waits.", "{n} mails did not leave and wait.", report.failed)
        click.echo(failed.format(n=report.failed), err=True)
    if report.error:
        click.echo(_("The mail server: {error}").format(error=clean(report.error)), err=True)

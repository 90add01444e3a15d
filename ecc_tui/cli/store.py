"""`ecc-tui store …`: make, check, copy, fill and empty a local store, and move its requests on.

Whoever can open the file is the provider: no role is asked (product.md section 1, the provider's side).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click

from ecc_tui.cli import codes
from ecc_tui.cli.asked_password import asked_password
from ecc_tui.cli.chosen_store import chosen_store
from ecc_tui.cli.mail import mail
from ecc_tui.i18n import N_, _, ngettext

_FILE = click.Path(path_type=Path)
_STATUSES = ("in-progress", "completed")
_OUTCOMES = ("delivered", "rejected", "cancelled")
_DATABASE = b"SQLite format 3\0"
"""How the file of a store begins."""


@click.group(help=N_("Make, check, copy, fill and empty local stores."))
@click.option("--store", "file", metavar=N_("FILE"), type=_FILE, help=N_("The store; else the last connection's."))
@click.pass_context
def store(context: click.Context, file: Path | None) -> None:
    """Remember which store is meant."""
    outer = context.obj["store"] if isinstance(context.obj, dict) else None
    context.obj = {"store": file or outer}


@store.command(help=N_("Make a new store with a company, its first contract and the contract's referent."))
@click.argument("file", metavar=N_("FILE"), type=_FILE)
@click.option("--password-fd", type=int, metavar=N_("NUMBER"), help=N_("Read the password from this file descriptor."))
def create(file: Path, password_fd: int | None) -> None:
    """Ask for what a first store needs (A0); the password is never an argument."""
    import asyncio

    from ecc_tui.backend.sql.store import Store
    from ecc_tui.domain.account import NewStore
    from ecc_tui.domain.errors import StoreFault, StoreUnusable

    if file.exists():
        raise StoreUnusable(StoreFault.EXISTS, str(file))
    new = NewStore(
        company=_ask(_("Company")),
        contract_id=_ask(_("Contract id, such as OCB0001234")),
        contract_name=_ask(_("Contract name")),
        first_name=_ask(_("Referent's first name")),
        last_name=_ask(_("Referent's last name")),
        email=_ask(_("Referent's e-mail")),
        login=_ask(_("Referent's login")),
        password=asked_password(password_fd),
    )
    asyncio.run(Store.create(file, new).close())


@store.command(help=N_("Read a store from end to end and say what is wrong with it."))
@click.argument("file", metavar=N_("FILE"), type=_FILE)
def check(file: Path) -> int:
    """Findings on stdout, one line each."""
    from ecc_tui.backend.sql.check import check_store
    from ecc_tui.backend.sql.database import Database
    from ecc_tui.cli.findings import finding_sentence

    database = Database.open(file)
    try:
        findings = check_store(database)
    finally:
        database.close()
    for finding in findings:
        click.echo(finding_sentence(finding))
    if findings:
        return codes.STORE
    click.echo(_("The store is sound."))
    return codes.OK


@store.command(help=N_("Copy a store to a new file, complete and verified, while it is in use."))
@click.argument("file", metavar=N_("FILE"), type=_FILE)
@click.argument("target", metavar=N_("TARGET"), type=_FILE)
def backup(file: Path, target: Path) -> None:
    """Never over an existing file, and into a folder that is there: a slip of the finger makes none."""
    from ecc_tui.backend.sql.database import Database

    if not target.absolute().parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(target.parent))

    database = Database.open(file)
    try:
        database.back_up(target)
    finally:
        database.close()


@store.command("export", help=N_("Write everything of a store as JSON Lines, to a file or to “-”."))
@click.argument("target", metavar=N_("[FILE|-]"), default="-", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--with-secrets", is_flag=True, help=N_("Password hashes too."))
@click.pass_obj
def export_store(options: dict[str, Path | None], target: Path, with_secrets: bool) -> None:
    """A file is complete or absent, 0600."""
    from ecc_tui.backend.sql.exchange.dump import dump_file

    with chosen_store(options["store"]) as database, _writing(target) as file, _counting(_("Export")) as progress:
        dump_file(database, file, with_secrets=with_secrets, progress=progress)


@store.command("import", help=N_("Load JSON Lines from a file or from “-”: all of it or, if a line is bad, nothing."))
@click.argument("source", metavar=N_("FILE|-"), type=click.Path(path_type=Path, allow_dash=True))
@click.option("--create", "new", is_flag=True, help=N_("Into a new store, which must not exist yet."))
@click.pass_obj
def import_store(options: dict[str, Path | None], source: Path, new: bool) -> int:
    """Bad lines are told on stderr, each with its number and reason."""
    from ecc_tui.backend.sql.exchange.load import ImportRefused, create_from_file, load_file
    from ecc_tui.cli.findings import bad_line_sentence

    if new and options["store"] is None:
        raise click.UsageError(_("--create needs --store FILE."))
    try:
        with _reading(source) as (file, size), _progress_bar(_("Import"), size) as progress:
            if new and options["store"] is not None:
                counts = create_from_file(options["store"], file, progress)
            else:
                with chosen_store(options["store"]) as database:
                    counts = load_file(database, file, progress)
    except ImportRefused as error:
        for bad in error.bad:
            click.echo(bad_line_sentence(bad), err=True)
        lines = ngettext("{n} bad line: nothing was loaded.", "{n} bad lines: nothing was loaded.", error.total)
        click.echo(f"ecc-tui: {lines.format(n=error.total)}", err=True)
        return codes.REFUSED
    total = sum(counts.values())
    click.echo(ngettext("{n} record was loaded.", "{n} records were loaded.", total).format(n=total), err=True)
    return codes.OK


@store.command(help=N_("Give a person a password; who was logged in under that login is logged out."))
@click.argument("login", metavar=N_("LOGIN"))
@click.option("--password-fd", type=int, metavar=N_("NUMBER"), help=N_("Read the password from this file descriptor."))
@click.pass_obj
def password(options: dict[str, Path | None], login: str, password_fd: int | None) -> None:
    """For people who were imported without one, or who have lost theirs."""
    from ecc_tui.backend.sql.provider import set_password

    with chosen_store(options["store"]) as database:
        set_password(database, login, asked_password(password_fd))
    click.echo(_("{login} has a new password.").format(login=login))


@store.group(help=N_("The provider's side of requests."))
def request() -> None:
    """Commands about one request."""


store.add_command(mail)


@request.command("set", help=N_("Move a request on."))
@click.argument("id", metavar="ID")
@click.option("--status", required=True, type=click.Choice(_STATUSES), help=N_("Where it stands now."))
@click.option("--outcome", type=click.Choice(_OUTCOMES), help=N_("How it ended; with “completed” only."))
@click.option("--note", default="", metavar=N_("TEXT"), help=N_("What the timeline says about it."))
@click.pass_obj
def set_status(options: dict[str, Path | None], id: str, status: str, outcome: str | None, note: str) -> None:
    """Forward only, with a step in the timeline."""
    from ecc_tui.backend.sql.provider import set_request
    from ecc_tui.domain.requests import Outcome, Status

    with chosen_store(options["store"]) as database:
        set_request(database, id, Status(status), Outcome(outcome) if outcome else None, note)


@request.command("comment", help=N_("Comment on a request, as the provider."))
@click.argument("id", metavar="ID")
@click.argument("text", metavar=N_("TEXT"))
@click.pass_obj
def comment(options: dict[str, Path | None], id: str, text: str) -> None:
    """Its requester and followers are told."""
    from ecc_tui.backend.sql.provider import comment_request

    with chosen_store(options["store"]) as database:
        comment_request(database, id, text)


def _ask(question: str) -> str:
    return str(click.prompt(question, prompt_suffix=_(": "), err=True))


@contextmanager
def _reading(source: Path) -> Iterator[tuple[BinaryIO, int]]:
    """A file that can be read twice, and its size; what comes through a pipe is kept in a private file meanwhile."""
    import shutil
    import tempfile

    if str(source) != "-" and source.is_file():
        with source.open("rb") as file:
            yield file, source.stat().st_size
        return
    with tempfile.TemporaryFile() as spool:
        if str(source) == "-":
            shutil.copyfileobj(sys.stdin.buffer, spool)
        else:
            with source.open("rb") as pipe:
                shutil.copyfileobj(pipe, spool)
        yield cast(BinaryIO, spool), spool.tell()


@contextmanager
def _writing(target: Path) -> Iterator[BinaryIO]:
    """Standard output, a pipe or device as it is, or a new file that gets its name when it is complete.

    Raises StoreUnusable, EXISTS where a store lies there: its text would take its place.
    """
    import tempfile

    from ecc_tui.domain.errors import StoreFault, StoreUnusable

    if str(target) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if _is_of_a_store(target):
        raise StoreUnusable(StoreFault.EXISTS, str(target))
    if target.exists() and not target.is_file():
        try:
            with target.open("wb") as stream:
                yield stream
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(target)) from error
        return
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    unnamed = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unnamed.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        unnamed.unlink(missing_ok=True)


def _is_of_a_store(path: Path) -> bool:
    """Is it a database, or the log that lies beside one?"""
    for ending in ("-wal", "-shm", "-journal"):
        if path.name.endswith(ending) and _is_of_a_store(path.with_name(path.name.removesuffix(ending))):
            return True
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE


@contextmanager
def _progress_bar(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr where that is a terminal; takes the position reached."""
    if not sys.stderr.isatty() or not length:
        yield lambda _position: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda position: bar.update(max(position - bar.pos, 0))


@contextmanager
def _counting(label: str) -> Iterator[Callable[[int], None]]:
    """A count of records on stderr where that is a terminal and the output goes elsewhere."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _number: None
        return
    yield lambda number: click.echo("\r" + label + _(": ") + str(number), err=True, nl=False)
    click.echo(err=True)

"""`ecc-tui demo`: a store like any other, built on this machine from invented data when it is first opened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from ecc_tui import config
from ecc_tui.cli.opening import open_application
from ecc_tui.domain.demo import LARGE_LOGINS, LOGINS
from ecc_tui.domain.errors import InvalidInput
from ecc_tui.i18n import LANGUAGES, N_, _, language
from ecc_tui.terminal import check_terminal


@click.command(help=N_("Open the demo: a company with invented contracts, requests and users."))
@click.option("--as", "login", metavar=N_("LOGIN"), help=N_("Log in at once as a person of the demo."))
@click.option("--large", is_flag=True, help=N_("The large demo: 5,000 contracts, 20,000 users, a million requests."))
@click.option("--reset", is_flag=True, help=N_("Build the demo anew; what was changed in it is lost."))
@click.option("--live", is_flag=True, help=N_("With a simulated provider, who works on requests while you look."))
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=N_("Language."))
@click.option(
    "--no-mouse", "mouse", flag_value=False, default=True, type=bool, help=N_("Leave the mouse to the terminal.")
)
def demo(login: str | None, large: bool, reset: bool, live: bool, mouse: bool) -> int:
    """Build the demo where it is missing and open it."""
    check_terminal()
    logins = LARGE_LOGINS if large else LOGINS
    if login is not None and login not in logins:
        raise InvalidInput("login", "demo-only", logins=", ".join(logins))
    config.read()
    store = config.demo_store(large)
    if reset:
        _remove(store)
    if not store.exists():
        build(store, large)
    return open_application(store, demo_login=login, mouse=mouse, beside=(_provider,) if live else ())


def _provider(store: Path) -> Callable[[], None]:
    from ecc_tui.backend.sql.demo.live import start_provider

    return start_provider(store, language())


def build(store: Path, large: bool) -> None:
    """Build a demo store; the large one shows its progress on stderr. Raises StoreUnusable."""
    from ecc_tui.backend.sql.demo import build_demo, build_large_demo

    store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not large:
        build_demo(store, language())
        return
    with click.progressbar(length=1000, label=_("Building the large demo, once"), file=sys.stderr) as bar:

        def progress(done: float) -> None:
            bar.update(int(done * 1000) - bar.pos)

        build_large_demo(store, progress, language=language())


def _remove(store: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        store.with_name(store.name + ending).unlink(missing_ok=True)

"""Small commands about this machine: where files lie, and a terminal that another program left broken."""

from __future__ import annotations

import os

import click

from ecc_tui import config
from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_, _
from ecc_tui.supervisor import restore_terminal
from ecc_tui.terminal import TerminalUnusable


@click.command(help=N_("Show where the program keeps its files."))
def paths() -> None:
    """One line for each place: its name, and the path as it is."""
    places = {
        N_("configuration"): config.config_file(),
        N_("stores"): config.data_folder(),
        N_("last choices"): config.state_file(),
        N_("incidents"): config.log_file(),
        N_("downloads"): config.read().downloads(),
    }
    width = max(len(_(name)) for name in places)
    for name, path in places.items():
        click.echo(f"{_(name):{width}}  {clean(str(path))}")


@click.command("reset-terminal", help=N_("Bring back a terminal that was left without echo, wrapping or cursor."))
def reset_terminal() -> None:
    """Modes off, main screen, sane line settings."""
    if not os.isatty(0):
        raise TerminalUnusable("none")
    restore_terminal()

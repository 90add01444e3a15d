"""A password for a command: typed unseen, or from a file descriptor; never an argument (security.md T-11)."""

from __future__ import annotations

import os

import click

from ecc_tui.i18n import _

_LONGEST_LINE = 1024


def asked_password(descriptor: int | None) -> str:
    """Asked twice at the terminal, or the first line of the descriptor. Raises OSError."""
    if descriptor is None:
        again = _("Password again")
        return str(
            click.prompt(_("Password"), hide_input=True, confirmation_prompt=again, prompt_suffix=_(": "), err=True)
        )
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.readline(_LONGEST_LINE).decode("utf-8", "replace").rstrip("\r\n")
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"--password-fd {descriptor}") from error

"""The command line in the person's language: our help texts, and those of click."""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence

import click

from ecc_tui.i18n import CATALOGUE_FOLDERS, DOMAIN, LANGUAGES, _, environment_language, set_language

OPTION = "--lang"


def chosen_language(arguments: Sequence[str]) -> str:
    """`--lang` of the command line, else the configuration's, else the environment's.

    Looked for before the command line is parsed, because parsing may already have to speak (`--help`, an error); for
    the same reason a broken configuration is no error yet.
    """
    from ecc_tui import config

    if asked := asked_language(arguments):
        return asked
    try:
        configured = config.read().language
    except config.ConfigurationError:
        configured = "auto"
    return environment_language() if configured == "auto" else configured


def asked_language(arguments: Sequence[str]) -> str | None:
    """What `--lang` says, None where it isn't there."""
    for position, argument in enumerate(arguments):
        if argument.startswith(f"{OPTION}="):
            return _known(argument.partition("=")[2])
        if argument == OPTION and position + 1 < len(arguments):
            return _known(arguments[position + 1])
        if argument == "--":
            break
    return None


def _known(code: str) -> str:
    return code if code in LANGUAGES else environment_language()


def speak(code: str) -> None:
    """Use a language for everything that this process says; click asks the standard library for its texts."""
    set_language(code)
    folder = next((folder for folder in CATALOGUE_FOLDERS if gettext.find(DOMAIN, str(folder), [code])), None)
    os.environ["LANGUAGE"] = code
    gettext.bindtextdomain(DOMAIN, str(folder) if folder else None)
    gettext.textdomain(DOMAIN)


def translated(command: click.Command) -> click.Command:
    """A command and its subcommands with their help texts (marked by `N_` where they stand) in the language."""
    command.help = _in_language(command.help)
    # Where it is not given, click makes one of the long help and cuts it.
    command.short_help = _in_language(command.short_help) or command.help
    command.epilog = _in_language(command.epilog)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            parameter.help = _in_language(parameter.help)
        parameter.metavar = _in_language(parameter.metavar)
    if isinstance(command, click.Group):
        command.subcommand_metavar = _(command.subcommand_metavar)
        for inner in command.commands.values():
            translated(inner)
    return command


def _in_language(text: str | None) -> str | None:
    return _(text) if text else text

"""The command line. Imports neither Textual nor a backend until a command needs it.

Every error is one line on stderr and one of the exit codes of `ecc_tui.cli.codes`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from ecc_tui import __version__
from ecc_tui.cli import codes
from ecc_tui.cli.language import chosen_language, speak, translated
from ecc_tui.domain.errors import DomainError
from ecc_tui.i18n import LANGUAGES, N_, _

PROGRAM = "ecc-tui"

_COMMANDS = {
    "demo": "ecc_tui.cli.demo:demo",
    "open": "ecc_tui.cli:open_link",
    "paths": "ecc_tui.cli.tools:paths",
    "reset-terminal": "ecc_tui.cli.tools:reset_terminal",
    "store": "ecc_tui.cli.store:store",
}


class _Commands(click.Group):
    """Subcommands are imported when they are called, or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _colon, attribute = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return translated(command)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    help=N_("The Cloud Customer Space in a terminal. Without a command: opens the last connection."),
)
@click.option("--store", "file", metavar=N_("FILE"), type=click.Path(path_type=Path), help=N_("Open this local store."))
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=N_("Language."))
@click.option("--no-mouse", "no_mouse", is_flag=True, help=N_("Leave the mouse to the terminal."))
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def _root(context: click.Context, file: Path | None, no_mouse: bool) -> int:
    """Remember the options for the subcommands; without one, open the application."""
    context.obj = {"store": file, "mouse": not no_mouse}
    if context.invoked_subcommand is not None:
        return codes.OK
    from ecc_tui.cli.opening import open_application

    return open_application(file, mouse=not no_mouse)


@click.command(
    "open", help=N_("Open a screen by its link, such as ecc:request/3-00286023 or ecc:requests?status=submitted.")
)
@click.argument("link", metavar=N_("LINK"))
@click.pass_obj
def open_link(options: dict[str, Path | bool], link: str) -> int:
    """Start on the screen that a link names (Q10)."""
    from ecc_tui.cli.opening import open_application
    from ecc_tui.domain.links import parse

    store = options["store"]
    return open_application(store if isinstance(store, Path) else None, link=parse(link), mouse=bool(options["mouse"]))


def main(arguments: Sequence[str]) -> int:
    """Run a command; its exit code. Never raises: what goes wrong is told in one line."""
    speak(chosen_language(arguments))
    try:
        code = translated(_root).main(list(arguments), prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return codes.USAGE
    except click.ClickException as error:
        return _fail(error.format_message(), codes.USAGE)
    except (click.Abort, KeyboardInterrupt):
        return _fail(_("Aborted!"), codes.INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not try to flush the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return codes.BROKEN_PIPE
    except (DomainError, OSError) as error:
        from ecc_tui.wording import sentence

        return _fail(sentence(error), codes.exit_code(error))
    except Exception as error:
        from ecc_tui import crash

        return _fail(crash.report(error), codes.CRASH)
    return code if isinstance(code, int) else codes.OK


def _fail(message: str, code: int) -> int:
    print(f"{PROGRAM}: {' '.join(message.split())}", file=sys.stderr)
    return code

"""Which program holds something, and whether it still runs: its process, since when, on which host.

A process number alone is given again; together with the instant of its start and of the host's it is one program.
"""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path

DEAD = ("Z", "X")
"""States of a process that has ended (proc(5))."""


@cache
def this_host() -> str:
    """This host, until it is started again."""
    return f"{socket.gethostname()} {_first_line('/proc/sys/kernel/random/boot_id')}"


def this_program() -> str:
    """This process, as other programs can recognise it."""
    return f"{os.getpid()} {_started(os.getpid())} {this_host()}"


def runs_here(program: str) -> bool | None:
    """Does a program of that name run? None where it ran on another host: nobody here can know."""
    process, _, rest = program.partition(" ")
    started, _, host = rest.partition(" ")
    if host.partition(" ")[0] != this_host().partition(" ")[0]:
        return None
    return host == this_host() and process.isdigit() and _lives(int(process)) and _started(int(process)) == started


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is another person's
    return True


def _started(process: int) -> str:
    """Ticks from the host's start to the process's; empty where the system doesn't say, and for a dead process.

    A killed process whose parent is gone stays listed until somebody asks for its end; in a container perhaps for ever.
    """
    # The name, in parentheses, may hold anything: fields are counted behind it.
    fields = _first_line(f"/proc/{process}/stat").rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 and fields[0] not in DEAD else ""


def _first_line(file: str) -> str:
    try:
        return Path(file).read_text().partition("\n")[0]
    except (OSError, ValueError):
        return ""

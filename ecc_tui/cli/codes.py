"""The exit codes of `ecc-tui`; the README lists them."""

from __future__ import annotations

from ecc_tui.domain.errors import (
    ActionDenied,
    DomainError,
    InvalidInput,
    LogInDelayed,
    NotFound,
    NotServed,
    SessionEnded,
    StoreUnusable,
    WrongCredentials,
)

OK = 0
CRASH = 1
"""A fault of the program itself; its log has the incident."""
USAGE = 2
"""The command line was not understood."""
STORE = 3
"""The store is missing, damaged, newer, read-only, full or not a store."""
CONFIGURATION = 4
"""The configuration has a wrong key or value, or can't be read or written."""
TERMINAL = 5
"""No terminal, or one that is too small or can't draw."""
REFUSED = 6
"""The input breaks a rule (a link, an import, a status): nothing was written."""
NOT_FOUND = 7
"""There is no such thing, or it is not for this person."""
FILE = 8
"""Another file can't be read or written."""
MAIL = 9
"""A mail server did not take every mail: the outbox says which."""
INTERRUPTED = 130
"""Ctrl+C. A signal gives 128 + its number: 129 terminal closed, 131 quit, 137 killed, 143 terminated."""
BROKEN_PIPE = 141

_BY_CODE = {"configuration": CONFIGURATION, "mail": CONFIGURATION, "terminal": TERMINAL}


def exit_code(error: DomainError | OSError) -> int:
    """The exit code that an error gives."""
    match error:
        case StoreUnusable():
            return STORE
        case NotFound() | ActionDenied() | NotServed() | WrongCredentials() | LogInDelayed() | SessionEnded():
            return NOT_FOUND
        case InvalidInput():
            return REFUSED
        case DomainError():
            return _BY_CODE.get(error.code, REFUSED)
        case _:
            return FILE

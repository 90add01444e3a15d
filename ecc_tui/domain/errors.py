"""What can go wrong, as a code with parameters; the client words it in the person's language.

Every backend raises these and nothing else. `code` is stable: it names the sentence in `ecc_tui.wording` and, later,
the problem type of the HTTP API.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from ecc_tui.domain.forms import Wrong
from ecc_tui.domain.rights import Denied


class DomainError(Exception):
    """The base of all; `code` is stable, `parameters` are plain values for the sentence."""

    code = "error"

    def __init__(self, **parameters: object) -> None:
        super().__init__(self.code, parameters)
        self.parameters = parameters


class NotFound(DomainError):
    """There is no such thing, or none that this person may know of. `what`: contract, request, ..."""

    code = "not-found"

    def __init__(self, what: str, id: str) -> None:
        super().__init__(what=what, id=id)


class ActionDenied(DomainError):
    """The person has some role on the contract, but too little in the section."""

    code = "denied"

    def __init__(self, denied: Denied) -> None:
        super().__init__(denied=denied)
        self.denied = denied


class InvalidInput(DomainError):
    """A value breaks a rule; `field` and `rule` are stable names, the rest fills the sentence."""

    code = "invalid"

    def __init__(self, field: str, rule: str, **parameters: object) -> None:
        super().__init__(field=field, rule=rule, **parameters)
        self.field = field
        self.rule = rule


class ChangedMeanwhile(DomainError):
    """Somebody else changed the thing since it was read: nothing was written."""

    code = "changed-meanwhile"


class ServiceChanged(ChangedMeanwhile):
    """The service's form or price is no longer what the person saw: nothing was ordered (C4)."""

    code = "service-changed"


class FormRefused(DomainError):
    """Fields of a form break their rules: nothing was written. `wrong` are `domain.forms.Wrong`."""

    code = "form"

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__(fields=", ".join(one.field for one in wrong))
        self.wrong = tuple(wrong)


class NotNow(DomainError):
    """The request's state doesn't allow it any more (Q7). `what`: cancel."""

    code = "not-now"

    def __init__(self, what: str, id: str) -> None:
        super().__init__(what=what, id=id)


class FileUnusable(DomainError):
    """A file of this machine can't be attached or written. `problem`: missing, unreadable, too-large, empty, folder,
    special (a pipe, a socket, a device), changed (while it was read), unwritable, full."""

    code = "file"

    def __init__(self, problem: str, path: str) -> None:
        super().__init__(problem=problem, path=path)
        self.problem = problem


class KeyReused(DomainError):
    """An idempotency key came back with another content: nothing was written."""

    code = "key-reused"


class WrongCredentials(DomainError):
    """Unknown login or wrong password; never told apart (A1)."""

    code = "wrong-credentials"


class LogInDelayed(DomainError):
    """Too many failures on this login, existing or not; `seconds` until the next try (A1)."""

    code = "log-in-delayed"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class SessionEnded(DomainError):
    """The session was revoked or has expired; log in again."""

    code = "session-ended"


class NotServed(DomainError):
    """This backend does not serve that section."""

    code = "not-served"

    def __init__(self, section: str) -> None:
        super().__init__(section=section)


class MailUnusable(DomainError):
    """Mails can't leave as things are set up: they stay in the outbox.

    `problem`: none-configured, no-user, demo, password-missing, password-open, password-unreadable, keyring-none,
    keyring-empty, keyring-slow, keyring-failed, authorities. `detail` is the path, the user or the server it is about.
    """

    code = "mail"

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(problem=problem, detail=detail)
        self.problem = problem


class StoreFault(StrEnum):
    """Why a store can't be used."""

    MISSING = "missing"
    NOT_A_STORE = "not-a-store"
    NEWER = "newer"
    CORRUPT = "corrupt"
    READ_ONLY = "read-only"
    FULL = "full"
    PERMISSIONS = "permissions"
    BUSY = "busy"
    GONE = "gone"
    EXISTS = "exists"
    IO = "io"


class StoreUnusable(DomainError):
    """The store can't be read or written; `fault` says why, `path` which file."""

    code = "store"

    def __init__(self, fault: StoreFault, path: str) -> None:
        super().__init__(fault=fault, path=path)
        self.fault = fault
        self.path = path

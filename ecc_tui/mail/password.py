"""The password for the mail server: from a file that is the person's alone, or from a keyring that is known to be one.

Keyrings are asked by name, never by priority: anything that is installed can bring one that keeps secrets in the clear
and comes first (security.md T-11).
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ecc_tui.config import MailServer
from ecc_tui.domain.errors import MailUnusable
from ecc_tui.domain.text import clean

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Answer = TypeVar("Answer")

SERVICE = "ecc-tui mail"
"""Under this name, with the user as login, the keyring keeps it."""
KEYRINGS = (
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
)
"""Those that encrypt, by module and class. Others are not even imported."""
PATIENCE = 5.0
"""Seconds for a keyring, which may wait for a window that nobody sees."""
LONGEST = 1024


def password_of(server: MailServer) -> str | None:
    """The password to log in with; None where nobody logs in. Raises MailUnusable."""
    if not server.user:
        return None
    if server.password_file:
        return _from_file(Path(server.password_file).expanduser())
    return _from_keyring(server.user)


def _from_file(path: Path) -> str:
    """One line. The file is looked at once it is open: what was looked at is what is read."""
    shown = clean(str(path))
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise MailUnusable("password-missing", shown) from None
    except OSError as error:
        refused = "password-open" if path.is_symlink() else "password-unreadable"
        raise MailUnusable(refused, shown) from error
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
            raise MailUnusable("password-open", shown)
        text = os.read(descriptor, LONGEST + 1).decode()
    except (OSError, UnicodeDecodeError):
        raise MailUnusable("password-unreadable", shown) from None
    finally:
        os.close(descriptor)
    password = text.removesuffix("\n").removesuffix("\r")
    if not password or len(text) > LONGEST or not password.isprintable():
        raise MailUnusable("password-unreadable", shown)
    return password


def keep_password(user: str, password: str) -> None:
    """Put it into the keyring from which `password_of` takes it. Raises MailUnusable."""
    _ask(user, lambda ring: ring.set_password(SERVICE, user, password))


def _from_keyring(user: str) -> str:
    found: str | None = _ask(user, lambda ring: ring.get_password(SERVICE, user))
    if not found:
        raise MailUnusable("keyring-empty", clean(user))
    return found


def _ask(user: str, question: Callable[[KeyringBackend], Answer]) -> Answer:
    """In a thread of its own, which is left behind when the keyring hangs."""
    answers: list[Answer] = []
    problems: list[str] = []

    def ask() -> None:
        try:
            ring = _keyring()
            if ring is None:
                problems.append("keyring-none")
            else:
                answers.append(question(ring))
        except Exception:
            # Each system's keyring fails in its own ways, and what it says may name secrets.
            problems.append("keyring-failed")

    asking = threading.Thread(target=ask, name="keyring", daemon=True)
    asking.start()
    asking.join(PATIENCE)
    if not answers:
        raise MailUnusable(problems[0] if problems else "keyring-slow", clean(user))
    return answers[0]


def _keyring() -> KeyringBackend | None:
    """The first of `KEYRINGS` that works here."""
    for module, name in KEYRINGS:
        ring: type[KeyringBackend] = getattr(import_module(module), name)
        if ring.viable:
            return ring()
    return None

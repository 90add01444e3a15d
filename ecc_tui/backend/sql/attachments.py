"""Files of requests: taken from this machine into the store, and saved from it into a folder (Q7, I3)."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from ecc_tui.backend.sql.blobs import read_blob, store_file
from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.file_names import numbered, safe_name
from ecc_tui.backend.sql.instants import from_micro
from ecc_tui.backend.sql.uploads import Uploads, names_of
from ecc_tui.domain.errors import FileUnusable, NotFound
from ecc_tui.domain.requests import Attachment
from ecc_tui.domain.text import clean

MOST_NUMBERED = 1_000
"""Files of one name that a folder may hold before it is refused."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def attach_files(statements: Statements, request: int, files: Uploads, author: str, at: int) -> Sequence[str]:
    """Take them into the store as the request's; their names. Raises FileUnusable."""
    names = [name for several in names_of(files).values() for name in several]
    hashed = [file for several in files.values() for file in several]
    for file, name in zip(hashed, names, strict=True):
        store_file(statements, file)
        statements.execute(
            "INSERT INTO request_attachments (request, position, name, sha256, author, at)"
            " SELECT ?, coalesce(max(position), -1) + 1, ?, ?, ?, ? FROM request_attachments WHERE request = ?",
            (request, name, file.sha256, author, at, request),
        )
    return names


def read_attachments(statements: Statements, request: int) -> tuple[Attachment, ...]:
    """In the order in which they were attached."""
    rows = statements.rows(
        "SELECT a.position, a.name, b.size, a.author, a.at FROM request_attachments a"
        " JOIN blobs b ON b.sha256 = a.sha256 WHERE a.request = ? ORDER BY a.position",
        (request,),
    )
    return tuple(
        Attachment(str(position), safe_name(name), size, author, from_micro(at))
        for position, name, size, author, at in rows
    )


def save_attachment(statements: Statements, request: int, attachment: str, folder: Path, store: Path) -> Path:
    """The file in the folder, complete or absent; one with the same name and content is kept.

    Raises NotFound, FileUnusable.
    """
    row = statements.row(
        "SELECT name, sha256 FROM request_attachments WHERE request = ? AND CAST(position AS TEXT) = ?",
        (request, attachment),
    )
    if row is None:
        raise NotFound("attachment", attachment)
    name, sha256 = row
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _write(folder, safe_name(name), sha256, read_blob(statements, sha256, store))
    except (OSError, ValueError) as error:
        problem = "full" if isinstance(error, OSError) and error.errno in _FULL else "unwritable"
        raise FileUnusable(problem, clean(str(folder))) from None


def _write(folder: Path, name: str, sha256: str, chunks: Iterable[bytes]) -> Path:
    """Written beside its place under a name of its own, then given its name: nobody ever sees half of it."""
    names = (folder / numbered(name, number) for number in range(1, MOST_NUMBERED + 1))
    target = next(names)
    while os.path.lexists(target):
        if _holds(target, sha256):
            return target
        target = _next(names, folder)
    unnamed = folder / f".{secrets.token_hex(8)}.part"
    try:
        descriptor = os.open(unnamed, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        while not _give_name(unnamed, target):
            if _holds(target, sha256):
                return target
            target = _next(names, folder)
    finally:
        unnamed.unlink(missing_ok=True)
    return target


def _next(names: Iterable[Path], folder: Path) -> Path:
    for name in names:
        return name
    raise FileUnusable("unwritable", clean(str(folder)))


def _give_name(unnamed: Path, target: Path) -> bool:
    """Never over what stands there already, a link that leads elsewhere included; False where something does."""
    try:
        os.link(unnamed, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        # A file system without links: the name is taken first, then what it names is replaced.
        try:
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            return False
        unnamed.replace(target)
    return True


def _holds(path: Path, sha256: str) -> bool:
    """Is it a plain file with that content? A link is none, wherever it leads."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    with os.fdopen(descriptor, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256

"""The file of a store, looked at before the engine touches it: whose it is, what it is, where it lies.

Nothing here writes, so that a file which isn't a sound store of ours stays as it was (security.md T-11, R-05, R-11).
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import apsw
from msgspec import Struct

from ecc_tui.domain.errors import StoreFault, StoreUnusable

APPLICATION_ID = 0x45434354
"""`ECCT`, in the header of every store."""

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "afpfs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "gfs2", "gpfs", "lustre", "ncpfs"}
    | {"nfs", "nfs4", "ocfs2", "smb3", "smbfs", "virtiofs"}
)


class FileIdentity(Struct, frozen=True):
    """Which file stands behind a path: another one there means that ours was removed or replaced."""

    device: int
    inode: int


def identity(path: Path) -> FileIdentity:
    """The file now at that path, a link not followed. Raises StoreUnusable."""
    try:
        found = path.lstat()
    except OSError as error:
        raise StoreUnusable(_fault_of(error), str(path)) from None
    return FileIdentity(found.st_dev, found.st_ino)


def resolve(path: Path) -> Path:
    """The path with links in its folders followed; a link in its own place is left, to be refused."""
    return path.expanduser().parent.resolve() / path.name


def require_ours(path: Path) -> None:
    """A regular file, ours, closed to everybody else, writable, in a writable folder. Raises StoreUnusable."""
    try:
        found, folder = path.lstat(), path.parent.stat()
    except OSError as error:
        raise StoreUnusable(_fault_of(error), str(path)) from None
    if stat.S_ISLNK(found.st_mode):
        raise StoreUnusable(StoreFault.PERMISSIONS, str(path))
    if not stat.S_ISREG(found.st_mode):
        raise StoreUnusable(StoreFault.NOT_A_STORE, str(path))
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise StoreUnusable(StoreFault.PERMISSIONS, str(path))
    # The bits too, not only access(): they bind nobody who is root, yet say what the owner wants.
    if not (found.st_mode & stat.S_IWUSR and os.access(path, os.R_OK | os.W_OK)):
        raise StoreUnusable(StoreFault.READ_ONLY, str(path))
    if not (folder.st_mode & 0o222 and os.access(path.parent, os.W_OK | os.X_OK)):
        raise StoreUnusable(StoreFault.READ_ONLY, str(path))


def require_store(path: Path) -> None:
    """The header is a store's and the file is as long as it says. Raises StoreUnusable NOT_A_STORE or CORRUPT."""
    header, size = _read_header(path)
    if header[: len(_MAGIC)] != _MAGIC:
        damaged = header[68:72] == APPLICATION_ID.to_bytes(4, "big") or (size >= _HEADER and not any(header))
        raise StoreUnusable(StoreFault.CORRUPT if damaged else StoreFault.NOT_A_STORE, str(path))
    if size < _HEADER:
        raise StoreUnusable(StoreFault.CORRUPT, str(path))
    if header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        raise StoreUnusable(StoreFault.NOT_A_STORE, str(path))
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    if page < 512 or page & (page - 1) or size % page or (size < pages * page and not _has_journal(path)):
        raise StoreUnusable(StoreFault.CORRUPT, str(path))


def _read_header(path: Path) -> tuple[bytes, int]:
    # Through the engine's own file layer: closing a descriptor of our own would drop the locks that other
    # connections of this process hold on the file (POSIX).
    try:
        file = apsw.VFSFile("", str(path), [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READONLY, 0])
    except apsw.Error:
        raise StoreUnusable(StoreFault.IO, str(path)) from None
    try:
        size = file.xFileSize()
        return (file.xRead(min(size, _HEADER), 0) if size else b""), size
    except apsw.Error:
        raise StoreUnusable(StoreFault.IO, str(path)) from None
    finally:
        file.xClose()


def _has_journal(path: Path) -> bool:
    """Pages may lie in the journal: then the file itself can rightly be shorter than its header says."""
    for ending in ("-wal", "-journal"):
        journal = path.with_name(path.name + ending)
        if journal.exists() and journal.stat().st_size:
            return True
    return False


def create_private(path: Path) -> None:
    """A new empty file, 0600 whatever the umask, in a folder 0700 if that is new too. Raises StoreUnusable."""
    try:
        make_private_folder(path.parent)
        flags = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_RDWR
        descriptor = os.open(path, flags, PRIVATE_FILE)
        try:
            os.fchmod(descriptor, PRIVATE_FILE)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreUnusable(_fault_of(error), str(path)) from None


def make_private_folder(folder: Path) -> None:
    """The folder and those above it that are missing, each 0700 whatever the umask. Raises OSError."""
    if not folder.is_dir():
        make_private_folder(folder.parent)
        folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)


def publish(unnamed: Path, path: Path) -> None:
    """Give a complete file its name once it is on the disk; never over another one. Raises StoreUnusable(EXISTS)."""
    try:
        with unnamed.open("rb") as file:
            os.fsync(file.fileno())
        os.link(unnamed, path)
    except OSError as error:
        raise StoreUnusable(_fault_of(error), str(path)) from None
    unnamed.unlink()


def lies_on_network(path: Path, mounts: str | None = None) -> bool:
    """Is it on a network file system, where a write-ahead log doesn't work (security.md R-05)?"""
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(errors="replace")
        except OSError:
            return False
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ").rstrip("/") if len(fields) > 2 else "?"
        if len(point) >= len(best) and f"{path}/".startswith(f"{point}/"):
            best, kind = point, fields[2]
    return kind in _NETWORK_FILE_SYSTEMS


def _fault_of(error: OSError) -> StoreFault:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return StoreFault.MISSING
        case errno.EEXIST:
            return StoreFault.EXISTS
        case errno.EACCES | errno.EPERM | errno.ELOOP:
            return StoreFault.PERMISSIONS
        case errno.EROFS:
            return StoreFault.READ_ONLY
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return StoreFault.FULL
        case _:
            return StoreFault.IO


def free_space(path: Path) -> int:
    """Bytes that we may still write beside that path."""
    found = os.statvfs(path.parent)
    return found.f_bavail * found.f_frsize

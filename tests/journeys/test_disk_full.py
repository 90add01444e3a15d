"""A disk that is really full: a clear message, no half order, no half file, and the program stays usable.

The disk is a small file system in memory, mounted in a name space of its own, which any user may make where the system
lets him; where it doesn't, these tests are skipped.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.journeys.desk import LOGIN, PAUSE, Desk, go_to_final, open_form, press_final, until
from tests.journeys.terminal import Terminal

KIBIBYTES = 6 * 1024
WITH_FILE = "3-00286011"
"""A request of the demo with one attachment, `machines.csv`."""


class SmallDisk:
    """Where the program's data and downloads lie, seen from outside the name space."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        self.folder = folder
        self.desk = desk

    def fill(self) -> None:
        """To the last byte."""
        with suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass

    def free(self) -> None:
        (self.folder / "filler").unlink()

    def files(self) -> set[str]:
        return {path.name for path in self.folder.rglob("*") if path.is_file() and not path.name.startswith("demo")}


@pytest.fixture
def disk(today_demo: Path, fresh_home: Path) -> Iterator[SmallDisk]:
    """A home whose data folder is a disk of six mebibytes."""
    place = fresh_home / ".local/share/ecc-tui"
    place.mkdir(parents=True, mode=0o700)
    mount = 'mount -t tmpfs -o mode=0700,size="$1"k none "$2" && echo ready && exec sleep 3600'
    try:
        holder = subprocess.Popen(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh", str(KIBIBYTES), str(place)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    except FileNotFoundError:
        pytest.skip("there is no unshare")
    assert holder.stdout is not None
    assert holder.stderr is not None
    try:
        if holder.stdout.readline() != "ready\n":
            pytest.skip(f"no file system can be mounted: {holder.stderr.read()}")
        folder = Path(f"/proc/{holder.pid}/root{place}")
        shutil.copy(today_demo, folder / "demo.sqlite")
        inside = ["nsenter", "--target", str(holder.pid), "--user", "--mount", "--preserve-credentials"]
        desk = Desk(fresh_home, folder / "demo.sqlite", place=place / "demo.sqlite", prefix=inside)
        yield SmallDisk(folder, desk)
    finally:
        holder.kill()
        holder.communicate()


def test_an_order_on_a_full_disk_is_refused_and_can_be_sent_again(disk: SmallDisk) -> None:
    """The second half is the control: with room on the disk the same press orders."""
    with disk.desk.open() as terminal:
        open_form(terminal, "s3")
        terminal.write("logs-1")
        go_to_final(terminal)
        terminal.wait_until_quiet(PAUSE)
        before = rows(disk.desk)
        disk.fill()
        terminal.press("enter")
        terminal.wait_for("nothing was written")
        terminal.wait_for("logs-1")
        assert disk.desk.orders() == {}
        assert rows(disk.desk) == before
        disk.free()
        terminal.press("home")
        go_to_final(terminal)
        press_final(terminal)
        terminal.wait_for("#DEM-2026-")
        assert list(disk.desk.orders().values()) == ["logs-1"]
        quit_sanely(terminal)
    assert disk.desk.is_sound()


def rows(desk: Desk) -> list[int]:
    """All that an order or an attachment writes."""
    tables = "requests", "request_answers", "request_lines", "notifications", "mails", "confirmed_writes", "blobs"
    more = "blob_chunks", "request_attachments", "request_timeline"
    return [desk.ask(f"SELECT count(*) FROM {table}")[0][0] for table in (*tables, *more)]


def quit_sanely(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.exit_status() == 0
    assert terminal.problems() == []


def test_a_file_for_which_there_is_no_room_is_not_attached(disk: SmallDisk, tmp_path: Path) -> None:
    """Larger than the disk; a small one fits all the same."""
    large, small = tmp_path / "large.bin", tmp_path / "small.txt"
    large.write_bytes(b"0123456789abcdef" * 64 * KIBIBYTES)
    small.write_text("fits")

    def attached() -> list[tuple[str]]:
        return disk.desk.ask("SELECT name FROM request_attachments WHERE name IN (?, ?)", large.name, small.name)

    with disk.desk.open("demo", "--as", LOGIN) as terminal:
        attach(terminal, large)
        before = rows(disk.desk)
        press_final(terminal)
        terminal.wait_for("nothing was written")
        assert rows(disk.desk) == before
        terminal.wait_until_quiet()
        # The file is taken out, another one is chosen.
        terminal.press("down", "delete")
        terminal.wait_for(large.name, gone=True)
        terminal.write(str(small))
        terminal.press("enter", "shift+tab")
        press_final(terminal)
        until(lambda: attached() == [(small.name,)])
        quit_sanely(terminal)
    assert attached() == [(small.name,)]
    assert disk.desk.is_sound()


def attach(terminal: Terminal, file: Path) -> None:
    """To the newest request, up to the final button."""
    terminal.wait_for("OCB0001251")
    terminal.press("2")
    terminal.wait_for("3-00286023")
    terminal.press("t")
    terminal.wait_for(" *")
    terminal.write(str(file))
    terminal.press("enter")
    terminal.wait_for(file.name)
    terminal.press("shift+tab")


def test_an_attachment_is_not_saved_into_a_full_folder(disk: SmallDisk) -> None:
    """Nothing is left of it; with room it lies there whole, which is the control."""
    folder = disk.desk.place.parent / "saved"
    with disk.desk.open("demo", "--as", LOGIN) as terminal:
        terminal.wait_for("OCB0001251")
        terminal.press("ctrl+p")
        terminal.write(WITH_FILE)
        terminal.press("enter")
        terminal.wait_for(f"› {WITH_FILE}")
        terminal.wait_until_quiet()
        (disk.folder / "saved").mkdir()
        disk.fill()
        save(terminal, folder)
        terminal.wait_for("nothing was written")
        assert disk.files() == {"filler"}
        terminal.press("enter")
        disk.free()
        save(terminal, folder)
        terminal.wait_for("machines.csv is in")
        assert disk.files() == {"machines.csv"}
        terminal.press("enter")
        quit_sanely(terminal)


def save(terminal: Terminal, folder: Path) -> None:
    terminal.press("g")
    terminal.wait_for("Folder for")
    terminal.press("ctrl+u")
    terminal.write(str(folder))
    terminal.press("enter")

"""The schema's versions: plain SQL files in `migrations/`, numbered, forward only.

A store's version is the number of its last migration. Each runs in one transaction with its new number, so that a
failure or a kill leaves the version before it, whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

FOLDER = Path(__file__).parent / "migrations"


class Migration(Struct, frozen=True):
    """One step: the statements that lead from version `number - 1` to `number`."""

    number: int
    name: str
    sql: str


def migrations(folder: Path = FOLDER) -> Sequence[Migration]:
    """All steps in order, numbered from 1 without a gap."""
    found = [
        Migration(int(file.name.partition("_")[0]), file.stem, file.read_text(encoding="utf-8"))
        for file in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    ]
    assert [step.number for step in found] == list(range(1, len(found) + 1)), "migrations have a gap"
    return found

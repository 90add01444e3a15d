"""What the list of drafts says of each (`ecc_tui.drafts` writes them)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from ecc_tui.domain.forms import Entry, Texts
from ecc_tui.domain.text import clean

if TYPE_CHECKING:
    from ecc_tui.drafts import Draft

LONGEST_BEGINNING = 60
"""Characters of what was typed that the list of drafts shows."""


class Phase(StrEnum):
    """How far the form has come."""

    TYPING = "typing"
    SENDING = "sending"
    """Exactly `call` is sent or was about to be."""
    TO_VERIFY = "to-verify"
    """Sent, and nobody knows whether it arrived."""


class DraftUnavailable(LookupError):
    """The draft is gone, or open in another living program."""


class DraftEntry(Struct, frozen=True):
    """A line in the list of drafts."""

    key: str
    form: str
    """`order`, `incident`, `change`, `comment`, ..."""
    contract: str
    subject: str
    """The service or request that it is about; else empty."""
    title: Texts
    phase: Phase
    created: datetime
    changed: datetime
    opened: bool = False
    """It was open when its program ended."""
    elsewhere: bool = False
    """It is open in another living program."""
    begins: str = ""
    """How what was typed begins, in forms of ours: two reports of the same contract are told apart by it."""


def beginning(text: Entry) -> str:
    """The first line of what was typed, shortened and without what a terminal would obey."""
    line = text.lstrip().partition("\n")[0] if isinstance(text, str) else ""
    return clean(line[:LONGEST_BEGINNING])


def entry_from_memory(draft: Draft) -> DraftEntry:
    """The line of a draft of which the file doesn't have all."""
    return DraftEntry(
        key=draft.key,
        form=draft.form,
        contract=draft.contract,
        subject=draft.subject,
        title=draft.title,
        phase=draft.phase,
        created=draft.created,
        changed=draft.changed,
        begins=beginning(draft.entries.get("title") or draft.entries.get("text", "")),
    )

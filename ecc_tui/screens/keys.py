"""`?`: every key of the screen at hand, dimmed ones with their reason (product.md section 1, S1)."""

from __future__ import annotations

from collections.abc import Iterable

from ecc_tui import actions
from ecc_tui.i18n import _
from ecc_tui.screens.reasons import refusal_sentence
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.dialogs import KeyEntry, KeyGroup, KeysHelp


def keys_help(screen: SectionScreen) -> KeysHelp:
    """The list for a screen: its own keys, the sections', and those that work everywhere."""
    groups = (
        KeyGroup(screen.own_name(), _entries(screen, screen.scopes)),
        KeyGroup(_("Sections"), _entries(screen, ["go"])),
        KeyGroup(_("Everywhere"), _entries(screen, ["everywhere"])),
    )
    return KeysHelp(_("Keys"), [group for group in groups if group.entries])


def _entries(screen: SectionScreen, scopes: Iterable[str]) -> tuple[KeyEntry, ...]:
    return tuple(_entry(screen, action) for action in actions.of_scopes(scopes))


def _entry(screen: SectionScreen, action: actions.Action) -> KeyEntry:
    refusal = screen.known_refusal(action)
    return KeyEntry(
        key=actions.shown_key(action, screen.shown_keys),
        title=_("{action}: {help}").format(action=_(action.title), help=_(action.help)),
        reason="" if refusal is None else refusal_sentence(refusal),
    )

"""The keys of the configuration: any binding by its id, checked before the first screen.

Actions of the table can be given other keys, and so can what widgets and dialogs bring (`list.up`, `grid.mark`,
`dialog.close`). A key must mean one thing on each screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from string import printable

from textual.binding import Binding
from textual.keys import Keys, _character_to_key

from ecc_tui.actions import ACTIONS, UNBOUND, of_scopes

SCREENS: Mapping[str, tuple[str, ...]] = {
    "dashboard": ("list", "outline"),
    "requests": ("list", "grid"),
    "request": (),
    "catalogue": ("list", "outline"),
    "service": (),
    "form": ("form",),
    "drafts": ("list", "feed"),
    "channels": ("form",),
    "notifications": ("list", "feed"),
}
"""Scopes of the table with what their screens' lists bring; each is at work together with `everywhere` and `go`."""

_BRINGERS = (
    ("ecc_tui.widgets.lines", "LineList"),
    ("ecc_tui.widgets.grid", "Grid"),
    ("ecc_tui.widgets.tree", "Outline"),
    ("ecc_tui.widgets.feed", "Feed"),
    ("ecc_tui.widgets.fields", "SearchField"),
    ("ecc_tui.widgets.ticks", "Tick"),
    ("ecc_tui.widgets.form", "FormView"),
    ("ecc_tui.widgets.form_lines", "DayControl"),
    ("ecc_tui.widgets.form_text", "LongTextControl"),
    ("ecc_tui.widgets.form_options", "OptionsControl"),
    ("ecc_tui.widgets.form_picker", "PickerControl"),
    ("ecc_tui.widgets.form_files", "FilesControl"),
    ("ecc_tui.widgets.form_files", "ChosenFiles"),
    ("ecc_tui.widgets.dialogs", "Dialog"),
    ("ecc_tui.widgets.dialogs", "Choice"),
    ("ecc_tui.widgets.dialogs", "Question"),
    ("ecc_tui.widgets.dialogs", "Reason"),
    ("ecc_tui.widgets.dialogs", "KeysHelp"),
    ("ecc_tui.widgets.final_button", "FinalBar"),
    ("ecc_tui.screens.receipt", "ReceiptPanel"),
    ("ecc_tui.screens.request_filter", "RequestFilterDialog"),
    ("ecc_tui.screens.request_export", "ExportDialog"),
    ("ecc_tui.screens.attachment_saving", "SaveDialog"),
    ("ecc_tui.screens.palette", "Palette"),
    ("ecc_tui.screens.guide", "GuideScreen"),
)
"""Widgets and screens with bindings of their own, as module and class: imported only when somebody changes keys."""


class KeyMapError(ValueError):
    """The `[keys]` part of the configuration can't be used: `id` is the action, `problem` unknown, name or clash."""

    def __init__(self, id: str, problem: str, key: str) -> None:
        super().__init__(f"{id}: {problem} {key}")
        self.id = id
        self.problem = problem
        self.key = key


def keymap(chosen: Mapping[str, str | list[str]]) -> dict[str, str]:
    """The keys of the configuration as Textual takes them.

    Raises KeyMapError for an id that doesn't exist and for a key that would mean two things on one screen.
    """
    own = {
        id: ",".join(_key_names(keys.split(",") if isinstance(keys, str) else keys)) or UNBOUND
        for id, keys in chosen.items()
    }
    if not own:
        return own
    brought = brought_keys()
    for id, keys in own.items():
        if id not in ACTIONS and id not in brought:
            raise KeyMapError(id, "unknown", "")
        for key in keys.split(","):
            if key != UNBOUND and not _is_key(key):
                raise KeyMapError(id, "name", key)
    for scope, bringers in SCREENS.items():
        ids = [action.id for action in of_scopes(("everywhere", "go", scope))]
        ids += [id for id in brought if id.partition(".")[0] in bringers]
        _check_one_meaning(ids, own, brought)
    return own


def brought_keys() -> dict[str, str]:
    """The bindings of widgets and dialogs: id and keys."""
    keys = {}
    for module, name in _BRINGERS:
        for binding in getattr(import_module(module), name).BINDINGS:
            if isinstance(binding, Binding) and binding.id:
                keys[binding.id] = binding.key
    return keys


def _check_one_meaning(ids: Iterable[str], own: Mapping[str, str], brought: Mapping[str, str]) -> None:
    usual = {id: ACTIONS[id].keys if id in ACTIONS else brought[id] for id in ids}
    changed = {id for id in usual if own.get(id, usual[id]) != usual[id]}
    taken: dict[str, str] = {}
    for id, keys in usual.items():
        for key in filter(None, own.get(id, keys).split(",")):
            other = taken.setdefault(key.strip(), id)
            # A list's own key may stand for the action of the same name (space marks, enter opens) as long as both do.
            if other != id and key != UNBOUND and changed & {id, other}:
                raise KeyMapError(id if id in changed else other, "clash", key)


def _is_key(key: str) -> bool:
    """Is this the name of a key, perhaps with `ctrl`, `alt` or `shift` held?"""
    *held, name = key.split("+")
    return name in _KEYS and set(held) <= {"ctrl", "alt", "shift"}


_KEYS = frozenset({str(key.value).rpartition("+")[2] for key in Keys} | {_character_to_key(sign) for sign in printable})


def _key_names(keys: Iterable[str]) -> Iterator[str]:
    """Keys as Textual names them: `?` is `question_mark`."""
    for key in filter(None, map(str.strip, keys)):
        yield _character_to_key(key) if len(key) == 1 else key

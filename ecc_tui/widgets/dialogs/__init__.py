"""Dialogs over a screen: to choose, to confirm, to say why not, to ask for one text, to list the keys.

All close by Escape, fit 80x24 and take plain data, which is never markup. Texts come translated. They answer through
`dismiss`: `await app.push_screen_wait(Question(...))` in a worker, or `push_screen(..., callback)`.
"""

from ecc_tui.widgets.dialogs.base import Dialog, told
from ecc_tui.widgets.dialogs.choice import Choice, ChoiceEntry
from ecc_tui.widgets.dialogs.keys import KeyEntry, KeyGroup, KeysHelp
from ecc_tui.widgets.dialogs.questions import Question, Reason, TextPrompt

__all__ = [
    "Choice",
    "ChoiceEntry",
    "Dialog",
    "KeyEntry",
    "KeyGroup",
    "KeysHelp",
    "Question",
    "Reason",
    "TextPrompt",
    "told",
]

"""What screens and dialogs do so that moving the focus costs the same however much stands on them.

When the focus moves, Textual applies all rules again to everything inside the panel that has it, and paints the whole
screen: 300 ms for each Tab in a form of 120 fields. But only the two widgets, and what is around just one of them, can
look otherwise, as no style sheet has a rule for what stands *inside* something with the focus; and each of them paints
itself. Tests watch that there is no such rule, and that Textual still calls and sets what is replaced here:

    class SomeScreen(Screen[None]):
        focused = focus_alone()
        _update_focus_styles = update_focus_styles
"""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from textual.dom import DOMNode
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget


@runtime_checkable
class FollowsFocus(Protocol):
    """Something that scrolls to the widget inside it that has the focus, in the frame of the focus itself."""

    def follow_focus(self, focused: Widget) -> None:
        """Have it in view; it has a place already, unless it was just mounted."""


def focus_alone() -> Reactive[Widget | None]:
    """Stands for `Screen.focused`: another one paints nothing by itself."""
    return Reactive(None, repaint=False)


def update_focus_styles(screen: Screen[Any], focused: Widget | None = None, blurred: Widget | None = None) -> None:
    """Stands for `Screen._update_focus_styles`."""
    around_new: set[DOMNode] = set(focused.ancestors_with_self) if focused is not None else set()
    around_old: set[DOMNode] = set(blurred.ancestors_with_self) if blurred is not None else set()
    # The two themselves are restyled when they hear of it.
    if changed := (around_new ^ around_old) - {focused, blurred}:
        screen.app.stylesheet.update_nodes(changed, animate=True)
    for node in around_new:
        if isinstance(node, FollowsFocus) and focused is not None:
            node.follow_focus(focused)
    for node in around_new | around_old:
        if isinstance(node, Widget) and node is not screen:
            node._check_refresh()  # tells the screen at once; from its own queue it would come a frame later

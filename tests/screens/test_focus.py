"""Moving the focus restyles and paints the two widgets only; the rules that this stands on hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.css.model import RuleSet
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Button

from ecc_tui.widgets.focus import focus_alone, update_focus_styles
from tests.screens.portal import opened, press

WITHIN = {"focus-within"}


def inside_focus(rules: Iterable[RuleSet]) -> list[str]:
    """Rules for what stands inside something with the focus: of a widget's own parts they are fine."""
    return [
        rule.selectors
        for rule in rules
        for chain in rule.selector_set
        if any(WITHIN & set(one.pseudo_classes) for one in chain.selectors[:-1])
        and "--" not in chain.selectors[-1].name
    ]


async def test_no_rule_is_for_what_stands_inside_something_with_the_focus(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await press(pilot, "2")
        await press(pilot, "f")
        assert len(pilot.app.stylesheet.rules) > 100
        assert inside_focus(pilot.app.stylesheet.rules) == []


class Two(Screen[None]):
    focused = focus_alone()
    _update_focus_styles = update_focus_styles


class Buttons(App[None]):
    CSS = "Vertical:focus-within { border: round red; } Vertical:focus-within Button { color: red; }"

    def __init__(self, screen: type[Screen[None]]) -> None:
        super().__init__()
        self._screen_type = screen
        self.applied: set[DOMNode] = set()

    def get_default_screen(self) -> Screen[None]:
        return self._screen_type()

    def compose(self) -> ComposeResult:
        with Vertical():
            for name in ("a", "b", "c", "d"):
                yield Button(name, id=name)


def test_the_test_sees_such_a_rule() -> None:
    app = Buttons(Two)
    app.stylesheet.add_source(app.CSS)
    app.stylesheet.parse()
    assert len(inside_focus(app.stylesheet.rules)) == 1


@pytest.mark.parametrize(("screen", "others"), [(Two, False), (Screen, True)])
async def test_only_the_two_are_restyled(
    screen: type[Screen[None]], others: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Textual's own screen restyles the buttons beside them too: the test can see it."""
    app: Any = Buttons(screen)
    async with app.run_test() as pilot:
        await pilot.press("tab")
        await pilot.pause()
        styled: set[str] = set()
        update = type(app.stylesheet).update_nodes

        def noted(sheet: Any, nodes: Iterable[DOMNode], animate: bool = False) -> None:
            nodes = list(nodes)
            styled.update(node.id for node in nodes if node.id)
            update(sheet, nodes, animate)

        monkeypatch.setattr(type(app.stylesheet), "update_nodes", noted)
        before = app.focused.id
        await pilot.press("tab")
        await pilot.pause()
        assert app.focused.id != before
        assert {before, app.focused.id} <= styled
        assert (styled >= {"a", "b", "c", "d"}) is others

"""The guide of a first start names the character that a password may not have (A3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.widgets import Static

from ecc_tui.screens.guide import GuideScreen
from ecc_tui.widgets.form_lines import SecretControl
from tests.widgets.themed import until


class Guided(App[Any]):
    """Shows the guide; nothing is opened from it."""

    def get_default_screen(self) -> GuideScreen:
        return GuideScreen(Path("store"), Path("demo"), self._opened)

    async def _opened(self, _backend: object, _store: Path) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Abcdef1.xyz", "no other character"),
        ("Abcdef1.$yz", "“$” is not allowed"),
        ("Abcdef1.é", "“é” is not allowed"),
        ("Abcdef1.x y", "“ ” is not allowed"),
        ("Abcdef1–xyz", "type the hyphen “-”"),
        ("Abcdef1.[/b]", "“[” is not allowed"),
    ],
)
async def test_the_refused_character_is_named(password: str, words: str) -> None:
    app = Guided()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.screen.query(SecretControl))
        app.screen.query(SecretControl).first().value = password
        await pilot.pause()
        assert words in str(app.screen.query_one("#conditions", Static).render())

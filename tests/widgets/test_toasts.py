"""Toasts never pile up over the screen."""

from __future__ import annotations

from textual.app import App
from textual.widgets._toast import Toast

from ecc_tui.widgets.toasts import MOST_TOASTS, Toasts


class Talkative(App[None]):
    """Says what the tests have it say."""

    def __init__(self) -> None:
        super().__init__()
        self._notifications = Toasts()


async def test_the_same_sentence_stands_once_and_of_many_the_newest_are_left() -> None:
    async with Talkative().run_test(notifications=True) as pilot:
        for text in ("a", "b", "b", "c", "b"):
            pilot.app.notify(text)
            await pilot.pause()
        assert MOST_TOASTS == 2
        assert [one.message for one in pilot.app._notifications] == ["c", "b"]
        await pilot.pause()
        assert len(pilot.app.screen.query(Toast)) == MOST_TOASTS

"""Fields: pasted text is one harmless line, a password stays in its field, a search follows the typing."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

from ecc_tui.widgets.fields import Field, PasswordField, SearchField
from tests.widgets.themed import Themed, shown, until


class Listening(Themed):
    """Remembers searches."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__(*widgets)
        self.copied: list[str] = []

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    def on_search_field_searched(self, message: SearchField.Searched) -> None:
        self.heard.append(message)

    def on_search_field_left(self, message: SearchField.Left) -> None:
        self.heard.append(message)


async def test_what_is_pasted_becomes_one_harmless_line() -> None:
    field = Field()
    app = Listening(field)
    async with app.run_test() as pilot:
        field.focus()
        field.post_message(events.Paste("two\nlines \x1b[31m [/b]"))
        await pilot.pause()
        assert field.value == "two lines ␛[31m [/b]"


async def test_a_password_is_pasted_as_it_is_and_never_copied() -> None:
    password, plain = PasswordField(), Field()
    app = Listening(password, plain)
    async with app.run_test() as pilot:
        password.focus()
        password.post_message(events.Paste(" Cloud-Demo1! \n"))
        await pilot.pause()
        assert password.value == " Cloud-Demo1! "
        for keys in ("ctrl+c", "ctrl+x", "super+c"):
            password.select_all()
            await pilot.press(keys)
        assert password.value == " Cloud-Demo1! "
        assert "Cloud" not in shown(app)
        assert app.copied == []
        assert app.screen.get_selected_text() is None
        plain.value = "shown"
        plain.focus()
        plain.select_all()
        await pilot.press("ctrl+c")
        assert app.copied == ["shown"]


async def test_a_search_follows_the_typing_and_always_ends_with_the_last_letter() -> None:
    field = SearchField()
    app = Listening(field)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press(*"firewall")
        await until(pilot, lambda: app.heard_of(SearchField.Searched)[-1].value == "firewall")
        values = [message.value for message in app.heard_of(SearchField.Searched)]
        assert len(values) == len(set(values))


async def test_enter_and_down_leave_at_once_with_the_search() -> None:
    field = SearchField()
    app = Listening(field)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press("a", "b", "down")
        assert [message.value for message in app.heard_of(SearchField.Searched)][-1] == "ab"
        await pilot.press("c", "enter")
        assert [message.value for message in app.heard_of(SearchField.Searched)][-1] == "abc"
        assert type(app.heard[-1]) is SearchField.Left


async def test_escape_clears_then_leaves() -> None:
    field = SearchField()
    app = Listening(field)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press("a")
        await until(pilot, lambda: app.heard_of(SearchField.Searched))
        await pilot.press("escape")
        await until(pilot, lambda: app.heard_of(SearchField.Searched)[-1].value == "")
        assert field.value == ""
        assert not app.heard_of(SearchField.Left)
        await pilot.press("escape")
        assert len(app.heard_of(SearchField.Left)) == 1

"""Title bar, way, footer and states: whole words at every width, data as text, clicks that say where."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from ecc_tui.widgets.footer import Entry, EntryState, Footer, choose_words
from ecc_tui.widgets.states import State, StatePanel
from ecc_tui.widgets.title_bar import Breadcrumb, Standing, TitleBar
from tests.widgets.themed import HOSTILE, Themed, lines_of, shown

FRENCH = [
    Entry("dashboard", "1", "Tableau de bord", "Accueil", EntryState.CURRENT),
    Entry("requests", "2", "Demandes"),
    Entry("catalogue", "3", "Catalogue", "Cat."),
    Entry("rights", "4", "Droits"),
    Entry("invoices", "5", "Factures"),
    Entry("documents", "6", "Documents", "Docs"),
    Entry("help", "7", "Aide"),
    Entry("account", "8", "Mon compte", "Compte"),
]
ACTIONS = [Entry(str(n), letter, f"action number {n}", f"act {n}") for n, letter in enumerate("abcdefghij")]
WHO = Standing("Acme SAS", "operator.demo", "local store · demo", "en", 3)


class Listening(Themed):
    """Remembers what was clicked."""

    def on_footer_pressed(self, message: Footer.Pressed) -> None:
        self.heard.append(message)

    def on_title_bar_pressed(self, message: TitleBar.Pressed) -> None:
        self.heard.append(message)


@pytest.mark.parametrize("width", [20, 40, 58, 78, 118, 198])
def test_sections_are_never_dropped_and_always_fit(width: int) -> None:
    words, gap = choose_words(FRENCH, width, droppable=False)
    assert [word.entry.id for word in words] == [entry.id for entry in FRENCH]
    if width >= 40:
        assert sum(word.cells for word in words) + gap * 7 <= width
    assert next(word.title for word in words if word.entry.state is EntryState.CURRENT)
    assert all(word.title in ("", word.entry.title, word.entry.short) for word in words)


def test_long_words_where_they_fit_short_ones_at_80_columns() -> None:
    assert next(word.title for word in choose_words(FRENCH, 118, droppable=False)[0]) == "Tableau de bord"
    assert next(word.title for word in choose_words(FRENCH, 78, droppable=False)[0]) == "Accueil"


def test_actions_shorten_then_go_from_the_end() -> None:
    assert len(choose_words(ACTIONS[:8], 200, droppable=True)[0]) == 8
    words, gap = choose_words(ACTIONS[:8], 78, droppable=True)
    assert [word.title for word in words] == [f"act {n}" for n in range(8)]
    words, gap = choose_words(ACTIONS[:8], 30, droppable=True)
    assert [word.title for word in words] == ["act 0", "act 1", "act 2"]
    assert sum(word.cells for word in words) + gap * 2 <= 30


async def test_the_footer_shows_at_most_eight_actions_and_says_which_was_clicked() -> None:
    footer = Footer(FRENCH, ACTIONS)
    app = Listening(footer)
    async with app.run_test(size=(160, 24)) as pilot:
        assert "h action number 7" in lines_of(app)[-1]
        assert "action number 8" not in shown(app)
        await pilot.click(footer, offset=(2, 0))
        await pilot.click(footer, offset=(25, 1))
        await pilot.click(footer, offset=(159, 0))
        assert [message.id for message in app.heard_of(Footer.Pressed)] == ["dashboard", "1"]
        footer.actions = [Entry("x", "x", "[@click=app.quit]x[/]", state=EntryState.DIMMED)]
        await pilot.pause()
        assert "x [@click=app.quit]x[/]" in lines_of(app)[-1]


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_the_title_bar_keeps_its_right_side_whole(width: int) -> None:
    app = Themed(TitleBar(WHO))
    async with app.run_test(size=(width, 16)):
        line = lines_of(app)[0]
        assert "✉ 3   EN   operator.demo" in line
        assert ("local store" in line) == (width >= 80)
        assert ("Acme SAS" in line) == (width != 80)
        assert cell_len(line) <= width


async def test_clicks_on_the_title_bar_say_on_what() -> None:
    bar = TitleBar(Standing("", "x", "", "fr", 0))
    app = Listening(bar)
    async with app.run_test(size=(80, 16)) as pilot:
        line = lines_of(app)[0]
        for word in ("✉", "FR", "x"):
            await pilot.click(bar, offset=(line.rindex(word), 0))
        assert [message.id for message in app.heard_of(TitleBar.Pressed)] == ["notifications", "language", "account"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_names_stay_text_on_one_line(text: str) -> None:
    bar, way = TitleBar(Standing(text, text[:60], "b", "en", 1)), Breadcrumb(["Dashboard", text])
    app = Themed(bar, way, StatePanel(State.FAILED, text[:200], text[:200]))
    async with app.run_test(size=(80, 24)) as pilot:
        bar.standing = Standing(text, "p", text[:30], "en", 1)
        await pilot.pause()
        lines = lines_of(app)
        assert "Dashboard ›" in lines[1] or "… ›" in lines[1] or not text
        assert all(cell_len(line) <= 80 for line in lines)


async def test_the_way_gives_way_from_its_beginning() -> None:
    way = Breadcrumb(["Dashboard", "OCB0001234 Production", "Requests", "3-00286023"])
    app = Themed(way)
    async with app.run_test(size=(60, 16)) as pilot:
        assert lines_of(app)[0].strip() == "Dashboard › OCB0001234 Production › Requests › 3-00286023"
        await pilot.resize_terminal(40, 16)
        await pilot.pause()
        assert lines_of(app)[0].strip() == "… › Requests › 3-00286023"
        way.steps = ()
        await pilot.pause()
        assert lines_of(app)[0].strip() == ""


@pytest.mark.parametrize("state", list(State))
async def test_every_state_has_a_sign_a_sentence_and_a_next_step(state: State) -> None:
    panel = StatePanel()
    app = Themed(panel)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Loading…" in shown(app)
        panel.say(state, "What it is", "What to do next")
        await pilot.pause()
        lines = [line.strip() for line in lines_of(app) if line.strip()]
        assert len(lines[0]) == 1
        assert lines[1:] == ["What it is", "What to do next"]
        assert panel.state is state

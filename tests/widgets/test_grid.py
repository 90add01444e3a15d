"""The grid over a fake backend of a million rows: paging, late answers, the cursor, marks, every state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from rich.cells import cell_len
from textual.containers import Container
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from ecc_tui.widgets.cells import CellLike, Column
from ecc_tui.widgets.grid import Grid
from ecc_tui.widgets.lines import LineList
from ecc_tui.widgets.pages import PAGE_ROWS
from tests.widgets.themed import HOSTILE, Themed, lines_of, shown, until

COLUMNS = (
    Column("id", "id", 10),
    Column("name", "name", minimum=20),
    Column("issued", "issued", 12, align="right", rank=1),
)
MILLION = 1_000_000


def draw(row: int) -> Sequence[CellLike]:
    return ((f"3-{row:08}", "muted"), (f"Règle {row}", ""), ("21 Nov 14:02", "muted"))


class Requests(Themed):
    """A grid in a panel over `source`; with `silent`, questions are kept and the test answers."""

    def __init__(self, source: Sequence[int] = range(MILLION), *, silent: bool = False) -> None:
        self.grid: Grid[int] = Grid(COLUMNS, draw, str)
        panel = Container(self.grid, classes="ecc-panel")
        super().__init__(panel)
        self.source = source
        self.silent = silent

    def on_grid_window_wanted(self, message: Grid.WindowWanted) -> None:
        self.heard.append(message)
        if not self.silent:
            self.answer(message)

    def on_grid_count_wanted(self, message: Grid.CountWanted) -> None:
        self.heard.append(message)
        if not self.silent:
            self.grid.show_count(message.generation, len(self.source))

    def answer(self, message: Grid.WindowWanted) -> None:
        rows = self.source[message.offset : message.offset + message.limit]
        self.grid.show_window(message.generation, message.offset, rows)

    def on_grid_row_settled(self, message: Grid.RowSettled) -> None:
        self.heard.append(message)

    def on_grid_row_chosen(self, message: Grid.RowChosen) -> None:
        self.heard.append(message)

    def on_grid_sort_wanted(self, message: Grid.SortWanted) -> None:
        self.heard.append(message)

    def on_grid_count_shown(self, message: Grid.CountShown) -> None:
        self.heard.append(message)

    def on_line_list_highlighted(self, message: LineList.Highlighted) -> None:
        self.heard.append(message)


async def start(app: Requests, pilot: Pilot[Any]) -> Grid[int]:
    app.grid.restart()
    await pilot.pause()
    return app.grid


async def test_the_first_page_shows_and_the_cursor_moves() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        assert "3-00000000  Règle 0" in shown(app)
        assert grid.count == (MILLION, True)
        await pilot.press("down", "j", "down", "k")
        assert (grid.cursor, grid.row) == (2, 2)
        await pilot.press("pagedown")
        assert grid.cursor == 2 + grid.page_lines
        await pilot.press("home", "up")
        assert grid.cursor == 0
        assert [message.index for message in app.heard_of(LineList.Highlighted)][:4] == [1, 2, 3, 2]


async def test_end_jumps_at_once_and_asks_for_its_page_only() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        await pilot.press("end")
        await pilot.pause()
        assert grid.row == MILLION - 1
        assert "Règle 999999" in shown(app)
        offsets = [message.offset for message in app.heard_of(Grid.WindowWanted)]
        assert offsets[0] == 0
        assert set(offsets) <= {0, PAGE_ROWS, MILLION - PAGE_ROWS, MILLION - 2 * PAGE_ROWS}
        before = MILLION - 2 * PAGE_ROWS
        await until(pilot, lambda: before in [message.offset for message in app.heard_of(Grid.WindowWanted)])


async def test_end_follows_a_count_that_comes_later_unless_the_person_moved() -> None:
    app = Requests(silent=True)
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        grid.show_count(1, 10_001, exact=False)
        grid.show_window(1, 0, range(PAGE_ROWS))
        await pilot.press("end")
        assert grid.cursor == 10_000
        grid.show_count(1, MILLION)
        assert grid.cursor == MILLION - 1
        await pilot.press("up")
        assert grid.cursor == MILLION - 2
    other = Requests(silent=True)
    async with other.run_test(size=(80, 24)) as pilot:
        grid = await start(other, pilot)
        grid.show_count(1, 10_001, exact=False)
        grid.show_window(1, 0, range(PAGE_ROWS))
        await pilot.press("end", "up")
        grid.show_count(1, MILLION)
        assert grid.cursor == 9_999


async def test_rows_that_are_not_at_hand_are_faint_stand_ins_and_cannot_be_chosen() -> None:
    app = Requests(silent=True)
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        grid.show_window(1, 0, range(PAGE_ROWS))
        grid.show_count(1, MILLION)
        await pilot.press("end", "enter", "space")
        await pilot.pause()
        assert grid.row is None
        assert not app.heard_of(Grid.RowChosen)
        assert not grid.marks
        assert lines_of(app)[-2].strip("│▌ ").startswith("·")


async def test_late_answers_of_an_earlier_question_are_dropped() -> None:
    app = Requests(silent=True)
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        grid.restart()
        grid.show_window(1, 0, range(500_000, 500_000 + PAGE_ROWS))
        grid.show_count(1, 5)
        grid.show_failure(1, "too late")
        assert grid.is_loading
        assert grid.line_count == 0
        grid.show_window(2, 0, range(3))
        assert (grid.row, grid.count) == (0, (3, True))


async def test_the_old_rows_stay_until_the_answer_and_are_dimmed_when_it_is_slow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ecc_tui.widgets.grid.DIM_SECONDS", 1000)
    app = Requests(silent=True)
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        grid.show_window(1, 0, range(50))
        await pilot.press("down", "down")
        await pilot.pause()
        bright = grid.render_line(1)._segments
        grid.restart()
        await pilot.pause()
        assert "Règle 2" in shown(app)
        assert grid.render_line(1)._segments == bright
        assert grid._dim_timer is not None
        grid._dim()
        await pilot.pause()
        assert grid.render_line(1)._segments != bright
        assert "Règle 2" in shown(app)
        grid.show_window(2, 0, range(100, 150))
        await pilot.pause()
        assert (grid.cursor, grid.row) == (0, 100)
        assert "Règle 2 " not in shown(app)


async def test_a_refresh_keeps_the_row_under_the_cursor_at_its_height() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        await pilot.press(*["down"] * 30)
        before, height = grid.row, grid.cursor - grid.first_visible
        app.source = [-1, -2, -3, *range(MILLION - 3)]
        grid.restart(keep_position=True)
        await pilot.pause()
        assert grid.row == before == 30
        assert grid.cursor == 33
        assert grid.cursor - grid.first_visible == height


async def test_a_refresh_finds_the_row_on_the_next_page() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        grid.move_to(PAGE_ROWS - 1)
        app.source = [-1, *range(MILLION - 1)]
        grid.restart(keep_position=True)
        await pilot.pause()
        await pilot.pause()
        assert (grid.row, grid.cursor) == (PAGE_ROWS - 1, PAGE_ROWS)


async def test_a_refresh_of_a_row_that_is_gone_keeps_the_place() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        grid.move_to(10)
        app.source = range(100, 105)
        grid.restart(keep_position=True)
        await pilot.pause()
        assert (grid.cursor, grid.line_count) == (4, 5)


async def test_the_row_settles_once_it_rests() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        await start(app, pilot)
        await until(pilot, lambda: [message.row for message in app.heard_of(Grid.RowSettled)] == [0])
        await pilot.press("down", "down", "down")
        await until(pilot, lambda: app.heard_of(Grid.RowSettled)[-1].row == 3)
        await pilot.press("enter")
        assert [message.row for message in app.heard_of(Grid.RowChosen)] == [3]


async def test_space_marks_and_goes_on_all_that_match_has_exceptions() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        await pilot.press("space", "space")
        assert (grid.marks.ids, grid.cursor) == ({"0", "1"}, 2)
        assert "✔ 3-00000000" in shown(app)
        grid.mark_all()
        await pilot.press("space")
        assert grid.marks.number(grid.count[0]) == MILLION - 1
        await pilot.pause()
        assert "✔ 3-00000002" not in shown(app)
        grid.toggle_all()
        assert not grid.marks


async def test_the_header_shows_the_sort_and_a_click_asks_for_one() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        grid.sort = ("issued", True)
        await pilot.pause()
        assert "issued ▼" in lines_of(app)[1]
        grid.sort = ("issued", False)
        await pilot.pause()
        assert "issued ▲" in lines_of(app)[1]
        await pilot.click(grid, offset=(20, 0))
        assert [message.column for message in app.heard_of(Grid.SortWanted)] == ["name"]


async def test_a_click_moves_a_double_click_chooses_the_wheel_only_scrolls() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        await pilot.click(grid, offset=(10, 5))
        assert grid.cursor == 4
        await pilot.click(grid, offset=(10, 6), times=2)
        assert [message.row for message in app.heard_of(Grid.RowChosen)] == [5]
        await pilot._post_mouse_events([MouseScrollDown], grid, offset=(10, 5))
        assert (grid.first_visible, grid.cursor) == (3, 5)


async def test_select_key_finds_a_row_at_hand() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        assert grid.select_key("150")
        assert grid.row == 150
        assert not grid.select_key("900000")
        assert grid.row == 150


async def test_empty_failed_and_loading_say_so() -> None:
    app = Requests(silent=True)
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        await until(pilot, lambda: "Loading…" in shown(app))
        grid.show_count(1, 0)
        await pilot.pause()
        assert "Nothing here" in shown(app)
        grid.restart()
        grid.show_failure(2, "The store can't be reached")
        await pilot.pause()
        assert "✖ The store can't be reached" in shown(app)
        assert "Press r to try again" in shown(app)
        assert "Nothing here" not in shown(app)
        await pilot.press("r")
        assert grid.generation == 3
        grid.show_window(3, 0, range(7))
        await pilot.pause()
        assert "Règle 6" in shown(app)
        await pilot.press("r")
        assert grid.generation == 3


async def test_a_long_reason_takes_several_lines() -> None:
    app = Requests(silent=True)
    async with app.run_test(size=(40, 24)) as pilot:
        grid = await start(app, pilot)
        grid.show_failure(1, "The store /srv/store.sqlite was moved or removed while it was open")
        await pilot.pause()
        said = " ".join(shown(app).replace("│", "").split())
        assert "✖ The store /srv/store.sqlite was moved or removed while it was open Press r" in said


async def test_a_failure_keeps_the_place_for_the_next_try() -> None:
    app = Requests(silent=True)
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        grid.show_window(1, 0, range(PAGE_ROWS))
        grid.move_to(60)
        grid.restart(keep_position=True)
        grid.show_failure(2, "No answer")
        assert grid.row is None
        await pilot.press("r")
        grid.show_window(3, 0, range(PAGE_ROWS))
        assert grid.row == 60


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
async def test_hostile_text_is_drawn_as_it_is(size: tuple[int, int]) -> None:
    app = Requests(range(len(HOSTILE)))
    app.grid.draw = lambda row: (("id", "muted"), (HOSTILE[row], "accent"), (HOSTILE[row], "bad"))
    async with app.run_test(size=size) as pilot:
        await start(app, pilot)
        text = shown(app)
        assert "[/b]" in text
        assert "[@click=app.quit]x[/" in text
        assert not {"\x1b", "\x07", "\x9b", "\u202e", "\ud800"} & set(text)
        assert all(cell_len(line) <= size[0] for line in lines_of(app))


async def test_columns_drop_and_the_cursor_stays_in_view_when_the_window_shrinks() -> None:
    app = Requests()
    async with app.run_test(size=(100, 40)) as pilot:
        grid = await start(app, pilot)
        grid.move_to(35)
        await pilot.resize_terminal(44, 16)
        await pilot.pause()
        assert "Règle 35" in shown(app)
        assert "issued" not in lines_of(app)[1]
        assert grid.cursor in grid.lines_in_view


async def test_an_arrow_key_paints_two_lines() -> None:
    app = Requests()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await start(app, pilot)
        await until(pilot, lambda: app.heard_of(Grid.RowSettled))
        drawn: list[int] = []
        original = grid.draw_line

        def watched(index: int, *rest: Any) -> Any:
            drawn.append(index)
            return original(index, *rest)

        grid.draw_line = watched  # type: ignore[assignment] # counts what is painted
        await pilot.press("down")
        await pilot.pause()
        assert sorted(set(drawn)) == [0, 1]

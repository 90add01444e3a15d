"""A cursor over many lines, drawn line by line: the common base of grid and tree.

Nothing is laid out per row and nothing is measured: a key repaints the line that the cursor left and the one that it
reached. See `LineList.draw_line` for what a subclass gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from ecc_tui.i18n import N_
from ecc_tui.widgets.cells import TONES, Line, fit
from ecc_tui.widgets.scrolling import WholeCells, move_thumb, scroll_lines, stands_alone

REST_SECONDS = 0.12
"""A cursor that stays this long is settled: details may be asked."""

WHEEL_LINES = 3
CURSOR_BAR = "▌"


class LineList(ScrollView, can_focus=True):
    """A list of `line_count` lines with a cursor.

    Subclasses override `draw_line`, and set `fixed_lines` where lines on top stay when the rest scrolls.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor",
        "lines--cursor-blurred",
        "lines--bar",
        "lines--header",
        *(f"lines--{tone}" for tone in TONES if tone),
    }
    DEFAULT_CSS = """
    LineList {
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size: 1 1;
        & > .lines--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .lines--cursor-blurred {
            background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
        }
        & > .lines--bar { color: $accent; }
        & > .lines--header { color: $text-muted; }
        & > .lines--muted { color: $text-muted; }
        & > .lines--good { color: $success; }
        & > .lines--warn { color: $warning; }
        & > .lines--bad { color: $error; }
        & > .lines--faint { color: $border-blurred; }
        & > .lines--accent { color: $accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", N_("Up"), show=False, id="list.up"),
        Binding("down,j", "cursor_down", N_("Down"), show=False, id="list.down"),
        Binding("pageup", "page_up", N_("Page up"), show=False, id="list.page-up"),
        Binding("pagedown", "page_down", N_("Page down"), show=False, id="list.page-down"),
        Binding("home", "first", N_("First line"), show=False, id="list.first"),
        Binding("end", "last", N_("Last line"), show=False, id="list.last"),
        Binding("enter", "choose", N_("Choose"), show=False, id="list.choose"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """The line the cursor is on, from 0; 0 when there is none."""

    fixed_lines: ClassVar[int] = 0
    """Lines on top that don't scroll: a header."""

    class _About(Message):
        def __init__(self, lines: LineList, index: int) -> None:
            super().__init__()
            self.lines = lines
            self.index = index

        @property
        def control(self) -> LineList:
            """The list that speaks."""
            return self.lines

    class Highlighted(_About):
        """The cursor is on another line."""

    class Settled(_About):
        """The cursor has stayed on a line for REST_SECONDS."""

    class Chosen(_About):
        """Enter or a double click on a line."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._line_count = 0
        self._palettes: dict[str, Mapping[str, Style]] = {}
        self._moved_at = 0.0
        self._rest_timer: Timer | None = None

    # What a subclass gives

    def draw_line(self, index: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """One line, exactly `width` cells; `styles` has one style per tone, those of the cursor where it is on it."""
        return Line(styles).segments(width)

    def draw_fixed(self, y: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """One of the `fixed_lines`."""
        return Line(styles).segments(width)

    def draw_instead(self, y: int, height: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """A line of what is shown while there is no line at all; `height` lines are free."""
        return Line(styles).segments(width)

    # Lines

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return self._line_count

    def set_line_count(self, count: int) -> None:
        """Change the number of lines; the cursor stays where it is as long as that line exists."""
        self._line_count = count
        # No layout: the frame stays, only the scroll bar's thumb and the lines change.
        size = Size(0, count + self.fixed_lines)
        self.set_reactive(ScrollView.virtual_size, size)
        self._scroll_update(size)
        self.cursor = self.validate_cursor(self.cursor)
        self.refresh()

    @property
    def is_blank(self) -> bool:
        """Nothing to draw as lines: `draw_instead` speaks."""
        return not self._line_count

    @property
    def page_lines(self) -> int:
        """Lines that are in view at once, at least 1."""
        return max(1, self.size.height - self.fixed_lines)

    @property
    def line_width(self) -> int:
        """Cells of a line, without the scroll bar."""
        return self.size.width - self.scrollbar_size_vertical

    @property
    def first_visible(self) -> int:
        """The line at the top of the view."""
        return round(self.scroll_y)

    @property
    def lines_in_view(self) -> range:
        """The lines that are on the screen."""
        first = self.first_visible
        return range(first, min(self._line_count, first + self.page_lines))

    def refresh_index(self, index: int, count: int = 1) -> None:
        """Draw a few lines again, by their index; those out of view cost nothing."""
        first = max(index, self.first_visible)
        last = min(index + count, self.first_visible + self.page_lines)
        if first < last:
            y = first - self.first_visible + self.fixed_lines
            self.refresh(Region(0, y, self.line_width, last - first))

    # The cursor

    def validate_cursor(self, index: int) -> int:
        """A line that exists."""
        return max(0, min(index, self._line_count - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Two lines change, and the view follows."""
        self.show_line(after)
        self.refresh_index(before)
        self.refresh_index(after)
        self.post_message(self.Highlighted(self, after))
        self._moved()

    def show_line(self, index: int) -> None:
        """Scroll at once so that a line is in view: as little as needed, or where each step paints the whole list, so
        far that the next steps paint nothing.
        """
        if not self.size.height:
            return  # not laid out yet: the first resize shows the cursor
        first, height = self.first_visible, self.page_lines
        if first <= index < first + height:
            return
        ahead = 0 if stands_alone(self, self.fixed_lines, height) else height * 2 // 3
        self.jump_to(index - ahead if index < first else index - height + 1 + ahead)

    def jump_to(self, first: int) -> None:
        """Put a line at the top of the view, without animation."""
        self.scroll_target_y = self.scroll_y = max(0, min(first, self._line_count - self.page_lines))

    def move_to(self, index: int) -> None:
        """Put the cursor on a line."""
        self.cursor = index

    def _moved(self) -> None:
        # One timer that re-arms itself: a held key would otherwise start and stop a timer per press.
        self._moved_at = monotonic()
        if self._rest_timer is None and self.is_running:
            self._rest_timer = self.set_timer(REST_SECONDS, self._rested)

    def _rested(self) -> None:
        self._rest_timer = None
        left = self._moved_at + REST_SECONDS - monotonic()
        if left > 0.005:
            self._rest_timer = self.set_timer(left, self._rested)
        else:
            self.settle()

    def settle(self) -> None:
        """The cursor rests; subclasses add what they ask for then."""
        self.post_message(self.Settled(self, self.cursor))

    # Keys and mouse

    def action_cursor_up(self) -> None:
        """One line up."""
        self.move_to(self.cursor - 1)

    def action_cursor_down(self) -> None:
        """One line down."""
        self.move_to(self.cursor + 1)

    def action_page_up(self) -> None:
        """One page up; the cursor keeps its place on the screen."""
        self._turn(-self.page_lines)

    def action_page_down(self) -> None:
        """One page down; the cursor keeps its place on the screen."""
        self._turn(self.page_lines)

    def _turn(self, lines: int) -> None:
        self.jump_to(self.first_visible + lines)
        self.move_to(self.cursor + lines)

    def action_first(self) -> None:
        """The first line."""
        self.move_to(0)

    def action_last(self) -> None:
        """The last line."""
        self.move_to(self._line_count - 1)

    def action_choose(self) -> None:
        """Enter: what the cursor is on."""
        if self._line_count:
            self.choose(self.cursor)

    def choose(self, index: int) -> None:
        """A line was chosen."""
        self.post_message(self.Chosen(self, index))

    def index_at(self, y: int) -> int | None:
        """The line at a height of the widget, None where there is none."""
        index = y - self.fixed_lines + self.first_visible
        return index if y >= self.fixed_lines and index < self._line_count else None

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click chooses."""
        place = event.get_content_offset(self)
        if place is None:
            return
        event.stop()
        if place.y < self.fixed_lines:
            self.click_fixed(place.x, place.y)
        elif (index := self.index_at(place.y)) is not None:
            self.move_to(index)
            if event.chain == 2:
                self.choose(index)

    def click_fixed(self, x: int, y: int) -> None:
        """A click on one of the fixed lines."""

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self.jump_to(self.first_visible + WHEEL_LINES)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self.jump_to(self.first_visible - WHEEL_LINES)

    # Drawing

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The view moved: paint what came into it."""
        lines = round(new_value) - round(old_value)
        if not lines:
            return
        height, fixed = self.page_lines, self.fixed_lines
        if scroll_lines(self, fixed, height, lines):
            self.refresh_index(self.first_visible + (height - lines if lines > 0 else 0), abs(lines))
            start = fixed + self.content_offset.y
            move_thumb(self.vertical_scrollbar, new_value, range(start, start + height), lines)
        else:
            self.refresh(Region(0, fixed, self.line_width, height))
            move_thumb(self.vertical_scrollbar, new_value)
        self.view_moved()

    def view_moved(self) -> None:
        """Other lines are in view; for subclasses."""

    def on_mount(self) -> None:
        """The scroll bar's look."""
        self.vertical_scrollbar.renderer = WholeCells  # type: ignore[misc] # documented so, for one bar

    def on_resize(self) -> None:
        """Keep the cursor in view; other lines may have come into it."""
        self.show_line(self.cursor)
        self.view_moved()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor line is louder where the keys go."""
        super().watch_has_focus(has_focus)
        self.refresh_index(self.cursor)

    def notify_style_update(self) -> None:
        """A theme or class changed: colours are looked up again."""
        super().notify_style_update()
        self._palettes = {}

    def _palette(self, kind: str) -> Mapping[str, Style]:
        """A style per tone over the background of a kind of line: plain, dim, cursor, cursor-blurred."""
        if palette := self._palettes.get(kind):
            return palette
        base = self.get_component_rich_style("lines--header", partial=False)
        ground = self.rich_style.bgcolor
        tones = {tone: self.get_component_rich_style(f"lines--{tone}").color for tone in TONES if tone}
        colours = {"": self.rich_style.color, **tones, "header": base.color}
        colours["bar"] = self.get_component_rich_style("lines--bar").color
        if kind.startswith("cursor"):
            line = self.get_component_rich_style(f"lines--{kind}")
            ground = line.bgcolor
            # Only states keep their colour on the cursor line: labels must stay readable there, and fewer bytes go out.
            colours[""] = colours["muted"] = colours["accent"] = line.color
            if self.app.native_ansi_color:
                colours = dict.fromkeys(colours, line.color)  # no state is readable on every terminal's own blue
            if kind == "cursor-blurred":
                colours["bar"] = colours["header"]
        elif kind == "dim":
            colours = dict.fromkeys(colours, colours["muted"])
        palette = {tone: Style(color=colour, bgcolor=ground) for tone, colour in colours.items()}
        if kind == "plain":
            palette["strong"] = palette[""] + Style(bold=True)
        self._palettes[kind] = palette
        return palette

    def line_kind(self, index: int) -> str:
        """Which palette a line is drawn with."""
        if index == self.cursor:
            return "cursor" if self.has_focus else "cursor-blurred"
        return "plain"

    def render_line(self, y: int) -> Strip:
        """One line of the widget, top first."""
        width = self.line_width
        if y < self.fixed_lines:
            segments = self.draw_fixed(y, width, self._palette("plain"))
        elif self.is_blank:
            segments = self.draw_instead(y - self.fixed_lines, self.page_lines, width, self._palette("plain"))
        else:
            index = y - self.fixed_lines + self.first_visible
            if index < self._line_count:
                segments = self.draw_line(index, width, self._palette(self.line_kind(index)))
            else:
                segments = Line(self._palette("plain")).segments(width)
        return Strip(segments, width)


def centred(text: str, width: int) -> str:
    """A line of text in the middle of `width` cells, cut where it doesn't fit."""
    text = fit(text, width).rstrip()
    return " " * max(0, (width - cell_len(text)) // 2) + text

"""Text can be read on every ground of every theme, and a terminal with few colours gets the theme made for it."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from ecc_tui.themes import CHOICES, DARK, SIXTEEN, THEMES, theme_for
from ecc_tui.widgets.grid import Grid
from ecc_tui.widgets.lines import LineList
from tests.widgets.themed import Themed

XTERM = {
    "ansi_default": "#e5e5e5",
    "ansi_black": "#000000",
    "ansi_red": "#cd0000",
    "ansi_green": "#00cd00",
    "ansi_yellow": "#cdcd00",
    "ansi_blue": "#0000ee",
    "ansi_cyan": "#00cdcd",
    "ansi_white": "#e5e5e5",
    "ansi_bright_black": "#7f7f7f",
    "ansi_bright_red": "#ff0000",
    "ansi_bright_white": "#ffffff",
}
"""The sixteen colours as xterm has them; the default ground is black."""


def colour(theme: Theme, name: str, *, ground: bool = False) -> Color:
    value = theme.to_color_system().generate()[name]
    if ground and value == "ansi_default":
        value = "ansi_black"
    return Color.parse(XTERM.get(value, value))


def luminance(colour: Color) -> float:
    """Relative luminance (WCAG 2)."""
    shares = [channel / 255 for channel in colour.rgb]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front: Color, back: Color) -> float:
    light, dark = sorted((luminance(front), luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
@pytest.mark.parametrize("ground", ["background", "panel"])
def test_text_and_tones_can_be_read(theme: Theme, ground: str) -> None:
    back = colour(theme, ground, ground=True)
    for name in ("foreground", "success", "warning", "error", "accent"):
        assert contrast(colour(theme, name), back) >= 4.5, name
    for name in ("text-muted", "text-disabled"):
        assert contrast(colour(theme, name), back) >= 3, name


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
@pytest.mark.parametrize("cursor", ["block-cursor", "block-cursor-blurred"])
def test_the_cursor_line_can_be_read(theme: Theme, cursor: str) -> None:
    back = colour(theme, f"{cursor}-background", ground=True)
    blurred_16 = theme is SIXTEEN and cursor == "block-cursor-blurred"
    assert contrast(colour(theme, f"{cursor}-foreground"), back) >= (3 if blurred_16 else 4.5)
    if not theme.ansi:  # with 16 colours states have the line's own colour there
        for name in ("success", "warning", "error"):
            assert contrast(colour(theme, name), back) >= 4.5, name


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_the_faint_frame_is_fainter_than_text(theme: Theme) -> None:
    back = colour(theme, "background", ground=True)
    assert contrast(colour(theme, "border-blurred"), back) < contrast(colour(theme, "foreground"), back)


def test_a_wrong_colour_is_noticed() -> None:
    assert contrast(Color.parse("#333333"), Color.parse("#11151a")) < 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
async def test_every_theme_can_be_worn(theme: Theme) -> None:
    grid: Grid[int] = Grid()
    app = Themed(grid, theme=theme.name)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.query_one(LineList), Grid)
        plain = grid._palette("plain")
        assert len({plain[tone].color for tone in ("good", "warn", "bad", "accent", "")}) == 5
        assert (len({style.color for style in grid._palette("cursor").values()}) == 1) == theme.ansi


@pytest.mark.parametrize(("choice", "name"), [(choice, theme.name) for choice, theme in CHOICES.items()])
def test_a_choice_has_its_theme(choice: str, name: str) -> None:
    assert theme_for(choice, App()) == name


@pytest.mark.parametrize(
    ("system", "name"),
    [("truecolor", DARK.name), ("256", DARK.name), ("standard", SIXTEEN.name)],
)
def test_automatic_goes_by_the_terminal(system: str, name: str) -> None:
    app: App[None] = App()
    app.console = type(app.console)(color_system=system, force_terminal=True)  # type: ignore[arg-type] # a plain str here
    assert theme_for("auto", app) == name

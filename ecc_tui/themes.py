"""The four themes: one accent colour each, spent on focus and on the one thing to do next; all else is quiet.

Tones map to Textual's own variables, so that every widget and style sheet speaks of `$success` (good), `$warning`
(warn), `$error` (bad), `$text-muted` (muted), `$accent` (accent), `$border-blurred` (the faint frame). Text keeps a
contrast of 4.5 on every ground it stands on, muted text 3 (screens.md, product.md S7); a test computes it.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.theme import Theme


def _theme(
    name: str,
    *,
    dark: bool,
    ground: str,
    raised: str,
    text: str,
    muted: str,
    disabled: str,
    faint: str,
    accent: str,
    good: str,
    warn: str,
    bad: str,
    cursor: tuple[str, str],
    cursor_blurred: tuple[str, str],
    ansi: bool = False,
) -> Theme:
    """A theme from the dozen colours that a designer chooses; `cursor` is background and foreground."""
    return Theme(
        name=name,
        dark=dark,
        ansi=ansi,
        primary=accent,
        secondary=accent,
        accent=accent,
        success=good,
        warning=warn,
        error=bad,
        foreground=text,
        background=ground,
        surface=ground,
        panel=raised,
        boost=raised,
        variables={
            "text": text,
            "text-muted": muted,
            "text-disabled": disabled,
            "foreground-muted": muted,
            "border": accent,
            "border-blurred": faint,
            "block-cursor-background": cursor[0],
            "block-cursor-foreground": cursor[1],
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": cursor_blurred[0],
            "block-cursor-blurred-foreground": cursor_blurred[1],
            "block-cursor-blurred-text-style": "none",
            "block-hover-background": raised,
            "input-cursor-background": text if not ansi else "ansi_white",
            "input-cursor-foreground": ground if not ansi else "ansi_black",
            "input-selection-background": cursor[0],
            "input-selection-foreground": cursor[1],
            "scrollbar": faint,
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
            "footer-background": ground,
            "footer-foreground": text,
            "footer-key-foreground": accent,
            "footer-description-foreground": muted,
            "button-foreground": text,
            "button-color-foreground": ground if not ansi else "ansi_black",
            "button-focus-text-style": "none",
            "link-background-hover": cursor[0],
            "ansi-background": "ansi_black",
            "ansi-foreground": "ansi_white",
            "surface-active": raised,
            "screen-selection-background": cursor[0],
            "screen-selection-foreground": cursor[1],
        },
    )


DARK = _theme(
    "ecc-dark",
    dark=True,
    ground="#11151a",
    raised="#1a2027",
    text="#d9dee4",
    muted="#8b95a1",
    disabled="#66717d",
    faint="#38424d",
    accent="#6cb6ff",
    good="#6bc58c",
    warn="#e0b04a",
    bad="#f47b7b",
    cursor=("#1f3347", "#f2f6fa"),
    cursor_blurred=("#1d242c", "#d9dee4"),
)

LIGHT = _theme(
    "ecc-light",
    dark=False,
    ground="#fbfbf8",
    raised="#f0f0ec",
    text="#23282e",
    muted="#646c75",
    disabled="#7d848c",
    faint="#c9ccc9",
    accent="#0b5cad",
    good="#1a7038",
    warn="#875800",
    bad="#b3261e",
    cursor=("#d9e7f6", "#10161c"),
    cursor_blurred=("#ecece7", "#23282e"),
)

CONTRAST = _theme(
    "ecc-contrast",
    dark=True,
    ground="#000000",
    raised="#1c1c1c",
    text="#ffffff",
    muted="#cccccc",
    disabled="#9a9a9a",
    faint="#8f8f8f",
    accent="#6be0ff",
    good="#6cff9c",
    warn="#ffd84d",
    bad="#ff9a9a",
    cursor=("#0a3f6b", "#ffffff"),
    cursor_blurred=("#333333", "#ffffff"),
)

SIXTEEN = _theme(
    "ecc-16",
    dark=True,
    ansi=True,
    ground="ansi_default",
    raised="ansi_default",
    text="ansi_default",
    muted="ansi_bright_black",
    disabled="ansi_bright_black",
    faint="ansi_bright_black",
    accent="ansi_cyan",
    good="ansi_green",
    warn="ansi_yellow",
    bad="ansi_bright_red",
    cursor=("ansi_blue", "ansi_bright_white"),
    cursor_blurred=("ansi_bright_black", "ansi_bright_white"),
)

THEMES = (DARK, LIGHT, CONTRAST, SIXTEEN)


CHOICES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST, "16": SIXTEEN}
"""What a person can ask for, beside `auto`."""


def theme_for(choice: str, app: App[Any]) -> str:
    """The name of the theme for a choice; `auto` and unknown ones go by what the terminal can do."""
    if choice in CHOICES:
        return CHOICES[choice].name
    few = app.console.color_system not in ("256", "truecolor")
    return SIXTEEN.name if few else DARK.name

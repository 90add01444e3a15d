"""The last step before the terminal: no control character of any data passes, and no byte is sent twice.

Text is cleaned where it enters (domain.text); this holds where something was forgotten (T-01, second layer). It stands
on a method of Textual that is not public, `Strip.render`: the version range in pyproject and the tests watch it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual.strip import SGR_STYLES, Strip

_REFUSED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_CLEAR = "\x1b[0m"


def drop_controls(text: str) -> str:
    """The text without control, bidi and invisible format characters and lone surrogates."""
    return text if text.isascii() and text.isprintable() else _REFUSED.sub("", text)


class _Codes(NamedTuple):
    """A style as parameters of SGR: attributes, foreground, background."""

    attributes: str
    foreground: str
    background: str


_NONE = _Codes("", "", "")


@lru_cache(maxsize=4096)
def _codes(style: Style, system: ColorSystem) -> _Codes:
    on = style._attributes & style._set_attributes
    attributes = ";".join(code for bit, code in enumerate(SGR_STYLES) if on & (1 << bit))
    front = style.color.downgrade(system).get_ansi_codes() if style.color else ()
    back = style.bgcolor.downgrade(system).get_ansi_codes(False) if style.bgcolor else ()
    return _Codes(attributes, ";".join(front), ";".join(back))


@lru_cache(maxsize=4096)
def _change(before: _Codes, after: _Codes) -> str:
    """The shortest sequence from one style to the next."""
    if before == after:
        return ""
    lost = any(old and not new for old, new in zip(before, after, strict=True))
    if after == _NONE:
        return _CLEAR
    if lost or (before.attributes and before.attributes != after.attributes):
        return f"\x1b[0;{';'.join(filter(None, after))}m"
    return f"\x1b[{';'.join(new for old, new in zip(before, after, strict=True) if new and new != old)}m"


def _render(strip: Strip, console: Console) -> str:
    """Stands for `Strip.render`: the same picture, in fewer bytes, from harmless text."""
    if strip._render_cache is None:
        system = console._color_system or ColorSystem.TRUECOLOR
        output: list[str] = []
        now = _NONE
        for text, style, _control in strip._segments:
            wanted = _codes(style, system) if style else _NONE
            output.append(_change(now, wanted))
            now = wanted
            safe = drop_controls(text)
            if style and style._link:
                safe = f"\x1b]8;id={style._link_id};{drop_controls(style._link)}\x1b\\{safe}\x1b]8;;\x1b\\"
            output.append(safe)
        output.append(_change(now, _NONE))
        strip._render_cache = "".join(output)
    return strip._render_cache


def install() -> None:
    """Put the guard in place, for the whole process; once is enough and twice does no harm."""
    Strip.render = _render  # type: ignore[assignment] # a function for a method: the only way in between a strip and the terminal

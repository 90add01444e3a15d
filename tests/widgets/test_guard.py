"""The last step before the terminal lets no control character of any data through, and changes no picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ecc_tui.widgets import guard

ORIGINAL: Callable[[Strip, Console], str] = Strip.render
STYLES = [
    None,
    Style(),
    Style(color="#6cb6ff", bgcolor="#11151a"),
    Style(color="#d9dee4", bgcolor="#11151a"),
    Style(color="#d9dee4", bgcolor="#1f3347", bold=True),
    Style(bgcolor="#1f3347"),
    Style(color="red", italic=True),
    Style(reverse=True),
]
PAYLOADS = [
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]0;title\x07",
    "\x1b[2J",
    "\x1bP+q\x1b\\",
    "\x9b31m",
    "\x9d0;x\x9c",
    "\x00\x0e\x7f\x08\r\n\t",
    "\u202e\u2066\u200b\ufeff\u2028",
    "\ud800",
]


@pytest.fixture(autouse=True)
def installed() -> Iterator[None]:
    """The guard in place for one test; the original afterwards."""
    guard.install()
    yield
    Strip.render = ORIGINAL  # type: ignore[assignment] # puts back what `install` replaced


def console() -> Console:
    return Console(color_system="truecolor", force_terminal=True)


def parts(text: str) -> list[str]:
    """The characters that are not printable ASCII or harmless text."""
    return [character for character in text if guard.drop_controls(character) == ""]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_payload_but_its_printable_tail_passes(payload: str) -> None:
    assert parts(Strip([Segment(f"a{payload}b")]).render(console())) == []
    assert parts(ORIGINAL(Strip([Segment(f"a{payload}b")]), console())) != []


def test_twice_installed_is_installed_once() -> None:
    guard.install()
    assert Strip([Segment("é\x1b")]).render(console()) == "é"


def test_letters_of_every_script_pass() -> None:
    text = "Règle œ ß Ж 漢字 e\u0301 ● ◐ ▲ ✖ ◆ ▇─ ✔ … \u200d"
    assert Strip([Segment(text)]).render(console()) == text


def test_a_link_stays_and_its_target_is_cleaned() -> None:
    drawn = Strip([Segment("x", Style(link="https://a.example/\x1b\x07"))]).render(console())
    assert "https://a.example/\x1b\\" in drawn
    assert "\x07" not in drawn


@given(
    st.lists(
        st.tuples(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8), st.sampled_from(STYLES)),
        max_size=8,
    )
)
def test_the_picture_is_the_same_in_no_more_bytes(pieces: list[tuple[str, Style | None]]) -> None:
    segments = [Segment(text, style) for text, style in pieces]
    before, after = ORIGINAL(Strip(segments), console()), guard._render(Strip(segments), console())
    screens = []
    for output in (before, after):
        screen = pyte.Screen(80, 1)
        pyte.Stream(screen).feed(output + "|")
        screens.append(screen.buffer[0])
    assert all(screens[0][x] == screens[1][x] for x in range(80))
    if all(text for text, _style in pieces):
        assert len(after) <= len(before)

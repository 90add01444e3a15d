"""Copying by OSC 52: bare, through tmux and screen, never cut, never to the desktop of another host."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from ecc_tui import clipboard
from ecc_tui.clipboard import Way, copied_sentence, send

SSH = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}


def sent(text: str, environment: dict[str, str]) -> str:
    written: list[str] = []
    assert send(text, written.append, environment).way is Way.TERMINAL
    return "".join(written)


def test_a_terminal_gets_the_text_in_base64() -> None:
    written = sent("é\n[/b]\x1b]", SSH)
    found = re.fullmatch(r"\x1b]52;c;([A-Za-z0-9+/=]*)\x07", written)
    assert found
    assert base64.b64decode(found[1]).decode() == "é\n[/b]\x1b]"


def test_tmux_gets_it_bare_and_wrapped() -> None:
    plain = sent("abc", SSH)
    assert sent("abc", {**SSH, "TMUX": "/tmp/t,1,0"}) == plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"


@pytest.mark.parametrize("variable", [{"STY": "1.pts"}, {"TERM": "screen-256color"}])
def test_screen_gets_it_in_short_pieces(variable: dict[str, str]) -> None:
    text = "x" * 5000
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sent(text, {**SSH, **variable}), re.DOTALL)
    assert max(map(len, pieces)) < 768
    assert "".join(pieces) == sent(text, SSH)


def test_the_largest_text_is_sent_and_a_larger_one_is_not_cut() -> None:
    largest = "x" * (clipboard.LARGEST // 4 * 3)
    assert sent(largest, SSH)
    written: list[str] = []
    copied = send(largest + "xxx", written.append, SSH)
    assert (copied.way, written) == (Way.TOO_LARGE, [])
    assert "nothing was copied" in copied_sentence(copied)


def test_a_lone_surrogate_does_not_stop_it() -> None:
    assert sent("a\ud800b", SSH)


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop's clipboard program that writes to a file."""
    out = tmp_path / "clipboard"
    program = tmp_path / "wl-copy"
    program.write_text(f"#!/bin/sh\ncat >{out}\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return out


def test_a_local_desktop_gets_it_too(desktop: Path) -> None:
    written: list[str] = []
    assert send("abc", written.append, {"WAYLAND_DISPLAY": "wayland-0"}).way is Way.NATIVE
    assert desktop.read_text() == "abc"
    assert len(written) == 1


def test_over_ssh_no_desktop_gets_it(desktop: Path) -> None:
    assert send("abc", lambda _text: None, {"WAYLAND_DISPLAY": "wayland-0", **SSH}).way is Way.TERMINAL
    assert not desktop.exists()
